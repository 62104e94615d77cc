//! Files of at most 400 lines, functions of at most 60: what fits into one look.

use super::{Checkout, Complaint, ratchet};

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 60;

pub(crate) fn files_and_functions_are_small(checkout: &Checkout) -> Vec<Complaint> {
    let known = ratchet::read();
    measure(checkout)
        .into_iter()
        .filter(|(what, lines)| known.get(what).is_none_or(|allowed| lines > allowed))
        .map(|(what, lines)| {
            let limit = if what.contains(" fn ") { FUNCTION_LINES_MAX } else { FILE_LINES_MAX };
            format!("{what} has {lines} lines; at most {limit}")
        })
        .collect()
}

/// Everything over its limit: a file's path or `path fn name`, and its lines.
pub(crate) fn measure(checkout: &Checkout) -> Vec<(String, usize)> {
    let mut over = Vec::new();
    for file in &checkout.code {
        let lines = file.text.lines().count();
        if lines > FILE_LINES_MAX {
            over.push((file.path.clone(), lines));
        }
        for (name, lines) in functions(&file.text) {
            if lines > FUNCTION_LINES_MAX {
                over.push((format!("{} fn {name}", file.path), lines));
            }
        }
    }
    over
}

/// Names and lengths of all functions with a body, from the line of `fn` to that of the closing brace.
fn functions(code: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
            continue;
        }
        let rest = &code[at + 3..];
        let name: String =
            rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        if let Some(body) = body(rest).filter(|_| !name.is_empty()) {
            found.push((name, body.lines().count()));
        }
    }
    found
}

/// From the name to the closing brace; nothing for a declaration without a body.
fn body(rest: &str) -> Option<&str> {
    let mut parens = 0_i32;
    let mut braces = 0_i32;
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' | '[' => parens += 1,
            ')' | ']' => parens -= 1,
            ';' if parens == 0 && braces == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 && parens == 0 {
                    return Some(&rest[..=at]);
                }
                if braces < 0 {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_measured_to_its_closing_brace() {
        let code = "trait T { fn declared(&self); }\nfn long(\n  a: [u8; 3],\n) -> u8 {\n  if a {\n  }\n}\nfn short() {}\n";
        assert_eq!(functions(code), [("long".to_owned(), 6), ("short".to_owned(), 1)]);
    }
}
