//! Query parameters and path ids, refused in the words of the API.

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::json::invalid;
use crate::problem::Problem;

/// The query of an address; unknown parameters are refused.
#[derive(Clone, Copy, Debug)]
pub struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        read.map(|Query(value)| Self(value)).map_err(|rejection| refusal(&rejection.body_text()))
    }
}

/// The library tells what is wrong in words only, so the words decide; a test holds them to what is read in them.
fn refusal(said: &str) -> Problem {
    let reason = said.rsplit_once("string: ").map_or(said, |(_, reason)| reason);
    let named = reason.split('`').nth(1).unwrap_or_default();
    if reason.contains("unknown field") {
        return invalid(named, &format!("There is no parameter {named} here"));
    }
    if reason.starts_with("duplicate field") {
        return invalid(named, &format!("{named} is given twice"));
    }
    match reason.split_once(": ") {
        // All that is read as anything else than text is a whole number.
        Some((field, _)) => invalid(field, &format!("{field} must be a whole number that is not negative")),
        None => invalid("", "The query could not be read"),
    }
}

/// A path parameter. What cannot be one is not there: 404, as for what is missing.
#[derive(Clone, Copy, Debug)]
pub struct Named<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read: Result<Path<T>, _> = Path::from_request_parts(parts, state).await;
        read.map(|Path(value)| Self(value)).map_err(|_| Problem::not_found())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use boxoffice_app::i18n::Lang;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        limit: Option<u32>,
    }

    async fn told(query: &str) -> String {
        let request = Request::get(format!("/?{query}")).body(()).expect("a request");
        match Params::<Wanted>::from_request_parts(&mut request.into_parts().0, &()).await {
            Ok(Params(wanted)) => format!("{:?}", wanted.limit),
            Err(problem) => format!("{} {}", problem.status().as_u16(), problem.sentence(Lang::EN)),
        }
    }

    #[tokio::test]
    async fn a_query_is_refused_in_the_words_of_its_parameters() {
        let whole = "422 limit must be a whole number that is not negative";
        for query in ["limit=-1", "limit=abc", "limit=", "limit=1.5", "limit=99999999999", "limit=%D9%A5"] {
            assert_eq!(told(query).await, whole, "{query}");
        }
        assert_eq!(told("limit=5").await, "Some(5)");
        assert_eq!(told("lim=5").await, "422 There is no parameter lim here");
        assert_eq!(told("limit=1&limit=2").await, "422 limit is given twice");
    }
}
