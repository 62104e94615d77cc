//! Recording that money was sent to an organizer: by an owner or by who runs the installation, as a transaction of the
//! ledger, and never more than was earned.

use boxoffice_domain::ids::{OrganizationId, PayoutId};
use boxoffice_domain::ledger::{Account, Cause, Posting, Side};
use boxoffice_domain::limits::NAME_CHARS_MAX;
use boxoffice_domain::money::Money;
use boxoffice_domain::time::Zone;
use serde_json::json;

use super::earnings::{Balance, note};
use crate::App;
use crate::accounts::{Principal, Role};
use crate::activity::{Activity, Actor};
use crate::store::earnings::Payout;
use crate::store::ledger::LedgerRow;
use crate::store::{StoreError, Tx};

/// A payout to be recorded.
#[derive(Clone, Debug)]
pub struct NewPayout {
    /// To whom.
    pub organization: OrganizationId,
    /// How much.
    pub amount: Money,
    /// On which day: `2027-03-31`.
    pub paid_on: String,
    /// What stands on the bank statement.
    pub reference: String,
}

/// Why a payout was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum PayoutError {
    /// There is no such organization for the caller.
    #[error("there is no such organization")]
    NotFound,
    /// An amount must be above zero.
    #[error("an amount must be above zero")]
    NoAmount,
    /// Not a day.
    #[error("write the day as 2027-03-31")]
    NoDay,
    /// A reference is needed, and not a letter.
    #[error("write what stands on the bank statement, in at most {NAME_CHARS_MAX} characters")]
    NoReference,
    /// More than was earned and not paid out yet.
    #[error("this is more than was earned and not paid out yet")]
    MoreThanDue {
        /// So much is.
        due_minor: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PayoutError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NoAmount => "no_amount",
            Self::NoDay => "not_a_day",
            Self::NoReference => "no_reference",
            Self::MoreThanDue { .. } => "more_than_due",
            Self::Store(_) => "internal",
        }
    }
}

/// Records a payout.
pub async fn record_payout(
    app: &App,
    principal: &Principal,
    actor: &Actor,
    new: &NewPayout,
) -> Result<PayoutId, PayoutError> {
    let is_owner = principal.role_in(new.organization) == Some(Role::Owner);
    if !is_owner && !principal.operator {
        return Err(PayoutError::NotFound);
    }
    check(new)?;
    let mut tx = app.store.begin().await?;
    tx.lock_organization(new.organization).await?;
    tx.find_organization(new.organization).await?.ok_or(PayoutError::NotFound)?;
    let due_minor = due(&mut tx, new).await?;
    if new.amount.minor > due_minor {
        return Err(PayoutError::MoreThanDue { due_minor });
    }
    let now = app.clock.now();
    let payout = Payout {
        payout_id: PayoutId::from_bytes(app.random.id(now)),
        organization_id: new.organization,
        currency: new.amount.currency.code().to_owned(),
        amount_minor: new.amount.minor,
        paid_on: new.paid_on.clone(),
        reference: new.reference.trim().to_owned(),
        account_id: Some(principal.account),
        created_at: now,
    };
    tx.insert_payout(&payout).await?;
    tx.insert_ledger(&posted(&payout, new)).await?;
    tx.log(&[Activity {
        organization: Some(new.organization),
        at: now,
        actor: actor.clone(),
        action: "payout.recorded",
        subject_kind: "organization",
        subject: *new.organization.as_bytes(),
        event: None,
        detail: json!({ "payout": payout.payout_id, "amount_minor": payout.amount_minor,
            "currency": payout.currency, "name": payout.reference }),
    }])
    .await?;
    tx.commit().await?;
    Ok(payout.payout_id)
}

fn posted(payout: &Payout, new: &NewPayout) -> Vec<LedgerRow> {
    let (from, to) = (Account::Gateway.whole(), Account::Payout.whole());
    let posting = Posting::new(Cause::Payout, new.amount.currency).moving(new.amount.minor, from, to);
    let row = |(side, amount_minor): (Side, i64)| LedgerRow {
        transaction: *payout.payout_id.as_bytes(),
        organization: new.organization,
        event: None,
        performance: None,
        order: None,
        cause: posting.cause.as_str(),
        account: side.account.as_str(),
        currency: posting.currency.code(),
        amount_minor,
        at: payout.created_at,
    };
    posting.legs().map(row).collect()
}

fn check(new: &NewPayout) -> Result<(), PayoutError> {
    if new.amount.minor <= 0 {
        return Err(PayoutError::NoAmount);
    }
    if new.paid_on.len() != "2027-03-31".len()
        || Zone::utc().local(&format!("{}T00:00", new.paid_on)).is_err()
    {
        return Err(PayoutError::NoDay);
    }
    let reference = new.reference.trim();
    if reference.is_empty() || reference.chars().count() > NAME_CHARS_MAX {
        return Err(PayoutError::NoReference);
    }
    Ok(())
}

/// What was earned in the payout's currency and not paid out yet.
async fn due(tx: &mut Tx, new: &NewPayout) -> Result<i64, StoreError> {
    let mut balance = Balance::default();
    for row in tx.list_balances(new.organization).await? {
        if row.currency == new.amount.currency.code()
            && let Some(account) = Account::parse(&row.account)
        {
            note(&mut balance, account, row.amount_minor);
        }
    }
    Ok(balance.due_minor)
}
