//! The box office statement: every ticket in its column, every cent in its line, and the same words on paper.

use std::process::Command;

use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::i18n::Lang;
use boxoffice_app::orders::{CancelBy, Checkout, Method, NewComp, cancel, checkout, give_comps, mark_paid};
use boxoffice_app::reports::{BoxOfficeStatement, find_box_office_statement, print_box_office_statement};
use boxoffice_app::store::box_office::{CountedMethod, CountedType};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_domain::payment::TakenAs;

const PRICE: i64 = 2_500;

both_databases! {
    async fn a_statement_counts_sold_given_and_returned_tickets_and_how_they_were_paid(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 50, PRICE).await;
        app.store.run("update event set box_office = true").await.expect("a box office");
        sell(&app, &organizer, &event).await;
        let found = find_box_office_statement(&app, &organizer.principal, event.performances[0]).await;
        let statement = found.expect("answers").expect("theirs");
        let counted = CountedType {
            name: "Standard".into(),
            sold: 7,
            comps: 4,
            given_back: 2,
            gross_minor: 7 * PRICE,
            fee_minor: 0,
            back_minor: 2 * PRICE,
        };
        assert_eq!(statement.types, [CountedType { name: statement.types[0].name.clone(), ..counted }]);
        let way = |method: &str, taken_as: Option<&str>, tickets| CountedMethod {
            method: method.into(),
            taken_as: taken_as.map(str::to_owned),
            tickets,
            gross_minor: if method == "comp" { 0 } else { tickets * PRICE },
        };
        let ways = [
            way("box_office", Some("card"), 1),
            way("box_office", Some("cash"), 1),
            way("comp", None, 4),
            way("gateway", None, 5),
        ];
        assert_eq!(statement.methods, ways);
        let earned = statement.earned;
        assert_eq!((earned.gross_minor, earned.refund_minor, earned.net_minor()), (7 * PRICE, 2 * PRICE, 5 * PRICE));
        let stranger = app.organizer("Other House").await.principal;
        let theirs = find_box_office_statement(&app, &stranger, event.performances[0]).await.expect("answers");
        assert!(theirs.is_none());

        is_printed(&app, &statement);
    }
}

/// Three kept, two given back, two paid at the box office, four given away, one not paid.
async fn sell(app: &TestApp, organizer: &Organizer, event: &Created) {
    app.buy(event, 3).await;
    let back = app.buy(event, 2).await;
    cancel(app, &guest(), back.id, CancelBy::Organizer, "rain").await.expect("cancelled");
    for taken_as in [TakenAs::Cash, TakenAs::Card] {
        let held = app.hold_count(event, 1).await.expect("held");
        let wish = Checkout { method: Method::BoxOffice, ..guest_checkout(held.cart) };
        let made = checkout(app, &guest(), wish).await.expect("checked out");
        mark_paid(app, &guest(), made.order, taken_as).await.expect("paid");
    }
    let comp = NewComp {
        performance: event.performances[0],
        ticket_type: event.ticket_types[0],
        quantity: 4,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        locale: "en".into(),
        reason: "press".into(),
    };
    give_comps(app, &organizer.principal, &guest(), event.event, &comp).await.expect("given");
    let held = app.hold_count(event, 1).await.expect("held");
    app.check_out(held.cart).await.expect("not paid");
}

/// The statement says the same on paper, in both languages.
fn is_printed(app: &TestApp, statement: &BoxOfficeStatement) {
    for (lang, words) in [
        (Lang::EN, ["Box office statement", "Given away", "Card terminal", "175.00"]),
        (Lang::DE, ["Kassenabrechnung", "Freikarten", "Kartenterminal", "175,00"]),
    ] {
        let pdf = print_box_office_statement(statement, lang).expect("a PDF");
        let path = app.data().join("statement.pdf");
        std::fs::write(&path, pdf).expect("written");
        let read = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output();
        let read = String::from_utf8(read.expect("poppler-utils").stdout).expect("text");
        for word in words {
            assert!(read.contains(word), "{word} is missing from {read}");
        }
    }
}
