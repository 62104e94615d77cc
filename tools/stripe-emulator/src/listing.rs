//! Lists: newest first, in pages, filtered by what the endpoint knows.

use serde_json::{Value, json};

use crate::book::{Book, Owner, text};
use crate::params::Params;
use crate::refusal::Refusal;

const LIMIT_USUAL: i64 = 10;
const LIMIT_MAX: i64 = 100;

/// A filter: a parameter that must equal a field.
#[derive(Clone, Copy)]
pub(crate) struct Match {
    /// As callers write it.
    name: &'static str,
    field: &'static str,
    /// Whether any of several values counts, `name[]`.
    several: bool,
}

impl Match {
    pub(crate) const fn field(name: &'static str) -> Self {
        Self { name, field: name, several: false }
    }

    /// A list of values, of which one must equal the field.
    pub(crate) const fn any(name: &'static str, field: &'static str) -> Self {
        Self { name, field, several: true }
    }

    /// The values that are asked for; none: all are wanted.
    fn wanted<'p>(&self, params: &'p Params) -> Vec<&'p str> {
        if self.several { params.list(self.name) } else { params.get(self.name).into_iter().collect() }
    }
}

pub(crate) fn list(
    book: &Book,
    owner: &Owner,
    params: &Params,
    kind: &str,
    url: &str,
    filters: &[Match],
) -> Result<Value, Refusal> {
    let mut known = vec![
        "limit",
        "starting_after",
        "ending_before",
        "created",
        "created[gt]",
        "created[gte]",
        "created[lt]",
        "created[lte]",
    ];
    let names: Vec<String> = filters
        .iter()
        .map(|filter| if filter.several { format!("{}[#]", filter.name) } else { filter.name.to_owned() })
        .collect();
    known.extend(names.iter().map(String::as_str));
    params.allow(&known)?;
    let limit = params.int("limit")?.unwrap_or(LIMIT_USUAL);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Refusal::invalid("parameter_invalid_integer", "limit is from 1 to 100", "limit"));
    }
    let mut found: Vec<&Value> = book.all(owner, kind).into_iter().map(|kept| &kept.object).collect();
    for filter in filters {
        let wanted = filter.wanted(params);
        if !wanted.is_empty() {
            found.retain(|object| wanted.contains(&text(object, filter.field).as_str()));
        }
    }
    for (name, test) in TIMES {
        if let Some(bound) = params.int(name)? {
            found.retain(|object| object["created"].as_i64().is_some_and(|at| test(at, bound)));
        }
    }
    if let Some(after) = params.get("starting_after") {
        let at = position(&found, after, "starting_after")?;
        found.drain(..=at);
    }
    if let Some(before) = params.get("ending_before") {
        let at = position(&found, before, "ending_before")?;
        found.truncate(at);
    }
    let has_more = found.len() > limit as usize;
    found.truncate(limit as usize);
    Ok(json!({ "object": "list", "url": url, "has_more": has_more, "data": found }))
}

type Test = fn(i64, i64) -> bool;
const TIMES: [(&str, Test); 5] = [
    ("created", |at, bound| at == bound),
    ("created[gt]", |at, bound| at > bound),
    ("created[gte]", |at, bound| at >= bound),
    ("created[lt]", |at, bound| at < bound),
    ("created[lte]", |at, bound| at <= bound),
];

fn position(found: &[&Value], id: &str, param: &str) -> Result<usize, Refusal> {
    found.iter().position(|object| object["id"] == id).ok_or_else(|| Refusal::no_such("object", id, param))
}
