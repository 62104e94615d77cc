//! `/{lang}/office/venues`: all venues of the organizations that the caller manages.

use askama::Template;
use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::accounts::organization::list_organizations;
use boxoffice_app::catalog::office_venues::list_office_venues;

use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::office::tabs::{Tabs, of_office};
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "office_venues/list.html")]
pub struct VenuesPage {
    frame: Frame,
    tabs: Tabs,
    lines: Vec<Line>,
    /// Whether a column says whose each venue is.
    is_shared: bool,
}

/// One venue.
#[derive(Clone, Debug)]
struct Line {
    href: String,
    name: String,
    address: String,
    time_zone: String,
    /// Whose; empty when all are of one organization.
    organization: String,
}

/// `GET /{lang}/office/venues`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<VenuesPage>, Problem> {
    let venues = list_office_venues(&app, &principal).await?;
    let organizations = list_organizations(&app, &principal).await?;
    let managed = organizations.iter().filter(|(one, _)| principal.may_manage(one.organization_id));
    let names: Vec<_> = managed.map(|(one, _)| (one.organization_id, one.name.as_str())).collect();
    let name_of = |id| names.iter().find(|(one, _)| *one == id && names.len() > 1).map(|(_, name)| *name);
    let lines = venues.into_iter().map(|venue| Line {
        organization: name_of(venue.organization_id).unwrap_or_default().to_owned(),
        href: frame.href(&format!("/office/venues/{}", venue.venue_id)),
        name: venue.name,
        address: crate::orders::join(&[&venue.street, &venue.city, &venue.country]),
        time_zone: venue.time_zone,
    });
    let lines = lines.collect();
    Ok(Page::new(VenuesPage::of(frame, lines)))
}

impl VenuesPage {
    fn of(frame: Frame, lines: Vec<Line>) -> Self {
        let is_shared = lines.iter().any(|line| !line.organization.is_empty());
        Self { tabs: of_office(&frame, "/venues"), frame, lines, is_shared }
    }
}

impl Sample for VenuesPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let line = Line {
            href: frame.href("/office/venues/ven_example"),
            name: "Harbour Stage".into(),
            address: "Quay 4, Hamburg, Germany".into(),
            time_zone: "Europe/Berlin".into(),
            organization: String::new(),
        };
        let shared = Line { organization: "Harbour Sounds".into(), ..line.clone() };
        [vec![line], vec![shared], Vec::new()].map(|lines| Self::of(frame.clone(), lines)).into()
    }
}
