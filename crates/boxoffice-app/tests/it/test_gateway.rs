//! The payment company in miniature keeps its promises, whoever calls how often.

use boxoffice_app::both_databases;
use boxoffice_app::payments::test_gateway::{Call, Card, Fault, Payment, TestGateway};
use boxoffice_app::payments::{
    Gateway, GatewayError, Payee, RefundRequest, Session, SessionEnd, SessionRequest, SessionState,
};
use boxoffice_app::testing::TestApp;
use boxoffice_domain::ids::{OrderId, PaymentId};
use boxoffice_domain::money::{Currency, Money};

fn gateway(app: &TestApp) -> &TestGateway {
    app.test_gateway.as_ref().expect("test mode has a test gateway")
}

fn request(app: &TestApp, key: &str) -> SessionRequest {
    SessionRequest {
        payment: PaymentId::from_bytes([7; 16]),
        order: OrderId::from_bytes([8; 16]),
        payee: Payee::Installation,
        idempotency_key: key.to_owned(),
        created_at: app.clock.now(),
        email: "ada@example.org".into(),
        locale: "en".into(),
        amount: Money::new(2_500, Currency::EUR),
        description: "2 tickets".into(),
        return_url: "http://shop.example/orders/1".into(),
        cancel_url: "http://shop.example/cart/1".into(),
        expires_at: app.clock.now().plus_s(600),
    }
}

async fn paid(app: &TestApp, key: &str) -> (Session, String) {
    let session = gateway(app).open_session(&request(app, key)).await.expect("opened");
    let payment = gateway(app).pay(&session.session_ref, Card::Pays).await.expect("paid");
    assert_eq!(payment, Some(Payment::Done));
    let Some((_, SessionState::Complete(capture))) =
        gateway(app).find_session(&request(app, key), None).await.expect("found")
    else {
        panic!("a paid session is complete");
    };
    (session, capture.charge_ref)
}

fn refund(charge_ref: &str, minor: i64, key: &str) -> RefundRequest {
    RefundRequest {
        payment: PaymentId::from_bytes([7; 16]),
        payee: Payee::Installation,
        created_at: boxoffice_app::testing::TEST_START,
        charge_ref: charge_ref.to_owned(),
        amount: Money::new(minor, Currency::EUR),
        idempotency_key: key.to_owned(),
    }
}

both_databases! {
    async fn a_key_opens_one_session_however_often_it_is_used(app: TestApp) {
        let wanted = request(&app, "k");
        let opened = futures_util::future::join_all((0..100).map(|_| gateway(&app).open_session(&wanted))).await;
        let first = opened[0].as_ref().expect("opened").clone();
        for session in opened {
            assert_eq!(session.expect("opened"), first);
        }
        let other = SessionRequest { amount: Money::new(1, Currency::EUR), ..request(&app, "k") };
        assert!(matches!(gateway(&app).open_session(&other).await, Err(GatewayError::Refused(_))));
        assert_eq!(gateway(&app).read_book(None, 10).await.expect("book").sessions.len(), 1);
    }

    async fn a_session_is_captured_once_however_often_it_is_paid(app: TestApp) {
        let session = gateway(&app).open_session(&request(&app, "k")).await.expect("opened");
        let tries = (0..100).map(|_| gateway(&app).pay(&session.session_ref, Card::Pays));
        for payment in futures_util::future::join_all(tries).await {
            assert_eq!(payment.expect("paid"), Some(Payment::Done));
        }
        let book = gateway(&app).read_book(Some(&PaymentId::from_bytes([7; 16]).to_string()), 10).await.expect("book");
        assert_eq!(book.charges.len(), 1);
        assert_eq!(gateway(&app).waiting_webhooks().await.expect("webhooks").len(), 1);
    }

    async fn a_declined_card_leaves_the_session_open_for_another(app: TestApp) {
        let session = gateway(&app).open_session(&request(&app, "k")).await.expect("opened");
        let pay = |card| gateway(&app).pay(&session.session_ref, card);
        assert_eq!(pay(Card::Declined).await.expect("tried"), Some(Payment::Declined));
        assert_eq!(pay(Card::Pays).await.expect("paid"), Some(Payment::Done));
        let kinds: Vec<String> =
            gateway(&app).waiting_webhooks().await.expect("webhooks").into_iter().map(|webhook| webhook.kind).collect();
        assert!(kinds.contains(&"charge.declined".to_owned()) && kinds.contains(&"session.completed".to_owned()));
        assert_eq!(gateway(&app).pay("tgs_unknown", Card::Pays).await.expect("looked"), None);
    }

    async fn an_ended_session_takes_no_money_and_a_paid_one_cannot_be_ended(app: TestApp) {
        let open = gateway(&app).open_session(&request(&app, "k")).await.expect("opened");
        assert_eq!(gateway(&app).end_session(Payee::Installation, &open.session_ref).await.expect("ended"), SessionEnd::Ended);
        assert_eq!(gateway(&app).end_session(Payee::Installation, &open.session_ref).await.expect("ended"), SessionEnd::Ended);
        let late = gateway(&app).pay(&open.session_ref, Card::Pays).await.expect("looked");
        assert_eq!(late, Some(Payment::Over));
        let (session, charge_ref) = paid(&app, "k2").await;
        let end = gateway(&app).end_session(Payee::Installation, &session.session_ref).await.expect("asked");
        let SessionEnd::AlreadyComplete(capture) = end else { panic!("{end:?}") };
        assert_eq!(capture.charge_ref, charge_ref);
    }

    async fn nothing_is_captured_after_the_sessions_end(app: TestApp) {
        let session = gateway(&app).open_session(&request(&app, "k")).await.expect("opened");
        app.advance_s(600);
        let late = gateway(&app).pay(&session.session_ref, Card::Pays).await.expect("looked");
        assert_eq!(late, Some(Payment::Over));
        let (_, state) = gateway(&app).find_session(&request(&app, "k"), None).await.expect("looked").expect("there");
        assert_eq!(state, SessionState::Expired);
    }

    async fn expiry_racing_payment_ends_one_way_only(app: TestApp) {
        for round in 0..20 {
            let key = format!("k{round}");
            let session = gateway(&app).open_session(&request(&app, &key)).await.expect("opened");
            let (paid, ended) = tokio::join!(
                gateway(&app).pay(&session.session_ref, Card::Pays),
                gateway(&app).end_session(Payee::Installation, &session.session_ref),
            );
            match (paid.expect("asked"), ended.expect("asked")) {
                (Some(Payment::Done), SessionEnd::AlreadyComplete(_)) | (Some(Payment::Over), SessionEnd::Ended) => {}
                both => panic!("both or neither: {both:?}"),
            }
        }
    }

    async fn a_charge_is_never_refunded_twice_or_beyond_its_amount(app: TestApp) {
        let (_, charge) = paid(&app, "k").await;
        let whole = refund(&charge, 2_000, "r1");
        let twice = futures_util::future::join_all((0..100).map(|_| gateway(&app).refund(&whole))).await;
        let first = twice[0].as_ref().expect("refunded").clone();
        assert!(twice.into_iter().all(|refunded| refunded.expect("refunded") == first));
        assert!(matches!(gateway(&app).refund(&refund(&charge, 501, "r2")).await, Err(GatewayError::Refused(_))));
        gateway(&app).refund(&refund(&charge, 500, "r3")).await.expect("the rest");
        assert!(matches!(gateway(&app).refund(&refund(&charge, 1, "r4")).await, Err(GatewayError::Refused(_))));
        assert!(matches!(gateway(&app).refund(&refund("tgc_none", 1, "r5")).await, Err(GatewayError::Refused(_))));
        assert_eq!(gateway(&app).read_book(None, 10).await.expect("book").refunds.len(), 2);
    }

    async fn a_lost_answer_is_found_by_asking(app: TestApp) {
        let (_, charge) = paid(&app, "k").await;
        gateway(&app).faults.next(Call::Refund, Fault::LostAnswer);
        let wanted = refund(&charge, 2_500, "r");
        assert!(matches!(gateway(&app).refund(&wanted).await, Err(GatewayError::Unknown(_))));
        assert!(gateway(&app).find_refund(&wanted).await.expect("asked").is_some());
        gateway(&app).faults.next(Call::OpenSession, Fault::LostCall);
        assert!(matches!(gateway(&app).open_session(&request(&app, "k2")).await, Err(GatewayError::Unknown(_))));
        assert!(gateway(&app).find_session(&request(&app, "k2"), None).await.expect("asked").is_none());
    }
}
