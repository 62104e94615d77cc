//! Just enough of Rust's lexical rules to look at code without its comments and texts.

/// The source with comments and the insides of string and character literals replaced by blanks.
/// Every line stays where it was.
pub(crate) fn without_comments_and_texts(source: &str) -> String {
    let mut lexer = Lexer { rest: source, code: String::with_capacity(source.len()) };
    while !lexer.rest.is_empty() {
        lexer.step();
    }
    lexer.code
}

struct Lexer<'s> {
    rest: &'s str,
    code: String,
}

impl<'s> Lexer<'s> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.blank(end);
        } else if self.rest.starts_with("/*") {
            self.blank(block_comment(self.rest));
        } else if let Some(length) = raw_text(self.rest).filter(|_| !self.in_word()) {
            self.blank(length);
        } else if self.rest.starts_with('"') {
            self.blank(quoted(self.rest));
        } else if let Some(length) = letter_literal(self.rest) {
            self.blank(length);
        } else {
            let letter = self.rest.chars().next().map_or(1, char::len_utf8);
            self.code.push_str(&self.rest[..letter]);
            self.rest = &self.rest[letter..];
        }
    }

    fn in_word(&self) -> bool {
        self.code.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
    }

    fn blank(&mut self, length: usize) {
        let (gone, rest): (&'s str, &'s str) = self.rest.split_at(length);
        self.code.extend(gone.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

fn block_comment(source: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    source.len()
}

fn raw_text(source: &str) -> Option<usize> {
    let after = source.strip_prefix("br").or_else(|| source.strip_prefix('r'))?;
    let marks = after.len() - after.trim_start_matches('#').len();
    let body = after[marks..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(marks));
    let end = body.find(&close).map_or(body.len(), |at| at + close.len());
    Some(source.len() - body.len() + end)
}

fn quoted(source: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in source.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    source.len()
}

/// A character literal, which a lifetime is not.
fn letter_literal(source: &str) -> Option<usize> {
    let body = source.strip_prefix('\'')?;
    let mut letters = body.char_indices();
    let (_, first) = letters.next()?;
    if first == '\\' {
        letters.next()?;
        return letters.find(|(_, letter)| *letter == '\'').map(|(at, _)| at + 2);
    }
    let (at, close) = letters.next()?;
    (close == '\'').then_some(at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_texts_go_and_lines_stay() {
        let source = "let a = \"fn // x\"; // fn\nlet b = 'f'; /* a /* b */ c */ fn<'a> r#\"x\"y\"# '\\'' z";
        let code = without_comments_and_texts(source);
        assert_eq!(code.lines().count(), 2);
        assert!(code.contains("let a =") && code.contains("fn<'a>") && code.ends_with(" z"), "{code}");
        assert!(!code.contains("// x") && !code.contains(" c ") && !code.contains('y'), "{code}");
    }
}
