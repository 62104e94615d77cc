//! API tokens and signing keys: what counts, what does not, and what ends them.

use boxoffice_app::accounts::login::logout;
use boxoffice_app::activity::Actor;
use boxoffice_app::app::StartError;
use boxoffice_app::clock::Clock;
use boxoffice_app::jwt::{self, AUDIENCE};
use boxoffice_app::keys::{self, Purpose};
use boxoffice_app::random::Random;
use boxoffice_app::settings::{MasterKey, Settings};
use boxoffice_app::store::Store;
use boxoffice_app::{App, both_databases};
use boxoffice_domain::limits::{JWT_TTL_S, KEY_SETTLE_S};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::people::{PASSWORD, guest, settle, sign_in};

fn part(token: &str, index: usize) -> Value {
    let text = token.split('.').nth(index).expect("three parts");
    serde_json::from_slice(&BASE64URL_NOPAD.decode(text.as_bytes()).expect("base64")).expect("JSON")
}

fn encode(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

/// A token with our own good signature over any header and claims.
fn signed(app: &App, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", encode(header), encode(claims));
    let (_, signature) = app.keys.sign(Purpose::Jwt, app.clock.now(), message.as_bytes());
    format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))
}

async fn counts(app: &App, token: &str) -> bool {
    jwt::authenticate(app, token).await.is_ok()
}

both_databases! {
    async fn a_token_says_who_and_ends_with_its_session(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let token = jwt::issue(&app, &signed_in.principal, signed_in.secret.id()).token;
        let claims = part(&token, 1);
        assert_eq!(claims["sub"], signed_in.principal.account.uuid());
        assert_eq!(claims["groups"], json!(["attendee"]));
        assert_eq!(claims["cognito:groups"], claims["groups"]);
        assert_eq!(claims["cognito:username"], claims["sub"]);
        assert_eq!(claims["email"], "ada@example.org");
        assert_eq!(claims["aud"], AUDIENCE);
        assert_eq!(claims["iss"], app.settings.public_url);
        assert_eq!(part(&token, 0)["alg"], "EdDSA");
        assert!(!token.contains(&signed_in.secret.text()));
        let caller = jwt::authenticate(&app, &token).await.expect("counts");
        assert_eq!(caller.account, signed_in.principal.account);
        logout(&app, &guest(), signed_in.secret.id()).await.expect("out");
        assert!(!counts(&app, &token).await);
    }

    async fn a_token_is_over_after_an_hour(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let token = jwt::issue(&app, &signed_in.principal, signed_in.secret.id()).token;
        app.advance_s(JWT_TTL_S - 1);
        assert!(counts(&app, &token).await);
        app.advance_s(1);
        assert!(!counts(&app, &token).await);
    }

    async fn forged_and_foreign_tokens_do_not_count(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let token = jwt::issue(&app, &signed_in.principal, signed_in.secret.id()).token;
        let (header, claims) = (part(&token, 0), part(&token, 1));
        assert!(counts(&app, &signed(&app, &header, &claims)).await, "the test signs as the program does");
        let with = |name: &str, value: Value| {
            let mut changed = claims.clone();
            changed[name] = value;
            changed
        };
        let parts: Vec<&str> = token.split('.').collect();
        let none = encode(&json!({ "alg": "none", "typ": "JWT", "kid": header["kid"] }));
        let hmac = encode(&json!({ "alg": "HS256", "typ": "JWT", "kid": header["kid"] }));
        let mut forged = vec![
            String::new(),
            "a.b.c".into(),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{none}.{}.", parts[1]),
            format!("{hmac}.{}.{}", parts[1], parts[2]),
            format!("{}.{}.{}", parts[0], encode(&with("email", json!("eve@example.org"))), parts[2]),
            format!("{token}x"),
            "a".repeat(10_000),
        ];
        let future = app.clock.now().seconds() + 10 * JWT_TTL_S;
        for claims in [
            with("aud", json!("another")),
            with("iss", json!("https://evil.example")),
            with("exp", json!(app.clock.now().seconds() - 1)),
            with("exp", json!(future)),
            with("sid", json!("00")),
            with("sub", json!("00000000-0000-7000-8000-000000000000")),
        ] {
            forged.push(signed(&app, &header, &claims));
        }
        for kid in [json!("jwt-2"), json!("barcode-1"), Value::Null] {
            let mut changed = header.clone();
            changed["kid"] = kid;
            forged.push(signed(&app, &changed, &claims));
        }
        for token in forged {
            assert!(!counts(&app, &token).await, "{token}");
        }
    }

    async fn a_replaced_key_signs_after_every_node_can_know_it_and_old_tokens_go_on(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let issue = || jwt::issue(&app, &signed_in.principal, signed_in.secret.id()).token;
        app.advance_s(KEY_SETTLE_S);
        let old = issue();
        assert_eq!(keys::rotate(&app, &Actor::command(), Purpose::Jwt).await.expect("rotated"), 2);
        assert_eq!(part(&issue(), 0)["kid"], "jwt-1");
        app.advance_s(KEY_SETTLE_S);
        let new = issue();
        assert_eq!(part(&new, 0)["kid"], "jwt-2");
        assert!(counts(&app, &old).await && counts(&app, &new).await);
        let published = jwt::key_set(&app);
        assert_eq!(published["keys"].as_array().map(Vec::len), Some(2));
        assert_eq!(published["keys"][0]["crv"], "Ed25519");
        keys::retire(&app, &Actor::command(), Purpose::Jwt, 1).await.expect("retired");
        assert!(!counts(&app, &old).await && counts(&app, &new).await);
        let mut log = Vec::new();
        for key in [1_u128, 2] {
            let mut tx = app.store.read().await.expect("reads");
            log.extend(tx.list_activity_of(&[&key.to_be_bytes()], 10).await.expect("read"));
        }
        let told: Vec<_> = log.iter().map(|entry| (entry.action.as_str(), entry.actor_kind.as_str())).collect();
        assert_eq!(told, [("key.retired", "command"), ("key.made", "command")], "who did what is on record");
    }

    async fn all_nodes_sign_alike_and_another_master_key_is_refused(app: TestApp) {
        let again = app.another_node().await;
        let now = app.clock.now();
        let (key, mac) = app.keys.link_mac(now, b"link");
        assert!(again.keys.verify_link(key, b"link", &mac));
        assert!(!again.keys.verify_link(key, b"lint", &mac));
        let (key, signature) = app.keys.sign(Purpose::Barcode, now, b"ticket");
        assert!(again.keys.verify(Purpose::Barcode, key, b"ticket", &signature));
        assert!(!again.keys.verify(Purpose::Jwt, key, b"ticket", &signature), "a key serves one purpose");
        let store = Store::open(app.address()).await.expect("the store opens");
        let settings = Settings { master_key: MasterKey([8; 32]), ..app.settings.clone() };
        let refused = App::start(store, Clock::manual(now), Random::seeded(9), settings).await;
        assert!(matches!(refused, Err(StartError::OtherMasterKey)));
    }
}
