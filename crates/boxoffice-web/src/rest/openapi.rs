//! `GET /api/v1/openapi.json`: the whole API described by the annotations that stand beside its handlers.
//! What is the same for many operations (credentials, the key header, common refusals) is added here.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use boxoffice_domain::limits;
use bytes::Bytes;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::{Response as Described, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, HttpMethod, OpenApi, Ref, RefOr, Required};
use utoipa::{Modify, OpenApi as _};

use super::refusals::{ErrorBody, FieldError};

/// The API, gathered from its handlers.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Boxoffice",
        version = "1",
        description = "Sell tickets and admit people. JSON in and out; every refusal is \
            `{\"error\": sentence, \"code\": stable}`. Send `Authorization: Bearer` with the token from \
            `POST /api/v1/auth/login`. Send an `Idempotency-Key` of your own with every POST: \
            the same key and body give the same answer and one effect for a day."
    ),
    paths(
        super::events::list::list,
        super::events::create::create,
        super::events::show::show,
        super::events::stats::stats,
        super::events::registrations::registrations,
        super::register::register,
        super::pay::pay,
        super::scan::scan,
        super::tickets::show,
        super::events::availability::show,
        super::events::availability::seats,
        super::holds::create,
        super::carts::show,
        super::carts::release,
        super::carts::release_hold,
        super::carts::extend,
        super::carts::retake,
        super::codes::create,
        super::codes::remove,
        super::orders::create,
        super::orders::show,
        super::orders::cancel,
        super::orders::reopen,
        super::refunds::create,
        super::earnings::show,
        super::me::show,
        super::me::orders,
        super::auth::send_registration, super::auth::send_confirmation, super::auth::send_login,
        super::auth::send_logout,
    ),
    components(schemas(ErrorBody, FieldError)),
    tags(
        (name = "Events", description = "What is on, and what is left"),
        (name = "Registration", description = "One place for the account that asks"),
        (name = "Selling", description = "Holds, carts, orders: any number of places, with or without an account"),
        (name = "Door", description = "Letting people in"),
        (name = "Account", description = "Signing in, and what is mine"),
    ),
    modifiers(&Common)
)]
struct Api;

/// The description, as an object.
pub fn describe() -> OpenApi {
    Api::openapi()
}

static JSON: LazyLock<Bytes> =
    LazyLock::new(|| Bytes::from(serde_json::to_vec_pretty(&describe()).unwrap_or_default()));

/// Sends the description.
pub async fn show() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")];
    (headers, JSON.clone()).into_response()
}

/// Credentials, the key header, and the refusals that many operations share.
struct Common;

impl Modify for Common {
    fn modify(&self, api: &mut OpenApi) {
        let components = api.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let session =
            ApiKeyValue::with_description("session", "The browser's session; `__Host-session` over HTTPS.");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
        for item in api.paths.paths.values_mut() {
            complete(item.get.as_mut(), HttpMethod::Get);
            complete(item.post.as_mut(), HttpMethod::Post);
            complete(item.delete.as_mut(), HttpMethod::Delete);
        }
    }
}

fn complete(operation: Option<&mut Operation>, method: HttpMethod) {
    let Some(operation) = operation else { return };
    let has_path = operation.parameters.iter().flatten().any(is_in_path);
    let has_input = operation.request_body.is_some() || operation.parameters.is_some();
    let needs_account = operation.security.as_ref().is_some_and(|security| !security.is_empty());
    if method == HttpMethod::Post {
        operation.parameters.get_or_insert_default().push(RefOr::T(key_header()));
    }
    let mut refusals = Vec::new();
    let has_query = operation.parameters.iter().flatten().any(is_in_query);
    if has_input || method == HttpMethod::Post {
        refusals.push(("400", "Missing fields, or not understood"));
    }
    if needs_account {
        refusals.push(("401", "No credential, or not a good one"));
        refusals.push(("403", "The account's role is not enough"));
    }
    if has_path {
        refusals.push(("404", "Missing, or not yours"));
    }
    if method == HttpMethod::Post {
        refusals
            .push(("409", "The first request with this key is still running; `Retry-After` says how long"));
        refusals.push(("422", "A value or field is refused, or the key was used for another request"));
        // With a key, a body is read whether or not one is wanted.
        refusals.push(("413", "The body is too large"));
    }
    if has_query {
        refusals.push(("422", "A parameter is refused"));
    }
    if operation.request_body.is_some() {
        refusals.push(("415", "The body is not application/json"));
    }
    refusals.push(("429", "Too many requests; `Retry-After` says when to come back"));
    refusals.push(("500", "Our fault; `correlationId` names the log line"));
    refusals.push(("503", "Too busy; `Retry-After` says when to come back"));
    for (status, description) in refusals {
        let responses = &mut operation.responses.responses;
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(refusal(description)));
    }
}

fn is_in_path(parameter: &RefOr<Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Path)
}

fn is_in_query(parameter: &RefOr<Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query)
}

fn key_header() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Yours, 1 to 255 printable characters; a random UUID is best."))
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .max_length(Some(limits::IDEMPOTENCY_KEY_BYTES_MAX))
                .min_length(Some(1)),
        ))
        .build()
}

fn refusal(description: &str) -> Described {
    let body = Content::new(Some(Ref::from_schema_name("Error")));
    ResponseBuilder::new().description(description).content("application/json", body).build()
}
