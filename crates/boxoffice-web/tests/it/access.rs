//! Access rules: what the URL map promises about every route, and that the promise is kept.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use boxoffice_app::App;
use boxoffice_app::settings::{Mode, Settings};
use boxoffice_app::store::Store;
use boxoffice_app::testing::TestApp;
use boxoffice_web::policy::Policy;
use boxoffice_web::router::{list, router};
use boxoffice_web::routes::Route;

use crate::asking::{ask, get, request, with_router};

/// An address of a route, with something in place of each parameter.
fn address(route: &Route) -> String {
    let filled: Vec<&str> = route
        .path
        .split('/')
        .map(|step| match step {
            "{lang}" => "en",
            step if step.starts_with('{') => "00000000-0000-7000-8000-000000000000",
            step => step,
        })
        .collect();
    filled.join("/")
}

#[test]
fn no_route_stands_twice_and_each_has_a_policy() {
    with_router(async |app, _| {
        let routes = list((*app).clone());
        let known: BTreeSet<String> = routes.iter().map(|r| format!("{} {}", r.method, r.path)).collect();
        assert_eq!(known.len(), routes.len());
        assert!(routes.len() > 5);
    });
}

#[test]
fn visitors_are_sent_to_sign_in_and_come_back() {
    with_router(async |app, router| {
        for route in list((*app).clone()) {
            let needs_account = matches!(
                route.policy,
                Policy::SignedIn | Policy::Organizer(_) | Policy::Staff | Policy::Operator
            );
            if !needs_account {
                continue;
            }
            let path = address(&route);
            let answer = ask(&router, request(route.method.as_str(), &path)).await;
            if route.method.is_safe() && path.starts_with("/en") {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{} {path}", route.method);
                assert_eq!(answer.header("location"), format!("/en/login?next={path}"), "{path}");
            } else {
                let kept_out = [StatusCode::UNAUTHORIZED, StatusCode::SEE_OTHER];
                assert!(kept_out.contains(&answer.status), "{} {path}: {}", route.method, answer.status);
            }
        }
    });
}

#[test]
fn what_is_for_tests_does_not_exist_in_live_mode() {
    with_router(async |app, _| {
        let live = live(&app).await;
        let live_router = router(live);
        for route in list((*app).clone()).iter().filter(|route| route.policy == Policy::TestOnly) {
            let answer = ask(&live_router, request(route.method.as_str(), &address(route))).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {}", route.method, route.path);
        }
        assert_eq!(get(&live_router, "/qps").await.status, StatusCode::NOT_FOUND);
        assert!(!get(&live_router, "/en/nowhere").await.body.contains("test-banner"));
    });
}

#[test]
fn no_page_fails_for_a_visitor_with_made_up_parameters() {
    with_router(async |app, router| {
        for route in list((*app).clone()) {
            let path = address(&route);
            let answer = ask(&router, request(route.method.as_str(), &path)).await;
            assert!(answer.status.as_u16() != 500, "{} {path}: {}", route.method, answer.body);
        }
    });
}

/// The same program over the same data, but for real.
async fn live(app: &TestApp) -> App {
    let store = Store::open(app.address()).await.expect("the store opens");
    let settings = Settings { mode: Mode::Live, ..app.settings.clone() };
    App::start(store, app.clock.clone(), app.random.clone(), settings).await.expect("it starts")
}
