//! Paying on the hosted page, and gateways' messages over HTTP.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use boxoffice_app::App;
use boxoffice_app::activity::Actor;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::orders::{Checkout, Method, OrderKey, OrderState, checkout, find_order};
use boxoffice_app::random::Random;
use boxoffice_app::selling::{Choice, HoldRequest, Item, hold};
use boxoffice_app::settings::{Mode, Settings};
use boxoffice_app::store::Store;
use boxoffice_app::testing::TestApp;
use boxoffice_domain::ids::OrderId;
use boxoffice_web::router::router;

use crate::asking::{Answer, ask, get, request, with_router};

async fn event(app: &TestApp) -> Created {
    let organizer = app.organizer("Bell Tower").await;
    app.standing_event(&organizer, 10, 2_500).await
}

/// Checks one place out: the order, and the path of the page to pay at.
async fn check_out(app: &App, event: &Created) -> (OrderId, String) {
    let buyer = Actor::buyer("192.0.2.1");
    let wish = HoldRequest {
        performance: event.performances[0],
        items: vec![Item {
            ticket_type: event.ticket_types[0],
            choice: Choice::Count { area: None, quantity: 1 },
        }],
        cart: None,
        account: None,
        id: None,
    };
    let held = hold(app, &buyer, wish).await.expect("held");
    let wish = Checkout {
        cart: held.cart,
        account: None,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        attendees: Vec::new(),
        locale: "en".into(),
        method: Method::Gateway,
        terms_accepted: true,
        accepted_total_minor: None,
        id: None,
    };
    let order = checkout(app, &buyer, wish).await.expect("checked out");
    let url = order.pay_url.expect("a page to pay at");
    (order.order, url[url.find("/test-gateway").expect("the hosted page")..].to_owned())
}

async fn pay(router: &Router, path: &str, number: &str) -> Answer {
    let form = Request::builder()
        .method("POST")
        .uri(path)
        .header("host", "127.0.0.1:8080")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("card_number={}", number.replace(' ', "+"))))
        .expect("a request");
    ask(router, form).await
}

#[test]
fn the_hosted_page_can_be_tried_again_until_it_is_paid() {
    with_router(async |app, router| {
        let (_, page) = check_out(&app, &event(&app).await).await;
        let shown = get(&router, &page).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert_eq!(shown.body.matches("<form").count(), 1);
        assert!(shown.body.contains("name=\"card_number\"") && shown.body.contains("TEST GATEWAY"));
        assert!(shown.header("content-security-policy").contains("form-action 'self' http"));
        for refused in ["4000 0000 0000 0002", "4111 1111 1111 1111", ""] {
            let answer = pay(&router, &page, refused).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
            assert!(answer.body.contains("role=\"alert\"") && answer.body.contains("name=\"card_number\""));
        }
        let paid = pay(&router, &page, "4242 4242 4242 4242").await;
        assert_eq!(paid.status, StatusCode::SEE_OTHER);
        assert!(paid.header("location").contains("/en/orders/"), "{}", paid.header("location"));
        assert!(paid.header("set-cookie").is_empty());
        assert!(!get(&router, &page).await.body.contains("<form"));
        assert_eq!(get(&router, "/test-gateway/sessions/tgs_none").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_page_whose_time_is_over_says_so_and_takes_nothing() {
    with_router(async |app, router| {
        let (_, page) = check_out(&app, &event(&app).await).await;
        app.advance_s(3_600);
        let shown = get(&router, &page).await;
        assert_eq!((shown.status, shown.body.contains("<form")), (StatusCode::GONE, false));
        assert_eq!(pay(&router, &page, "4242424242424242").await.status, StatusCode::GONE);
    });
}

#[test]
fn the_book_reads_as_json_and_as_tables() {
    with_router(async |app, router| {
        let (_, page) = check_out(&app, &event(&app).await).await;
        pay(&router, &page, "4242424242424242").await;
        let mut wish = request("GET", "/test-gateway/book");
        wish.headers_mut().insert("accept", "application/json".parse().expect("a header"));
        let book: serde_json::Value = serde_json::from_str(&ask(&router, wish).await.body).expect("JSON");
        assert_eq!(book["charges"][0]["amount_minor"], 2_500);
        assert_eq!(book["sessions"][0]["state"], "complete");
        let payment = book["charges"][0]["payment_ref"].as_str().expect("a payment");
        assert!(get(&router, &format!("/test-gateway/book?payment={payment}")).await.body.contains(payment));
        assert!(!get(&router, "/test-gateway/book?payment=pay_none").await.body.contains(payment));
    });
}

#[test]
fn a_message_without_a_right_signature_is_refused_and_a_repeated_one_is_taken() {
    with_router(async |app, router| {
        let (order, page) = check_out(&app, &event(&app).await).await;
        pay(&router, &page, "4242424242424242").await;
        let gateway = app.test_gateway.as_ref().expect("test mode");
        let webhook = gateway.waiting_webhooks().await.expect("webhooks").pop().expect("one");
        let send = |signed: bool, body: String| {
            let mut wish = Request::post("/webhooks/test").body(Body::from(body)).expect("a request");
            if signed {
                wish.headers_mut().extend(webhook.headers.clone());
            }
            ask(&router, wish)
        };
        assert_eq!(send(false, webhook.body.clone()).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(send(true, format!("{} ", webhook.body)).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(send(true, "x".repeat(8 << 20)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        for _ in 0..3 {
            assert_eq!(send(true, webhook.body.clone()).await.status, StatusCode::OK);
        }
        let order = find_order(&app, OrderKey::Id(order)).await.expect("read").expect("there");
        assert_eq!(order.state, OrderState::Confirmed);
        assert_eq!(
            ask(&router, Request::post("/webhooks/other").body(Body::empty()).expect("a request"))
                .await
                .status,
            StatusCode::NOT_FOUND
        );
    });
}

#[test]
fn in_live_mode_there_is_no_test_gateway() {
    with_router(async |app, _| {
        let (_, page) = check_out(&app, &event(&app).await).await;
        let live = second(&app, Settings { mode: Mode::Live, ..app.settings.clone() }).await;
        assert!(!live.gateways.can_take_money(None, "EUR".parse().expect("EUR")));
        let router = router(live);
        for path in [page.as_str(), "/test-gateway/book"] {
            assert_eq!(get(&router, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(pay(&router, &page, "4242424242424242").await.status, StatusCode::NOT_FOUND);
        let webhook = Request::post("/webhooks/test").body(Body::empty()).expect("a request");
        assert_eq!(ask(&router, webhook).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_message_comes_by_itself_over_http() {
    with_router(async |app, _| {
        let event = event(&app).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let local_url = format!("http://{}", listener.local_addr().expect("an address"));
        let node = second(&app, Settings { local_url, ..app.settings.clone() }).await;
        let router = router(node.clone());
        let server = tokio::spawn(axum::serve(listener, router.clone()).into_future());
        let (order, page) = check_out(&node, &event).await;
        let mut changes = node.stream.subscribe();
        pay(&router, &page, "4242424242424242").await;
        let confirmed = async {
            while find_order(&node, OrderKey::Id(order)).await.expect("read").expect("there").state
                != OrderState::Confirmed
            {
                changes.recv().await.expect("a change");
            }
        };
        tokio::time::timeout(Duration::from_secs(10), confirmed).await.expect("the webhook arrives");
        server.abort();
    });
}

/// A second program over the same database, set up differently.
async fn second(app: &TestApp, settings: Settings) -> App {
    let store = Store::open(app.address()).await.expect("the database opens");
    App::start(store, app.clock.clone(), Random::seeded(77), settings).await.expect("it starts")
}
