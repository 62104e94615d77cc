//! The ticket page: what is shown at the door. Its code is large and dark on white, whatever the theme.

use askama::Template;
use axum::extract::{Path, State};
use boxoffice_app::App;
use boxoffice_app::orders::Order;
use boxoffice_app::orders::find::{OrderLine, TicketLine};
use boxoffice_app::tickets::qr::Qr;
use boxoffice_domain::ticket::TicketState;
use boxoffice_domain::time::Zone;

use super::show_order::find;
use crate::frame::Frame;
use crate::orders::order_view::{place, ticket_href};
use crate::page::Page;
use crate::problem::Problem;

/// One ticket.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/ticket.html")]
pub struct TicketPage {
    frame: Frame,
    title: String,
    event: String,
    when: String,
    venue: String,
    /// `valid`, `used` or `void`.
    state: &'static str,
    note: String,
    /// Side of the code's view box and its path.
    qr: (usize, String),
    barcode: String,
    holder: String,
    kind: String,
    place: String,
    doors: String,
    live_href: String,
    order_href: String,
    previous_href: String,
    next_href: String,
}

/// `GET /{lang}/tickets/{secret}/{number}`: the ticket of an order's line.
pub async fn show(
    State(app): State<App>,
    Path((secret, number)): Path<(String, i64)>,
    frame: Frame,
) -> Result<Page<TicketPage>, Problem> {
    let order = find(&app, &secret).await?;
    Ok(Page::new(TicketPage::of(frame, &order, number)?))
}

impl TicketPage {
    /// The ticket of a line.
    pub fn of(frame: Frame, order: &Order, number: i64) -> Result<Self, Problem> {
        let issued: Vec<&OrderLine> = order.lines.iter().filter(|line| line.ticket.is_some()).collect();
        let at = issued.iter().position(|line| line.line_no == number).ok_or_else(Problem::not_found)?;
        let line = issued[at];
        let ticket = line.ticket.as_ref().ok_or_else(Problem::not_found)?;
        let (lang, zone) = (frame.lang, Zone::named(&line.time_zone).unwrap_or_else(|_| Zone::utc()));
        let href =
            |line: Option<&&OrderLine>| line.map(|line| ticket_href(order, line, lang)).unwrap_or_default();
        let code = Qr::encode(&ticket.barcode).map_err(|error| Problem::fault(&error))?;
        Ok(Self {
            title: lang.with("pass-title", &[("event", line.event_title.clone().into())]),
            event: line.event_title.clone(),
            when: line.starts_at.map(|at| lang.date_time_zone(at, &zone)).unwrap_or_default(),
            venue: crate::orders::join(&[&line.venue, &line.venue_address]),
            state: state(ticket),
            note: note(ticket, &frame, &zone),
            qr: (code.outer_size(), code.svg_path()),
            barcode: ticket.barcode.clone(),
            holder: ticket.holder_name.clone(),
            kind: line.ticket_type_name.clone(),
            place: match line.seat {
                Some(_) => place(line, lang),
                None => lang.with("pass-standing", &[("area", line.area_name.clone().into())]),
            },
            doors: line.doors_at.map(|at| lang.time(at, &zone)).unwrap_or_default(),
            live_href: format!("/live/orders/{}", order.secret),
            order_href: frame.href(&format!("/orders/{}", order.secret)),
            previous_href: href(at.checked_sub(1).and_then(|before| issued.get(before))),
            next_href: href(issued.get(at + 1)),
            frame,
        })
    }
}

fn state(ticket: &TicketLine) -> &'static str {
    match (ticket.state, &ticket.used) {
        (TicketState::Void, _) => "void",
        (TicketState::Valid, Some(_)) => "used",
        (TicketState::Valid, None) => "valid",
    }
}

fn note(ticket: &TicketLine, frame: &Frame, zone: &Zone) -> String {
    match (ticket.state, &ticket.used) {
        (TicketState::Void, _) => frame.t("pass-void-note").to_owned(),
        (TicketState::Valid, Some((at, gate))) => {
            let time = frame.lang.date_time_short(*at, zone);
            frame.with("pass-used-note", &[("time", time.into()), ("gate", gate.clone().into())])
        }
        (TicketState::Valid, None) => String::new(),
    }
}
