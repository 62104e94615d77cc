//! Attacks on what goes back, and to whom.

use boxoffice_app::both_databases;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{PRICE, Shop, text};

fn refunds(order: &Value) -> String {
    format!("/orders/{}/refunds", text(order, "orderId"))
}

both_databases! {
    async fn a07_a19_no_amount_and_more_than_is_left_do_not_go_back(app: TestApp) {
        let shop = Shop::open(app).await;
        let (_, order) = shop.sold(2).await;
        shop.run_work().await;
        let (path, before) = (refunds(&order), shop.traces().await);
        for amount in ["-1", "0", "1.5", "1e400", "\"5\"", "NaN", "null", "9223372036854775808"] {
            let body = format!(r#"{{"amountMinor":{amount}}}"#);
            let answer = shop.seller.post_text(&path, &body).await;
            assert!([400, 422].contains(&answer.status), "{amount}: {} {}", answer.status, answer.text);
        }
        for amount in [2 * PRICE + 1, i64::MAX] {
            shop.seller.post(&path, &json!({ "amountMinor": amount })).await.is_refused(409, "more_than_left");
        }
        assert_eq!(shop.traces().await, before);
    }

    async fn a19_fifty_refunds_of_an_order_at_once_are_one(app: TestApp) {
        let shop = Shop::open(app).await;
        let (_, order) = shop.sold(1).await;
        let path = refunds(&order);
        let whole = json!({ "amountMinor": PRICE });
        let answers = join_all((0..50).map(|_| shop.seller.post(&path, &whole))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status)), "{answers:?}");
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![PRICE]));
        shop.audit().await;
    }

    async fn a19_what_the_bank_has_taken_back_is_not_given_back_too(app: TestApp) {
        let shop = Shop::open(app).await;
        let (_, order) = shop.sold(1).await;
        let charge = text(&shop.stripe.book("charge")[0], "id");
        let dispute = shop.stripe.dispute(&charge, "fraudulent").expect("disputed");
        shop.deliver_all().await;
        let path = refunds(&order);
        for body in [json!({ "amountMinor": 1 }), json!({ "tickets": [order["lines"][0]["ticketId"]] })] {
            shop.seller.post(&path, &body).await.is_refused(409, "payment_disputed");
        }
        assert!(shop.stripe.move_dispute(&dispute, "lost"));
        shop.deliver_all().await;
        shop.seller.post(&path, &json!({ "amountMinor": 1 })).await.is(409);
        shop.run_work().await;
        assert_eq!(shop.book(), (vec![PRICE], vec![]));
        shop.audit().await;
    }

    async fn a20_a_refund_goes_where_the_money_came_from_and_nowhere_else(app: TestApp) {
        let shop = Shop::open(app).await;
        let (_, order) = shop.sold(1).await;
        let path = refunds(&order);
        for field in ["iban", "account", "destination", "payee", "charge", "paymentIntent", "to", "currency"] {
            let mut body = json!({ "amountMinor": 1 });
            body[field] = json!("DE89370400440532013000");
            shop.seller.post(&path, &body).await.is_refused(422, "unknown_field");
        }
        shop.seller.post(&path, &json!({ "amountMinor": 100 })).await.is(201);
        shop.run_work().await;
        let refund = &shop.stripe.book("refund")[0];
        assert_eq!(refund["charge"], shop.stripe.book("charge")[0]["id"]);
        assert_eq!((refund["amount"].as_i64(), refund["currency"].as_str()), (Some(100), Some("eur")));
    }

    async fn a25_of_thirty_scans_and_refunds_at_once_one_side_wins_and_both_are_told(app: TestApp) {
        let shop = Shop::open(app).await;
        for _ in 0..4 {
            shop.root.advance_s(1);
            let (_, order) = shop.sold(1).await;
            let (path, ticket) = (refunds(&order), text(&order["lines"][0], "ticketId"));
            let barcode = json!({ "ticketId": ticket });
            let back = json!({ "tickets": [ticket] });
            let tries = (0..30).map(|at| {
                let (seller, path, barcode, back) = (&shop.seller, &path, &barcode, &back);
                async move {
                    if at % 2 == 0 { seller.post("/scan", barcode).await } else { seller.post(path, back).await }
                }
            });
            let answers = join_all(tries).await;
            let valid = answers.iter().filter(|answer| answer.text.contains("\"VALID\"")).count();
            let given = answers.iter().filter(|answer| answer.status == 201).count();
            assert_eq!(valid + given, 1, "{answers:?}");
            let told = |answer: &&crate::api::Answer| {
                answer.status == 409 || answer.status == 422 || answer.text.contains("USED") || answer.text.contains("INVALID")
            };
            assert_eq!(answers.iter().filter(told).count(), 29, "{answers:?}");
        }
        shop.run_work().await;
        shop.audit().await;
    }
}
