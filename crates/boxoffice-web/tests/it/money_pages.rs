//! Pages about where money goes: owners enter keys that nobody sees again, operators look at what is left over.

use std::sync::Arc;

use axum::Router;
use boxoffice_app::App;
use boxoffice_app::accounts::Role;
use boxoffice_app::store::Dialect;
use boxoffice_app::store::stray_money::StrayMoney;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::{TestApp, run_on};
use boxoffice_web::router::router;
use stripe_emulator::Emulator;

use crate::asking::get;
use crate::browser::Browser;

const KEY: &str = "sk_test_of_the_bell_tower";
const SECRET: &str = "whsec_of_the_bell_tower";

/// Where its owner enters the keys; test organizations have their id in their address.
fn page_of(organizer: &Organizer) -> String {
    format!("/en/office/organizations/bell-tower-{}/payments", organizer.organization)
}

/// A program whose Stripe is an emulator with one more account.
fn with_stripe<F: Future<Output = ()>>(story: impl FnOnce(TestApp, App, Router) -> F) {
    run_on(Dialect::Sqlite, async |root: TestApp| {
        let clock = root.clock.clone();
        let listen = "127.0.0.1:0".parse().expect("an address");
        let stripe = Emulator::start(listen, Arc::new(move || clock.now().seconds())).await.expect("started");
        stripe.add_account("acct_bell_tower", None);
        stripe.add_key(KEY, "acct_bell_tower");
        let url = stripe.url().to_owned();
        let app = root.node_with(|settings| settings.stripe.base_url = url).await;
        story(root, app.clone(), router(app)).await;
        drop(stripe);
    });
}

#[test]
fn an_owner_enters_keys_that_are_never_shown_again() {
    with_stripe(async |root, _, router| {
        let organizer = root.organizer("Bell Tower").await;
        let page_path = page_of(&organizer);
        let mut owner = Browser::new(&router);
        owner.bear(&root.token(&organizer.principal).await);
        assert!(owner.open("/en/office/payments").await.contains(&page_path));
        let page = owner.open(&page_path).await;
        assert!(page.contains(&format!("/webhooks/stripe/{}", organizer.organization)), "{page}");
        let typed = [("secret_key", "sk_live_a_real_one"), ("webhook_secret", SECRET)];
        let refused = owner.send(&page_path, &typed).await.to_owned();
        assert_eq!(owner.status, 422);
        assert!(refused.contains("This is a live key"), "{refused}");
        assert!(!refused.contains("sk_live_a_real_one") && !refused.contains(SECRET));
        let saved =
            owner.send(&page_path, &[("secret_key", KEY), ("webhook_secret", SECRET)]).await.to_owned();
        assert_eq!((owner.status, owner.address.as_str()), (200, "/en/office/payments?done=payments"));
        assert!(saved.contains("acct_bell_tower") && !saved.contains(KEY));
        let shown = owner.open(&page_path).await;
        assert!(shown.contains("acct_bell_tower") && !shown.contains(KEY) && !shown.contains(SECRET));
        owner.send(&format!("{page_path}/removal"), &[]).await;
        assert_eq!(owner.address, "/en/office/payments?done=payments");
        assert!(!owner.page.contains("acct_bell_tower"));
    });
}

#[test]
fn managers_look_and_strangers_find_nothing() {
    with_stripe(async |root, _, router| {
        let organizer = root.organizer("Bell Tower").await;
        let page_path = page_of(&organizer);
        let stranger = root.organizer("Somebody Else").await;
        let manager = root.attendee("manager@example.org").await;
        root.add_member(organizer.organization, &manager, Role::Manager).await;
        let mut looking = Browser::new(&router);
        looking.bear(&root.token(&manager).await);
        assert!(!looking.open(&page_path).await.contains("secret_key"));
        assert_eq!(looking.status, 200);
        let mut elsewhere = Browser::new(&router);
        elsewhere.bear(&root.token(&stranger.principal).await);
        elsewhere.open(&page_path).await;
        assert_eq!(elsewhere.status, 404);
    });
}

#[test]
fn operators_settle_money_without_an_order() {
    with_stripe(async |root, app, router| {
        let stray = StrayMoney {
            gateway: "stripe".into(),
            event_ref: "evt_1".into(),
            reason: "amount".into(),
            session_ref: "cs_1".into(),
            charge_ref: "pi_stray".into(),
            amount_minor: 1_234,
            currency: "EUR".into(),
            payment_id: None,
            received_at: app.clock.now(),
            settled_at: None,
        };
        let mut tx = app.store.begin().await.expect("a transaction");
        tx.insert_stray_money(&[stray]).await.expect("kept");
        tx.commit().await.expect("written");
        let account = root.attendee("operator@example.org").await;
        let mut browser = Browser::new(&router);
        browser.bear(&root.token(&account).await);
        browser.open("/en/operator/payments").await;
        assert_eq!(browser.status, 403);
        root.make_operator(&account).await;
        let mut browser = Browser::new(&router);
        browser.bear(&root.token(&account).await);
        root.advance_s(5);
        let page = browser.open("/en/operator/payments").await;
        assert!(page.contains("pi_stray") && page.contains("12.34"), "{page}");
        browser.send("/en/operator/payments/stray", &[]).await;
        assert!(browser.status == 200 && !browser.page.contains("pi_stray"), "{}", browser.page);
        let typed = [("organization", "nobody-there"), ("account", "acct_x"), ("fee", "2.5")];
        browser.send("/en/operator/payments/connections", &typed).await;
        assert_eq!(browser.status, 422);
    });
}

#[test]
fn a_forms_answer_may_lead_to_the_page_where_buyers_pay() {
    with_stripe(async |_, app, router| {
        let policy = get(&router, "/en").await.header("content-security-policy").to_owned();
        let stripe = &app.settings.stripe.base_url;
        assert!(policy.contains(&format!("form-action 'self' {stripe};")), "{policy}");
    });
}
