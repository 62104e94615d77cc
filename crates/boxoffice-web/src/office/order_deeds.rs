//! What staff do to an order: cancel it, send its tickets again, take its money at the box office.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::notices::{ResendError, resend};
use boxoffice_app::orders::{self, CancelBy, MarkPaidError, Order, mark_paid};
use boxoffice_app::rates::Rate;
use boxoffice_domain::payment::TakenAs;
use serde::Deserialize;

use super::order::{StaffOrderPage, find, sample_order};
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::refusal;
use crate::orders::ticket_choice::back_of_all;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// A reason is a sentence, not a letter.
pub(super) const REASON_CHARS_MAX: usize = 200;

/// What cancelling would do, and why it is done.
#[derive(Clone, Debug, Template)]
#[template(path = "office/cancel.html")]
pub struct StaffCancelPage {
    frame: Frame,
    typed: Typed,
    title: String,
    href: String,
    buyer: String,
    places: String,
    money: String,
}

/// Why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelForm {
    reason: String,
}

/// How the money was taken.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaymentForm {
    taken_as: String,
}

/// `GET /{lang}/office/orders/{order}/cancellation`
pub(super) async fn ask(
    State(app): State<App>,
    Path(order): Path<String>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<StaffCancelPage>, Problem> {
    let order = find(&app, &principal, &order).await?;
    Ok(Page::new(StaffCancelPage::new(frame, &order, Typed::default())))
}

/// `POST /{lang}/office/orders/{order}/cancellation`
pub(super) async fn cancel(
    State(app): State<App>,
    Path(order): Path<String>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Form { value, mut typed }: Form<CancelForm>,
) -> Result<Response, Problem> {
    let order = find(&app, &principal, &order).await?;
    let reason = value.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        typed.refuse("reason", frame.t("report-reason-missing"));
        return Ok(Page::refused(StaffCancelPage::new(frame, &order, typed)).into_response());
    }
    let actor = client.actor(Some(&principal));
    match orders::cancel(&app, &actor, order.id, CancelBy::Organizer, reason).await {
        Ok(done) => Ok(back(&frame, &order, if done.done { "cancelled" } else { "ending" })),
        Err(error) => refuse(&app, frame, &order, refusal::cancel(&error)).await,
    }
}

/// `POST /{lang}/office/orders/{order}/mails`. A mailbox is not a toy, so it is limited like every mail on request.
pub(super) async fn mail(
    State(app): State<App>,
    Path(order): Path<String>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let order = find(&app, &principal, &order).await?;
    let limited = app.rates.check(Rate::Reset, &order.email);
    limited.map_err(|limit| Problem::too_many_requests(limit.retry_after_s))?;
    match resend(&app, &client.actor(Some(&principal)), &order).await {
        Ok(()) => Ok(back(&frame, &order, "mailed")),
        Err(ResendError::Store(error)) => Err(error.into()),
        Err(error) => Err(Problem::refused(StatusCode::CONFLICT, error.code(), &error)),
    }
}

/// `POST /{lang}/office/orders/{order}/payments`: the money was taken in person.
pub(super) async fn take_payment(
    State(app): State<App>,
    Path(order): Path<String>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Form { value, .. }: Form<PaymentForm>,
) -> Result<Response, Problem> {
    let order = find(&app, &principal, &order).await?;
    let taken_as =
        TakenAs::parse(&value.taken_as).ok_or_else(|| Problem::bad_request(&"unknown way to pay"))?;
    match mark_paid(&app, &client.actor(Some(&principal)), order.id, taken_as).await {
        Ok(()) => Ok(back(&frame, &order, "paid")),
        Err(MarkPaidError::Desk(error)) => Err(refusal::desk(&error)),
        Err(error) => {
            let problem = Problem::refused(StatusCode::CONFLICT, error.code(), &error);
            refuse(&app, frame, &order, problem).await
        }
    }
}

pub(super) fn back(frame: &Frame, order: &Order, notice: &str) -> Response {
    Redirect::to(&frame.href(&format!("/office/orders/{}?notice={notice}", order.id))).into_response()
}

/// The order's page with the refusal on it; faults have a page of their own.
pub(super) async fn refuse(
    app: &App,
    frame: Frame,
    order: &Order,
    problem: Problem,
) -> Result<Response, Problem> {
    if problem.status().is_server_error() {
        return Err(problem);
    }
    let sentence = problem.sentence(frame.lang);
    let page = StaffOrderPage::load(app, frame, order).await?.problem(sentence);
    Ok(Page::new(page).status(problem.status()).into_response())
}

impl StaffCancelPage {
    fn new(frame: Frame, order: &Order, typed: Typed) -> Self {
        let back = back_of_all(order, false);
        Self {
            title: frame.with("order-cancel-title", &[("number", order.number.clone().into())]),
            href: frame.href(&format!("/office/orders/{}", order.id)),
            buyer: format!("{}, {}", order.name, order.email),
            places: frame.count("report-cancel-places", order.live_lines().count() as i64),
            money: if back.minor > 0 {
                frame.with("report-cancel-back", &[("amount", frame.money(&back).into())])
            } else {
                frame.t("order-cancel-free").to_owned()
            },
            typed,
            frame,
        }
    }
}

impl Sample for StaffCancelPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut refused = Typed::default();
        refused.refuse("reason", frame.t("report-reason-missing"));
        [Typed::default(), refused].map(|typed| Self::new(frame.clone(), &sample_order(), typed)).into()
    }
}
