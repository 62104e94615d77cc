//! The whole URL map, and what stands around every request.
//!
//! **A route**: in your area's module write `pub fn routes(routes: &mut Routes)` and in it
//! `routes.get("/{lang}/events/{slug}", Policy::Public, event::show)`; add one line to `areas` below.
//! Paths under `/{lang}` exist for every language; the handler's `Path` holds the other parameters only.
//! **A page**: a struct with `#[derive(Template)]`, its template in `templates/{area}/`, a field
//! `frame: Frame`, and `impl Sample`; the handler takes `frame: Frame` and answers `Page::new(…)`.
//! **A string**: a message `area-what-it-says` in `boxoffice-app/locales/{en,de}/{area}.ftl`, then
//! `{{ frame.t("…") }}` in the template or `frame.with("…", &[("count", 3.into())])` with variables.
//! **A form**: `Form { value, typed }: Form<MyFields>`; show the page again with `typed` when it is refused.
//! **A refusal**: `impl From<MyError> for Problem` with `Problem::refused(status, code, &error)`.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use boxoffice_app::App;
use boxoffice_app::i18n::Lang;
use boxoffice_domain::limits;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::policy::Policy;
use crate::routes::{Route, Routes};
use crate::state::Web;
use crate::{headers, home, limit, problem, request, rest};

/// Every area registers its own routes. In order of name, one line each.
fn areas(routes: &mut Routes) {
    crate::account::routes(routes);
    crate::assets::routes(routes);
    crate::door::routes(routes);
    crate::discover::routes(routes);
    crate::files::routes(routes);
    crate::health::routes(routes);
    crate::home::routes(routes);
    crate::legal::routes(routes);
    crate::office::routes(routes);
    crate::office_bank::routes(routes);
    crate::office_events::routes(routes);
    crate::office_venues::routes(routes);
    crate::outbox::routes(routes);
    crate::operator::routes(routes);
    crate::payment_accounts::routes(routes);
    crate::prices::routes(routes);
    crate::payments::routes(routes);
    crate::rest::routes(routes);
    crate::shop::routes(routes);
    crate::styleguide::routes(routes);
}

/// The faces of a running program, ready to serve.
pub fn router(app: App) -> Router {
    let web = Web::new(app);
    let mut routes = Routes::new(web.clone());
    areas(&mut routes);
    let (pages, plain, list) = routes.into_parts();
    let mut router = plain;
    let pseudo = web.app().settings.is_test().then_some(Lang::PSEUDO);
    for lang in Lang::all().chain(pseudo) {
        router = router.nest(&format!("/{}", lang.code()), pages.clone().layer(Extension(lang)));
    }
    router
        .fallback(home::fallback)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::max(limits::FORM_BYTES_MAX))
        .layer(from_fn_with_state(web.clone(), rest::surround))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(headers::policy(web.app()), headers::secure))
                .layer(from_fn_with_state(web.clone(), request::surround))
                .layer(CatchPanicLayer::custom(problem::from_panic))
                .layer(csrf(&list, &web))
                .layer(from_fn_with_state(web.clone(), limit::requests))
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::SERVICE_UNAVAILABLE,
                    Duration::from_secs(limits::REQUEST_DEADLINE_S),
                )),
        )
        .with_state(web)
}

/// Every route with its policy, for the test of access rules and the manual.
pub fn list(app: App) -> Vec<Route> {
    let mut routes = Routes::new(Web::new(app));
    areas(&mut routes);
    routes.list().to_vec()
}

/// Refuses changes that another website sends. Webhooks prove themselves by their signature instead,
/// and the sites that the configuration names may call the API.
fn csrf(
    list: &[Route],
    web: &Web,
) -> CsrfLayer<fn(tower_http::csrf::ProtectionError) -> axum::response::Response> {
    // `/webhooks/{gateway}`: what stands before the parameter.
    let fixed = |route: &Route| route.path.split('{').next().unwrap_or(route.path);
    let webhooks: Vec<&'static str> =
        list.iter().filter(|route| route.policy == Policy::Webhook).map(fixed).collect();
    let mut layer = CsrfLayer::new();
    for origin in &web.app().settings.cors_origins {
        match layer.clone().add_trusted_origin(origin) {
            Ok(trusting) => layer = trusting,
            Err(error) => {
                tracing::warn!(origin, ?error, "cors_origins holds something that is not an origin");
            }
        }
    }
    layer
        .with_insecure_bypass(move |_, uri| webhooks.iter().any(|webhook| uri.path().starts_with(webhook)))
        .with_rejection_response(problem::cross_site)
}
