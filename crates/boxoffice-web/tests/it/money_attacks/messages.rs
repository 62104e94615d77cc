//! Attacks by messages that say to come from a gateway.

use std::time::Duration;

use boxoffice_app::both_databases;
use boxoffice_app::settings::{Secret, StripeSettings};
use futures_util::future::join_all;
use serde_json::{Value, json};
use stripe_emulator::{Message, TEST_KEY, sign};
use tokio::net::TcpListener;

use super::{PAYS, PRICE, Placed, Shop};
use crate::api::Api;

const COMPLETED: &str = "checkout.session.completed";
const DECLINED: &str = "4000 0000 0000 0002";

impl Shop {
    /// An order that is paid at Stripe, and the message of it on its way.
    async fn paid(&self) -> (Placed, Message) {
        let order = self.order(1).await;
        self.stripe.pay(&order.session, PAYS);
        let messages = self.stripe.take_messages();
        let message = messages.into_iter().find(|message| message.kind == COMPLETED).expect("a message");
        (order, message)
    }

    /// The message with something changed in it, signed as Stripe would.
    fn changed(&self, message: &Message, change: impl FnOnce(&mut Value)) -> Message {
        let mut event: Value = serde_json::from_str(&message.body).expect("JSON");
        event["id"] = json!(format!("{}_changed", message.event));
        change(&mut event);
        self.signed(message, event.to_string())
    }

    fn signed(&self, message: &Message, body: String) -> Message {
        let signature = sign(&self.secret, self.app.clock.now().seconds(), &body);
        Message { signature, body, ..message.clone() }
    }

    async fn state(&self, order: &Placed) -> String {
        super::text(&self.shown(order).await, "state")
    }
}

both_databases! {
    async fn b01_without_a_right_signature_a_message_is_refused(app: TestApp) {
        let shop = Shop::open(app).await;
        let (_, message) = shop.paid().await;
        let (now, before) = (shop.app.clock.now().seconds(), shop.traces().await);
        let right = message.signature.split("v1=").nth(1).expect("a signature").to_owned();
        let forged = message.body.replace("2500", "2501");
        for (signature, body) in [
            (String::new(), &message.body),
            ("t=1".to_owned(), &message.body),
            (format!("v1={right}"), &message.body),
            (format!("t={now},v0={right}"), &message.body),
            (format!("t={},v1={right}", now + 1), &message.body),
            (format!("t={now},v1={}", "0".repeat(64)), &message.body),
            (format!("t={now},v1={}", &right[..62]), &message.body),
            (sign("whsec_somebody", now, &message.body), &message.body),
            (sign("", now, &message.body), &message.body),
            (message.signature.clone(), &forged),
        ] {
            let answer = shop.send("//webhooks/stripe", &signature, body).await;
            assert_eq!(answer.status, 400, "{signature}: {}", answer.text);
        }
        assert_eq!(shop.traces().await, before);
    }

    async fn b02_without_a_signing_secret_nothing_is_taken_and_nothing_starts(app: TestApp) {
        let shop = Shop::open(app).await;
        let (order, message) = shop.paid().await;
        // A node without an account of its own knows no secret, so nothing is signed there.
        let bare = shop.root.another_node().await;
        let now = shop.app.clock.now().seconds();
        for secret in ["", "whsec_", shop.secret.as_str()] {
            let signature = sign(secret, now, &message.body);
            let answer = Api::of(&bare).with("stripe-signature", &signature);
            assert_eq!(answer.post_text("//webhooks/stripe", &message.body).await.status, 400, "{secret}");
        }
        assert_eq!(shop.state(&order).await, "pending");
        for secrets in [vec![], vec![Secret(String::new())]] {
            let mut settings = shop.app.settings.clone();
            settings.stripe = StripeSettings { secret_key: Some(Secret(TEST_KEY.into())), webhook_secrets: secrets, ..settings.stripe };
            let (store, random) = (shop.app.store.clone(), shop.app.random.clone());
            let started = boxoffice_app::App::start(store, shop.app.clock.clone(), random, settings).await;
            assert!(started.expect_err("refused").to_string().contains("stripe_webhook_secret"));
        }
    }

    async fn b03_a_message_older_than_five_minutes_is_refused(app: TestApp) {
        let shop = Shop::open(app).await;
        let (order, message) = shop.paid().await;
        let before = shop.traces().await;
        for age_s in [301, -301, 86_400, i64::MAX / 2] {
            let old = sign(&shop.secret, shop.app.clock.now().seconds().saturating_sub(age_s), &message.body);
            assert_eq!(shop.send("//webhooks/stripe", &old, &message.body).await.status, 400, "{age_s}");
        }
        assert_eq!(shop.traces().await, before);
        shop.root.advance_s(300);
        assert_eq!(shop.deliver(&message).await.status, 200);
        assert_eq!(shop.state(&order).await, "confirmed");
    }

    async fn b04_b08_a_message_again_and_a_hundred_times_at_once_has_one_effect(app: TestApp) {
        let shop = Shop::open(app).await;
        let (order, message) = shop.paid().await;
        for answer in join_all((0..100).map(|_| shop.deliver(&message))).await {
            assert_eq!(answer.status, 200, "{}", answer.text);
        }
        let after = shop.traces().await;
        shop.root.advance_s(299);
        assert_eq!(shop.deliver(&message).await.status, 200);
        assert_eq!(shop.traces().await, after);
        assert_eq!(shop.state(&order).await, "confirmed");
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }

    async fn b05_the_other_mode_other_accounts_and_other_organizations_change_nothing(app: TestApp) {
        let shop = Shop::open(app).await;
        let (order, message) = shop.paid().await;
        let before = shop.traces().await;
        for (told, status) in [
            (shop.changed(&message, |event| event["livemode"] = json!(true)), 200),
            (shop.changed(&message, |event| event["account"] = json!("acct_somebody")), 200),
            (shop.changed(&message, |event| event["data"]["object"]["metadata"] = json!({})), 200),
            (shop.changed(&message, |event| event["data"]["object"]["metadata"]["account"] = json!("acct_somebody")), 400),
            (shop.changed(&message, |event| event["data"]["object"]["livemode"] = json!(true)), 400),
        ] {
            assert_eq!(shop.deliver(&told).await.status, status, "{}", told.body);
        }
        let theirs = shop.root.organizer("Other House").await.organization;
        for path in [format!("//webhooks/stripe/{theirs}"), format!("//webhooks/stripe/{}", shop.organizer.organization)] {
            assert_eq!(shop.send(&path, &message.signature, &message.body).await.status, 400, "{path}");
        }
        assert_eq!(shop.send("//webhooks/test", &message.signature, &message.body).await.status, 400);
        assert_eq!(shop.send("//webhooks/nobody", &message.signature, &message.body).await.status, 404);
        assert_eq!(shop.traces().await, before);
        assert_eq!(shop.state(&order).await, "pending");
    }

    async fn a08_b06_another_amount_or_currency_buys_nothing_and_is_kept_for_a_person(app: TestApp) {
        let shop = Shop::open(app).await;
        for (field, value) in [("amount_total", json!(1)), ("amount_total", json!(PRICE + 1)), ("currency", json!("usd"))] {
            let (order, message) = shop.paid().await;
            let told = shop.changed(&message, |event| event["data"]["object"][field] = value.clone());
            for _ in 0..2 {
                assert_eq!(shop.deliver(&told).await.status, 200, "acknowledged, so that it is not sent for ever");
            }
            assert_eq!(shop.state(&order).await, "expired", "{field} {value}");
            assert!(shop.shown(&order).await["lines"][0]["ticketId"].is_null());
        }
        assert_eq!(shop.app.store.count("select count(*) from stray_money").await.expect("counted"), 3);
        assert_eq!(shop.app.store.count("select count(*) from ticket").await.expect("counted"), 0);
    }

    async fn b06_another_orders_metadata_buys_it_nothing(app: TestApp) {
        let shop = Shop::open(app).await;
        let (paid, message) = shop.paid().await;
        let other = shop.order(2).await;
        let theirs = shop.stripe.book("checkout.session").pop().expect("a session")["metadata"].clone();
        let told = shop.changed(&message, |event| {
            event["data"]["object"]["metadata"] = theirs;
            event["data"]["object"]["id"] = json!("cs_test_of_nobody");
        });
        assert_eq!(shop.deliver(&told).await.status, 200);
        assert_ne!(shop.state(&other).await, "confirmed", "one place's money buys no two");
        assert_eq!(shop.deliver(&message).await.status, 200);
        assert_eq!(shop.state(&paid).await, "confirmed");
    }

    async fn b07_older_news_never_moves_an_order_back(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order(1).await;
        shop.stripe.pay(&order.session, DECLINED);
        shop.stripe.pay(&order.session, PAYS);
        let mut messages = shop.stripe.take_messages();
        messages.sort_by_key(|message| message.kind != COMPLETED);
        let over = shop.changed(&messages[0], |event| event["type"] = json!("checkout.session.expired"));
        for message in messages.iter().chain([&over]).chain(&messages) {
            assert_eq!(shop.deliver(message).await.status, 200, "{}", message.kind);
            assert_eq!(shop.state(&order).await, "confirmed", "{}", message.kind);
        }
        shop.audit().await;
    }

    async fn b09_what_nobody_knows_is_acknowledged_and_changes_nothing(app: TestApp) {
        let shop = Shop::open(app).await;
        let (_, message) = shop.paid().await;
        let before = shop.traces().await;
        for kind in ["weather.changed", "", "checkout.session", "charge.succeeded", "payment_intent.succeeded"] {
            let told = shop.changed(&message, |event| event["type"] = json!(kind));
            assert_eq!(shop.deliver(&told).await.status, 200, "{kind}");
        }
        assert_eq!(shop.traces().await, before);
    }

    async fn b10_large_deep_and_doubled_bodies_are_refused(app: TestApp) {
        let shop = Shop::open(app).await;
        let (_, message) = shop.paid().await;
        let before = shop.traces().await;
        let large = shop.signed(&message, "x".repeat(8 << 20));
        assert_eq!(shop.deliver(&large).await.status, 413);
        let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        let doubled = message.body.replacen('{', r#"{"id":"evt_other","#, 1);
        let bodies = [deep, doubled, String::new(), "null".into(), "[]".into(), "{".into(), "\u{0}".into()];
        for body in bodies {
            let told = shop.signed(&message, body);
            assert_eq!(shop.deliver(&told).await.status, 400, "{:.60}", told.body);
        }
        assert_eq!(shop.traces().await, before);
    }

    async fn b11_no_message_leads_us_to_another_host(app: TestApp) {
        let shop = Shop::open(app).await;
        let elsewhere = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let host = format!("http://{}", elsewhere.local_addr().expect("an address"));
        let (_, message) = shop.paid().await;
        for reference in [format!("{host}/x"), format!("..//{host}"), "../../accounts".to_owned(), "@evil:1/".to_owned()] {
            for field in ["id", "payment_intent", "url", "success_url"] {
                let told = shop.changed(&message, |event| {
                    event["id"] = json!(format!("evt {field} {reference}"));
                    event["data"]["object"][field] = json!(reference);
                });
                assert!(shop.deliver(&told).await.status < 500, "{field} {reference}");
            }
        }
        shop.root.advance_s(700);
        for _ in 0..3 {
            // Whatever was believed is followed up with Stripe only.
            let _ = boxoffice_app::jobs::run_schedule(&shop.app).await;
            boxoffice_app::jobs::run_due(&shop.app).await.expect("jobs run");
            shop.root.advance_s(60);
        }
        let called = tokio::time::timeout(Duration::from_millis(100), elsewhere.accept()).await;
        assert!(called.is_err(), "somebody else was called");
    }
}
