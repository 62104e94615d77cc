//! The organizer's events in the office: from five fields to the shop, and nothing for strangers.

use axum::Router;
use boxoffice_app::testing::TestApp;

use crate::accounts::{PASSWORD, get_as, post, sign_in, sign_up};
use crate::asking::{get, with_router};
use crate::browser::Browser;

#[test]
fn an_organizer_makes_a_draft_publishes_it_and_calls_it_off() {
    with_router(async |app, router| {
        sign_up(&app, &router, "ada@example.org").await;
        let cookie = sign_in(&router, "ada@example.org", PASSWORD, "").await;
        let made = post(
            &router,
            "/en/account/organization",
            &cookie,
            "name=Glass+House&contact_email=a%40example.org",
        )
        .await;
        assert_eq!(made.status, 303, "{}", made.body);
        let form = get_as(&router, "/en/office/events/new", &cookie).await.body;
        let organization =
            form.split("name=\"organization\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let organization = organization.expect("the only organization").to_owned();
        let fields = |places: &str| {
            format!(
                "organization={organization}&title=Night+of+Bells&starts_at=2027-05-01T19:30&city=Berlin&places={places}&price=12,50"
            )
        };
        let refused = post(&router, "/en/office/events", &cookie, &fields("Somewhere")).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("Somewhere") && refused.body.contains("is not understood"),
            "{}",
            refused.body
        );
        let made = post(&router, "/en/office/events", &cookie, &fields("Floor+standing+50")).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let page = made.header("location").to_owned();
        let event = page.trim_end_matches("/edit").to_owned();
        assert!(
            !get(&router, "/en/events?q=bells").await.body.contains("Night of Bells</a>"),
            "a draft is hidden"
        );

        let published = post(&router, &format!("{event}/publication"), &cookie, "").await;
        assert_eq!(published.status, 303, "{}", published.body);
        assert!(get(&router, "/en/events?q=bells").await.body.contains("Night of Bells</a>"));
        let student = "ticket_type_name=Student&price=8&order_limit=4";
        assert_eq!(post(&router, &format!("{event}/ticket-types"), &cookie, student).await.status, 303);
        let twice = post(&router, &format!("{event}/ticket-types"), &cookie, student).await;
        assert!(twice.status == 422 && twice.body.contains("Student is there twice"));
        let sale = get_as(&router, &format!("{event}/sale"), &cookie).await;
        assert!(sale.body.contains("Student") && sale.body.contains("Floor"));
        assert!(get_as(&router, "/en/office/events", &cookie).await.body.contains("Night of Bells"));

        let reason = "reason=The+singer+is+ill";
        assert_eq!(post(&router, &format!("{event}/cancellation"), &cookie, reason).await.status, 303);
        assert!(get_as(&router, &page, &cookie).await.body.contains("Cancelled"));

        refused_to_strangers(&app, &router, &event, &page).await;
    });
}

#[test]
fn a_refused_event_form_names_each_field_and_links_to_it() {
    with_router(async |app, router| {
        let organizer = app.organizer("Glass House").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        let edit = format!("/en/office/events/{}/edit", event.event);
        browser.open(&edit).await;
        let wrong = [("title", " "), ("hold_ttl_s", "0:04"), ("url", "ftp://x"), ("venue", &"v".repeat(121))];
        let page = browser.send("/edit", &wrong[..3]).await.to_owned();
        assert_eq!(browser.status, 422);
        for (field, sentence) in [
            ("title", "Title: This is required."),
            ("hold_ttl_s", "How long places are held: Must be between 0:05 and 60:00."),
            ("url", "Web page: Must be a web address that begins with https:// or http://."),
        ] {
            assert!(page.contains(&format!("<a href=\"#f-{field}\">{sentence}</a>")), "{field}: {page}");
            assert!(page.contains(&format!(" id=\"f-{field}\"")), "{field} is no field");
        }
        let page = browser.send("/edit", &[("title", "Bells"), ("url", ""), ("hold_ttl_s", "soon")]).await;
        assert!(page.contains("How long places are held: Must be a length of time such as 10:00."));
        let page = browser.send("/edit", &[("hold_ttl_s", "1:30"), wrong[3]]).await;
        assert!(page.contains("<a href=\"#f-venue\">Venue: At most 120 characters.</a>"), "{page}");
    });
}

#[test]
fn the_hold_length_is_typed_to_the_second_and_survives_being_saved() {
    with_router(async |app, router| {
        let organizer = app.organizer("Glass House").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        browser.open(&format!("/en/office/events/{}/edit", event.event)).await;
        assert_eq!(browser.value("name=\"hold_ttl_s\" type=\"text\" value=\""), "10:00");
        browser.send("/edit", &[("hold_ttl_s", "1:35"), ("cancel_until_s", "36:30")]).await;
        assert_eq!(browser.status, 200, "{}", browser.page);
        browser.send("/edit", &[("title", "Night of Bells, again")]).await;
        assert_eq!(browser.status, 200, "{}", browser.page);
        let stored = app.store.read().await.expect("reads").find_event(event.event).await.expect("found");
        let stored = stored.expect("the event");
        assert_eq!(stored.title, "Night of Bells, again");
        assert_eq!((stored.hold_ttl_s, stored.cancel_until_s), (95, Some(36 * 3_600 + 1_800)));
    });
}

#[test]
fn shared_quotas_and_the_number_of_a_ticket_type_have_their_forms() {
    with_router(async |app, router| {
        let organizer = app.organizer("Glass House").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        let sale = format!("/en/office/events/{}/sale", event.event);
        browser.open(&sale).await;
        let student = [("ticket_type_name", "Student"), ("order_limit", "4"), ("quantity", "5")];
        browser.send("/ticket-types", &student).await;
        assert!(browser.page.contains("data-label=\"At most\">5</td>"), "{}", browser.page);
        let adult = event.ticket_types[0].to_string();
        let wrong = [("quota_name", ""), ("quota_capacity", "3"), ("quota_types", adult.as_str())];
        browser.send("/quotas", &wrong).await;
        assert_eq!(browser.status, 422);
        assert!(
            browser.page.contains("<a href=\"#f-quota_name\">Name: This is required.</a>"),
            "{}",
            browser.page
        );
        browser.send("/quotas", &[("quota_name", "Reduced"), wrong[1], wrong[2]]).await;
        let few = "<a href=\"#f-quota_types\">Counts these ticket types: Choose at least 2.</a>";
        assert!(browser.page.contains(few), "{}", browser.page);
        browser.open(&browser.link("?ticket_type=").clone()).await;
        assert_eq!(browser.value("name=\"quota_name\" type=\"text\" value=\""), "");
        for ticket_type in [&adult, &browser.value("name=\"quota_types\" value=\"")] {
            assert!(browser.page.contains(ticket_type.as_str()));
        }
    });
}

#[test]
fn venues_are_listed_added_and_changed_by_their_own_house() {
    with_router(async |app, router| {
        let organizer = app.organizer("Glass House").await;
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        browser.open("/en/office/venues").await;
        assert!(browser.page.contains("No venues yet"), "{}", browser.page);
        browser.open("/en/office/venues/new").await;
        browser.send("/office/venues", &[("venue", " "), ("time_zone", "Mars/Olympus")]).await;
        assert_eq!(browser.status, 422);
        assert!(
            browser.page.contains("<a href=\"#f-venue\">Venue: This is required.</a>"),
            "{}",
            browser.page
        );
        assert!(
            browser.page.contains("<a href=\"#f-time_zone\">Time zone: Mars/Olympus is not"),
            "{}",
            browser.page
        );
        let hall = [("venue", "Harbour Stage"), ("city", "Hamburg"), ("time_zone", "Europe/Berlin")];
        browser.send("/office/venues", &hall).await;
        assert!(
            browser.page.contains("Harbour Stage</a>") && browser.page.contains("Hamburg"),
            "{}",
            browser.page
        );
        let venue = browser.link("/office/venues/ven_");
        browser.open(&venue).await;
        assert_eq!(browser.value("name=\"city\" type=\"text\" value=\""), "Hamburg");
        browser.send(&venue, &[("venue", "Harbour Hall")]).await;
        assert!(
            browser.page.contains("Harbour Hall</a>") && browser.page.contains("Hamburg"),
            "{}",
            browser.page
        );
        let mut stranger = Browser::new(&router);
        stranger.bear(&app.token(&app.organizer("Other House").await.principal).await);
        stranger.open(&venue).await;
        assert_eq!(stranger.status, 404);
        stranger.open("/en/office/venues").await;
        assert!(!stranger.page.contains("Harbour Hall"));
    });
}

#[test]
fn the_team_page_has_the_tabs_of_the_office() {
    with_router(async |app, router| {
        let organizer = app.organizer("Glass House").await;
        let mut browser = Browser::new(&router);
        browser.bear(&app.token(&organizer.principal).await);
        browser.open("/en/office/team").await;
        for tab in ["/en/office", "/en/office/events", "/en/office/venues", "/en/office/activity"] {
            assert!(browser.page.contains(&format!("<a href=\"{tab}\">")), "{tab}: {}", browser.page);
        }
        assert!(
            browser.page.contains("<a href=\"/en/office/team\" aria-current=\"page\">"),
            "{}",
            browser.page
        );
    });
}

/// Somebody else's event does not exist.
async fn refused_to_strangers(app: &TestApp, router: &Router, event: &str, page: &str) {
    sign_up(app, router, "bo@example.org").await;
    let stranger = sign_in(router, "bo@example.org", PASSWORD, "").await;
    post(router, "/en/account/organization", &stranger, "name=Other&contact_email=b%40example.org").await;
    for address in [page, format!("{event}/sale").as_str()] {
        assert_eq!(get_as(router, address, &stranger).await.status, 404, "{address}");
    }
    assert_eq!(post(router, &format!("{event}/publication"), &stranger, "").await.status, 404);
}
