//! Form bodies as Stripe takes them: `line_items[0][price_data][currency]=eur`. What an endpoint does not know is
//! refused by name, as there.

use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// The parameters of one request, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Params(Vec<(String, String)>);

/// Stripe's limits for metadata.
const METADATA_KEYS_MAX: usize = 50;
const METADATA_KEY_CHARS_MAX: usize = 40;
const METADATA_VALUE_CHARS_MAX: usize = 500;

impl Params {
    pub(crate) fn parse(text: &str) -> Result<Self, Refusal> {
        serde_html_form::from_str(text).map(Self).map_err(|_| Refusal::bad("Invalid request body"))
    }

    /// One text that is the same for the same parameters, whatever their order.
    pub(crate) fn fingerprint(&self) -> String {
        let mut sorted = self.0.clone();
        sorted.sort();
        format!("{sorted:?}")
    }

    /// Refuses what is not in the list. In a pattern `#` is an index and `*` any name.
    pub(crate) fn allow(&self, patterns: &[&str]) -> Result<(), Refusal> {
        for (key, _) in &self.0 {
            let known = patterns.iter().chain(&["expand[#]"]).any(|pattern| matches(pattern, key));
            if !known {
                return Err(Refusal::unknown_parameter(key));
            }
        }
        Ok(())
    }

    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    pub(crate) fn require(&self, key: &str) -> Result<&str, Refusal> {
        match self.get(key) {
            Some(value) if !value.is_empty() => Ok(value),
            _ => Err(Refusal::missing(key)),
        }
    }

    pub(crate) fn int(&self, key: &str) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.get(key) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            Refusal::invalid("parameter_invalid_integer", &format!("Invalid integer: {text}"), key)
        })
    }

    pub(crate) fn flag(&self, key: &str) -> Result<bool, Refusal> {
        match self.get(key) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(Refusal::bad(&format!("Invalid boolean: {other}")).about(key)),
        }
    }

    /// The values of `key[]` and `key[0]`, `key[1]` …
    pub(crate) fn list(&self, key: &str) -> Vec<&str> {
        let pattern = format!("{key}[#]");
        self.0.iter().filter(|(name, _)| matches(&pattern, name)).map(|(_, value)| value.as_str()).collect()
    }

    /// The object under `key[…]`, checked as metadata.
    pub(crate) fn metadata(&self, key: &str) -> Result<Value, Refusal> {
        let mut found = Map::new();
        for (name, value) in &self.0 {
            let inner = name.strip_prefix(key).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']'));
            let Some(inner) = inner else { continue };
            if inner.len() > METADATA_KEY_CHARS_MAX || value.chars().count() > METADATA_VALUE_CHARS_MAX {
                return Err(Refusal::bad("Metadata keys have at most 40 and values at most 500 characters")
                    .about(name));
            }
            found.insert(inner.to_owned(), Value::String(value.clone()));
        }
        if found.len() > METADATA_KEYS_MAX {
            return Err(Refusal::bad("Metadata can have at most 50 keys").about(key));
        }
        Ok(Value::Object(found))
    }

    /// How many numbered entries `key[0]…`, `key[1]…` there are.
    pub(crate) fn count(&self, key: &str) -> usize {
        (0..100)
            .take_while(|at| {
                let prefix = format!("{key}[{at}]");
                self.0.iter().any(|(name, _)| name.starts_with(&prefix))
            })
            .count()
    }
}

fn matches(pattern: &str, key: &str) -> bool {
    let (wanted, given) = (segments(pattern), segments(key));
    wanted.len() == given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| match *wanted {
            "#" => given.bytes().all(|byte| byte.is_ascii_digit()),
            "*" => !given.is_empty(),
            exact => exact == *given,
        })
}

/// `a[b][]` has the segments `a`, `b` and the empty one.
fn segments(key: &str) -> Vec<&str> {
    let Some((first, rest)) = key.split_once('[') else { return vec![key] };
    let Some(rest) = rest.strip_suffix(']') else { return vec![key] };
    std::iter::once(first).chain(rest.split("][")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_pass_at_any_depth() {
        let params = Params::parse("line_items[0][price_data][currency]=eur&metadata[a]=b&expand[]=x")
            .expect("a form");
        let known = ["line_items[#][price_data][currency]", "metadata[*]"];
        assert!(params.allow(&known).is_ok());
        assert_eq!(params.list("expand"), ["x"]);
        assert_eq!(params.count("line_items"), 1);
        let refused = params.allow(&known[..1]).expect_err("metadata is not known here");
        assert_eq!(refused.code, Some("parameter_unknown"));
        assert_eq!(refused.param.as_deref(), Some("metadata[a]"));
    }

    #[test]
    fn the_order_of_parameters_does_not_matter_and_their_values_do() {
        let of = |text: &str| Params::parse(text).expect("a form").fingerprint();
        assert_eq!(of("a=1&b=2"), of("b=2&a=1"));
        assert_ne!(of("a=1&b=2"), of("a=1&b=3"));
    }
}
