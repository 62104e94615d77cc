//! Attacks on what is bought and for how much.

use boxoffice_app::both_databases;
use boxoffice_app::testing::fixtures::dated;
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use futures_util::future::join_all;
use serde_json::json;
use stripe_emulator::Paid;

use super::{PAYS, PRICE, Shop, buyer, text};
use crate::asking::with_router;
use crate::browser::Browser;

/// What is no count of places, as it stands in the body.
const NO_COUNTS: [&str; 18] = [
    "-1",
    "-0.0",
    "0",
    "1.5",
    "1e3",
    "\"1\"",
    "\"1e3\"",
    "\"١\"",
    "true",
    "null",
    "[1]",
    "{}",
    "NaN",
    "2147483648",
    "4294967296",
    "9223372036854775808",
    "18446744073709551616",
    "1e400",
];

both_databases! {
    async fn a01_a02_a03_a04_what_is_no_count_of_places_is_refused(app: TestApp) {
        let shop = Shop::open(app).await;
        let before = shop.traces().await;
        let body = shop.wish(json!({ "quantity": "COUNT" })).to_string();
        let long = format!("1{}", "0".repeat(400));
        for count in NO_COUNTS.into_iter().chain([long.as_str()]) {
            let answer = shop.guest.post_text("/holds", &body.replace("\"COUNT\"", count)).await;
            assert!([400, 422].contains(&answer.status), "{count}: {} {}", answer.status, answer.text);
        }
        for count in ["-1", "0", "2147483648", "4294967297"] {
            let answer = shop.guest.post_text("/holds", &body.replace("\"COUNT\"", count)).await;
            assert_eq!(answer.status, 422, "{count}: {}", answer.text);
        }
        assert_eq!(shop.traces().await, before);
    }

    async fn a05_the_limit_of_an_order_holds_however_the_wish_is_split(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.hold(11).await.is_refused(422, "over_order_limit");
        let mut split = shop.wish(json!({ "quantity": 6 }));
        let half = split["items"][0].clone();
        split["items"] = json!([half, half]);
        shop.guest.post("/holds", &split).await.is_refused(422, "over_order_limit");
        let cart = text(&shop.hold(1).await.is(201), "cart");
        let mut more = shop.wish(json!({ "quantity": 2 }));
        more["cart"] = json!(cart);
        let answers = join_all((0..10).map(|_| shop.guest.post("/holds", &more))).await;
        assert!(answers.iter().all(|answer| [201, 409, 422].contains(&answer.status)), "{answers:?}");
        let cart = shop.guest.get(&format!("/carts/{cart}")).await.is(200);
        let held = cart["holds"].as_array().expect("holds").iter().filter_map(|hold| hold["lines"].as_array()).flatten();
        let held: i64 = held.filter_map(|line| line["quantity"].as_i64()).sum();
        assert_eq!(held, 9, "one and as many pairs as fit into ten");
    }

    async fn a06_a_price_of_the_buyers_own_is_refused_and_stripe_gets_ours(app: TestApp) {
        let shop = Shop::open(app).await;
        let before = shop.traces().await;
        for field in ["priceMinor", "totalMinor", "total", "fee", "feeMinor", "tax", "currency", "price"] {
            let mut item = json!({ "quantity": 1 });
            item[field] = json!(1);
            shop.guest.post("/holds", &shop.wish(item)).await.is_refused(422, "unknown_field");
            let mut hold = shop.wish(json!({ "quantity": 1 }));
            hold[field] = json!(1);
            shop.guest.post("/holds", &hold).await.is_refused(422, "unknown_field");
        }
        assert_eq!(shop.traces().await, before);
        let cart = text(&shop.hold(2).await.is(201), "cart");
        for field in ["priceMinor", "totalMinor", "amountMinor", "currency", "discount", "paid", "state"] {
            let mut order = buyer();
            order[field] = json!(1);
            shop.guest.post(&format!("/carts/{cart}/orders"), &order).await.is_refused(422, "unknown_field");
        }
        let mut order = buyer();
        order["acceptedTotalMinor"] = json!(1);
        let refused = shop.guest.post(&format!("/carts/{cart}/orders"), &order).await;
        assert_eq!(refused.is_refused(409, "price_changed")["nowMinor"], 2 * PRICE);
        shop.check_out(cart).await;
        let session = &shop.stripe.book("checkout.session")[0];
        assert_eq!((session["amount_total"].as_i64(), session["currency"].as_str()), (Some(2 * PRICE), Some("eur")));
    }

    async fn a07_amounts_that_are_none_are_refused(app: TestApp) {
        let shop = Shop::open(app).await;
        let before = shop.app.store.count("select count(*) from event").await.expect("counted");
        for price in ["-1", "1.5", "1e400", "\"5\"", "NaN", "9223372036854775808", "9223372036854775807"] {
            let body = format!(r#"{{"title":"Gift","capacity":5,"priceMinor":{price}}}"#);
            let answer = shop.seller.post_text("/events", &body).await;
            assert!([400, 422].contains(&answer.status), "{price}: {} {}", answer.status, answer.text);
        }
        assert_eq!(shop.app.store.count("select count(*) from event").await.expect("counted"), before);
    }

    async fn a14_what_is_not_published_cannot_be_held_and_does_not_exist(app: TestApp) {
        let shop = Shop::open(app).await;
        let draft = dated(EventDraft::standing("Secret", 5, PRICE));
        let draft = shop.root.event(&shop.organizer, &draft).await;
        let before = shop.traces().await;
        let item = json!({ "ticketTypeId": draft.ticket_types[0], "quantity": 1 });
        let body = json!({ "performanceId": draft.performances[0], "items": [item] });
        let hidden = shop.guest.post("/holds", &body).await;
        hidden.is_refused(404, "not_found");
        let nothing = json!({ "performanceId": shop.event.performances[0], "items": [item] });
        assert_eq!(shop.guest.post("/holds", &nothing).await.text, hidden.text, "as if it were not there");
        assert_eq!(shop.traces().await, before);
    }

    async fn a15_before_and_after_the_sale_nothing_is_sold_whatever_time_the_buyer_claims(app: TestApp) {
        let mut shop = Shop::open(app).await;
        let now = shop.app.clock.now();
        let mut kind = TicketTypeDraft::priced("Adult", PRICE);
        (kind.sale_opens_at, kind.sale_closes_at) = (Some(now.plus_s(3_600)), Some(now.plus_s(7_200)));
        let draft = EventDraft { ticket_types: vec![kind], publish: true, ..dated(EventDraft::standing("Later", 5, 0)) };
        shop.event = shop.root.event(&shop.organizer, &draft).await;
        let body = shop.wish(json!({ "quantity": 1 }));
        let early = shop.guest.with("date", "Fri, 31 Dec 2027 23:59:59 GMT").post("/holds", &body).await;
        assert_eq!(early.is_refused(409, "not_on_sale")["opensAt"], now.plus_s(3_600).millis());
        let mut claimed = body.clone();
        claimed["now"] = json!(now.plus_s(4_000).millis());
        shop.guest.post("/holds", &claimed).await.is_refused(422, "unknown_field");
        shop.root.advance_s(3_600);
        shop.guest.post("/holds", &body).await.is(201);
        shop.root.advance_s(3_600);
        shop.guest.post("/holds", &body).await.is_refused(409, "sale_closed");
    }

    async fn a16_the_way_back_of_another_session_confirms_nothing(app: TestApp) {
        let shop = Shop::open(app).await;
        let (paid, unpaid) = (shop.order(1).await, shop.order(1).await);
        let Paid::Done(back) = shop.stripe.pay(&paid.session, PAYS) else { panic!("paid") };
        let back = back.replace("http://127.0.0.1:8080", "");
        let stolen = back.replace(&paid.secret, &unpaid.secret);
        for path in [
            stolen.clone(),
            format!("{stolen}?session_id={}", paid.session),
            format!("{stolen}?payment=done&session={}&status=complete", paid.session),
        ] {
            assert!(shop.guest.get(&format!("/{path}")).await.status < 500, "{path}");
        }
        assert_eq!(shop.shown(&unpaid).await["state"], "pending");
        let made_up = back.replace(&paid.secret, "aaaaaaaaaaaaaaaaaaaaaaaaaa");
        assert_eq!(shop.guest.get(&format!("/{made_up}")).await.status, 404);
        let id = text(&shop.shown(&paid).await, "orderId");
        shop.guest.get(&format!("/orders/{id}")).await.is_refused(404, "not_found");
    }

    async fn a17_of_two_tabs_that_pay_one_buys_and_the_other_goes_back(app: TestApp) {
        let shop = Shop::open(app).await;
        let first = shop.order(1).await;
        // One tab goes back to the cart and orders again; in the other, the bank says yes all the same.
        shop.guest.post_text(&format!("/orders/{}/reopenings", first.secret), "").await.is(201);
        let second = shop.check_out(first.cart.clone()).await;
        assert_ne!(first.session, second.session);
        shop.stripe.pay(&second.session, PAYS);
        shop.stripe.pay(&second.session, PAYS);
        assert!(shop.stripe.pay_late(&first.session));
        shop.deliver_all().await;
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE, PRICE], vec![PRICE]));
        assert_eq!(shop.shown(&second).await["money"], "paid");
        assert_eq!(shop.shown(&first).await["money"], "refunded");
        assert_eq!(shop.app.store.count("select count(*) from ticket where state = 'valid'").await.expect("counted"), 1);
        shop.audit().await;
    }

    async fn a18_a_seat_of_another_event_is_not_in_this_one(app: TestApp) {
        let shop = Shop::open(app).await;
        let here = shop.root.seated_event(&shop.organizer, "Stalls, row A, 3 seats", PRICE).await;
        let there = shop.root.seated_event(&shop.organizer, "Stalls, row A, 3 seats", 1).await;
        let seat = shop.root.seats(there.performances[0]).await[0];
        let before = shop.traces().await;
        for (performance, kind) in [
            (here.performances[0], here.ticket_types[0]),
            (here.performances[0], there.ticket_types[0]),
            (there.performances[0], here.ticket_types[0]),
        ] {
            let item = json!({ "ticketTypeId": kind, "seatIds": [seat] });
            let body = json!({ "performanceId": performance, "items": [item] });
            shop.guest.post("/holds", &body).await.is_refused(404, "not_found");
        }
        assert_eq!(shop.traces().await, before);
    }

    async fn a25_of_thirty_at_once_one_gets_the_last_seat(app: TestApp) {
        let shop = Shop::open(app).await;
        let event = shop.root.seated_event(&shop.organizer, "Stalls, row A, 1 seat", PRICE).await;
        let seat = shop.root.seats(event.performances[0]).await[0];
        let item = json!({ "ticketTypeId": event.ticket_types[0], "seatIds": [seat] });
        let body = json!({ "performanceId": event.performances[0], "items": [item] });
        let answers = join_all((0..30).map(|_| shop.guest.post("/holds", &body))).await;
        let won = answers.iter().filter(|answer| answer.status == 201).count();
        let lost = answers.iter().filter(|answer| answer.status == 409).count();
        assert_eq!((won, lost), (1, 29));
        shop.audit().await;
    }
}

#[test]
fn a24_no_area_shrinks_below_what_is_sold() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        app.buy(&event, 4).await;
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        browser.open(&format!("/en/office/events/{}/sale", event.event)).await;
        let capacity = || app.store.count("select capacity from area");
        for few in ["3", "0", "-1", "1e3", "4294967300"] {
            browser.open(&format!("/en/office/events/{}/sale", event.event)).await;
            browser.send("/capacity", &[("capacity", few)]).await;
            assert!([409, 422].contains(&browser.status), "{few}: {}", browser.status);
            assert_eq!(capacity().await.expect("counted"), 10, "{few}");
        }
        browser.open(&format!("/en/office/events/{}/sale", event.event)).await;
        browser.send("/capacity", &[("capacity", "4")]).await;
        assert_eq!((browser.status, capacity().await.expect("counted")), (200, 4), "{}", browser.page);
    });
}
