//! JSON bodies and answers of the REST face. Missing is 400, not understood is 400, understood and refused is 422;
//! unknown fields are refused, and the refusal names the field.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use boxoffice_domain::limits;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;
use serde_json::json;

use crate::form::too_large;
use crate::problem::Problem;

/// A JSON body, or a JSON answer.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::refused(status, "unsupported_media_type", &"Send application/json"));
        }
        let body = Bytes::from_request(request, state).await.map_err(unreadable)?;
        if body.len() > limits::JSON_BYTES_MAX {
            return Err(too_large());
        }
        read(&body).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(CONTENT_TYPE, "application/json")], body).into_response(),
            Err(error) => Problem::fault(&error).into_response(),
        }
    }
}

/// 400: something that must be there is not.
pub fn missing(field: &str) -> Problem {
    let problem = Problem::refused(StatusCode::BAD_REQUEST, "missing_fields", &"Missing required fields");
    about(problem, field, "is missing")
}

/// 422 for the value of one field.
pub fn invalid(field: &str, sentence: &str) -> Problem {
    let problem = Problem::refused(StatusCode::UNPROCESSABLE_ENTITY, "invalid_value", &sentence);
    about(problem, field, sentence)
}

fn about(problem: Problem, field: &str, sentence: &str) -> Problem {
    if field.is_empty() || field == "." {
        return problem;
    }
    problem.member("fields", json!([{ "field": field, "error": sentence }]))
}

/// A compressed body is not taken: a small one can grow without bound.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") && !headers.contains_key(CONTENT_ENCODING)
}

fn unreadable(rejection: BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => malformed("The body could not be read"),
    }
}

fn malformed(sentence: &str) -> Problem {
    Problem::refused(StatusCode::BAD_REQUEST, "malformed", &sentence)
}

fn not_json() -> Problem {
    malformed("The body is not valid JSON")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(missing(""));
    }
    // serde would read `["A", 5]` as an object with its members in order.
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'n')) {
        serde_json::from_slice::<IgnoredAny>(bytes).map_err(|_| not_json())?;
        return Err(invalid("", "the body is an object"));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        refusal(&path, error.inner())
    })?;
    json.end().map_err(|_| not_json())?;
    Ok(value)
}

/// serde tells what is wrong in words only, so the words decide; a test holds them to what is read in them.
fn refusal(path: &str, error: &serde_json::Error) -> Problem {
    if error.classify() != Category::Data {
        return not_json();
    }
    let said = error.to_string();
    let named = said.split('`').nth(1).unwrap_or_default();
    if said.starts_with("missing field") {
        return missing(&inside(path, named));
    }
    if said.starts_with("invalid type: null") {
        return missing(path);
    }
    if said.starts_with("unknown field") {
        let sentence = format!("Unknown field {named}");
        let problem = Problem::refused(StatusCode::UNPROCESSABLE_ENTITY, "unknown_field", &sentence);
        return about(problem, path, "is not known");
    }
    if said.starts_with("duplicate field") {
        let at = if path == "." { named } else { path };
        return about(malformed(&format!("{named} is given twice")), at, "is given twice");
    }
    let subject = if path == "." { "the body" } else { path };
    invalid(path, &format!("{subject} is refused: {}", reason(&said)))
}

/// What is needed, without the words of the language that this is written in.
fn reason(said: &str) -> &str {
    // "… at line 1 column 20" helps nobody who sent one line.
    let reason = said.split(" at line ").next().unwrap_or_default();
    let expected = reason.rsplit_once("expected ").map(|(_, expected)| expected);
    match expected {
        Some("i64" | "i32") => "it must be a whole number",
        Some("u64" | "u32" | "u16" | "u8" | "usize") => "it must be a whole number that is not negative",
        Some("a string" | "a borrowed string") => "it must be a text",
        Some("a boolean") => "it must be true or false",
        Some("a sequence") => "it must be a list",
        Some(kind) if kind.starts_with("struct ") => "it must be an object",
        _ if reason.starts_with("data did not match") => "it has none of the forms that are taken here",
        _ => reason,
    }
}

fn inside(path: &str, field: &str) -> String {
    if path == "." { field.to_owned() } else { format!("{path}.{field}") }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Order {
        title: String,
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Item {
        quantity: u32,
    }

    fn told(body: &str) -> String {
        let Err(problem) = read::<Order>(body.as_bytes()) else { return "taken".into() };
        let fields =
            problem.find_member("fields").and_then(|fields| fields[0]["field"].as_str()).unwrap_or_default();
        format!("{} {} {fields}", problem.status().as_u16(), problem.code()).trim_end().to_owned()
    }

    #[test]
    fn each_kind_of_wrong_body_has_its_answer_and_names_the_field() {
        for (body, expected) in [
            (r#"{"title":"a","items":[]}"#, "taken"),
            ("", "400 missing_fields"),
            ("  ", "400 missing_fields"),
            ("{", "400 malformed"),
            ("[1,2", "400 malformed"),
            (r#"{"title":"a","items":[]} x"#, "400 malformed"),
            (r#"{"items":[]}"#, "400 missing_fields title"),
            (r#"{"title":null,"items":[]}"#, "400 missing_fields title"),
            (r#"{"title":"a","items":[{}]}"#, "400 missing_fields items[0].quantity"),
            (r#"{"title":"a","title":"b","items":[]}"#, "400 malformed title"),
            (r#"{"title":"a","items":[],"price":1}"#, "422 unknown_field price"),
            (r#"{"title":"a","items":[{"quantity":1,"paid":true}]}"#, "422 unknown_field items[0].paid"),
            (r#"{"title":1,"items":[]}"#, "422 invalid_value title"),
            (r#"{"title":"a","items":[{"quantity":-1}]}"#, "422 invalid_value items[0].quantity"),
            (r#"{"title":"a","items":[{"quantity":1.5}]}"#, "422 invalid_value items[0].quantity"),
            (r#"{"title":"a","items":[7]}"#, "422 invalid_value items[0]"),
            (r#"{"title":"a","items":"b"}"#, "422 invalid_value items"),
            (r#"{"title":"a","items":[{"quantity":"1e3"}]}"#, "422 invalid_value items[0].quantity"),
            (
                r#"{"title":"a","items":[{"quantity":18446744073709551616}]}"#,
                "422 invalid_value items[0].quantity",
            ),
            ("[]", "422 invalid_value"),
        ] {
            assert_eq!(told(body), expected, "{body}");
        }
    }

    #[test]
    fn what_is_needed_is_said_without_the_words_of_a_programming_language() {
        let said = |body: &str| match read::<Order>(body.as_bytes()) {
            Err(problem) => problem.sentence(boxoffice_app::i18n::Lang::EN),
            Ok(_) => "taken".to_owned(),
        };
        let whole = "items[0].quantity is refused: it must be a whole number that is not negative";
        for quantity in ["1.0", "-1", "\"1\"", "true", "99999999999999999999999"] {
            let body = format!(r#"{{"title":"a","items":[{{"quantity":{quantity}}}]}}"#);
            assert_eq!(said(&body), whole, "{body}");
        }
        assert_eq!(said(r#"{"title":5,"items":[]}"#), "title is refused: it must be a text");
        assert_eq!(said(r#"{"title":"a","items":"b"}"#), "items is refused: it must be a list");
        assert_eq!(said(r#"{"title":"a","items":[7]}"#), "items[0] is refused: it must be an object");
    }
}
