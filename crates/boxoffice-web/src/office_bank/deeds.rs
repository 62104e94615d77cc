//! The buttons of bank transfers.

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::orders::{
    AssignEntryError, StatementFile, TakeStatementError, assign_entry, bring_in_statement, hand_over_refund,
    set_entry_aside, take_statement,
};
use boxoffice_app::reports::find_staff_order;
use boxoffice_domain::ids::{BankEntryId, BankStatementId, OrganizationId, RefundId};
use bytes::Bytes;
use serde::Deserialize;

use super::transfers::{TransfersPage, find};
use crate::client::Client;
use crate::form::{Form, Typed, too_large};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::{parse, refusal};
use crate::page::Page;
use crate::problem::Problem;

/// For which order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderForm {
    organization: OrganizationId,
    number: String,
}

/// Why for none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteForm {
    organization: OrganizationId,
    note: String,
}

/// `POST /{lang}/office/bank/accounts/{organization}/statements`: a file, to be looked at first.
pub(super) async fn bring_in(
    State(app): State<App>,
    Path(organization): Path<OrganizationId>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    parts: Multipart,
) -> Result<Response, Problem> {
    let (name, bytes) = read_file(parts).await?;
    let file = StatementFile { name: &name, bytes: &bytes };
    match bring_in_statement(&app, &principal, organization, file).await {
        Ok(statement) => {
            let href = frame.href(&format!("/office/bank/statements/{statement}"));
            Ok(Redirect::to(&href).into_response())
        }
        Err(TakeStatementError::Unreadable(error)) => {
            let mut problem = Problem::refused(StatusCode::UNPROCESSABLE_ENTITY, error.code(), &error);
            if let boxoffice_app::payments::bank::read::StatementError::BadLine { line } = error {
                problem = problem.arg("line", line as i64);
            }
            let mut typed = Typed::default();
            typed.refuse("statement", problem.sentence(frame.lang));
            let found = find(&app, &principal, Some(organization)).await?;
            Ok(Page::refused(TransfersPage::new(frame, &found, typed)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn read_file(mut parts: Multipart) -> Result<(String, Bytes), Problem> {
    let (mut name, mut bytes) = (String::new(), Bytes::new());
    while let Some(part) = parts.next_field().await.map_err(|error| Problem::bad_request(&error))? {
        if part.name() != Some("statement") {
            return Err(Problem::bad_request(&"unknown field"));
        }
        name = part.file_name().unwrap_or_default().to_owned();
        bytes = part.bytes().await.map_err(|_| too_large())?;
    }
    Ok((name, bytes))
}

/// `POST /{lang}/office/bank/statements/{statement}/entries`: what matches is taken.
pub(super) async fn take(
    State(app): State<App>,
    Path(statement): Path<String>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Redirect, Problem> {
    let statement: BankStatementId = parse(&statement)?;
    let organization =
        boxoffice_app::orders::look_at_statement(&app, &principal, statement).await?.organization;
    let taken = take_statement(&app, &principal, &client.actor(Some(&principal)), statement).await?;
    let counts = format!("&exact={}&open={}&known={}", taken.exact, taken.open, taken.known);
    Ok(Redirect::to(&frame.href(&format!("/office/bank?organization={organization}{counts}"))))
}

/// `POST /{lang}/office/bank/entries/{entry}/orders`: somebody says which order it pays for.
pub(super) async fn assign(
    State(app): State<App>,
    Path(entry): Path<String>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Form { value, .. }: Form<OrderForm>,
) -> Result<Response, Problem> {
    let entry: BankEntryId = parse(&entry)?;
    let actor = client.actor(Some(&principal));
    let done = assign_entry(&app, &principal, &actor, entry, &value.number).await;
    match done {
        Ok(_) => Ok(back(&frame, value.organization, "assigned")),
        Err(error) => refuse(&app, frame, &principal, value.organization, error).await,
    }
}

/// `POST /{lang}/office/bank/entries/{entry}/notes`: it is for no order, and why.
pub(super) async fn set_aside(
    State(app): State<App>,
    Path(entry): Path<String>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Form { value, .. }: Form<NoteForm>,
) -> Result<Response, Problem> {
    let entry: BankEntryId = parse(&entry)?;
    let actor = client.actor(Some(&principal));
    match set_entry_aside(&app, &principal, &actor, entry, &value.note).await {
        Ok(()) => Ok(back(&frame, value.organization, "aside")),
        Err(error) => refuse(&app, frame, &principal, value.organization, error).await,
    }
}

/// `POST /{lang}/office/bank/refunds/{order}/{refund}/payouts`: the buyer has the money back.
pub(super) async fn pay_back(
    State(app): State<App>,
    Path((order, refund)): Path<(String, String)>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let found = find_staff_order(&app, &principal, parse(&order)?).await?;
    let order = found.ok_or_else(Problem::not_found)?;
    let refund: RefundId = parse(&refund)?;
    hand_over_refund(&app, &client.actor(Some(&principal)), order.id, refund)
        .await
        .map_err(|error| refusal::refund_again(&error))?;
    Ok(back(&frame, order.organization, "paid_back"))
}

fn back(frame: &Frame, organization: OrganizationId, notice: &str) -> Response {
    let href = frame.href(&format!("/office/bank?organization={organization}&notice={notice}"));
    Redirect::to(&href).into_response()
}

/// The page with the refusal on it; faults have a page of their own.
async fn refuse(
    app: &App,
    frame: Frame,
    principal: &boxoffice_app::accounts::Principal,
    organization: OrganizationId,
    error: AssignEntryError,
) -> Result<Response, Problem> {
    let problem = Problem::from(error);
    if problem.status().is_server_error() || problem.status() == StatusCode::NOT_FOUND {
        return Err(problem);
    }
    let mut typed = Typed::default();
    typed.refuse("", problem.sentence(frame.lang));
    let found = find(app, principal, Some(organization)).await?;
    let page = TransfersPage::new(frame, &found, typed);
    Ok(Page::new(page).status(problem.status()).into_response())
}

impl From<AssignEntryError> for Problem {
    fn from(error: AssignEntryError) -> Self {
        let refused = |status| Self::refused(status, error.code(), &error);
        match &error {
            AssignEntryError::NotFound => Self::not_found(),
            AssignEntryError::NoSuchOrder | AssignEntryError::NoNote => {
                refused(StatusCode::UNPROCESSABLE_ENTITY)
            }
            AssignEntryError::Decided => refused(StatusCode::CONFLICT),
            AssignEntryError::Desk(error) => refusal::desk(error),
        }
    }
}

impl From<TakeStatementError> for Problem {
    fn from(error: TakeStatementError) -> Self {
        match &error {
            TakeStatementError::NotFound => Self::not_found(),
            TakeStatementError::Desk(error) => refusal::desk(error),
            TakeStatementError::NoAccount => Self::refused(StatusCode::CONFLICT, error.code(), &error),
            TakeStatementError::Unreadable(_) => {
                Self::refused(StatusCode::UNPROCESSABLE_ENTITY, error.code(), &error)
            }
        }
    }
}
