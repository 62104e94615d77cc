//! Messages that come often, out of order, late, not at all, or from somebody else.

use boxoffice_app::orders::{OrderState, ReceiveError};
use boxoffice_app::payments::WebhookError;
use boxoffice_app::{both_databases, two_nodes};
use futures_util::future::join_all;
use serde_json::{Value, json};
use stripe_emulator::{Message, MessageFault, sign};

use super::{DECLINED, PAYS, PRICE, Shop, headers, session};

const COMPLETED: &str = "checkout.session.completed";

fn only(messages: Vec<Message>, kind: &str) -> Message {
    messages.into_iter().find(|message| message.kind == kind).expect("a message of that kind")
}

impl Shop {
    /// A message with something changed in it, signed as Stripe would.
    fn changed(&self, message: &Message, change: impl FnOnce(&mut Value)) -> Message {
        let mut event: Value = serde_json::from_str(&message.body).expect("JSON");
        event["id"] = json!(format!("{}_changed", message.event));
        change(&mut event);
        let body = event.to_string();
        let signature = sign(&self.secret, self.app.clock.now().seconds(), &body);
        Message { signature, body, ..message.clone() }
    }

    async fn stray(&self) -> Vec<(String, i64)> {
        let mut tx = self.app.store.read().await.expect("a read");
        let all = tx.list_stray_money(10).await.expect("a list");
        let mut all: Vec<_> = all.into_iter().map(|stray| (stray.reason, stray.amount_minor)).collect();
        all.sort();
        all
    }
}

both_databases! {
    async fn a_hundred_copies_of_a_message_have_one_effect(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        let message = only(shop.stripe.take_messages(), COMPLETED);
        for taken in join_all((0..100).map(|_| shop.deliver(&message))).await {
            taken.expect("every copy is acknowledged");
        }
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
        shop.root.expect_no_jobs().await;
    }

    async fn messages_in_any_order_and_twice_end_the_same(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.message_fault(MessageFault::Duplicate);
        shop.stripe.message_fault(MessageFault::Reorder);
        shop.stripe.pay(&session(&order), DECLINED);
        shop.stripe.pay(&session(&order), PAYS);
        let mut messages = shop.stripe.take_messages();
        messages.reverse();
        for message in messages.iter().chain(&messages) {
            shop.deliver(message).await.expect("taken");
        }
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }

    async fn a_lost_message_is_found_by_asking(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        shop.stripe.take_messages();
        shop.pass_s(130).await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
    }

    async fn a_message_that_comes_days_late_changes_nothing(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        let message = only(shop.stripe.take_messages(), COMPLETED);
        shop.pass_s(700).await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        shop.root.advance_s(3 * 86_400);
        let again = shop.changed(&message, |event| event["id"] = json!(message.event));
        shop.deliver(&again).await.expect("acknowledged");
        shop.run_work().await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }

    async fn a_forged_old_or_unsigned_message_has_no_effect(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        let message = only(shop.stripe.take_messages(), COMPLETED);
        let refused = |message: Message| {
            let shop = &shop;
            async move {
                let taken = shop.deliver(&message).await;
                assert!(matches!(taken, Err(ReceiveError::Refused(WebhookError::Signature))), "{taken:?}");
            }
        };
        refused(Message { body: message.body.replace("2500", "2501"), ..message.clone() }).await;
        let now = shop.app.clock.now().seconds();
        refused(Message { signature: sign("whsec_stranger", now, &message.body), ..message.clone() }).await;
        refused(Message { signature: sign("", now, &message.body), ..message.clone() }).await;
        refused(Message { signature: "t=1".into(), ..message.clone() }).await;
        shop.root.advance_s(301);
        refused(message.clone()).await;
        let organization = shop.organizer.organization;
        let fresh = shop.changed(&message, |_| {});
        let elsewhere = shop.deliver_to(Some(organization), &fresh.signature, &fresh.body).await;
        assert!(matches!(elsewhere, Err(ReceiveError::Refused(WebhookError::Signature))));
        assert_eq!(shop.state(&order).await, OrderState::Pending);
    }

    async fn the_other_mode_and_other_accounts_change_nothing(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        let message = only(shop.stripe.take_messages(), COMPLETED);
        let live = shop.changed(&message, |event| event["livemode"] = json!(true));
        let other = shop.changed(&message, |event| event["account"] = json!("acct_somebody"));
        let shopless = shop.changed(&message, |event| event["data"]["object"]["metadata"] = json!({}));
        let unknown = shop.changed(&message, |event| event["type"] = json!("weather.changed"));
        for ignored in [live, other, shopless, unknown] {
            shop.deliver(&ignored).await.expect("acknowledged, so that it is not sent again");
        }
        assert_eq!(shop.state(&order).await, OrderState::Pending);
        assert_eq!(shop.stray().await, []);
        shop.deliver(&message).await.expect("taken");
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
    }

    async fn another_amount_or_currency_is_kept_for_a_person_and_never_becomes_an_order(app: TestApp) {
        let shop = Shop::open(app).await;
        let (less, other) = (shop.order().await, shop.order().await);
        for order in [&less, &other] {
            shop.stripe.pay(&session(order), PAYS);
        }
        let messages: Vec<Message> =
            shop.stripe.take_messages().into_iter().filter(|message| message.kind == COMPLETED).collect();
        let cheap = shop.changed(&messages[0], |event| event["data"]["object"]["amount_total"] = json!(1));
        let yen = shop.changed(&messages[1], |event| event["data"]["object"]["currency"] = json!("jpy"));
        for message in [&cheap, &yen, &cheap, &yen] {
            shop.deliver(message).await.expect("acknowledged");
        }
        assert_eq!(shop.state(&less).await, OrderState::Expired);
        assert_eq!(shop.state(&other).await, OrderState::Expired);
        assert_eq!(shop.stray().await, [("amount".to_owned(), 1), ("amount".to_owned(), PRICE)]);
    }

    async fn money_of_a_payment_that_nobody_knows_is_kept_for_a_person(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        let message = only(shop.stripe.take_messages(), COMPLETED);
        let nobody = boxoffice_domain::ids::PaymentId::from_bytes([9; 16]).to_string();
        let strange = shop.changed(&message, |event| {
            event["data"]["object"]["id"] = json!("cs_test_strange");
            event["data"]["object"]["metadata"]["payment"] = json!(nobody);
        });
        for _ in 0..2 {
            shop.deliver(&strange).await.expect("acknowledged");
        }
        assert_eq!(shop.stray().await, [("unknown".to_owned(), PRICE)]);
        let mut tx = shop.app.store.begin().await.expect("a transaction");
        let event = format!("{}_changed", message.event);
        let settled = tx.settle_stray_money("stripe", &event, shop.app.clock.now()).await;
        assert!(settled.expect("settled"));
        tx.commit().await.expect("written");
        assert_eq!(shop.stray().await, []);
    }

    async fn a_refund_that_the_bank_sends_back_is_not_done(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        shop.deliver_all().await;
        let actor = boxoffice_app::activity::Actor::system();
        let by = boxoffice_app::orders::CancelBy::Organizer;
        boxoffice_app::orders::cancel(&shop.app, &actor, order.order, by, "rain").await.expect("cancelled");
        shop.run_work().await;
        shop.deliver_all().await;
        let states = async || {
            let shown = shop.shown(&order).await;
            shown.refunds.iter().map(|refund| refund.state.as_str()).collect::<Vec<&'static str>>()
        };
        assert_eq!(states().await, ["done"]);
        let refund = shop.stripe.book("refund")[0]["id"].as_str().expect("a reference").to_owned();
        assert!(shop.stripe.move_refund(&refund, "failed"));
        shop.deliver_all().await;
        assert_eq!(states().await, ["failed"]);
    }

    async fn a_dispute_is_heard_whatever_comes_first(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        let paid = shop.stripe.take_messages();
        let charge = shop.stripe.book("charge")[0]["id"].as_str().expect("a reference").to_owned();
        let dispute = shop.stripe.dispute(&charge, "fraudulent").expect("disputed");
        let opened = only(shop.stripe.take_messages(), "charge.dispute.created");
        assert!(matches!(shop.deliver(&opened).await, Err(ReceiveError::TooEarly)));
        for message in &paid {
            shop.deliver(message).await.expect("taken");
        }
        for _ in 0..2 {
            shop.deliver(&opened).await.expect("taken now");
        }
        assert!(shop.stripe.move_dispute(&dispute, "won"));
        shop.deliver_all().await;
        let broken = boxoffice_app::audit::audit(&shop.app).await.expect("counted");
        let broken: Vec<_> = broken.into_iter().filter(|checked| !checked.findings.is_empty()).collect();
        assert!(broken.is_empty(), "{broken:?}");
        // A charge that is not known days later was sold elsewhere, through the same account.
        let strange = shop.changed(&opened, |event| {
            event["data"]["object"]["payment_intent"] = json!("pi_of_another_shop");
        });
        assert!(matches!(shop.deliver(&strange).await, Err(ReceiveError::TooEarly)));
        shop.root.advance_s(7_200);
        let later = shop.changed(&strange, |_| {});
        shop.deliver(&later).await.expect("acknowledged");
    }

    async fn a_message_before_our_own_note_of_the_session_is_enough(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.stripe.fault("sessions.create", stripe_emulator::Fault::LostAnswer);
        let choice = boxoffice_app::selling::Choice::Count { area: None, quantity: 1 };
        let wanted = boxoffice_app::testing::sales::request(&shop.event, choice);
        let held = boxoffice_app::testing::sales::hold_on(&shop.app, wanted).await.expect("held");
        let wish = boxoffice_app::testing::sales::guest_checkout(held.cart);
        let actor = boxoffice_app::activity::Actor::buyer("192.0.2.1");
        boxoffice_app::orders::checkout(&shop.app, &actor, wish).await.expect_err("no answer");
        let reference = shop.stripe.book("checkout.session")[0]["id"].as_str().expect("a reference").to_owned();
        shop.stripe.pay(&reference, PAYS);
        shop.deliver_all().await;
        assert_eq!(shop.stray().await, []);
        shop.pass_s(700).await;
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }
}

two_nodes! {
    async fn copies_at_both_nodes_have_one_effect(one: TestApp, _two: App) {
        let shop = Shop::open(one).await;
        let wanted = shop.app.settings.stripe.clone();
        let other = shop.root.node_with(|settings| settings.stripe = wanted).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        let message = only(shop.stripe.take_messages(), COMPLETED);
        let headers = headers(&message.signature);
        let deliver = |at: usize| {
            let app = if at.is_multiple_of(2) { &shop.app } else { &other };
            boxoffice_app::orders::receive_webhook(app, "stripe", None, &headers, message.body.as_bytes())
        };
        for taken in join_all((0..50).map(deliver)).await {
            taken.expect("every copy is acknowledged");
        }
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }
}
