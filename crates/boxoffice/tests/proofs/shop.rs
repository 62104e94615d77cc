//! An organizer with one event on sale, made before the program starts.

use boxoffice_app::clock::Clock;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;

/// Brings the test's own clock to today, where the program's clock is.
pub(crate) fn follow_the_clock(app: &TestApp) {
    app.advance_s(Clock::system().now().since_s(app.clock.now()));
}

/// The event's part of its address. Its date is to be announced, so that it is on sale whenever the proof runs.
pub(crate) async fn open(app: &TestApp, places: &str, price_minor: i64) -> String {
    follow_the_clock(app);
    let organizer = app.organizer("Proof Hall").await;
    event(app, &organizer, places, price_minor).await
}

/// The same with more places than any rehearsal sells, and who manages it.
pub(crate) async fn open_big(app: &TestApp) -> (Organizer, String) {
    follow_the_clock(app);
    let organizer = app.organizer("Proof Hall").await;
    let slug = event(app, &organizer, "Floor, standing 1000000", 1_500).await;
    (organizer, slug)
}

async fn event(app: &TestApp, organizer: &Organizer, places: &str, price_minor: i64) -> String {
    let draft = EventDraft {
        title: "Night of Proofs".into(),
        places: places.into(),
        ticket_types: vec![TicketTypeDraft::priced("Adult", price_minor)],
        publish: true,
        ..EventDraft::default()
    };
    app.event(organizer, &draft).await.slug
}
