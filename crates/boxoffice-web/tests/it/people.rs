//! Callers of the API: an organizer, an attendee, door staff, an operator, each with a token.

use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use serde_json::Value;

use crate::api::Api;

/// An organizer with an organization of this name.
pub(crate) async fn organizer(app: &TestApp, name: &str) -> (Api, Organizer) {
    let organizer = app.organizer(name).await;
    (Api::of(app).bearing(&app.token(&organizer.principal).await), organizer)
}

/// A confirmed account that works for nobody.
pub(crate) async fn attendee(app: &TestApp, name: &str) -> Api {
    attendee_and_account(app, name).await.0
}

/// The same with its account.
pub(crate) async fn attendee_and_account(app: &TestApp, name: &str) -> (Api, Principal) {
    let principal = app.attendee(&format!("{name}@example.org")).await;
    (Api::of(app).bearing(&app.token(&principal).await), principal)
}

/// Somebody who works for an organization.
pub(crate) async fn staff(app: &TestApp, organizer: &Organizer, role: Role) -> Api {
    let principal = app.attendee(&format!("{}@example.org", role.as_str())).await;
    app.add_member(organizer.organization, &principal, role).await;
    Api::of(app).bearing(&app.token(&principal).await)
}

/// Creates an event over the API and gives its id.
pub(crate) async fn create_event(api: &Api, body: &Value) -> String {
    let created = api.post("/events", body).await.is(201);
    assert_eq!(created.as_object().map(serde_json::Map::len), Some(1), "{created}");
    created["eventId"].as_str().expect("an id").to_owned()
}
