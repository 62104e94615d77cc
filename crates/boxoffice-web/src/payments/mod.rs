//! Where gateways reach us, and the test gateway's own face: the page where a buyer pays, and its book. It looks
//! like another company's site, because it stands for one; in live mode it does not exist.

pub mod bank;
pub mod book;
pub mod hosted;
pub mod webhook;

use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::payments::test_gateway::TestGateway;

use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes
        .get("/test-gateway/book", Policy::TestOnly, book::show)
        .post("/test-gateway/charges/{charge}/disputes", Policy::TestOnly, bank::dispute)
        .post("/test-gateway/disputes/{dispute}/{verdict}", Policy::TestOnly, bank::decide)
        .post("/test-gateway/refunds/{refund}/returns", Policy::TestOnly, bank::send_back)
        .get("/test-gateway/sessions/{session}", Policy::TestOnly, hosted::show)
        .post("/test-gateway/sessions/{session}", Policy::TestOnly, hosted::pay)
        .post("/webhooks/{gateway}", Policy::Webhook, webhook::receive)
        .post("/webhooks/{gateway}/{organization}", Policy::Webhook, webhook::receive_of);
}

fn gateway(app: &App) -> Result<&TestGateway, Problem> {
    app.test_gateway.as_deref().ok_or_else(Problem::not_found)
}

/// After paying, the form's answer leads back to the shop, which the browser counts as the form's target too.
fn with_own_policy(app: &App, page: impl IntoResponse) -> Response {
    let mut answer = page.into_response();
    let shop = &app.settings.public_url;
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {shop}; frame-ancestors 'none'; base-uri 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    answer
}
