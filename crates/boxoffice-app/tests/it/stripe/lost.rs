//! Calls and answers that are lost: what may have happened is looked up before it is tried again.

use boxoffice_app::activity::Actor;
use boxoffice_app::both_databases;
use boxoffice_app::jobs;
use boxoffice_app::orders::{self, CancelBy, OrderState, cancel};
use boxoffice_app::selling::Choice;
use boxoffice_app::testing::sales::{guest_checkout, hold_on, request};
use boxoffice_domain::ids::PaymentId;
use stripe_emulator::Fault;

use super::{PAYS, PRICE, Shop, session};

const DAY_S: i64 = 86_400;

impl Shop {
    /// A checkout whose session was asked for in vain.
    async fn order_in_vain(&self) {
        let choice = Choice::Count { area: None, quantity: 1 };
        let held = hold_on(&self.app, request(&self.event, choice)).await.expect("held");
        let actor = Actor::buyer("192.0.2.1");
        let made = orders::checkout(&self.app, &actor, guest_checkout(held.cart)).await;
        made.expect_err("no answer");
    }

    /// The payment and reference of the only session.
    fn only_session(&self) -> (PaymentId, String) {
        let all = self.stripe.book("checkout.session");
        assert_eq!(all.len(), 1, "{all:?}");
        let payment = all[0]["metadata"]["payment"].as_str().and_then(|id| id.parse().ok());
        (payment.expect("ours"), all[0]["id"].as_str().expect("a reference").to_owned())
    }

    async fn paid_and_cancelled(&self) {
        let order = self.order().await;
        self.stripe.pay(&session(&order), PAYS);
        self.deliver_all().await;
        let cancelled = cancel(&self.app, &Actor::system(), order.order, CancelBy::Organizer, "rain").await;
        cancelled.expect("cancelled");
    }
}

both_databases! {
    async fn an_answer_lost_while_opening_opens_one_session_only(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.stripe.fault("sessions.create", Fault::LostAnswer);
        shop.order_in_vain().await;
        let (payment, reference) = shop.only_session();
        shop.pass_s(15).await;
        let url = orders::open_session(&shop.app, payment).await.expect("found");
        assert!(url.ends_with(&reference));
        shop.only_session();
        shop.stripe.pay(&reference, PAYS);
        shop.deliver_all().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
        assert_eq!(shop.stripe.book("charge").len(), 1);
    }

    async fn a_buyer_who_tries_again_at_once_gets_the_session_that_was_opened(app: TestApp) {
        let shop = Shop::open(app).await;
        for fault in [Fault::LostAnswer, Fault::Error, Fault::RateLimited, Fault::LostCall] {
            shop.stripe.fault("sessions.create", fault);
        }
        shop.order_in_vain().await;
        let (payment, reference) = shop.only_session();
        for _ in 0..3 {
            orders::open_session(&shop.app, payment).await.expect_err("no answer");
        }
        let url = orders::open_session(&shop.app, payment).await.expect("answered at last");
        assert!(url.ends_with(&reference));
        shop.only_session();
    }

    async fn a_call_that_never_arrived_keeps_no_place_for_ever(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.stripe.fault("sessions.create", Fault::LostCall);
        shop.order_in_vain().await;
        assert!(shop.stripe.book("checkout.session").is_empty());
        shop.pass_s(700).await;
        // To be sure that none can be left open, the very session is opened and ended.
        let (_, reference) = shop.only_session();
        assert_eq!(shop.stripe.pay(&reference, PAYS), stripe_emulator::Paid::Over);
        shop.order().await;
        shop.order().await;
    }

    async fn an_answer_lost_while_ending_gives_the_places_back_all_the_same(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.fault("sessions.expire", Fault::LostAnswer);
        shop.pass_s(700).await;
        shop.pass_s(120).await;
        assert_eq!(shop.state(&order).await, OrderState::Expired);
        assert_eq!(shop.book(), (vec![], vec![]));
    }

    async fn places_are_kept_while_nobody_can_say_that_the_session_is_over(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        for _ in 0..20 {
            shop.stripe.fault("sessions.expire", Fault::Error);
            shop.stripe.fault("sessions.retrieve", Fault::Error);
        }
        shop.pass_s(700).await;
        assert_eq!(shop.state(&order).await, OrderState::Pending);
        shop.stripe.pay(&session(&order), PAYS);
        shop.deliver_all().await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
    }

    async fn an_answer_lost_while_refunding_gives_back_once(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.stripe.fault("refunds.create", Fault::LostAnswer);
        shop.paid_and_cancelled().await;
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![PRICE]));
        shop.pass_s(60).await;
        assert_eq!(shop.book(), (vec![PRICE], vec![PRICE]));
        shop.root.expect_no_jobs().await;
    }

    async fn a_refund_is_looked_up_before_it_is_repeated_with_a_forgotten_key(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.stripe.fault("refunds.create", Fault::LostAnswer);
        shop.paid_and_cancelled().await;
        jobs::run_due(&shop.app).await.expect("jobs run");
        assert_eq!(shop.stripe.book("refund").len(), 1);
        // While nobody can look it up, it is not repeated either.
        for _ in 0..3 {
            shop.stripe.fault("refunds.list", Fault::Error);
        }
        shop.root.advance_s(2 * DAY_S);
        shop.stripe.prune_keys(DAY_S);
        for _ in 0..6 {
            shop.pass_s(3_700).await;
        }
        assert_eq!(shop.book(), (vec![PRICE], vec![PRICE]));
        assert_eq!(shop.stripe.book("refund").len(), 1);
        shop.root.expect_no_jobs().await;
    }

    async fn a_session_is_looked_up_before_it_is_opened_with_a_forgotten_key(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.stripe.fault("sessions.create", Fault::LostAnswer);
        shop.order_in_vain().await;
        let (_, reference) = shop.only_session();
        shop.stripe.pay(&reference, PAYS);
        // Nothing of it is heard, and the whole shop stands still for two days.
        shop.stripe.take_messages();
        shop.root.advance_s(2 * DAY_S);
        shop.stripe.prune_keys(DAY_S);
        shop.run_work().await;
        shop.only_session();
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }

    async fn a_refund_whose_job_was_put_aside_is_carried_in_the_end(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.paid_and_cancelled().await;
        for _ in 0..2 {
            shop.stripe.fault("refunds.create", Fault::Error);
        }
        for _ in 0..20 {
            shop.stripe.fault("refunds.list", Fault::Error);
        }
        for _ in 0..15 {
            shop.root.advance_s(3_700);
            jobs::run_due(&shop.app).await.expect("jobs run");
        }
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
        for _ in 0..30 {
            shop.pass_s(3_700).await;
        }
        assert_eq!(shop.book(), (vec![PRICE], vec![PRICE]));
    }

    async fn what_nobody_asks_about_is_heard_when_stripe_is_asked_what_it_has_told(app: TestApp) {
        let shop = Shop::open(app).await;
        let (disputed, returned) = (shop.order().await, shop.order().await);
        for order in [&disputed, &returned] {
            shop.stripe.pay(&session(order), PAYS);
        }
        shop.deliver_all().await;
        cancel(&shop.app, &Actor::system(), returned.order, CancelBy::Organizer, "rain").await.expect("cancelled");
        shop.run_work().await;
        let late = shop.order().await;
        let back = orders::reopen(&shop.app, late.order).await.expect("left");
        assert!(matches!(back, orders::Reopened::Cart(_)));
        shop.pass_s(3_600).await;
        // Three things happen, and every message of them is lost.
        let charge = shop.stripe.book("charge")[0]["id"].as_str().expect("a charge").to_owned();
        shop.stripe.dispute(&charge, "fraudulent").expect("disputed");
        let refund = shop.stripe.book("refund")[0]["id"].as_str().expect("a refund").to_owned();
        assert!(shop.stripe.move_refund(&refund, "failed"));
        assert!(shop.stripe.pay_late(&session(&late)));
        shop.stripe.take_messages();
        // While nobody answers, nothing is passed over.
        shop.stripe.fault("events.list", Fault::Error);
        jobs::run_schedule(&shop.app).await.expect_err("asked in vain");
        shop.pass_s(300).await;
        assert_eq!(shop.shown(&disputed).await.disputes.len(), 1);
        assert_eq!(shop.shown(&returned).await.refunds[0].state.as_str(), "failed");
        let late = shop.shown(&late).await;
        assert_eq!(late.refunds.iter().map(|refund| refund.state.as_str()).collect::<Vec<_>>(), ["done"]);
        // Asked again, it has no second effect.
        for _ in 0..3 {
            shop.pass_s(300).await;
        }
        assert_eq!(shop.shown(&disputed).await.disputes.len(), 1);
        assert_eq!(shop.stripe.book("refund").len(), 2);
    }

    async fn who_is_asked_in_vain_is_asked_again_later_and_later(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.stripe.fault("sessions.create", Fault::LostAnswer);
        shop.order_in_vain().await;
        for _ in 0..100 {
            shop.stripe.fault("sessions.list", Fault::Error);
        }
        shop.root.advance_s(15);
        for _ in 0..10 {
            jobs::run_schedule(&shop.app).await.expect("the schedule runs");
        }
        let mut tx = shop.app.store.read().await.expect("a read");
        let unfinished = tx.list_unfinished(shop.app.clock.now(), 10).await.expect("a list");
        let asked: Vec<_> = unfinished.iter().map(|one| (one.state.as_str(), one.tries)).collect();
        assert_eq!(asked, [("unknown", 1)]);
        assert!(unfinished[0].problem.as_ref().is_some_and(|problem| problem.contains("An unknown error")));
    }
}
