//! Forms and bodies refuse fields that they do not know, so that nobody slips one in.

use std::collections::BTreeSet;

use crate::sources::rust_sources;

#[test]
fn every_form_and_body_refuses_unknown_fields() {
    let sources = rust_sources("boxoffice-web/src");
    let mut taken = BTreeSet::new();
    for (_, text) in &sources {
        for taker in ["typed }: Form<", "value, .. }: Form<", ": Form<", "Json(body): Json<"] {
            for rest in text.split(taker).skip(1) {
                taken.insert(
                    rest.split('>')
                        .next()
                        .unwrap_or_default()
                        .rsplit("::")
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
        }
    }
    let mut lax = Vec::new();
    for (file, text) in &sources {
        for (before, after) in
            text.match_indices("struct ").map(|(at, word)| (&text[..at], &text[at + word.len()..]))
        {
            let name: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
            let attributes = before.rsplit("\n\n").next().unwrap_or_default();
            if taken.contains(&name)
                && attributes.contains("Deserialize")
                && !attributes.contains("deny_unknown_fields")
            {
                lax.push(format!("{name} in {file}"));
            }
        }
    }
    assert!(lax.is_empty(), "give these #[serde(deny_unknown_fields)]: {lax:#?}");
}
