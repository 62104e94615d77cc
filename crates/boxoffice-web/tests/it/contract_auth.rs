//! `/api/v1/auth/…` and the published keys, call by call, on both databases.

use boxoffice_app::App;
use boxoffice_app::both_databases;
use boxoffice_app::jobs::run_due;
use boxoffice_app::notices::outbox;
use serde_json::json;

use crate::api::Api;

const PASSWORD: &str = "Curtain-7-canary";

async fn newest_token(app: &App, email: &str) -> String {
    run_due(app).await.expect("jobs run");
    let mails = outbox::list(app, Some(email), 1).await.expect("outbox");
    let text = &mails.first().expect("a mail").text_body;
    text.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a token").to_owned()
}

both_databases! {
    async fn contract_an_account_registers_confirms_signs_in_and_out(app: TestApp) {
        let api = Api::of(&app);
        let new = json!({ "email": "Ada@example.org", "password": PASSWORD, "name": "Ada" });
        api.post("/auth/register", &new).await.is(201);
        api.post("/auth/register", &new).await.is(201);
        let token = newest_token(&app, "ada@example.org").await;
        api.post("/auth/confirm", &json!({ "token": token })).await.is(204);
        api.post("/auth/confirm", &json!({ "token": token })).await.is_refused(410, "link_over");
        let login = json!({ "email": "ada@example.org", "password": PASSWORD });
        let answer = api.post("/auth/login", &login).await;
        let body = answer.is(200);
        assert_eq!(body["expiresIn"], 3_600);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.header("set-cookie").contains("HttpOnly"));
        let token = body["idToken"].as_str().expect("a token");
        api.bearing(token).get("/events").await.is(200);
        let refused = api.get("/events").await;
        refused.is_refused(401, "not_signed_in");
        assert_eq!(refused.header("www-authenticate"), "Bearer");
        api.bearing("a.b.c").get("/events").await.is_refused(401, "not_signed_in");
        let cookie = answer.header("set-cookie").split(';').next().expect("a value");
        api.with("cookie", cookie).get("/events").await.is(200);
        api.with("cookie", cookie).bearing("a.b.c").get("/events").await.is_refused(401, "not_signed_in");
        api.bearing(token).post("/auth/logout", &json!({})).await.is(204);
        api.bearing(token).get("/events").await.is_refused(401, "not_signed_in");
        api.with("cookie", cookie).get("/events").await.is_refused(401, "not_signed_in");
        api.post("/auth/logout", &json!({})).await.is(204);
    }

    async fn contract_wrong_sign_ins_and_registrations_say_what_is_wrong(app: TestApp) {
        let api = Api::of(&app);
        let login = json!({ "email": "nobody@example.org", "password": PASSWORD });
        api.post("/auth/login", &login).await.is_refused(401, "wrong_login");
        api.post("/auth/login", &json!({ "email": "a@b.example" })).await.is_refused(400, "missing_fields");
        let weak = json!({ "email": "ada@example.org", "password": "canary", "name": "Ada" });
        let body = api.post("/auth/register", &weak).await.is_refused(422, "weak_password");
        let reasons: Vec<_> = body["fields"].as_array().expect("fields").iter().map(|field| &field["code"]).collect();
        assert_eq!(reasons.len(), 4, "{body}");
        assert!(!body.to_string().contains("canary"));
        let nowhere = json!({ "email": "ada", "password": PASSWORD, "name": "Ada" });
        api.post("/auth/register", &nowhere).await.is_refused(422, "not_an_email");
        let more = json!({ "email": "ada@example.org", "password": PASSWORD, "name": "Ada", "role": "operator" });
        api.post("/auth/register", &more).await.is_refused(422, "unknown_field");
        api.post("/auth/confirm", &json!({ "token": "canary" })).await.is_refused(410, "link_over");
    }

    async fn contract_guessing_is_answered_429_with_the_time_to_wait(app: TestApp) {
        let api = Api::of(&app);
        let login = json!({ "email": "nobody@example.org", "password": PASSWORD });
        for _ in 0..10 {
            api.post("/auth/login", &login).await.is_refused(401, "wrong_login");
        }
        let answer = api.post("/auth/login", &login).await;
        answer.is_refused(429, "too_many_requests");
        assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    }

    async fn contract_a_sign_in_is_not_kept_for_its_idempotency_key(app: TestApp) {
        let api = Api::of(&app);
        let new = json!({ "email": "ada@example.org", "password": PASSWORD, "name": "Ada" });
        api.keyed("one").post("/auth/register", &new).await.is(201);
        let login = json!({ "email": "ada@example.org", "password": PASSWORD });
        let first = api.keyed("two").post("/auth/login", &login).await.is(200);
        let second = api.keyed("two").post("/auth/login", &login).await.is(200);
        assert_ne!(first["idToken"], second["idToken"]);
    }

    async fn contract_the_keys_are_published(app: TestApp) {
        let answer = Api::of(&app).get("//.well-known/jwks.json").await;
        let keys = answer.is(200);
        assert_eq!(keys["keys"][0]["alg"], "EdDSA");
        assert_eq!(keys["keys"][0]["kty"], "OKP");
        assert!(keys["keys"][0].get("d").is_none());
    }
}
