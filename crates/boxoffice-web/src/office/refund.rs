//! Giving an order's money back from the office: some tickets, or an amount while the tickets stay; and what to do
//! about a refund that the gateway refused or that the box office pays out.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::orders::{self, CancelBy, Order, OrderState, Part};
use boxoffice_domain::money::Money;
use serde::Deserialize;

use super::order::{find, sample_order};
use super::order_deeds::{REASON_CHARS_MAX, back, refuse};
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::ticket_choice::{TicketChoice, choices, chosen};
use crate::orders::{parse, refusal};
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// What can be given back.
#[derive(Clone, Debug, Template)]
#[template(path = "office/refund.html")]
pub struct RefundPage {
    frame: Frame,
    typed: Typed,
    title: String,
    href: String,
    buyer: String,
    left: String,
    currency: &'static str,
    tickets: Vec<TicketChoice>,
}

/// Tickets or an amount, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RefundForm {
    part: String,
    #[serde(default)]
    ticket: Vec<String>,
    #[serde(default)]
    amount: String,
    reason: String,
}

/// `GET /{lang}/office/orders/{order}/refunds`
pub(super) async fn ask(
    State(app): State<App>,
    Path(order): Path<String>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<RefundPage>, Problem> {
    let order = find(&app, &principal, &order).await?;
    Ok(Page::new(RefundPage::new(frame, &order, Typed::default())))
}

/// `POST /{lang}/office/orders/{order}/refunds`
pub(super) async fn create(
    State(app): State<App>,
    Path(order): Path<String>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Form { value, mut typed }: Form<RefundForm>,
) -> Result<Response, Problem> {
    let order = find(&app, &principal, &order).await?;
    let reason = value.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        typed.refuse("reason", frame.t("report-reason-missing"));
    }
    let part = read_part(&value, &order, &frame, &mut typed)?;
    let Some(part) = part.filter(|_| !typed.is_refused()) else {
        return Ok(Page::refused(RefundPage::new(frame, &order, typed)).into_response());
    };
    let actor = client.actor(Some(&principal));
    match orders::refund_order(&app, &actor, None, order.id, CancelBy::Organizer, part, reason).await {
        Ok(_) => Ok(back(&frame, &order, "refunded")),
        Err(error) => {
            let problem = refusal::refund(&error, frame.lang, order.total.currency);
            refuse(&app, frame, &order, problem).await
        }
    }
}

fn read_part(
    form: &RefundForm,
    order: &Order,
    frame: &Frame,
    typed: &mut Typed,
) -> Result<Option<Part>, Problem> {
    if form.part == "amount" {
        let amount = Money::parse(&form.amount, order.total.currency).filter(|amount| !amount.is_zero());
        if amount.is_none() {
            typed.refuse("amount", frame.t("report-refund-amount-missing"));
        }
        return Ok(amount.map(|amount| Part::Amount(amount.minor)));
    }
    if form.ticket.is_empty() {
        typed.refuse("ticket", frame.t("order-cancel-choose"));
        return Ok(None);
    }
    Ok(Some(Part::Tickets(chosen(&form.ticket)?)))
}

/// `POST /{lang}/office/orders/{order}/refunds/{refund}/tries`: the gateway refused it; once more.
pub(super) async fn again(
    State(app): State<App>,
    Path((order, refund)): Path<(String, String)>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let order = find(&app, &principal, &order).await?;
    let actor = client.actor(Some(&principal));
    match orders::try_refund_again(&app, &actor, order.id, parse(&refund)?).await {
        Ok(_) => Ok(back(&frame, &order, "again")),
        Err(error) => refuse(&app, frame, &order, refusal::refund_again(&error)).await,
    }
}

/// `POST /{lang}/office/orders/{order}/refunds/{refund}/payouts`: the money was handed over in person.
pub(super) async fn hand_over(
    State(app): State<App>,
    Path((order, refund)): Path<(String, String)>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let order = find(&app, &principal, &order).await?;
    let actor = client.actor(Some(&principal));
    match orders::hand_over_refund(&app, &actor, order.id, parse(&refund)?).await {
        Ok(()) => Ok(back(&frame, &order, "handed")),
        Err(error) => refuse(&app, frame, &order, refusal::refund_again(&error)).await,
    }
}

impl RefundPage {
    fn new(frame: Frame, order: &Order, typed: Typed) -> Self {
        let refundable = order.refundable();
        let tickets = if order.state == OrderState::Confirmed && !order.is_used() {
            choices(order, frame.lang, &typed, false)
        } else {
            Vec::new()
        };
        Self {
            title: frame.with("report-refund-title", &[("number", order.number.clone().into())]),
            href: frame.href(&format!("/office/orders/{}", order.id)),
            buyer: format!("{}, {}", order.name, order.email),
            left: if refundable.is_zero() {
                String::new()
            } else {
                frame.with("report-refund-left", &[("amount", frame.money(&refundable).into())])
            },
            currency: order.total.currency.code(),
            tickets,
            typed,
            frame,
        }
    }
}

impl Sample for RefundPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut refused = Typed::default();
        refused.fill("part", "tickets");
        refused.refuse("ticket", frame.t("order-cancel-choose"));
        refused.refuse("reason", frame.t("report-reason-missing"));
        [Typed::default(), refused].map(|typed| Self::new(frame.clone(), &sample_order(), typed)).into()
    }
}
