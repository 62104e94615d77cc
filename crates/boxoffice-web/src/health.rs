//! Whether this node lives and may be given visitors. Both are for machines and say nothing about the inside.

use axum::extract::State;
use axum::http::StatusCode;
use boxoffice_app::App;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/healthz", Policy::Public, alive).get("/readyz", Policy::Public, ready);
}

/// `GET /healthz`: the process answers.
async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers and is up to date.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.pending_migrations().await {
        Ok((0, _)) => (StatusCode::OK, "ready\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database needs a migration\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
