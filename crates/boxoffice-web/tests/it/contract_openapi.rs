//! The API description: complete, true, and readable without a script.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use boxoffice_web::router;
use serde_json::Value;

use crate::api::Api;

fn on_sqlite<F: Future<Output = ()>>(story: impl FnOnce(TestApp) -> F) {
    run_on(Dialect::Sqlite, story);
}

/// `GET /api/v1/events/{}`: names of parameters do not matter.
fn anonymous(method: &str, path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    format!("{} {}", method.to_uppercase(), parts.collect::<Vec<_>>().join("/"))
}

fn described(api: &Value) -> BTreeSet<String> {
    let paths = api["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().into_iter().flatten().map(move |(method, _)| anonymous(method, path))
        })
        .collect()
}

#[test]
fn contract_every_route_is_described_and_nothing_else() {
    on_sqlite(async |app| {
        let api = Api::of(&app).get("/openapi.json").await.is(200);
        let routes: BTreeSet<String> = router::list((*app).clone())
            .iter()
            .filter(|route| route.policy.is_api())
            .filter(|route| route.path.starts_with("/api/v1/") && route.path != "/api/v1/openapi.json")
            .map(|route| anonymous(route.method.as_str(), route.path))
            .collect();
        let described = described(&api);
        assert_eq!(routes.difference(&described).collect::<Vec<_>>(), Vec::<&String>::new(), "not described");
        assert_eq!(
            described.difference(&routes).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "described, not there"
        );
    });
}

#[test]
fn contract_the_description_holds_together() {
    on_sqlite(async |app| {
        let answer = Api::of(&app).get("/openapi.json").await;
        let api = answer.is(200);
        let schemas = api["components"]["schemas"].as_object().expect("schemas");
        for link in answer.text.split("\"#/components/schemas/").skip(1) {
            let name = link.split('"').next().expect("a name");
            assert!(schemas.contains_key(name), "{name} is named and not described");
        }
        let mut operations = BTreeSet::new();
        for (path, item) in api["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let id = operation["operationId"].as_str().expect("an operation id");
                assert!(operations.insert(id.to_owned()), "{id} is there twice");
                assert!(operation["summary"].is_string(), "{method} {path} has no summary");
                let tag = operation["tags"][0].as_str().expect("a tag");
                assert!(
                    api["tags"].as_array().is_some_and(|tags| tags.iter().any(|t| t["name"] == tag)),
                    "{tag}"
                );
                for name in path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                    let named =
                        operation["parameters"].as_array().into_iter().flatten().any(|p| p["name"] == name);
                    assert!(named, "{method} {path} does not describe {name}");
                }
                assert_eq!(operation["requestBody"].is_object(), operation["responses"]["415"].is_object());
            }
        }
        for (name, schema) in schemas {
            for required in schema["required"].as_array().into_iter().flatten() {
                let member = required.as_str().expect("a name");
                assert!(schema["properties"][member].is_object(), "{name} requires {member}, which it lacks");
            }
        }
    });
}

#[test]
fn contract_the_viewer_is_all_there_without_a_script_and_takes_nothing_from_elsewhere() {
    on_sqlite(async |app| {
        let page = Api::of(&app).get("//api/docs").await;
        assert_eq!(page.status, StatusCode::OK.as_u16());
        assert!(page.text.contains("/api/v1/events/{eventId}"), "operations are listed");
        assert!(page.text.contains("curl -X POST"), "each with a line to copy");
        for script in page.text.split("<script").skip(1) {
            assert!(
                script.contains("src=\"/assets/"),
                "a script of the frame, from our own files: {script:.80}"
            );
        }
        assert!(!page.text.contains(" style="), "no inline style");
        for attribute in ["src=\"http", "<link rel=\"stylesheet\" href=\"http"] {
            assert!(!page.text.contains(attribute), "{attribute}");
        }
        assert!(page.header("content-security-policy").contains("script-src 'self'"));
    });
}
