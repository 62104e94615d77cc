//! Bank transfers as people meet them: a buyer without scripts, an owner who enters the account, a manager with a
//! statement; the files that the office makes.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use boxoffice_app::orders::OrderState;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_domain::ids::OrderId;

use crate::asking::{Answer, ask, request, with_router};
use crate::browser::Browser;

const IBAN: &str = "DE89 3704 0044 0532 0130 00";

/// The page of an organization; test organizations have their id in their address.
fn account_page(organizer: &Organizer) -> String {
    format!("/en/office/organizations/bell-tower-{}/bank-account", organizer.organization)
}

async fn enter_account<'r>(app: &TestApp, router: &'r Router, organizer: &Organizer) -> Browser<'r> {
    let mut owner = Browser::new(router);
    owner.bear(&app.token(&organizer.principal).await);
    let page = account_page(organizer);
    owner.open(&page).await;
    let wrong = [("holder", "Bell Tower e. V."), ("iban", "DE89 3704 0044 0532 0130 01")];
    let refused = owner.send(&page, &wrong).await.to_owned();
    assert!(refused.contains("This is not an IBAN") && refused.contains("Bell Tower e. V."), "{refused}");
    owner.send(&page, &[("iban", IBAN), ("is_on", "on")]).await;
    assert!(owner.address.starts_with("/en/office/bank?organization="), "{}", owner.address);
    assert!(owner.page.contains(IBAN));
    owner
}

/// Sends a file as a browser does.
async fn upload(router: &Router, token: &str, path: &str, text: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"statement\"; filename=\"march.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{text}\r\n--x--\r\n"
    );
    let asked = Request::builder()
        .method("POST")
        .uri(path)
        .header("host", "127.0.0.1:8080")
        .header("accept", "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .expect("a request");
    ask(router, asked).await
}

#[test]
fn a_buyer_transfers_and_a_manager_brings_the_statement_in() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 2_500).await;
        let mut owner = enter_account(&app, &router, &organizer).await;
        let held = app.hold_count(&event, 2).await.expect("held");
        let mut buyer = Browser::new(&router);
        let checkout = format!("/en/carts/{}/checkout", held.cart);
        assert!(buyer.open(&checkout).await.contains("Bank transfer"));
        let typed = [("name", "Ada"), ("email", "ada@example.org"), ("method", "bank_transfer")];
        let page = buyer.send("/checkout", &typed).await.to_owned();
        assert!(page.contains("Waiting for your bank transfer"), "{page}");
        assert!(page.contains(IBAN) && page.contains("50.00") && page.contains("Code for banking apps"));
        let reference = page.split("<dt>Reference</dt><dd>").nth(1).and_then(|rest| rest.split('<').next());
        let reference = reference.expect("a reference").to_owned();
        assert!(reference.starts_with("RF"), "{reference}");

        let token = app.token(&organizer.principal).await;
        let statements = format!("/en/office/bank/accounts/{}/statements", organizer.organization);
        let broken = upload(&router, &token, &statements, "a;b\r\n1;2").await;
        assert_eq!(broken.status.as_u16(), 422);
        assert!(broken.body.contains("names a column with days"), "{}", broken.body);
        let text = format!(
            "Buchungstag;Verwendungszweck;Betrag\r\n31.03.2027;Tickets {reference};50,00\r\n31.03.2027;Miete;7,00\r\n"
        );
        let kept = upload(&router, &token, &statements, &text).await;
        assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
        let look = kept.header("location").to_owned();
        let shown = owner.open(&look).await.to_owned();
        assert!(shown.contains("one order is paid") && shown.contains("No order named"), "{shown}");
        owner.send("/entries", &[]).await;
        assert!(owner.page.contains("One order is paid."), "{}", owner.page);
        assert!(owner.page.contains("One transfer must be looked at."));
        assert!(owner.open(&look).await.contains("taken already"));
        let orders = owner.open(&format!("/en/office/events/{}/orders", event.event)).await;
        assert!(orders.contains("Confirmed"), "{orders}");

        let back = format!("/en/office/bank?organization={}", organizer.organization);
        owner.open(&back).await;
        let refused = owner.send("/orders", &[("number", "AB23CD45EF")]).await.to_owned();
        assert!(refused.contains("no order with this number"), "{refused}");
        owner.open(&back).await;
        owner.send("/notes", &[("note", "rent")]).await;
        assert!(owner.page.contains("Set aside."), "{}", owner.page);
        assert!(owner.page.contains("Every transfer has found its order"));
    });
}

#[test]
fn transfers_are_nobody_elses_business() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let other = app.organizer("Other House").await;
        enter_account(&app, &router, &organizer).await;
        let token = app.token(&other.principal).await;
        let organization = organizer.organization;
        let text = "Datum;Betrag;Zweck\r\n31.03.2027;5,00;x\r\n";
        let path = format!("/en/office/bank/accounts/{organization}/statements");
        assert_eq!(upload(&router, &token, &path, text).await.status.as_u16(), 404);
        let own = app.token(&organizer.principal).await;
        let look = upload(&router, &own, &path, text).await.header("location").to_owned();
        let mut stranger = Browser::new(&router);
        stranger.bear(&token);
        for path in [look, format!("/en/office/bank?organization={organization}"), account_page(&organizer)] {
            stranger.open(&path).await;
            assert_eq!(stranger.status, 404, "{path}");
        }
    });
}

#[test]
fn the_api_takes_transfers_and_says_where_to() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 2_500).await;
        enter_account(&app, &router, &organizer).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let mut asked = request("POST", &format!("/api/v1/carts/{}/orders", held.cart));
        asked.headers_mut().insert("content-type", "application/json".parse().expect("a header"));
        *asked.body_mut() =
            Body::from(r#"{"name":"Ada","email":"ada@example.org","method":"bank_transfer"}"#);
        let made = ask(&router, asked).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.body);
        let order: serde_json::Value = serde_json::from_str(&made.body).expect("JSON");
        let secret = order["order"].as_str().expect("a secret");
        let shown = ask(&router, request("GET", &format!("/api/v1/orders/{secret}"))).await;
        let shown: serde_json::Value = serde_json::from_str(&shown.body).expect("JSON");
        assert_eq!(
            (shown["method"].as_str(), shown["state"].as_str()),
            (Some("bank_transfer"), Some("pending"))
        );
        assert_eq!(shown["transfer"]["iban"], IBAN);
        assert_eq!(shown["transfer"]["amount"]["minor"], 2_500);
        assert!(shown["transfer"]["code"].as_str().is_some_and(|code| code.starts_with("BCD\n")));
    });
}

#[test]
fn a_manager_gives_tickets_away_and_takes_the_files_home() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 2_500).await;
        app.buy(&event, 2).await;
        let mut owner = Browser::new(&router);
        owner.bear(&app.token(&organizer.principal).await);
        let comps = format!("/en/office/events/{}/comps", event.event);
        owner.open(&comps).await;
        let (performance, ticket_type) =
            (event.performances[0].to_string(), event.ticket_types[0].to_string());
        let typed = [
            ("performance", performance.as_str()),
            ("ticket_type", ticket_type.as_str()),
            ("quantity", "1"),
            ("name", "Ada"),
            ("email", "ada@example.org"),
            ("reason", ""),
        ];
        assert!(owner.send(&comps, &typed).await.contains("Give a reason"));
        owner.send(&comps, &[typed[0], typed[1], ("reason", "press")]).await;
        assert!(owner.page.contains("Given away by the organizer: press"), "{}", owner.page);
        let id = owner.address.split(['/', '?']).find_map(|step| step.parse::<OrderId>().ok());
        assert_eq!(app.order(id.expect("an order")).await.state, OrderState::Confirmed);

        let earnings = owner.open("/en/office/earnings").await.to_owned();
        let sheet = owner.link("/earnings/sheet");
        assert!(earnings.contains("Box office statement as PDF"), "{earnings}");
        let statement = owner.link("/statement");
        let registrations = format!("/en/office/events/{}/registrations/sheet", event.event);
        let token = app.token(&organizer.principal).await;
        for (path, begins) in [(sheet, "PK"), (registrations, "PK"), (statement.clone(), "%PDF")] {
            let mut asked = request("GET", &path.replace("&amp;", "&"));
            asked.headers_mut().insert("authorization", format!("Bearer {token}").parse().expect("a header"));
            let answer = ask(&router, asked).await;
            assert_eq!(answer.status.as_u16(), 200, "{path}");
            assert!(answer.body.starts_with(begins), "{path}");
            assert!(answer.header("content-disposition").starts_with("attachment"), "{path}");
        }
        let stranger = app.token(&app.organizer("Other House").await.principal).await;
        let mut asked = request("GET", &statement);
        asked.headers_mut().insert("authorization", format!("Bearer {stranger}").parse().expect("a header"));
        assert_eq!(ask(&router, asked).await.status.as_u16(), 404);
    });
}
