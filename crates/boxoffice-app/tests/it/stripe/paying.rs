//! The ordinary ways to a ticket, and the end of a hold while somebody pays.

use boxoffice_app::activity::Actor;
use boxoffice_app::both_databases;
use boxoffice_app::orders::{CancelBy, OrderState, cancel, open_session};
use stripe_emulator::Paid;

use super::{ASKS_THE_BANK, DECLINED, DELAYED, PAYS, PRICE, Shop, session};

/// The hold of ten minutes is over, and a sweep later so is its session.
const PAST_THE_HOLD_S: i64 = 700;

both_databases! {
    async fn a_payment_confirms_the_order_though_the_browser_never_returns(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        let Paid::Done(back) = shop.stripe.pay(&session(&order), PAYS) else { panic!("paid") };
        assert!(back.contains("/en/orders/"), "{back}");
        assert_eq!(shop.state(&order).await, OrderState::Pending);
        shop.deliver_all().await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        assert!(shop.shown(&order).await.lines.iter().all(|line| line.ticket.is_some()));
        let intent = &shop.stripe.book("payment_intent")[0];
        assert_eq!(intent["metadata"]["order"], order.order.to_string());
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }

    async fn a_declined_card_leaves_the_order_to_be_paid(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        assert!(matches!(shop.stripe.pay(&session(&order), DECLINED), Paid::Declined(_)));
        shop.deliver_all().await;
        assert_eq!(shop.state(&order).await, OrderState::Pending);
        assert!(matches!(shop.stripe.pay(&session(&order), PAYS), Paid::Done(_)));
        shop.deliver_all().await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }

    async fn a_bank_that_asks_keeps_the_order_waiting_until_it_has_spoken(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        assert_eq!(shop.stripe.pay(&session(&order), ASKS_THE_BANK), Paid::Ask);
        shop.pass_s(200).await;
        shop.deliver_all().await;
        assert_eq!(shop.state(&order).await, OrderState::Pending);
        assert!(matches!(shop.stripe.approve(&session(&order), true), Paid::Done(_)));
        shop.deliver_all().await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
    }

    async fn a_hold_that_ends_while_the_bank_asks_takes_no_money(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        assert_eq!(shop.stripe.pay(&session(&order), ASKS_THE_BANK), Paid::Ask);
        shop.pass_s(PAST_THE_HOLD_S).await;
        assert_eq!(shop.state(&order).await, OrderState::Expired);
        assert_eq!(shop.stripe.approve(&session(&order), true), Paid::Over);
        shop.deliver_all().await;
        assert_eq!(shop.book(), (vec![], vec![]));
        // The place is there for somebody else.
        shop.order().await;
        shop.order().await;
    }

    async fn who_paid_before_the_session_could_be_ended_gets_the_ticket(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        // Every message is lost; when the hold ends, Stripe says that the session is complete.
        shop.stripe.take_messages();
        shop.root.advance_s(PAST_THE_HOLD_S);
        boxoffice_app::orders::expire_due_orders(&shop.app).await.expect("swept");
        boxoffice_app::jobs::run_due(&shop.app).await.expect("jobs run");
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }

    async fn a_buyer_who_comes_again_pays_in_the_same_session(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        let intent = &shop.stripe.book("checkout.session")[0];
        let payment = intent["metadata"]["payment"].as_str().and_then(|id| id.parse().ok()).expect("ours");
        let url = open_session(&shop.app, payment).await.expect("still open");
        assert_eq!(Some(url), order.pay_url);
        assert_eq!(shop.stripe.book("checkout.session").len(), 1);
    }

    async fn money_on_its_way_keeps_the_places_until_it_comes_or_not(app: TestApp) {
        let shop = Shop::open(app).await;
        let (comes, fails) = (shop.order().await, shop.order().await);
        for order in [&comes, &fails] {
            assert!(matches!(shop.stripe.pay(&session(order), DELAYED), Paid::Done(_)));
        }
        shop.deliver_all().await;
        shop.pass_s(PAST_THE_HOLD_S).await;
        assert_eq!(shop.state(&comes).await, OrderState::Pending);
        assert!(shop.stripe.settle(&session(&comes), true));
        assert!(shop.stripe.settle(&session(&fails), false));
        shop.deliver_all().await;
        assert_eq!(shop.state(&comes).await, OrderState::Confirmed);
        assert_eq!(shop.state(&fails).await, OrderState::Expired);
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
    }

    async fn a_cancelled_order_is_given_back_once(app: TestApp) {
        let shop = Shop::open(app).await;
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        shop.deliver_all().await;
        let cancelled = cancel(&shop.app, &Actor::system(), order.order, CancelBy::Organizer, "rain").await;
        cancelled.expect("cancelled");
        shop.run_work().await;
        shop.pass_s(3_600).await;
        assert_eq!(shop.book(), (vec![PRICE], vec![PRICE]));
        assert!(shop.shown(&order).await.refunds.iter().all(|refund| refund.state.as_str() == "done"));
        shop.root.expect_no_jobs().await;
    }

    async fn each_currency_is_charged_as_stripe_counts_it(app: TestApp) {
        let mut shop = Shop::with(app, "JPY", 980).await;
        for (currency, ours, theirs) in [("JPY", 980, 980), ("KWD", 5_120, 5_120), ("ISK", 1_500, 150_000)] {
            shop.event = crate::stripe::standing_event(&shop.app, &shop.organizer, currency, ours).await;
            let order = shop.order().await;
            shop.stripe.pay(&session(&order), PAYS);
            shop.deliver_all().await;
            assert_eq!(shop.state(&order).await, OrderState::Confirmed, "{currency}");
            assert_eq!(shop.stripe.book("charge").last().expect("a charge")["amount"], theirs, "{currency}");
            cancel(&shop.app, &Actor::system(), order.order, CancelBy::Organizer, "rain").await.expect("cancelled");
            shop.run_work().await;
            assert_eq!(shop.stripe.book("refund").last().expect("a refund")["amount"], theirs, "{currency}");
        }
    }
}
