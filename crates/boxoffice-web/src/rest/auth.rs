//! `/api/v1/auth/…`: registering, confirming, signing in and out, and the keys that tokens are checked with.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::confirm::confirm;
use boxoffice_app::accounts::login::{self, LoginError};
use boxoffice_app::accounts::register::{Registration, register};
use boxoffice_app::jwt;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::{session_cookie, this_session};
use crate::client::Client;
use crate::cookies;
use crate::frame::PageLang;
use crate::identify::bearer;
use crate::json::Json;
use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;
use crate::state::Web;

pub(super) fn routes(routes: &mut Routes) {
    routes
        .post("/api/v1/auth/register", Policy::ApiPublic, send_registration)
        .post("/api/v1/auth/confirm", Policy::ApiPublic, send_confirmation)
        .post("/api/v1/auth/login", Policy::ApiPublic, send_login)
        .post("/api/v1/auth/logout", Policy::ApiPublic, send_logout)
        .get("/.well-known/jwks.json", Policy::ApiPublic, show_keys);
}

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Where the confirmation mail goes.
    #[schema(example = "ada@example.org")]
    email: String,
    /// At least 8 characters with upper case, number and symbol.
    #[schema(example = "Curtain-7")]
    password: String,
    /// What the person is called.
    #[schema(example = "Ada")]
    name: String,
}

/// The token of a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What follows `token=` in the mail.
    token: String,
}

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The account's address.
    email: String,
    /// Its password.
    password: String,
}

/// A fresh sign-in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LoggedIn {
    /// For `Authorization: Bearer`.
    id_token: String,
    /// Seconds.
    expires_in: i64,
}

/// Registers; the answer is the same for an address that has an account.
#[utoipa::path(post, path = "/api/v1/auth/register", tag = "Account", operation_id = "registerAccount",
    request_body = NewAccount, responses((status = 201, description = "A confirmation mail is on its way")))]
pub async fn send_registration(
    State(app): State<App>,
    PageLang(lang): PageLang,
    client: Client,
    Json(new): Json<NewAccount>,
) -> Result<Response, Problem> {
    let registration = Registration {
        email: new.email,
        password: new.password,
        name: new.name,
        locale: lang.code().to_owned(),
    };
    register(&app, &client.buyer(), &registration).await?;
    Ok((StatusCode::CREATED, Json(serde_json::json!({ "status": "CONFIRMATION_SENT" }))).into_response())
}

/// Confirms an address with the token from the mail.
#[utoipa::path(post, path = "/api/v1/auth/confirm", tag = "Account", operation_id = "confirmAccount",
    request_body = Link, responses(
        (status = 204, description = "Confirmed"),
        (status = 410, description = "Used already, or too old")))]
pub async fn send_confirmation(
    State(app): State<App>,
    client: Client,
    Json(link): Json<Link>,
) -> Result<StatusCode, Problem> {
    confirm(&app, &client.buyer(), &link.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs in: a token for the header, and the session's cookie.
#[utoipa::path(post, path = "/api/v1/auth/login", tag = "Account", operation_id = "login",
    request_body = Login, responses(
        (status = 200, description = "Signed in", body = LoggedIn),
        (status = 401, description = "E-mail or password is wrong")))]
pub async fn send_login(
    State(web): State<Web>,
    client: Client,
    Json(sent): Json<Login>,
) -> Result<Response, Problem> {
    let app = web.app();
    let signed_in = login::login(app, &client.buyer(), &client.agent, &sent.email, &sent.password).await;
    let signed_in = signed_in.map_err(refusal)?;
    let issued = jwt::issue(app, &signed_in.principal, signed_in.secret.id());
    let body = LoggedIn { id_token: issued.token, expires_in: issued.expires_in_s };
    let headers = [(SET_COOKIE, session_cookie(&web, &signed_in)), (CACHE_CONTROL, "no-store".to_owned())];
    Ok((headers, Json(body)).into_response())
}

/// Signs out: the session and every token issued in it end at once.
#[utoipa::path(post, path = "/api/v1/auth/logout", tag = "Account", operation_id = "logout",
    responses((status = 204, description = "Signed out, also when there was no session")))]
pub async fn send_logout(
    State(web): State<Web>,
    client: Client,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let app = web.app();
    let by_token = bearer(&headers).and_then(|token| jwt::find_session(app, token));
    for session in [by_token, this_session(&headers)].into_iter().flatten() {
        login::logout(app, &client.buyer(), session).await?;
    }
    let gone = cookies::clear(&web, cookies::SESSION);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, gone)]).into_response())
}

/// The keys that our tokens are signed with, for whoever checks them elsewhere.
pub async fn show_keys(State(app): State<App>) -> Response {
    // Shorter than a new key waits before it signs.
    ([(CACHE_CONTROL, "public, max-age=60")], Json(jwt::key_set(&app))).into_response()
}

fn refusal(error: LoginError) -> Problem {
    match error {
        LoginError::Wrong => Problem::refused(StatusCode::UNAUTHORIZED, error.code(), &error),
        LoginError::TooMany(error) => error.into(),
        LoginError::Busy(error) => error.into(),
        LoginError::Store(error) => error.into(),
    }
}
