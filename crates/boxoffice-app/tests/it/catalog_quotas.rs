//! Caps over ticket types that change while tickets are sold.

use std::collections::BTreeSet;

use boxoffice_app::audit::audit;
use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::catalog::edit::EditError;
use boxoffice_app::catalog::office::find_office_event;
use boxoffice_app::catalog::performances::add_performance;
use boxoffice_app::catalog::quotas::{OfficeQuota, SharedQuota, add_quota, edit_quota, remove_quota};
use boxoffice_app::catalog::ticket_types::edit_ticket_type;
use boxoffice_app::selling::{Choice, HoldError, HoldRequest, Item, hold};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::sales::guest;
use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;

/// Ten places, sold to adults, students and seniors.
async fn begin(app: &TestApp) -> (Organizer, Created) {
    let organizer = app.organizer("Glass House").await;
    let mut draft = EventDraft { publish: true, ..EventDraft::standing("Night of Bells", 10, 0) };
    draft.ticket_types.extend(["Student", "Senior"].map(|name| TicketTypeDraft::priced(name, 0)));
    let event = app.event(&organizer, &draft).await;
    (organizer, event)
}

/// Holds so many places of one of the ticket types.
async fn take(app: &TestApp, event: &Created, ticket_type: usize, quantity: u32) -> Result<(), HoldError> {
    let choice = Choice::Count { area: None, quantity };
    let items = vec![Item { ticket_type: event.ticket_types[ticket_type], choice }];
    let request =
        HoldRequest { performance: event.performances[0], items, cart: None, account: None, id: None };
    hold(app, &guest(), request).await.map(drop)
}

fn reduced(event: &Created, capacity: i64) -> SharedQuota {
    let ticket_types = BTreeSet::from([event.ticket_types[1], event.ticket_types[2]]);
    SharedQuota { name: " Reduced ".into(), capacity, ticket_types }
}

async fn quotas(app: &TestApp, organizer: &Organizer, event: &Created) -> Vec<OfficeQuota> {
    let found = find_office_event(app, &organizer.principal, event.event).await.expect("read");
    found.expect("ours").quotas
}

/// The counters agree with what they count.
async fn expect_sound(app: &TestApp) {
    let found: Vec<_> =
        audit(app).await.expect("it runs").into_iter().filter(|c| !c.findings.is_empty()).collect();
    assert!(found.is_empty(), "{found:?}");
}

fn code<T>(result: Result<T, EditError>) -> String {
    match result.err() {
        Some(EditError::Draft(error)) => format!("{} {}", error.0[0].field, error.0[0].error.code()),
        Some(error) => error.code().to_owned(),
        None => "taken".to_owned(),
    }
}

both_databases! {
    async fn a_shared_quota_counts_what_was_taken_before_it_came(app: TestApp) {
        let (organizer, event) = begin(&app).await;
        let editor = organizer.editor();
        take(&app, &event, 1, 2).await.expect("two students");
        assert_eq!(code(add_quota(&app, &editor, event.event, &reduced(&event, 1)).await), "quota_capacity field_below_taken");
        add_quota(&app, &editor, event.event, &reduced(&event, 3)).await.expect("added");
        take(&app, &event, 2, 1).await.expect("one senior");
        assert!(take(&app, &event, 1, 1).await.is_err(), "three is all");
        take(&app, &event, 0, 5).await.expect("adults are not counted");
        let known = quotas(&app, &organizer, &event).await;
        assert_eq!((known.len(), known[0].name.as_str(), known[0].capacity, known[0].taken), (1, "Reduced", 3, 3));
        edit_quota(&app, &editor, event.event, known[0].quota, &reduced(&event, 4)).await.expect("changed");
        take(&app, &event, 1, 1).await.expect("one more");
        let known = quotas(&app, &organizer, &event).await;
        remove_quota(&app, &editor, event.event, known[0].quota).await.expect("removed");
        take(&app, &event, 1, 1).await.expect("no cap any more");
        assert!(quotas(&app, &organizer, &event).await.is_empty());
        assert_eq!(code(remove_quota(&app, &editor, event.event, known[0].quota).await), "no_such_quota");
        expect_sound(&app).await;
    }

    async fn the_number_of_a_ticket_type_can_be_changed_later(app: TestApp) {
        let (organizer, event) = begin(&app).await;
        let editor = organizer.editor();
        take(&app, &event, 1, 2).await.expect("two students");
        let student = |quantity| TicketTypeDraft { quantity, ..TicketTypeDraft::priced("Student", 0) };
        let set = async |quantity| {
            code(edit_ticket_type(&app, &editor, event.event, event.ticket_types[1], &student(quantity)).await)
        };
        assert_eq!(set(Some(1)).await, "quantity field_below_taken");
        assert_eq!(set(Some(2)).await, "taken");
        assert!(take(&app, &event, 1, 1).await.is_err(), "two is all");
        assert_eq!(set(Some(3)).await, "taken");
        take(&app, &event, 1, 1).await.expect("a third");
        add_performance(&app, &editor, event.event, PerformanceDraft::default()).await.expect("added");
        let known = quotas(&app, &organizer, &event).await;
        assert_eq!((known.len(), known[0].capacity, known[0].is_shared()), (1, 3, false), "one cap, in both performances");
        assert_eq!(set(None).await, "taken");
        take(&app, &event, 1, 1).await.expect("no cap any more");
        expect_sound(&app).await;
    }

    async fn a_quota_needs_a_name_a_number_and_two_ticket_types(app: TestApp) {
        let (organizer, event) = begin(&app).await;
        let add = async |change: fn(&mut SharedQuota)| {
            let mut quota = reduced(&event, 3);
            change(&mut quota);
            code(add_quota(&app, &organizer.editor(), event.event, &quota).await)
        };
        assert_eq!(add(|quota| quota.name = "  ".into()).await, "quota_name field_missing");
        assert_eq!(add(|quota| quota.capacity = 0).await, "quota_capacity field_out_of_range");
        assert_eq!(add(|quota| quota.ticket_types.clear()).await, "quota_types field_too_few");
        let stranger = app.organizer("Other House").await.editor();
        assert_eq!(code(add_quota(&app, &stranger, event.event, &reduced(&event, 3)).await), "no_such_event");
    }
}
