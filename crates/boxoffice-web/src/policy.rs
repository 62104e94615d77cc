//! Access rules: every route declares one, and no request passes a route without it.
//! A policy answers "may this caller come in at all"; whether a thing is theirs is for the operation,
//! which answers 404 for everything that is not.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::accounts::{Principal, Role};

use crate::identify::identify;
use crate::problem::Problem;
use crate::request::Asked;
use crate::state::Web;

/// Who may use a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Policy {
    /// Everybody.
    Public,
    /// Everybody who holds the secret in the address; the handler looks it up.
    SecretLink,
    /// Everybody, but only while the installation runs in test mode; otherwise it does not exist.
    TestOnly,
    /// An account. Visitors are sent to sign in and come back.
    SignedIn,
    /// A member of some organization with at least this role; the operation checks which organization.
    Organizer(Role),
    /// A member of some organization, door staff included.
    Staff,
    /// Who runs the installation.
    Operator,
    /// A machine whose signature the handler checks; no cookie counts, so cross-site is fine.
    Webhook,
    /// REST, without credentials.
    ApiPublic,
    /// REST for whoever holds the secret in the address; the handler looks it up.
    ApiSecret,
    /// REST with a bearer token or session, which the handler's extractor checks.
    ApiSignedIn,
}

impl Policy {
    /// Whether the policy lets everybody in whom the handler does not turn away itself.
    pub fn is_open(self) -> bool {
        self.is_api() || matches!(self, Self::Public | Self::SecretLink | Self::Webhook)
    }

    /// Whether it is part of the REST face.
    pub fn is_api(self) -> bool {
        matches!(self, Self::ApiPublic | Self::ApiSecret | Self::ApiSignedIn)
    }

    /// Whether who guesses addresses is to be slowed down.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::SecretLink | Self::ApiSecret)
    }

    fn admits(self, principal: &Principal) -> bool {
        match self {
            Self::Organizer(least) => principal.memberships.iter().any(|(_, role)| *role <= least),
            Self::Staff => !principal.memberships.is_empty(),
            Self::Operator => principal.operator,
            _ => true,
        }
    }
}

/// Lets a request through or turns it away.
pub(crate) async fn enforce(
    State((web, policy)): State<(Web, Policy)>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if policy == Policy::TestOnly {
        return if web.app().settings.is_test() {
            Ok(next.run(request).await)
        } else {
            Err(Problem::not_found())
        };
    }
    let (mut parts, body) = request.into_parts();
    let Some(principal) = identify(&web, &mut parts).await?.0 else {
        let asked = parts.extensions.get::<Asked>();
        return match asked.filter(|_| parts.method.is_safe()) {
            Some(asked) if !asked.wants_json => Ok(Redirect::to(&asked.sign_in_href()).into_response()),
            _ => Err(Problem::not_signed_in()),
        };
    };
    if !policy.admits(&principal) {
        return Err(Problem::forbidden());
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}
