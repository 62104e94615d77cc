//! What somebody sees first in the office: how far their organizations have come, and what is next.

use boxoffice_domain::ids::{EventId, OrganizationId};

use super::figures::{EventFigures, read};
use crate::App;
use crate::accounts::Principal;
use crate::store::Result;
use crate::store::events::Event;
use crate::store::reports::ProgressRow;

/// The office's first page.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The organizations that the caller manages, with what they have done so far.
    pub progress: Vec<ProgressRow>,
    /// The next events with their figures, soonest first. Revenue is zero where the caller may not see it.
    pub events: Vec<(Event, EventFigures)>,
}

/// Everything for the first page, in five questions however many events there are.
pub async fn find_overview(app: &App, principal: &Principal, limit: u32) -> Result<Overview> {
    let ids = principal.memberships.iter().map(|(id, _)| *id);
    let sells: Vec<OrganizationId> = ids.filter(|id| principal.may_sell(*id)).collect();
    let manages: Vec<OrganizationId> = sells.iter().copied().filter(|id| principal.may_manage(*id)).collect();
    let mut tx = app.store.read().await?;
    let progress = tx.list_progress(&manages).await?;
    let events = tx.list_next_events(&sells, app.clock.now(), limit).await?;
    let ids: Vec<EventId> = events.iter().map(|event| event.event_id).collect();
    let figures = read(&mut tx, &ids).await?;
    let with_figures = |event: Event| {
        let mut known = figures.get(&event.event_id).copied().unwrap_or_default();
        if !principal.may_manage(event.organization_id) {
            known.revenue_minor = 0;
        }
        (event, known)
    };
    Ok(Overview { progress, events: events.into_iter().map(with_figures).collect() })
}
