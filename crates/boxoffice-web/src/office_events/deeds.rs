//! The buttons of an event's page: publish, withdraw, delete, and its picture.

use axum::extract::{Multipart, Path, State};
use axum::response::Redirect;
use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::end_event::delete_event;
use boxoffice_app::catalog::images::set_event_image;
use boxoffice_app::catalog::publish::{publish_event, unpublish_event};
use boxoffice_domain::ids::EventId;
use bytes::Bytes;

use crate::client::Client;
use crate::form::too_large;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::problem::Problem;

/// `POST /{lang}/office/events/{event}/publication`
pub(super) async fn publish(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
) -> Result<Redirect, Problem> {
    publish_event(&app, &Editor::account(&principal, &client.address), event).await?;
    Ok(back(&frame, event))
}

/// `POST /{lang}/office/events/{event}/withdrawal`
pub(super) async fn unpublish(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
) -> Result<Redirect, Problem> {
    unpublish_event(&app, &Editor::account(&principal, &client.address), event).await?;
    Ok(back(&frame, event))
}

/// `POST /{lang}/office/events/{event}/deletion`
pub(super) async fn delete(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
) -> Result<Redirect, Problem> {
    delete_event(&app, &Editor::account(&principal, &client.address), event).await?;
    Ok(Redirect::to(&frame.href("/office/events")))
}

/// `POST /{lang}/office/events/{event}/image`
pub(super) async fn upload(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    mut parts: Multipart,
) -> Result<Redirect, Problem> {
    let (mut image, mut alt) = (Bytes::new(), String::new());
    while let Some(part) = parts.next_field().await.map_err(|error| Problem::bad_request(&error))? {
        match part.name() {
            Some("image") => image = part.bytes().await.map_err(|_| too_large())?,
            Some("alt") => alt = part.text().await.map_err(|error| Problem::bad_request(&error))?,
            _ => return Err(Problem::bad_request(&"unknown field")),
        }
    }
    set_event_image(&app, &Editor::account(&principal, &client.address), event, image, &alt).await?;
    Ok(back(&frame, event))
}

fn back(frame: &Frame, event: EventId) -> Redirect {
    Redirect::to(&frame.href(&format!("/office/events/{event}/edit")))
}
