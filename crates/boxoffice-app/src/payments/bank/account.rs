//! An organization's bank account: entered by its owner, shown to buyers who pay by transfer.

use boxoffice_domain::bank::account::{Iban, parse_bic};
use boxoffice_domain::bank::girocode::girocode;
use boxoffice_domain::bank::reference::reference;
use boxoffice_domain::ids::OrganizationId;
use boxoffice_domain::limits::{NAME_CHARS_MAX, TRANSFER_CLOSES_BEFORE_S_MAX, TRANSFER_DAYS_MAX};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Time;
use serde_json::json;

use crate::App;
use crate::accounts::{Principal, Role};
use crate::activity::{Activity, Actor};
use crate::store::StoreError;
use crate::store::bank::StoredBankAccount;

/// What an owner enters.
#[derive(Clone, Debug)]
pub struct BankAccountForm {
    /// In whose name the account is.
    pub holder: String,
    /// Its number.
    pub iban: String,
    /// Its bank's code; may be empty.
    pub bic: String,
    /// In which currency.
    pub currency: Currency,
    /// Days that a buyer has.
    pub days_to_pay: i64,
    /// So long before a performance nobody can choose it any more, in seconds.
    pub closes_before_s: i64,
    /// Whether buyers may choose it.
    pub is_on: bool,
}

/// Why an account was not taken.
#[derive(Debug, thiserror::Error)]
pub enum BankAccountError {
    /// There is no such organization for the caller.
    #[error("Resource not found")]
    NotFound,
    /// The caller works there, but not as owner.
    #[error("only an owner may change where the money goes")]
    NotOwner,
    /// A holder is missing or too long.
    #[error("give the account's holder, in at most {NAME_CHARS_MAX} characters")]
    BadHolder,
    /// The number is not one.
    #[error("this is not an IBAN: a letter or digit is missing, or two are exchanged")]
    BadIban,
    /// The bank's code is not one.
    #[error("this is not a BIC: it has eight or eleven letters and digits")]
    BadBic,
    /// The days are out of range.
    #[error("give between 1 and {TRANSFER_DAYS_MAX} days to pay")]
    BadDays,
    /// The time before the performance is out of range.
    #[error("bank transfer closes at most 60 days before a performance")]
    BadClosing,
    /// Our own database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BankAccountError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NotOwner => "not_owner",
            Self::BadHolder => "bad_holder",
            Self::BadIban => "bad_iban",
            Self::BadBic => "bad_bic",
            Self::BadDays => "bad_days",
            Self::BadClosing => "bad_closing",
            Self::Store(_) => "internal",
        }
    }
}

/// How a buyer pays an order by transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HowToTransfer {
    /// To whom.
    pub holder: String,
    /// To which account, in groups of four.
    pub iban: String,
    /// Its bank's code; empty: not needed.
    pub bic: String,
    /// How much is still owed.
    pub amount: Money,
    /// What to write on it, without blanks.
    pub reference: String,
    /// What the code says that banking apps read; none where it cannot say this transfer.
    pub code: Option<String>,
}

impl HowToTransfer {
    /// How to pay so much of the order with this number.
    pub fn of(account: &StoredBankAccount, number: &str, amount: Money) -> Option<Self> {
        let iban = Iban::parse(&account.iban).ok()?;
        let reference = reference(number);
        Some(Self {
            code: girocode(&account.holder, &iban, &account.bic, amount, &reference),
            holder: account.holder.clone(),
            iban: iban.to_string(),
            bic: account.bic.clone(),
            amount,
            reference,
        })
    }
}

/// The account of an organization, for its managers; none: not entered yet.
pub async fn find_bank_account(
    app: &App,
    principal: &Principal,
    organization: OrganizationId,
) -> Result<Option<StoredBankAccount>, BankAccountError> {
    if !principal.may_manage(organization) {
        return Err(BankAccountError::NotFound);
    }
    Ok(app.store.read().await?.find_bank_account(organization).await?)
}

/// How the buyer of an order pays by transfer what is left to pay; none where its organizer has no account.
pub async fn find_how_to_transfer(
    app: &App,
    organization: OrganizationId,
    number: &str,
    amount: Money,
) -> Result<Option<HowToTransfer>, StoreError> {
    let account = app.store.read().await?.find_bank_account(organization).await?;
    Ok(account.and_then(|account| HowToTransfer::of(&account, number, amount)))
}

/// Has an organization's buyers send their money there from now on. Owners only.
pub async fn save_bank_account(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    organization: OrganizationId,
    form: &BankAccountForm,
) -> Result<(), BankAccountError> {
    match principal.role_in(organization) {
        Some(Role::Owner) => {}
        Some(_) => return Err(BankAccountError::NotOwner),
        None => return Err(BankAccountError::NotFound),
    }
    let now = app.clock.now();
    let account = check(form, organization, now)?;
    let mut tx = app.store.begin().await?;
    tx.put_bank_account(&account).await?;
    let last: String = account.iban.chars().skip(account.iban.len() - 4).collect();
    tx.log(&[Activity {
        organization: Some(organization),
        at: now,
        actor: actor.clone(),
        action: "bank_account.changed",
        subject_kind: "organization",
        subject: *organization.as_bytes(),
        event: None,
        detail: json!({ "iban_ends_with": last, "is_on": account.is_on }),
    }])
    .await?;
    Ok(tx.commit().await?)
}

fn check(
    form: &BankAccountForm,
    organization_id: OrganizationId,
    updated_at: Time,
) -> Result<StoredBankAccount, BankAccountError> {
    let holder = form.holder.trim();
    if holder.is_empty() || holder.chars().count() > NAME_CHARS_MAX {
        return Err(BankAccountError::BadHolder);
    }
    let iban = Iban::parse(&form.iban).map_err(|_| BankAccountError::BadIban)?;
    let bic = match form.bic.trim() {
        "" => String::new(),
        bic => parse_bic(bic).ok_or(BankAccountError::BadBic)?,
    };
    if !(1..=TRANSFER_DAYS_MAX).contains(&form.days_to_pay) {
        return Err(BankAccountError::BadDays);
    }
    if !(0..=TRANSFER_CLOSES_BEFORE_S_MAX).contains(&form.closes_before_s) {
        return Err(BankAccountError::BadClosing);
    }
    Ok(StoredBankAccount {
        organization_id,
        holder: holder.to_owned(),
        iban: iban.as_str().to_owned(),
        bic,
        currency: form.currency.code().to_owned(),
        days_to_pay: form.days_to_pay,
        closes_before_s: form.closes_before_s,
        is_on: form.is_on,
        updated_at,
    })
}
