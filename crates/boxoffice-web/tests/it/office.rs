//! The organizer's office, as a browser without scripts uses it: roles, somebody else's things, exports, orders.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::orders::{Checkout, Method, OrderState, checkout};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::dated;
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_domain::catalog::draft::EventDraft;

use crate::asking::{Answer, ask, request, with_router};
use crate::sources::rust_sources;

/// A browser of somebody who is signed in.
struct Browser<'r> {
    router: &'r Router,
    token: String,
}

impl<'r> Browser<'r> {
    async fn of(app: &TestApp, router: &'r Router, who: &Principal) -> Self {
        Self { router, token: format!("Bearer {}", app.token(who).await) }
    }

    async fn member(app: &TestApp, router: &'r Router, organizer: &Principal, role: Role) -> Self {
        let who = app.attendee(&format!("{}@example.org", role.as_str())).await;
        app.add_member(organizer.memberships[0].0, &who, role).await;
        Self::of(app, router, &who).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path)).await
    }

    async fn post(&self, path: &str, form: &'static str) -> Answer {
        let mut asked = request("POST", path);
        asked
            .headers_mut()
            .insert("content-type", "application/x-www-form-urlencoded".parse().expect("a header"));
        asked.headers_mut().insert("sec-fetch-site", "same-origin".parse().expect("a header"));
        *asked.body_mut() = Body::from(form);
        self.send(asked).await
    }

    async fn send(&self, mut asked: Request<Body>) -> Answer {
        asked.headers_mut().insert("authorization", self.token.parse().expect("a header"));
        ask(self.router, asked).await
    }
}

#[test]
fn every_page_of_the_office_is_for_its_house_and_role() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let order = app.buy(&event, 2).await;
        let owner = Browser::of(&app, &router, &organizer.principal).await;
        let clerk = Browser::member(&app, &router, &organizer.principal, Role::BoxOffice).await;
        let door = Browser::member(&app, &router, &organizer.principal, Role::Door).await;
        let stranger = Browser::of(&app, &router, &app.organizer("Other House").await.principal).await;
        let id = event.event;
        for (path, of_clerk, of_stranger) in [
            ("/en/office".to_owned(), 200, 200),
            ("/en/office/activity".to_owned(), 403, 200),
            (format!("/en/office/activity?event={id}"), 403, 404),
            (format!("/en/office/events/{id}"), 403, 404),
            (format!("/en/office/events/{id}/registrations"), 200, 404),
            (format!("/en/office/events/{id}/registrations/export"), 200, 404),
            (format!("/en/office/events/{id}/orders"), 200, 404),
            (format!("/en/office/orders/{}", order.id), 200, 404),
            (format!("/en/office/orders/{}/cancellation", order.id), 200, 404),
        ] {
            let answer = owner.get(&path).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("cache-control")),
                (200, "private, no-store"),
                "{path}"
            );
            assert_eq!(clerk.get(&path).await.status.as_u16(), of_clerk, "{path} for the box office");
            assert_eq!(stranger.get(&path).await.status.as_u16(), of_stranger, "{path} for a stranger");
            assert_eq!(door.get(&path).await.status.as_u16(), 403, "{path} at the door");
        }
        assert!(!stranger.get("/en/office").await.body.contains("Night of Bells"));
        assert!(!clerk.get("/en/office").await.body.contains("Revenue"));
        assert_eq!(
            stranger.post(&format!("/en/office/orders/{}/mails", order.id), "").await.status.as_u16(),
            404
        );
        let taken = stranger.post(&format!("/en/office/orders/{}/cancellation", order.id), "reason=x").await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND);
        assert_eq!(app.order(order.id).await.state, OrderState::Confirmed);
    });
}

#[test]
fn the_dashboard_says_what_was_sold() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let owner = Browser::of(&app, &router, &organizer.principal).await;
        let before = owner.get(&format!("/en/office/events/{}", event.event)).await;
        assert!(before.body.contains("Nothing has been sold yet."));
        app.buy(&event, 3).await;
        let after = owner.get(&format!("/en/office/events/{}", event.event)).await;
        for part in
            ["3 tickets sold since", "30", "<svg viewBox", "data-live=\"/live/events/", "<th scope=\"col\""]
        {
            assert!(after.body.contains(part), "{part}");
        }
    });
}

#[test]
fn exports_hold_what_was_searched_and_no_formulas() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let owner = Browser::of(&app, &router, &organizer.principal).await;
        for name in ["=HYPERLINK(\"http://x\")", "＝1+1", "+49 30 1", "Zoë, Z", "Ada"] {
            let held = app.hold_count(&event, 1).await.expect("held");
            let asked = Checkout { name: name.into(), ..guest_checkout(held.cart) };
            let made = checkout(&app, &guest(), asked).await.expect("checked out");
            app.pay_by_card(made.order).await;
        }
        let path = format!("/en/office/events/{}/registrations/export", event.event);
        let file = owner.get(&path).await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename=\"registrations-night-of-bells.csv\""
        );
        assert_eq!(file.body.matches("\r\n").count(), 6);
        let cells =
            ["\"'=HYPERLINK(\"\"http://x\"\")\"", "\"'＝1+1\"", "\"'+49 30 1\"", "\"Zoë, Z\"", ",Ada,"];
        for cell in cells {
            assert!(file.body.contains(cell), "{cell} in {}", file.body);
        }
        let one = owner.get(&format!("{path}?q=zo%C3%AB&state=valid")).await;
        assert_eq!(one.body.matches("\r\n").count(), 2, "{}", one.body);
        let page = owner
            .get(&format!("/de/office/events/{}/registrations?q=%3Cb%3E&state=x&after=x", event.event))
            .await;
        assert!(
            page.status == StatusCode::OK
                && page.body.contains("Niemand gefunden")
                && !page.body.contains("<b>")
        );
    });
}

#[test]
fn staff_cancel_with_a_reason_that_stays_in_the_log() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let order = app.buy(&event, 2).await;
        let clerk = Browser::member(&app, &router, &organizer.principal, Role::BoxOffice).await;
        let owner = Browser::of(&app, &router, &organizer.principal).await;
        let path = format!("/en/office/orders/{}", order.id);
        let mailed = clerk.post(&format!("{path}/mails"), "").await;
        assert_eq!(mailed.header("location"), format!("{path}?notice=mailed"));
        let asked = clerk.get(&format!("{path}/cancellation")).await;
        assert!(asked.body.contains("€30.00 goes back to the buyer"), "{}", asked.body);
        let refused = clerk.post(&format!("{path}/cancellation"), "reason=+").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = clerk.post(&format!("{path}/cancellation"), "reason=Fell+%3Cill%3E").await;
        assert_eq!(done.header("location"), format!("{path}?notice=cancelled"));
        assert_eq!(app.order(order.id).await.state, OrderState::Cancelled);
        let again = clerk.post(&format!("{path}/cancellation"), "reason=x").await;
        assert!(again.status == StatusCode::CONFLICT && again.body.contains("This order has already ended."));
        for page in [path, "/en/office/activity".to_owned()] {
            let page = owner.get(&page).await.body;
            assert!(
                page.contains(&format!("box_office@example.org cancelled order {}", order.number)),
                "{page}"
            );
            assert!(page.contains("Fell &#60;ill&#62;"), "{page}");
        }
    });
}

#[test]
fn the_box_office_takes_money_once() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let mut draft =
            EventDraft { publish: true, ..dated(EventDraft::standing("Night of Bells", 10, 1_500)) };
        draft.box_office = true;
        let event = app.event(&organizer, &draft).await;
        let held = app.hold_count(&event, 2).await.expect("held");
        let asked = Checkout { method: Method::BoxOffice, ..guest_checkout(held.cart) };
        let made = checkout(&app, &guest(), asked).await.expect("checked out");
        let clerk = Browser::member(&app, &router, &organizer.principal, Role::BoxOffice).await;
        let waiting = clerk.get(&format!("/en/office/events/{}/orders?state=box_office", event.event)).await;
        assert!(waiting.body.contains(&made.order.to_string()));
        let path = format!("/en/office/orders/{}", made.order);
        assert!(clerk.get(&path).await.body.contains("received, issue the tickets"));
        let paid = clerk.post(&format!("{path}/payments"), "taken_as=card").await;
        assert_eq!(paid.header("location"), format!("{path}?notice=paid"));
        assert_eq!(app.order(made.order).await.state, OrderState::Confirmed);
        assert!(clerk.get(&path).await.body.contains("Paid at the box office: Card terminal"));
        assert_eq!(
            clerk.post(&format!("{path}/payments"), "taken_as=card").await.status,
            StatusCode::CONFLICT
        );
    });
}

#[test]
fn what_remains_is_the_same_number_everywhere() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 41, 1_500).await;
        app.buy(&event, 3).await;
        app.hold_count(&event, 1).await.expect("held");
        let owner = Browser::of(&app, &router, &organizer.principal).await;
        let id = event.event;
        for (path, shown) in [
            ("/en/office".to_owned(), "data-label=\"Remaining\">38</td>"),
            ("/en/office/events".to_owned(), "data-label=\"Remaining\">38</td>"),
            (format!("/en/office/events/{id}"), ">38</p>"),
            (format!("/api/v1/events/{}/stats", id.uuid()), "\"remaining\":38"),
        ] {
            let page = owner.get(&path).await.body;
            assert!(page.contains(shown), "{path}: {page}");
        }
    });
}

#[test]
fn the_log_names_the_program_and_the_zone_of_each_time() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        app.check_out(held.cart).await.expect("checked out");
        app.advance_s(3_000);
        app.run_work().await;
        let owner = Browser::of(&app, &router, &organizer.principal).await;
        let log = owner.get("/en/office/activity").await.body;
        assert!(log.contains("Boxoffice itself ended order"), "{log}");
        let lines = log.matches("data-label=\"When\"").count();
        assert!(lines > 2 && log.matches("(Berlin time)</td>").count() == lines, "{log}");
    });
}

/// What organizations do and what is done to them; accounts keep their own log.
const NOUNS: [&str; 12] = [
    "event",
    "performance",
    "places",
    "capacity",
    "ticket_type",
    "quota",
    "venue",
    "organization",
    "member",
    "order",
    "payment",
    "scan",
];

#[test]
fn every_entry_of_the_log_has_a_sentence() {
    let actions = rust_sources("boxoffice-app/src").into_iter().flat_map(|(_, text)| {
        let literals = text.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        literals.into_iter().filter(|literal| {
            let plain = |part: &str| {
                !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            };
            literal.split_once('.').is_some_and(|(noun, verb)| NOUNS.contains(&noun) && plain(verb))
        })
    });
    // What open pages are told is no entry of the log.
    let stream = ["event.changed"];
    let missing: Vec<String> = actions
        .filter(|action| !stream.contains(&action.as_str()))
        .filter(|action| {
            !boxoffice_app::i18n::Lang::EN.has(&format!("activity-{}", action.replace(['.', '_'], "-")))
        })
        .collect();
    assert!(missing.is_empty(), "no sentence for {missing:?}");
}
