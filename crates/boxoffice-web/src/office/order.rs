//! `/{lang}/office/orders/{order}`: an order as staff see it, with its story from the activity log.

use askama::Template;
use axum::extract::{Path, Query, State};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::orders::find_money::{Dispute, Refund};
use boxoffice_app::orders::{Method, Order, OrderState};
use boxoffice_app::reports::{find_staff_order, list_order_activity};
use boxoffice_app::store::report_lists::ActivityRow;
use boxoffice_app::tickets::files::sign_link;
use boxoffice_domain::ledger::Account;
use boxoffice_domain::money::Money;
use boxoffice_domain::payment::{DisputeState, RefundState, TakenAs};
use serde::Deserialize;

use super::orders::words;
use super::sentence::{reason, sentence};
use crate::form::Typed;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::order_view::{OrderView, zone_of};
use crate::orders::{parse, samples};
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// An order for staff.
#[derive(Clone, Debug, Template)]
#[template(path = "office/order.html")]
pub struct StaffOrderPage {
    frame: Frame,
    href: String,
    state: &'static str,
    kind: &'static str,
    order: OrderView,
    event_title: String,
    event_href: String,
    pdf_href: String,
    /// Whether its money can be taken at the box office.
    takes_payment: bool,
    /// How it can be: value, label, hint.
    ways: Vec<(&'static str, &'static str, &'static str)>,
    typed: Typed,
    /// How it was paid, or why it was given away; empty: nothing to say.
    paid: String,
    /// Whether it can still be cancelled.
    can_cancel: bool,
    /// Whether money or tickets can go back in part.
    can_refund: bool,
    refunds: Vec<RefundLine>,
    disputes: Vec<String>,
    steps: Vec<(String, String, String)>,
    notice: String,
    problem: String,
}

/// A refund, and what staff can do about it.
#[derive(Clone, Debug)]
struct RefundLine {
    text: String,
    /// Where a failed one is tried again; empty: not.
    again_href: String,
    /// Where one of the box office is noted as handed over; empty: not.
    hand_over_href: String,
}

/// What was just done.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Came {
    notice: String,
}

/// The order, if the caller works in a role that sees it.
pub(super) async fn find(app: &App, principal: &Principal, order: &str) -> Result<Order, Problem> {
    find_staff_order(app, principal, parse(order)?).await?.ok_or_else(Problem::not_found)
}

/// `GET /{lang}/office/orders/{order}`
pub(super) async fn show(
    State(app): State<App>,
    Path(order): Path<String>,
    Query(came): Query<Came>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<StaffOrderPage>, Problem> {
    let order = find(&app, &principal, &order).await?;
    let page = StaffOrderPage::load(&app, frame, &order).await?;
    Ok(Page::new(page.came(&came.notice)))
}

impl StaffOrderPage {
    /// The order's page as it is now.
    pub(super) async fn load(app: &App, frame: Frame, order: &Order) -> Result<Self, Problem> {
        let story = list_order_activity(app, order).await?;
        Ok(Self { pdf_href: sign_link(app, order.id), ..Self::new(frame, order, &story) })
    }

    fn new(frame: Frame, order: &Order, story: &[ActivityRow]) -> Self {
        let zone = zone_of(order);
        let (state, kind) = words(order.state.as_str(), order.method.as_str());
        let step = |entry: &ActivityRow| {
            let detail = [reason(entry), entry.address.clone()];
            let detail: Vec<&str> =
                detail.iter().map(String::as_str).filter(|text| !text.is_empty() && *text != "-").collect();
            (frame.lang.date_time_short_zone(entry.at, &zone), sentence(&frame, entry), detail.join(" · "))
        };
        let event = order.lines.first();
        Self {
            href: frame.href(&format!("/office/orders/{}", order.id)),
            state,
            kind,
            order: OrderView::of(order, frame.lang, frame.now),
            event_title: event.map(|line| line.event_title.clone()).unwrap_or_default(),
            event_href: event
                .map(|line| frame.href(&format!("/office/events/{}/orders", line.event)))
                .unwrap_or_default(),
            pdf_href: String::new(),
            takes_payment: order.state == OrderState::Pending && order.method == Method::BoxOffice,
            ways: TakenAs::ALL.map(|way| (way.as_str(), frame.lang.t(taken_as(way)), "")).into(),
            typed: Typed::filled([("taken_as", TakenAs::Cash.as_str().to_owned())]),
            paid: paid(&frame, order),
            can_cancel: matches!(order.state, OrderState::Pending | OrderState::Confirmed)
                && !order.is_used(),
            can_refund: order.state == OrderState::Confirmed || !order.refundable().is_zero(),
            refunds: order.refunds.iter().map(|refund| refund_line(&frame, order, refund)).collect(),
            disputes: order.disputes.iter().map(|dispute| dispute_line(&frame, dispute)).collect(),
            steps: story.iter().map(step).collect(),
            notice: String::new(),
            problem: String::new(),
            frame,
        }
    }

    /// With a sentence about what was just done.
    fn came(self, notice: &str) -> Self {
        let key = match notice {
            "mailed" => "report-notice-mailed",
            "paid" => "report-notice-paid",
            "given" => "comps-given",
            "cancelled" => "report-notice-cancelled",
            "refunded" => "report-notice-refunded",
            "again" => "report-notice-again",
            "handed" => "report-notice-handed",
            "ending" => "report-notice-ending",
            _ => return self,
        };
        Self { notice: self.frame.t(key).to_owned(), ..self }
    }

    /// With a sentence that says why something was refused.
    pub(super) fn problem(self, problem: String) -> Self {
        Self { problem, ..self }
    }
}

/// The key of a way to pay at the box office.
fn taken_as(way: TakenAs) -> &'static str {
    match way {
        TakenAs::Cash => "report-taken-cash",
        TakenAs::Card => "report-taken-card",
        TakenAs::Other => "report-taken-other",
    }
}

/// How it was paid by people's hands, or why it was given away.
fn paid(frame: &Frame, order: &Order) -> String {
    if let Some(reason) = &order.comp_reason {
        return frame.with("report-comp-because", &[("reason", reason.clone().into())]);
    }
    let by_hand = order.payments.iter().find_map(|payment| payment.taken_as);
    if let Some(way) = by_hand {
        return frame.with("report-taken-as", &[("way", frame.t(taken_as(way)).into())]);
    }
    if order.deposit_minor > 0 {
        let came = frame.money(&Money::new(order.deposit_minor, order.total.currency));
        let total = frame.money(&order.total);
        return frame.with("report-came-so-far", &[("came", came.into()), ("total", total.into())]);
    }
    String::new()
}

fn refund_line(frame: &Frame, order: &Order, refund: &Refund) -> RefundLine {
    let waits_by_hand = refund.by_hand.filter(|_| refund.state.is_unfinished());
    let key = match refund.state {
        RefundState::Done => "report-refund-done",
        RefundState::Failed if refund.is_tried_again => "report-refund-tried-again",
        RefundState::Failed => "report-refund-failed",
        _ if waits_by_hand == Some(Account::Bank) => "report-refund-by-transfer",
        _ if waits_by_hand.is_some() => "report-refund-in-person",
        _ => "report-refund-wanted",
    };
    let href = frame.href(&format!("/office/orders/{}/refunds/{}", order.id, refund.id));
    let is_stuck = refund.state == RefundState::Failed && !refund.is_tried_again;
    RefundLine {
        text: frame.with(key, &[("amount", frame.money(&refund.amount).into())]),
        again_href: if is_stuck { format!("{href}/tries") } else { String::new() },
        hand_over_href: if waits_by_hand.is_some() { format!("{href}/payouts") } else { String::new() },
    }
}

fn dispute_line(frame: &Frame, dispute: &Dispute) -> String {
    let key = match dispute.state {
        DisputeState::Opened => "report-dispute-opened",
        DisputeState::Won => "report-dispute-won",
        DisputeState::Lost => "report-dispute-lost",
    };
    let args =
        [("amount", frame.money(&dispute.amount).into()), ("reference", dispute.dispute_ref.clone().into())];
    frame.with(key, &args)
}

impl Sample for StaffOrderPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let story =
            ["order.placed", "order.confirmed"].map(|action| super::activity::sample_entry(frame, action));
        let page = |order: &Order| Self::new(frame.clone(), order, &story);
        let waiting = page(&samples::order(OrderState::Pending, Method::BoxOffice));
        let refused = page(&sample_order()).problem(frame.t("error-ticket-used").to_owned());
        vec![page(&sample_order()).came("mailed"), waiting, refused]
    }
}

/// A believable order for samples.
pub(super) fn sample_order() -> Order {
    samples::order(OrderState::Confirmed, Method::Gateway)
}
