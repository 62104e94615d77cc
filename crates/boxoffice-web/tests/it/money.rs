//! Money on the pages and over the API: refunds in part, disputes, calling off, earnings and payouts.

use boxoffice_app::both_databases;
use boxoffice_app::orders::{OrderState, receive_webhook};
use boxoffice_app::payments::test_gateway::{Call, Fault};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::dated;
use boxoffice_domain::cancellation::CancelFee;
use boxoffice_domain::catalog::draft::EventDraft;
use serde_json::json;

use crate::api::Api;
use crate::asking::with_router;
use crate::browser::Browser;

/// What the test gateway has to say arrives.
async fn hear(app: &TestApp) {
    let gateway = app.test_gateway.clone().expect("test mode");
    for message in gateway.waiting_webhooks().await.expect("messages") {
        receive_webhook(app, "test", None, &message.headers, message.body.as_bytes()).await.expect("taken");
        gateway.acknowledged(&message).await.expect("noted");
    }
}

#[test]
fn a_buyer_gives_one_of_two_tickets_back_and_reads_first_what_is_kept() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let mut draft = dated(EventDraft::standing("Night of Bells", 2, 2_500));
        (draft.publish, draft.cancel_until_s) = (true, Some(86_400));
        draft.cancel_fee = CancelFee { part_bp: 1_000, fixed_minor: 100 };
        let event = app.event(&organizer, &draft).await;
        let order = app.buy(&event, 2).await;
        let mut browser = Browser::new(&router);
        browser.open(&format!("/en/events/{}", event.slug)).await;
        assert!(
            browser.page.contains("The organizer keeps 10 % of the price and €1.00 per ticket."),
            "{}",
            browser.page
        );
        browser.open(&format!("/en/orders/{}/cancellation", order.secret)).await;
        for part in ["You get €43.00 back", "The organizer keeps €7.00.", "€21.50 goes back"] {
            assert!(browser.page.contains(part), "{part}: {}", browser.page);
        }
        let ticket = order.lines[0].ticket.as_ref().expect("issued").id.to_string();
        browser.send("/cancellation", &[("ticket", &ticket)]).await;
        assert_eq!(browser.status, 200, "{}", browser.page);
        assert!(browser.page.contains("Refunded in part"), "{}", browser.page);
        assert_eq!(browser.page.matches("No longer valid").count(), 1);
        let now = app.order(order.id).await;
        assert_eq!(
            (now.state, now.refunds[0].amount.minor, now.refunds[0].kept_minor),
            (OrderState::Confirmed, 2_150, 350)
        );
    });
}

#[test]
fn staff_refund_a_ticket_then_an_amount_and_try_a_refused_one_again() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 3, 2_000).await;
        let order = app.buy(&event, 3).await;
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        let path = format!("/en/office/orders/{}", order.id);
        browser.open(&format!("{path}/refunds")).await;
        assert!(browser.page.contains("€60.00 can go back to the buyer."), "{}", browser.page);
        browser.send("/refunds", &[("reason", "")]).await;
        assert_eq!(browser.status, 422, "a reason is needed");
        let ticket = order.lines[2].ticket.as_ref().expect("issued").id.to_string();
        app.test_gateway.as_ref().expect("test mode").faults.next(Call::Refund, Fault::Refused);
        browser.send("/refunds", &[("ticket", &ticket), ("reason", "ill")]).await;
        assert!(browser.page.contains("The refund is on its way."), "{}", browser.page);
        app.run_work().await;
        browser.open(&path).await;
        assert!(browser.page.contains("The refund of €20.00 has failed."), "{}", browser.page);
        browser.send("/tries", &[]).await;
        assert!(browser.page.contains("The refund is tried again."), "{}", browser.page);
        app.run_work().await;
        browser.open(&path).await;
        assert!(browser.page.contains("€20.00 has gone back to the buyer."), "{}", browser.page);
        browser.open(&format!("{path}/refunds")).await;
        browser.send("/refunds", &[("part", "amount"), ("amount", "40.01"), ("reason", "noise")]).await;
        assert!(browser.status == 409 && browser.page.contains("Only €40.00 is left"), "{}", browser.page);
        browser.open(&format!("{path}/refunds")).await;
        browser.send("/refunds", &[("part", "amount"), ("amount", "5"), ("reason", "noise")]).await;
        assert_eq!(app.order(order.id).await.refundable().minor, 3_500);
    });
}

#[test]
fn a_dispute_raised_at_the_gateways_book_is_seen_in_the_office_and_voids_when_lost() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 1, 2_000).await;
        let order = app.buy(&event, 1).await;
        let mut bank = Browser::new(&router);
        bank.open("/test-gateway/book").await;
        bank.send("/disputes", &[]).await;
        hear(&app).await;
        let mut office = Browser::new(&router);
        office.bear(&app.token(&organizer.principal).await);
        let path = format!("/en/office/orders/{}", order.id);
        office.open(&path).await;
        assert!(
            office.page.contains("bank disputes €20.00") && office.page.contains("Disputed by the bank"),
            "{}",
            office.page
        );
        bank.send("/lost", &[]).await;
        hear(&app).await;
        office.open(&path).await;
        assert!(office.page.contains("was lost; the tickets are void"), "{}", office.page);
        assert_eq!(app.order(order.id).await.state, OrderState::Cancelled);
        bank.open("/en/orders/not-a-secret-of-any-order").await;
        assert_eq!(bank.status, 404);
    });
}

#[test]
fn calling_off_is_shown_before_done_followed_and_repeated_where_it_failed() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 20, 1_000).await;
        for _ in 0..4 {
            app.buy(&event, 2).await;
        }
        let gateway = app.test_gateway.clone().expect("test mode");
        gateway.faults.next(Call::Refund, Fault::Refused);
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        let path = format!("/en/office/events/{}/cancellation", event.event);
        browser.open(&path).await;
        for part in ["4 orders are cancelled", "8 tickets stop being valid", "€80.00 goes back"] {
            assert!(browser.page.contains(part), "{part}: {}", browser.page);
        }
        browser.send("/cancellation", &[("reason", "")]).await;
        assert_eq!(browser.status, 422);
        browser.send("/cancellation", &[("reason", "The singer is ill")]).await;
        assert!(browser.page.contains("0 of 8 tickets are void"), "{}", browser.page);
        for _ in 0..3 {
            app.run_work().await;
        }
        browser.open(&path).await;
        for part in [
            "8 of 8 tickets are void",
            "3 have reached their buyers",
            "One was refused by the payment service",
        ] {
            assert!(browser.page.contains(part), "{part}: {}", browser.page);
        }
        browser.send("/tries", &[]).await;
        for _ in 0..3 {
            app.run_work().await;
        }
        browser.open(&path).await;
        assert!(browser.page.contains("4 have reached their buyers"), "{}", browser.page);
        assert_eq!(gateway.read_book(None, 10).await.expect("book").refunds.len(), 4);
    });
}

#[test]
fn earnings_come_from_the_ledger_and_payouts_never_exceed_them() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 20, 1_000).await;
        let order = app.buy(&event, 3).await;
        let api = Api::of(&app).bearing(&app.token(&organizer.principal).await);
        let part = json!({ "amountMinor": 500, "reason": "noise" });
        api.post(&format!("/orders/{}/refunds", order.id), &part).await.is(201);
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        browser.open("/en/office/earnings").await;
        for part in ["2027-03", "€30.00", "€5.00", "€25.00", "Night of Bells"] {
            assert!(browser.page.contains(part), "{part}: {}", browser.page);
        }
        let payout =
            [("currency", "EUR"), ("amount", "25.01"), ("paid_on", "2027-03-31"), ("reference", "=BOX-1")];
        browser.send("/office/payouts", &payout).await;
        assert!(browser.status == 422 && browser.page.contains("Only €25.00 was earned"), "{}", browser.page);
        browser.open("/en/office/earnings").await;
        let payout =
            [("currency", "EUR"), ("amount", "20"), ("paid_on", "2027-03-31"), ("reference", "BOX-1")];
        browser.send("/office/payouts", &payout).await;
        assert!(browser.page.contains("BOX-1") && browser.page.contains("€20.00"), "{}", browser.page);
        let earned = api.get(&format!("/organizations/{}/earnings", organizer.organization)).await.is(200);
        assert_eq!(earned["totals"][0]["netMinor"], 2_500);
        assert_eq!(
            (earned["balances"][0]["dueMinor"].as_i64(), earned["balances"][0]["paidOutMinor"].as_i64()),
            (Some(500), Some(2_000))
        );
        let file = Api::of(&app)
            .bearing(&app.token(&organizer.principal).await)
            .get("//en/office/earnings/export")
            .await;
        assert!(
            file.text.contains("Night of Bells,2027-03-31 12:00,EUR,30.00,0.00,0.00,5.00,0.00,25.00"),
            "{}",
            file.text
        );
        let stranger = app.organizer("Other House").await;
        let stranger = Api::of(&app).bearing(&app.token(&stranger.principal).await);
        stranger
            .get(&format!("/organizations/{}/earnings", organizer.organization))
            .await
            .is_refused(404, "not_found");
        let page =
            stranger.get(&format!("//en/office/earnings?organization={}", organizer.organization)).await;
        assert_eq!(page.status, 404);
        let broken = boxoffice_app::audit::audit(&app).await.expect("the audit runs");
        assert!(broken.iter().all(|check| check.findings.is_empty()), "{broken:?}");
    });
}

both_databases! {
    async fn the_api_refunds_tickets_and_amounts_and_says_why_not(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 3, 2_000).await;
        let order = app.buy(&event, 3).await;
        let seller = Api::of(&app).bearing(&app.token(&organizer.principal).await);
        let buyer = Api::of(&app);
        let (by_id, by_secret) = (format!("/orders/{}/refunds", order.id), format!("/orders/{}/refunds", order.secret));
        let ticket = order.lines[0].ticket.as_ref().expect("issued").id.to_string();
        buyer.post(&by_secret, &json!({ "amountMinor": 1 })).await.is(403);
        buyer.post(&by_secret, &json!({ "tickets": [ticket] })).await.is_refused(409, "too_late_to_cancel");
        for wrong in [json!({}), json!({ "tickets": ["x"] }), json!({ "tickets": [ticket], "amountMinor": 1 }), json!({ "amountMinor": 0 }), json!({ "amountMinor": 1.5 }), json!({ "paid": true })] {
            assert!([400, 422].contains(&seller.post(&by_id, &wrong).await.status), "{wrong}");
        }
        let one = json!({ "tickets": [ticket], "reason": "ill" });
        let keyed = seller.keyed("refund-1");
        let made = keyed.post(&by_id, &one).await.is(201);
        assert_eq!((made["amount"]["minor"].as_i64().or(made["amount"]["amountMinor"].as_i64()), made["orderEnded"].as_bool()), (Some(2_000), Some(false)));
        assert_eq!(keyed.post(&by_id, &one).await.is(201), made, "the same key is the same refund");
        seller.post(&by_id, &one).await.is_refused(422, "no_such_ticket");
        seller.post(&by_id, &json!({ "amountMinor": 4_001 })).await.is_refused(409, "more_than_left");
        seller.post(&by_id, &json!({ "amountMinor": 4_000 })).await.is(201);
        app.run_work().await;
        let shown = buyer.get(&format!("/orders/{}", order.secret)).await.is(200);
        assert_eq!((shown["money"].as_str(), shown["state"].as_str()), (Some("refunded"), Some("confirmed")));
        let stranger = app.organizer("Other House").await;
        let stranger = Api::of(&app).bearing(&app.token(&stranger.principal).await);
        stranger.post(&by_id, &one).await.is_refused(404, "not_found");
    }
}
