//! An organizer with one event on sale, made before the program starts.

use boxoffice_app::clock::Clock;
use boxoffice_app::testing::TestApp;
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;

/// The event's part of its address. Its date is to be announced, so that it is on sale whenever the proof runs.
pub(crate) async fn open(app: &TestApp, places: &str, price_minor: i64) -> String {
    app.advance_s(Clock::system().now().since_s(app.clock.now()));
    let organizer = app.organizer("Proof Hall").await;
    let draft = EventDraft {
        title: "Night of Proofs".into(),
        places: places.into(),
        ticket_types: vec![TicketTypeDraft::priced("Adult", price_minor)],
        publish: true,
        ..EventDraft::default()
    };
    app.event(&organizer, &draft).await.slug
}
