//! The two full-text query languages, side by side. Words are normalised: letters and digits only.

use super::Dialect;

/// How close to the title a match must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tier {
    /// Every word is in the title.
    Title,
    /// Every word is in title, place or category, and not all in the title.
    Place,
    /// Every word is somewhere, and not all in title, place or category.
    Anywhere,
}

/// Alternatives for one word of a query; each may be completed.
pub(crate) type Alternatives = Vec<String>;

/// What must match: each word in one of its alternatives, and each facet exactly.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    pub(crate) words: Vec<Alternatives>,
    pub(crate) facets: Vec<String>,
}

impl Terms {
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.facets.is_empty()
    }
}

/// The expression that finds events of one tier; facets alone when there are no words.
pub(crate) fn expression(dialect: Dialect, terms: &Terms, tier: Tier) -> String {
    let (fields, closer) = match tier {
        Tier::Title => (1, 0),
        Tier::Place => (2, 1),
        Tier::Anywhere => (3, 2),
    };
    let mut all = Vec::new();
    if !terms.words.is_empty() {
        all.push(words(dialect, &terms.words, fields));
    }
    all.extend(terms.facets.iter().map(|facet| match dialect {
        Dialect::Sqlite => format!("(facet : \"{facet}\")"),
        Dialect::Postgres => format!("'{facet}':D"),
    }));
    let joined = match dialect {
        Dialect::Sqlite => all.join(" AND "),
        Dialect::Postgres => all.join(" & "),
    };
    if closer == 0 || terms.words.is_empty() {
        return joined;
    }
    let closer = words(dialect, &terms.words, closer);
    match dialect {
        Dialect::Sqlite => format!("({joined}) NOT {closer}"),
        Dialect::Postgres => format!("{joined} & !{closer}"),
    }
}

fn words(dialect: Dialect, words: &[Alternatives], fields: usize) -> String {
    let (and, or) = match dialect {
        Dialect::Sqlite => (" AND ", " OR "),
        Dialect::Postgres => (" & ", " | "),
    };
    let last = words.len().saturating_sub(1);
    let groups: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(at, alternatives)| {
            let any: Vec<String> = alternatives
                .iter()
                .map(|word| one(dialect, word, fields, is_prefix(word, at == last)))
                .collect();
            format!("({})", any.join(or))
        })
        .collect();
    let all = groups.join(and);
    match dialect {
        Dialect::Sqlite => {
            let columns = ["title", "title place", "title place body"][fields - 1];
            format!("({{{columns}}} : ({all}))")
        }
        Dialect::Postgres => format!("({all})"),
    }
}

fn one(dialect: Dialect, word: &str, fields: usize, prefix: bool) -> String {
    match dialect {
        Dialect::Sqlite => format!("\"{word}\"{}", if prefix { " *" } else { "" }),
        Dialect::Postgres => {
            let weights = ["A", "AB", "ABC"][fields - 1];
            format!("'{word}':{}{weights}", if prefix { "*" } else { "" })
        }
    }
}

/// The last word may be unfinished; longer ones may begin a compound such as `RubyConf`.
fn is_prefix(word: &str, last: bool) -> bool {
    last || word.chars().count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tier_leaves_out_what_a_closer_one_has() {
        let terms =
            Terms { words: vec![vec!["ruby".into()], vec!["br".into()]], facets: vec!["cattalk".into()] };
        assert_eq!(
            expression(Dialect::Sqlite, &terms, Tier::Place),
            "(({title place} : ((\"ruby\" *) AND (\"br\" *))) AND (facet : \"cattalk\")) NOT \
             ({title} : ((\"ruby\" *) AND (\"br\" *)))"
        );
        assert_eq!(
            expression(Dialect::Postgres, &terms, Tier::Place),
            "(('ruby':*AB) & ('br':*AB)) & 'cattalk':D & !(('ruby':*A) & ('br':*A))"
        );
    }
}
