//! Buying in the shop as a browser without scripts does it.

use axum::Router;
use axum::http::StatusCode;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::catalog::performances::add_performance;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::dated;
use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};

use crate::asking::{ask, get, request, with_router};
use crate::browser::Browser;

async fn standing(app: &TestApp, capacity: i64, price_minor: i64) -> Created {
    let organizer = app.organizer("Bell Tower").await;
    app.standing_event(&organizer, capacity, price_minor).await
}

/// Opens the event's page and holds so many places.
async fn hold<'r>(router: &'r Router, event: &Created, places: &str) -> Browser<'r> {
    let mut browser = Browser::new(router);
    browser.open(&format!("/en/events/{}", event.slug)).await;
    let field = browser.value("name=\"q.");
    browser.send("/holds", &[(&format!("q.{field}"), places)]).await;
    browser
}

async fn check_out(browser: &mut Browser<'_>) {
    browser.open(&browser.link("/checkout")).await;
    browser.send("/checkout", &[("name", "Ada Example"), ("email", "ada@example.org")]).await;
}

/// The gateway's waiting messages arrive.
async fn webhooks(app: &TestApp, router: &Router) {
    let gateway = app.test_gateway.clone().expect("test mode has its gateway");
    for webhook in gateway.waiting_webhooks().await.expect("webhooks") {
        let mut wish = axum::http::Request::post("/webhooks/test")
            .body(axum::body::Body::from(webhook.body.clone()))
            .expect("a request");
        wish.headers_mut().extend(webhook.headers.clone());
        assert_eq!(ask(router, wish).await.status, StatusCode::OK);
    }
}

#[test]
fn a_guest_buys_two_tickets_and_shows_one_at_the_door() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 2_500).await;
        let mut browser = hold(&router, &event, "2").await;
        assert!(browser.address.contains("/carts/"), "{}", browser.page);
        assert!(browser.page.contains("€50.00"), "the total is first");
        check_out(&mut browser).await;
        assert!(browser.address.contains("/test-gateway"), "{} {}", browser.address, browser.page);
        browser.send("", &[("card_number", "4242 4242 4242 4242")]).await;
        assert!(browser.address.contains("/orders/"), "back from the gateway: {}", browser.address);
        webhooks(&app, &router).await;
        let order = browser.address.clone();
        browser.open(&order).await;
        assert!(browser.page.contains("You are in"), "{}", browser.page);
        browser.open(&browser.link("/en/tickets/")).await;
        assert!(browser.page.contains("class=\"pass-code\"") && browser.page.contains("Ada Example"));
    });
}

#[test]
fn a_free_event_has_no_payment_step() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 0).await;
        let mut browser = hold(&router, &event, "1").await;
        check_out(&mut browser).await;
        assert!(browser.page.contains("You are in"), "{} {}", browser.address, browser.page);
    });
}

#[test]
fn a_second_click_makes_no_second_order() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 0).await;
        let mut browser = hold(&router, &event, "1").await;
        browser.open(&browser.link("/checkout")).await;
        let form = browser.page.clone();
        let typed = [("name", "Ada Example"), ("email", "ada@example.org")];
        browser.send("/checkout", &typed).await;
        let first = browser.address.clone();
        browser.page = form;
        browser.send("/checkout", &typed).await;
        assert_eq!(browser.address, first);
    });
}

#[test]
fn what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 2_500).await;
        let mut browser = hold(&router, &event, "1").await;
        browser.open(&browser.link("/checkout")).await;
        browser.send("/checkout", &[("name", "Ada Example"), ("email", "nowhere")]).await;
        assert_eq!(browser.status, 422);
        assert!(browser.page.contains("<title>Error: "));
        assert!(browser.page.contains("href=\"#f-email\"") && browser.page.contains("value=\"Ada Example\""));
    });
}

#[test]
fn expired_places_are_taken_again_with_everything_typed() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 2_500).await;
        let mut browser = hold(&router, &event, "1").await;
        browser.open(&browser.link("/checkout")).await;
        app.advance_s(700);
        browser.send("/checkout", &[("name", "Ada Example"), ("email", "ada@example.org")]).await;
        assert_eq!(browser.status, 409, "{}", browser.page);
        assert!(browser.page.contains("The time to order is over"));
        browser.send("/retakes", &[("from", "checkout")]).await;
        assert_eq!(browser.status, 200, "{}", browser.page);
        assert!(
            browser.page.contains("You have them again")
                && browser.page.contains("value=\"ada@example.org\"")
        );
        browser.send("/checkout", &[]).await;
        assert!(browser.address.contains("/test-gateway"), "{}", browser.page);
    });
}

#[test]
fn seats_are_chosen_from_a_list_and_a_taken_one_is_named() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.seated_event(&organizer, "Stalls, rows A–C, 10 seats", 4_200).await;
        let mut browser = Browser::new(&router);
        browser.open(&format!("/en/events/{}", event.slug)).await;
        let list = browser.link("/seats?area=");
        browser.open(&list).await;
        assert!(browser.page.contains("aria-label=\"Row A, seat 1, Stalls, €42.00\""), "{}", browser.page);
        let seat = browser.value("name=\"seat\" value=\"");
        let mut slower = Browser::new(&router);
        slower.open(&list).await;
        browser.send("/holds", &[("seat", &seat)]).await;
        assert!(browser.page.contains("Row A, seat 1"), "{}", browser.page);
        slower.send("/holds", &[("seat", &seat)]).await;
        assert_eq!(slower.status, 409);
        assert!(slower.page.contains("Somebody was faster"), "{}", slower.page);
    });
}

#[test]
fn places_can_be_given_back_and_the_time_be_extended() {
    with_router(async |app, router| {
        let event = standing(&app, 2, 2_500).await;
        let mut browser = hold(&router, &event, "2").await;
        browser.send("/extensions", &[]).await;
        assert!(browser.page.contains("You have more time now"), "{}", browser.page);
        let all_held = get(&router, &format!("/en/events/{}", event.slug)).await.body;
        assert!(all_held.contains("All places are being held"), "{all_held}");
        browser.send("/releases", &[]).await;
        assert!(browser.page.contains("There is nothing in this cart"), "{}", browser.page);
        let open = get(&router, &format!("/en/events/{}", event.slug)).await.body;
        assert!(open.contains("Only 2 left"), "{open}");
    });
}

#[test]
fn carts_of_two_organizers_stay_apart() {
    with_router(async |app, router| {
        let first = standing(&app, 10, 2_500).await;
        let other = app.organizer("Glass House").await;
        let second = app.standing_event(&other, 10, 1_000).await;
        let mut browser = hold(&router, &first, "1").await;
        let cart = browser.address.clone();
        browser.open(&format!("/en/events/{}", second.slug)).await;
        let field = browser.value("name=\"q.");
        browser.send("/holds", &[(&format!("q.{field}"), "1")]).await;
        assert!(browser.page.contains("These tickets cannot be ordered together"), "{}", browser.page);
        assert!(browser.page.contains(&cart), "the other cart is linked");
        assert!(browser.page.contains("€10.00") && !browser.page.contains("€35.00"));
    });
}

#[test]
fn a_buyer_who_comes_back_unpaid_changes_the_cart_and_orders_again() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 2_500).await;
        let mut browser = hold(&router, &event, "2").await;
        let cart = browser.address.clone();
        check_out(&mut browser).await;
        let gateway = browser.address.clone();
        browser.open(&cart).await;
        assert!(browser.page.contains("Your payment is under way"), "{}", browser.page);
        browser.send("/cart", &[]).await;
        assert!(browser.address.starts_with(&cart), "{}", browser.address);
        assert!(browser.page.contains("the places are still yours"), "{}", browser.page);
        let (first, form) = (browser.link("/checkout"), browser.page.clone());
        browser.open(&gateway).await;
        assert!(!browser.page.contains("card_number"), "the old page takes no money: {}", browser.page);
        browser.page = form;
        browser.open(&first).await;
        browser.send("/checkout", &[("name", "Ada Example"), ("email", "ada@example.org")]).await;
        assert!(browser.address.contains("/test-gateway") && browser.address != gateway);
        browser.send("", &[("card_number", "4242 4242 4242 4242")]).await;
        webhooks(&app, &router).await;
        let order = browser.address.clone();
        browser.open(&order).await;
        assert!(browser.page.contains("You are in"), "{}", browser.page);
    });
}

#[test]
fn a_buyer_who_comes_back_unpaid_types_nothing_again() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 2_500).await;
        let mut browser = hold(&router, &event, "2").await;
        let cart = browser.address.clone();
        browser.open(&browser.link("/checkout")).await;
        let typed =
            [("name", "Ada Example"), ("email", "ada@example.org"), ("attendee", ""), ("attendee", "Bob")];
        browser.send("/checkout", &typed).await;
        assert!(browser.address.contains("/test-gateway"), "{}", browser.page);
        browser.open(&cart).await;
        browser.send("/cart", &[]).await;
        browser.open(&browser.link("/checkout")).await;
        for kept in ["value=\"Ada Example\"", "value=\"ada@example.org\"", "value=\"Bob\""] {
            assert!(browser.page.contains(kept), "{kept}: {}", browser.page);
        }
        assert_eq!(browser.page.matches("value=\"Ada Example\"").count(), 1, "an empty name stays empty");
        let mut stranger = Browser::new(&router);
        stranger.open(&format!("{cart}/checkout")).await;
        assert!(!stranger.page.contains("Ada Example"), "only the browser that typed it");
    });
}

#[test]
fn a_date_says_its_lowest_total_before_it_is_chosen() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 2_500).await;
        let organizer = app.organizer("Glass House").await;
        let other = app.standing_event(&organizer, 10, 1_200).await;
        let later = PerformanceDraft::at(app.clock.now().plus_s(40 * 86_400));
        add_performance(&app, &organizer.editor(), other.event, later).await.expect("added");
        assert!(!get(&router, &format!("/en/events/{}", event.slug)).await.body.contains("Choose tickets"));
        let page = get(&router, &format!("/en/events/{}", other.slug)).await.body;
        assert_eq!(page.matches("from €12.00").count(), 2, "{page}");
    });
}

#[test]
fn a_buyer_cancels_and_reads_first_what_comes_back() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let mut draft = dated(EventDraft::standing("Night of Bells", 2, 2_500));
        (draft.publish, draft.cancel_until_s) = (true, Some(86_400));
        let event = app.event(&organizer, &draft).await;
        let mut browser = hold(&router, &event, "2").await;
        check_out(&mut browser).await;
        browser.send("", &[("card_number", "4242 4242 4242 4242")]).await;
        webhooks(&app, &router).await;
        let order = browser.address.clone();
        browser.open(&order).await;
        browser.open(&browser.link("/cancellation")).await;
        assert!(browser.page.contains("You get €50.00 back"), "{}", browser.page);
        assert!(browser.page.contains("You can do this until"), "{}", browser.page);
        browser.send("/cancellation", &[]).await;
        assert!(browser.page.contains("This order was cancelled"), "{}", browser.page);
        assert!(browser.page.contains("€50.00 goes back to you"), "{}", browser.page);
        assert_eq!(browser.page.matches("No longer valid").count(), 2, "its tickets are void");
        app.run_work().await;
        browser.open(&order).await;
        assert!(browser.page.contains("€50.00 has gone back to you"), "{}", browser.page);
        let again = get(&router, &format!("/en/events/{}", event.slug)).await.body;
        assert!(again.contains("Only 2 left"), "its places are on sale again: {again}");
        browser.open(&format!("{order}/cancellation")).await;
        assert!(!browser.page.contains("Yes, cancel the order"), "once is enough");
    });
}

#[test]
fn an_order_that_may_not_be_cancelled_cannot_be() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 0).await;
        let mut browser = hold(&router, &event, "1").await;
        check_out(&mut browser).await;
        let order = browser.address.clone();
        assert!(!browser.page.contains("/cancellation"), "the page does not offer it");
        browser.open(&format!("{order}/cancellation")).await;
        assert!(browser.page.contains("cannot be cancelled any more"), "{}", browser.page);
        let mut forced = request("POST", &format!("{order}/cancellation"));
        forced.headers_mut().insert("sec-fetch-site", "same-origin".parse().expect("a header"));
        assert_eq!(ask(&router, forced).await.status, StatusCode::CONFLICT);
        browser.open(&order).await;
        assert!(browser.page.contains("You are in"), "{}", browser.page);
    });
}

#[test]
fn a_buyer_reads_and_accepts_the_terms_where_there_are_some() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let found = app.store.read().await.expect("reads").find_organization(organizer.organization).await;
        let slug = found.expect("read").expect("there").slug;
        let mut owner = Browser::new(&router);
        owner.bear(&app.token(&organizer.principal).await);
        owner.open(&format!("/en/office/organizations/{slug}/texts")).await;
        let texts = [("imprint", "Bell Tower"), ("terms", "Be *kind*."), ("privacy", "")];
        owner.send(&format!("/office/organizations/{slug}/texts"), &texts).await;
        assert!(owner.address.ends_with("/imprint") && owner.page.contains("Bell Tower"), "{}", owner.page);

        let mut browser = hold(&router, &event, "1").await;
        browser.open(&browser.link("/checkout")).await;
        let checkout = browser.page.clone();
        browser.open(&browser.link(&format!("/organizers/{slug}/terms"))).await;
        assert!(browser.page.contains("Be <em>kind</em>."), "{}", browser.page);
        browser.page = checkout;
        let typed = [("name", "Ada Example"), ("email", "ada@example.org")];
        browser.send("/checkout", &typed).await;
        assert_eq!(browser.status, 422);
        assert!(
            browser.page.contains("<a href=\"#f-terms\">Accept the terms to order</a>"),
            "{}",
            browser.page
        );
        browser.send("/checkout", &[typed[0], typed[1], ("terms", "on")]).await;
        assert!(browser.page.contains("You are in"), "{}", browser.page);
    });
}

#[test]
fn an_unchanged_event_page_is_not_sent_twice() {
    with_router(async |app, router| {
        let event = standing(&app, 10, 2_500).await;
        let path = format!("/en/events/{}", event.slug);
        let first = get(&router, &path).await;
        let mut again = request("GET", &path);
        again.headers_mut().insert("if-none-match", first.header("etag").parse().expect("a tag"));
        assert_eq!(ask(&router, again).await.status, StatusCode::NOT_MODIFIED);
        let mut packed = request("GET", &path);
        packed.headers_mut().insert("accept-encoding", "gzip, br".parse().expect("a list"));
        assert_eq!(ask(&router, packed).await.header("content-encoding"), "br");
        hold(&router, &event, "1").await;
        let mut later = request("GET", &path);
        later.headers_mut().insert("if-none-match", first.header("etag").parse().expect("a tag"));
        assert_eq!(ask(&router, later).await.status, StatusCode::OK, "a sale changes the page");
    });
}

#[test]
fn a_stranger_finds_nothing_behind_guessed_secrets() {
    with_router(async |_app, router| {
        for path in [
            "/en/carts/aaaaaaaaaaaaaaaaaaaaaaaaaa",
            "/en/orders/aaaaaaaaaaaaaaaaaaaaaaaaaa",
            "/en/orders/x",
            "/en/tickets/x/1",
        ] {
            assert_eq!(get(&router, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    });
}
