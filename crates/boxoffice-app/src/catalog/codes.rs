//! Codes of an event: made one by one or many at once, taken back, never changed: what was promised with one holds.

use std::collections::BTreeSet;

use boxoffice_domain::ids::{CodeId, EventId, TicketTypeId};
use boxoffice_domain::limits::{
    CODE_CHARS_MAX, CODE_CHARS_MIN, CODES_PER_EVENT_MAX, CODES_PER_REQUEST_MAX, NAME_CHARS_MAX,
    PRICE_MINOR_MAX,
};
use boxoffice_domain::order::order_number;
use boxoffice_domain::price::code::canonical;
use boxoffice_domain::price::rounding::WHOLE_BP;
use boxoffice_domain::price::{CodeKind, Discount};
use boxoffice_domain::time::Time;
use serde_json::json;

use crate::App;
use crate::accounts::Principal;
use crate::catalog::Editor;
use crate::catalog::edit::{Edit, EditError};
use crate::store::StoreError;
use crate::store::codes::{CodeRow, CodeTicketTypeRow};
use crate::store::events::Event;

/// Codes as an organizer writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeDraft {
    /// The code; empty: drawn by chance.
    pub label: String,
    /// How many to draw.
    pub count: u32,
    /// What it is for.
    pub kind: CodeKind,
    /// What it takes off.
    pub discount: Discount,
    /// For which ticket types; none: all, which an access code cannot be for.
    pub ticket_types: BTreeSet<TicketTypeId>,
    /// From when.
    pub starts_at: Option<Time>,
    /// Until just before.
    pub ends_at: Option<Time>,
    /// In how many orders each.
    pub uses_max: Option<i64>,
    /// In how many orders of one buyer.
    pub per_buyer_max: Option<i64>,
}

impl CodeDraft {
    /// A code that takes something off every ticket, as often as anybody likes.
    pub fn discount(label: impl Into<String>, discount: Discount) -> Self {
        Self {
            label: label.into(),
            count: 1,
            kind: CodeKind::Discount,
            discount,
            ticket_types: BTreeSet::new(),
            starts_at: None,
            ends_at: None,
            uses_max: None,
            per_buyer_max: None,
        }
    }
}

/// Why no code was made.
#[derive(Debug, thiserror::Error)]
pub enum CodeDraftError {
    /// It cannot be one.
    #[error("a code has {CODE_CHARS_MIN} to {CODE_CHARS_MAX} letters and digits")]
    BadCode,
    /// The event has it.
    #[error("this event has this code already")]
    Twice,
    /// More than one request or event may have.
    #[error("too many codes at once, or for one event")]
    TooMany,
    /// A part above the whole, or an amount beyond every price; or a discount code that takes nothing off.
    #[error("say how much the code takes off")]
    BadDiscount,
    /// An access code that opens nothing.
    #[error("choose the ticket types that the code opens")]
    OpensNothing,
    /// It would end before it begins.
    #[error("the code must end after it begins")]
    EndsFirst,
    /// A limit of none.
    #[error("a limit is a number of one or more")]
    BadLimit,
    /// The event cannot be changed.
    #[error(transparent)]
    Edit(#[from] EditError),
}

impl CodeDraftError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadCode => "bad_code",
            Self::Twice => "code_twice",
            Self::TooMany => "too_many_codes",
            Self::BadDiscount => "bad_discount",
            Self::OpensNothing => "code_opens_nothing",
            Self::EndsFirst => "code_ends_first",
            Self::BadLimit => "bad_code_limit",
            Self::Edit(error) => error.code(),
        }
    }
}

impl From<StoreError> for CodeDraftError {
    fn from(error: StoreError) -> Self {
        Self::Edit(error.into())
    }
}

/// A code as its organizer sees it.
#[derive(Clone, Debug)]
pub struct OfficeCode {
    /// The code.
    pub code: CodeRow,
    /// The ticket types that it is for; none: all.
    pub ticket_types: BTreeSet<TicketTypeId>,
}

/// Makes codes of an event and says what they are.
pub async fn add_codes(
    app: &App,
    editor: &Editor,
    event: EventId,
    draft: &CodeDraft,
) -> Result<Vec<String>, CodeDraftError> {
    draft.check()?;
    let mut edit = Edit::open(app, editor, event).await?;
    let known = edit.tx.list_ticket_types(event).await?;
    if !draft.ticket_types.iter().all(|id| known.iter().any(|kind| kind.ticket_type_id == *id)) {
        return Err(EditError::NoSuchTicketType.into());
    }
    let count = if draft.label.trim().is_empty() { draft.count } else { 1 };
    let there = usize::try_from(edit.tx.count_codes(event).await?).unwrap_or(usize::MAX);
    if there.saturating_add(count as usize) > CODES_PER_EVENT_MAX {
        return Err(CodeDraftError::TooMany);
    }
    let organization = edit.event.organization_id;
    let mut rows: Vec<CodeRow> = Vec::with_capacity(count as usize);
    while rows.len() < count as usize {
        let label = match draft.label.trim() {
            "" => order_number(app.random.bytes()),
            label => label.to_owned(),
        };
        let row = draft.row(app, event, organization, label)?;
        let is_taken = rows.iter().any(|other| other.code_key == row.code_key)
            || edit.tx.find_code(event, &row.code_key).await?.is_some();
        match (is_taken, draft.label.trim().is_empty()) {
            (false, _) => rows.push(row),
            // Drawn twice: another one.
            (true, true) => {}
            (true, false) => return Err(CodeDraftError::Twice),
        }
    }
    let types: Vec<CodeTicketTypeRow> = rows
        .iter()
        .flat_map(|row| {
            let pair = |id: &TicketTypeId| CodeTicketTypeRow { code_id: row.code_id, ticket_type_id: *id };
            draft.ticket_types.iter().map(pair)
        })
        .collect();
    edit.tx.insert_codes(&rows, &types).await?;
    let labels: Vec<String> = rows.into_iter().map(|row| row.label).collect();
    let detail = json!({ "codes": labels.len(), "kind": draft.kind.as_str(), "uses_max": draft.uses_max });
    edit.close("code.added", &detail).await?;
    Ok(labels)
}

/// Takes a code back, or gives it out again. Orders that used it stand.
pub async fn close_code(
    app: &App,
    editor: &Editor,
    event: EventId,
    code: CodeId,
    is_closed: bool,
) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    let at = is_closed.then(|| app.clock.now());
    if !edit.tx.close_code(event, code, at).await? {
        return Err(EditError::NoSuchCode);
    }
    edit.close(if is_closed { "code.closed" } else { "code.opened" }, &json!({ "code": code })).await?;
    Ok(())
}

/// The codes of an event that the caller manages, newest first.
pub async fn list_codes(
    app: &App,
    caller: &Principal,
    event: EventId,
    limit: u32,
) -> Result<Option<(Event, Vec<OfficeCode>)>, StoreError> {
    let mut tx = app.store.read().await?;
    let found = tx.find_event(event).await?;
    let Some(found) = found.filter(|event| caller.may_manage(event.organization_id)) else { return Ok(None) };
    let types = tx.list_code_types(event).await?;
    let codes = tx.list_codes(event, limit).await?.into_iter().map(|code| {
        let own = types.iter().filter(|kind| kind.code_id == code.code_id);
        let ticket_types = own.map(|kind| kind.ticket_type_id).collect();
        OfficeCode { code, ticket_types }
    });
    Ok(Some((found, codes.collect())))
}

impl CodeDraft {
    fn check(&self) -> Result<(), CodeDraftError> {
        if !self.label.trim().is_empty()
            && (canonical(&self.label).is_none() || self.label.trim().chars().count() > NAME_CHARS_MAX)
        {
            return Err(CodeDraftError::BadCode);
        }
        if !(1..=CODES_PER_REQUEST_MAX).contains(&self.count) {
            return Err(CodeDraftError::TooMany);
        }
        let fits = match self.discount {
            Discount::None => self.kind == CodeKind::Access,
            Discount::Part(part_bp) => (1..=WHOLE_BP).contains(&part_bp),
            Discount::Amount(minor) => (1..=PRICE_MINOR_MAX).contains(&minor),
        };
        if !fits {
            return Err(CodeDraftError::BadDiscount);
        }
        if self.kind == CodeKind::Access && self.ticket_types.is_empty() {
            return Err(CodeDraftError::OpensNothing);
        }
        if self.starts_at.zip(self.ends_at).is_some_and(|(starts_at, ends_at)| ends_at <= starts_at) {
            return Err(CodeDraftError::EndsFirst);
        }
        if self.uses_max.into_iter().chain(self.per_buyer_max).any(|max| max < 1) {
            return Err(CodeDraftError::BadLimit);
        }
        Ok(())
    }

    fn row(
        &self,
        app: &App,
        event: EventId,
        organization: boxoffice_domain::ids::OrganizationId,
        label: String,
    ) -> Result<CodeRow, CodeDraftError> {
        let now = app.clock.now();
        let (part_bp, amount_minor) = match self.discount {
            Discount::None => (0, 0),
            Discount::Part(part_bp) => (part_bp, 0),
            Discount::Amount(minor) => (0, minor),
        };
        Ok(CodeRow {
            code_id: CodeId::from_bytes(app.random.id(now)),
            event_id: event,
            organization_id: organization,
            code_key: canonical(&label).ok_or(CodeDraftError::BadCode)?,
            label,
            kind: self.kind.as_str().to_owned(),
            part_bp,
            amount_minor,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            uses_max: self.uses_max,
            per_buyer_max: self.per_buyer_max,
            used: 0,
            closed_at: None,
            created_at: now,
        })
    }
}
