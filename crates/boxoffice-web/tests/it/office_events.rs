//! The organizer's events in the office: from five fields to the shop, and nothing for strangers.

use axum::Router;
use boxoffice_app::testing::TestApp;

use crate::accounts::{PASSWORD, get_as, post, sign_in, sign_up};
use crate::asking::{get, with_router};

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
