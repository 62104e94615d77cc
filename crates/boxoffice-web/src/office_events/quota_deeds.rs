//! The forms of caps that several ticket types share.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;
use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::quotas::{SharedQuota, add_quota, edit_quota, remove_quota};
use boxoffice_domain::ids::{EventId, QuotaId, TicketTypeId};
use serde::Deserialize;

use super::sale_deeds::{answer, find};
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::problem::Problem;

/// A shared cap.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct QuotaFields {
    quota_name: String,
    quota_capacity: String,
    quota_types: BTreeSet<TicketTypeId>,
}

impl QuotaFields {
    fn quota(&self) -> SharedQuota {
        SharedQuota {
            name: self.quota_name.clone(),
            // What is no number is out of bounds, and the check says which those are.
            capacity: self.quota_capacity.trim().parse().unwrap_or(0),
            ticket_types: self.quota_types.clone(),
        }
    }
}

/// `POST /{lang}/office/events/{event}/quotas`
pub(super) async fn add(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, typed }: Form<QuotaFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let editor = Editor::account(&principal, &client.address);
    let done = add_quota(&app, &editor, event, &value.quota()).await;
    answer(frame, &found, typed, "", done)
}

/// `POST /{lang}/office/events/{event}/quotas/{quota}`
pub(super) async fn edit(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((event, quota)): Path<(EventId, QuotaId)>,
    Form { value, typed }: Form<QuotaFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let editor = Editor::account(&principal, &client.address);
    let done = edit_quota(&app, &editor, event, quota, &value.quota()).await;
    answer(frame, &found, typed, &quota.to_string(), done)
}

/// `POST /{lang}/office/events/{event}/quotas/{quota}/removal`
pub(super) async fn remove(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((event, quota)): Path<(EventId, QuotaId)>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let editor = Editor::account(&principal, &client.address);
    let done = remove_quota(&app, &editor, event, quota).await;
    answer(frame, &found, Typed::default(), "", done)
}
