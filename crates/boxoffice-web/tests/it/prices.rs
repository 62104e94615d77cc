//! Fees, taxes, codes and invoices through the pages, as an organizer and a buyer without scripts use them.

use boxoffice_app::both_databases;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use serde_json::{Value, json};

use crate::api::Api;
use crate::asking::with_router;
use crate::browser::Browser;
use crate::people::{create_event, organizer};

async fn office<'r>(app: &TestApp, router: &'r axum::Router, organizer: &Organizer) -> Browser<'r> {
    let mut browser = Browser::new(router);
    browser.bear(&app.token(&organizer.principal).await);
    browser
}

/// Sets 19 % in the price and a service fee of 1.00 on top.
async fn set_prices(browser: &mut Browser<'_>, app: &TestApp) {
    browser.open("/en/office/payments").await;
    browser.open(&browser.link("/prices")).await;
    let fields = [
        ("country", "de"),
        ("vat_id", "DE 123 456 789"),
        ("currency", "EUR"),
        ("fee_kind", "service"),
        ("fee_per", "ticket"),
        ("fee_carrier", "buyer"),
        ("fee_fixed", "1"),
        ("fee_percent", ""),
        ("tax_country", "Germany"),
        ("tax_standard", "19"),
        ("tax_reduced", "7"),
        ("tax_mode", "included"),
    ];
    browser.send("/prices", &fields).await;
    assert!(browser.page.contains("Saved."), "{} {}", browser.status, browser.page);
    assert!(browser.page.contains("value=\"DE123456789\""));
    app.run_work().await;
}

#[test]
fn an_organizer_sets_prices_and_a_buyer_sees_every_part_up_to_the_invoice() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 2_500).await;
        app.store.run("update event set country = 'DE'").await.expect("a country");
        let mut staff = office(&app, &router, &organizer).await;
        set_prices(&mut staff, &app).await;
        staff.open(&format!("/en/office/events/{}/codes", event.event)).await;
        let code = [("label", "Bells-10"), ("kind", "discount"), ("percent", "10"), ("uses_max", "3")];
        staff.send("/codes", &code).await;
        assert!(staff.page.contains("Bells-10") && staff.page.contains("0 / 3"), "{}", staff.page);
        staff.open(&format!("/en/office/events/{}/codes", event.event)).await;
        staff.send("/codes", &code).await;
        assert!(staff.status == 422 && staff.page.contains("has this code already"), "{}", staff.page);

        let mut buyer = Browser::new(&router);
        buyer.open(&format!("/en/events/{}", event.slug)).await;
        assert!(buyer.page.contains("€26.00"), "the fee is in the price: {}", buyer.page);
        let field = buyer.value("name=\"q.");
        buyer.send("/holds", &[(&format!("q.{field}"), "2")]).await;
        assert!(buyer.page.contains("€52.00"), "{}", buyer.page);
        buyer.send("/codes", &[("code", "wrong")]).await;
        assert!(buyer.status == 422 && buyer.page.contains("not valid here"), "{}", buyer.page);
        buyer.send("/codes", &[("code", "bells10")]).await;
        // 2 × 25.00 less 10 %, 2 × 1.00; 19 % in 22.50 is 3.59, in 1.00 it is 0.16.
        for part in ["€47.00", "Code Bells-10", "€−5.00", "€2.00", "€7.50 tax (19%"] {
            assert!(buyer.page.contains(part), "{part}: {}", buyer.page);
        }
        buyer.open(&buyer.link("/checkout")).await;
        buyer.send("/checkout", &[("name", "Ada Example"), ("email", "ada@example.org")]).await;
        buyer.send("", &[("card_number", "4242 4242 4242 4242")]).await;
        let gateway = app.test_gateway.clone().expect("test mode");
        for webhook in gateway.waiting_webhooks().await.expect("webhooks") {
            let told = boxoffice_app::orders::receive_webhook(
                &app,
                "test",
                None,
                &webhook.headers,
                webhook.body.as_bytes(),
            );
            told.await.expect("taken");
        }
        let order = buyer.address.clone();
        buyer.open(&order).await;
        for part in ["You are in", "€47.00", "Code Bells-10", "€7.50 tax (19%"] {
            assert!(buyer.page.contains(part), "{part}: {}", buyer.page);
        }
        buyer.open(&buyer.link("/invoices")).await;
        buyer.send("/invoices", &[("company", "Glocke GmbH"), ("vat_id", "nonsense")]).await;
        assert!(buyer.status == 422 && buyer.page.contains("Glocke GmbH"), "{}", buyer.page);
        buyer.send("/invoices", &[("company", "Glocke GmbH"), ("vat_id", "")]).await;
        assert!(buyer.page.contains("Invoice 2027-00001"), "{}", buyer.page);
        let file = buyer.link("/files/invoices/").replace("&amp;", "&").replace("&#38;", "&");
        assert!(buyer.open(&file).await.starts_with("%PDF"));
        app.run_work().await;
        let mails =
            "select count(*) from mail where text_body like '%Code Bells-10%' and html_body like '%€47.00%'";
        assert_eq!(app.store.count(mails).await.expect("counted"), 1, "the mail has the receipt");
    });
}

#[test]
fn a_code_in_the_address_opens_a_hidden_ticket_type() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        app.store.run("update ticket_type set hidden = true, name = 'Members'").await.expect("hidden");
        let mut staff = office(&app, &router, &organizer).await;
        staff.open(&format!("/en/office/events/{}/codes", event.event)).await;
        let kind = event.ticket_types[0].to_string();
        let code = [("label", "MEMBERS"), ("kind", "access"), ("ticket_types", kind.as_str())];
        staff.send("/codes", &code).await;
        assert!(staff.page.contains("MEMBERS"), "{}", staff.page);
        let mut buyer = Browser::new(&router);
        let page = format!("/en/events/{}", event.slug);
        assert!(!buyer.open(&page).await.contains("<h3>Members"));
        assert!(!buyer.open(&format!("{page}?code=guess")).await.contains("<h3>Members"));
        assert!(buyer.open(&format!("{page}?code=members")).await.contains("<h3>Members"), "{}", buyer.page);
        let field = buyer.value("name=\"q.");
        buyer.send("/holds", &[(&format!("q.{field}"), "1")]).await;
        assert!(buyer.address.contains("/carts/"), "{}", buyer.page);
        buyer.send("/codes/removal", &[]).await;
        assert!(buyer.page.contains("only sold with its code"), "{}", buyer.page);
    });
}

#[test]
fn prices_by_area_and_numbers_that_cannot_be_read() {
    with_router(async |app, router| {
        let organizer = app.organizer("Glass House").await;
        let event =
            app.seated_event(&organizer, "Stalls, row A, 4 seats; Balcony, row A, 4 seats", 3_000).await;
        let mut staff = office(&app, &router, &organizer).await;
        let prices = format!("/en/office/events/{}/prices", event.event);
        let action = format!("/prices/{}", event.ticket_types[0]);
        staff.open(&prices).await;
        let set = [("area", "Balcony"), ("level", "20"), ("class", "reduced"), ("needs_code", "")];
        staff.send(&action, &set).await;
        assert!(staff.page.contains("Saved.") && staff.page.contains("value=\"20.00\""), "{}", staff.page);
        staff.open(&prices).await;
        staff.send(&action, &[("area", "Balcony"), ("level", "cheap"), ("class", "reduced")]).await;
        assert_eq!(staff.status, 422);
        let mut buyer = Browser::new(&router);
        buyer.open(&format!("/en/events/{}", event.slug)).await;
        assert!(buyer.page.contains("from €20.00") && buyer.page.contains("from €30.00"), "{}", buyer.page);
        let other = app.organizer("Bell Tower").await;
        let mut stranger = office(&app, &router, &other).await;
        for page in ["prices", "codes"] {
            stranger.open(&format!("/en/office/events/{}/{page}", event.event)).await;
            assert_eq!(stranger.status, 404, "{page}");
        }
    });
}

/// The performance and the ticket type of an event, as a guest finds them.
async fn find(guest: &Api, event: &str) -> (Value, Value) {
    let left = guest.get(&format!("/events/{event}/availability")).await.is(200);
    let performance = &left["performances"][0];
    (performance["performanceId"].clone(), performance["ticketTypes"][0]["ticketTypeId"].clone())
}

both_databases! {
    async fn the_api_applies_codes_and_says_what_a_total_is_made_of(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        let event = create_event(&organizer, &json!({ "title": "Bells", "capacity": 5, "priceMinor": 1000 })).await;
        let guest = Api::of(&app);
        let (performance, ticket_type) = find(&guest, &event).await;
        let code = "insert into code (code_id, event_id, organization_id, label, code_key, kind, part_bp, amount_minor, used, created_at)
                    select event_id, event_id, organization_id, 'BELLS', 'BELLS', 'discount', 0, 300, 0, 1 from event";
        app.store.run(code).await.expect("a code");
        let wish = json!({ "performanceId": performance, "items": [{ "ticketTypeId": ticket_type, "quantity": 2 }] });
        let held = guest.post("/holds", &wish).await.is(201);
        let cart = format!("/carts/{}", held["cart"].as_str().expect("a secret"));
        guest.post(&format!("{cart}/codes"), &json!({ "code": "nope" })).await.is_refused(422, "no_such_code");
        let shown = guest.post(&format!("{cart}/codes"), &json!({ "code": "bells" })).await.is(200);
        assert_eq!(shown["total"]["minor"], 1_400);
        assert_eq!(shown["receipt"]["discountMinor"], 600);
        assert_eq!(shown["holds"][0]["code"], "BELLS");
        let buyer = json!({ "name": "Ada Example", "email": "ada@example.org", "acceptedTotalMinor": 1_400,
            "company": { "name": "Glocke GmbH", "vatId": "ATU12345678" } });
        let order = guest.post(&format!("{cart}/orders"), &buyer).await.is(201);
        let shown = guest.get(&format!("/orders/{}", order["order"].as_str().expect("a secret"))).await.is(200);
        assert_eq!(shown["receipt"]["codes"], json!(["BELLS"]));
        assert_eq!(shown["lines"][0]["priceMinor"], 700);
    }
}
