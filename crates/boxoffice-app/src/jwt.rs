//! API tokens: JWTs signed with Ed25519 (row S8). A token names the session that it was issued in and ends with
//! it; what the account may do is read from the database, never from the token.

mod provider;

use std::collections::BTreeMap;
use std::sync::Arc;

use boxoffice_domain::ids::AccountId;
use boxoffice_domain::limits::JWT_TTL_S;
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::App;
use crate::accounts::Principal;
use crate::accounts::authenticate::authenticate_session;
use crate::accounts::session::SessionId;
use crate::keys::Purpose;
use crate::store::StoreError;

/// Whom our tokens are for.
pub const AUDIENCE: &str = "boxoffice";
/// Longest token that is looked at, in bytes: a hundred groups long.
const TOKEN_BYTES_MAX: usize = 4_096;

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// The account, as a bare UUID.
    sub: String,
    /// The session that it ends with.
    sid: String,
    exp: i64,
    iat: i64,
    iss: String,
    aud: String,
    /// What readers beside us like to know; we ourselves do not believe it.
    #[serde(flatten)]
    more: BTreeMap<String, Value>,
}

/// A token for an API client.
#[derive(Clone)]
pub struct Issued {
    /// The token's text.
    pub token: String,
    /// In how many seconds it ends at the latest.
    pub expires_in_s: i64,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a token for {} s", self.expires_in_s)
    }
}

/// Why a token does not count. All of it is one 401 to the caller.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Not ours, not for us, altered, too old, or its session has ended.
    #[error("the token is not valid")]
    Invalid,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The groups of an account, as tokens name them.
pub fn groups(principal: &Principal) -> Vec<&'static str> {
    let held = [
        (principal.attendee, "attendee"),
        (principal.is_organizer(), "organizer"),
        (principal.operator, "operator"),
    ];
    held.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name).collect()
}

/// A token for the account that is signed in by this session.
pub fn issue(app: &App, principal: &Principal, session: SessionId) -> Issued {
    let now = app.clock.now();
    let key = app.keys.current_id(Purpose::Jwt, now);
    let groups = groups(principal);
    let more = [
        ("groups", json!(groups)),
        ("cognito:groups", json!(groups)),
        ("cognito:username", json!(principal.account.uuid())),
        ("email", json!(principal.email)),
        ("email_verified", json!(principal.confirmed)),
        ("name", json!(principal.name)),
    ];
    let claims = Claims {
        sub: principal.account.uuid(),
        sid: session.text(),
        exp: now.seconds() + JWT_TTL_S,
        iat: now.seconds(),
        iss: app.settings.public_url.clone(),
        aud: AUDIENCE.to_owned(),
        more: more.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    };
    let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": key_name(key) });
    let signed = format!("{}.{}", encode(&header), encode(&json!(claims)));
    let signature = app.keys.sign_with(Purpose::Jwt, key, signed.as_bytes());
    // The key was current a moment ago; were it retired since, the token would be as worthless as its signature.
    let signature = BASE64URL_NOPAD.encode(&signature.unwrap_or([0; 64]));
    Issued { token: format!("{signed}.{signature}"), expires_in_s: JWT_TTL_S }
}

/// Who calls with this token.
pub async fn authenticate(app: &App, token: &str) -> Result<Arc<Principal>, TokenError> {
    let claims = verify(app, token).ok_or(TokenError::Invalid)?;
    let session = SessionId::parse(&claims.sid).ok_or(TokenError::Invalid)?;
    let account = AccountId::from_uuid(&claims.sub).map_err(|_| TokenError::Invalid)?;
    let principal = authenticate_session(app, session).await?.ok_or(TokenError::Invalid)?;
    if principal.account == account { Ok(principal) } else { Err(TokenError::Invalid) }
}

/// The session that a token names, if the token is good.
pub fn find_session(app: &App, token: &str) -> Option<SessionId> {
    verify(app, token).and_then(|claims| SessionId::parse(&claims.sid))
}

/// The claims of a token that we signed, for us, and that is not too old by our own clock.
fn verify(app: &App, token: &str) -> Option<Claims> {
    provider::install();
    if token.len() > TOKEN_BYTES_MAX {
        return None;
    }
    let named = jsonwebtoken::decode_header(token).ok()?.kid?;
    let keys = app.keys.public_keys(Purpose::Jwt);
    let key = keys.iter().find(|key| key_name(key.id) == named)?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_audience(&[AUDIENCE]);
    validation.set_issuer(&[&app.settings.public_url]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // The library reads the machine's clock; ours is handed in.
    validation.validate_exp = false;
    let read = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_ed_der(&key.bytes), &validation);
    let claims = read.ok()?.claims;
    let now = app.clock.now().seconds();
    (now < claims.exp && claims.exp <= now + JWT_TTL_S && claims.iat <= claims.exp).then_some(claims)
}

/// The published key set (`/.well-known/jwks.json`).
pub fn key_set(app: &App) -> Value {
    let keys = app.keys.public_keys(Purpose::Jwt).into_iter().map(|key| {
        json!({
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "alg": "EdDSA",
            "kid": key_name(key.id),
            "x": BASE64URL_NOPAD.encode(&key.bytes),
        })
    });
    json!({ "keys": keys.collect::<Vec<_>>() })
}

fn key_name(id: u32) -> String {
    format!("jwt-{id}")
}

fn encode(part: &Value) -> String {
    BASE64URL_NOPAD.encode(part.to_string().as_bytes())
}
