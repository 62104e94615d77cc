//! The demo shop's people. Their passwords are public, so they exist in demo shops only.

use boxoffice_app::App;
use boxoffice_app::accounts::create::{NewAccount, NewRole, create};
use boxoffice_app::accounts::organization::create_organization;
use boxoffice_app::accounts::team::add_member;
use boxoffice_app::accounts::{Principal, Role, authenticate};
use boxoffice_app::activity::Actor;
use boxoffice_app::payments::bank::account::{BankAccountForm, save_bank_account};
use boxoffice_domain::ids::{AccountId, OrganizationId};
use boxoffice_domain::limits::TRANSFER_DAYS;
use boxoffice_domain::money::Currency;

use super::programme::ORGANIZERS;
use crate::failure::Failure;

/// The password of every demo account.
pub(crate) const PASSWORD: &str = "Demo-2027!";

/// What each account is for, and its address.
pub(crate) const PEOPLE: [(&str, &str); 4] = [
    ("buyer", "buyer@demo.example"),
    ("organizer", "organizer@demo.example"),
    ("door staff", "door@demo.example"),
    ("operator", "operator@demo.example"),
];

/// Who works for the organizations.
pub(super) struct Staff {
    /// The organizations, in the order of `ORGANIZERS`.
    pub(super) organizations: Vec<OrganizationId>,
    /// The demo buyer.
    pub(super) buyer: AccountId,
}

/// Makes the accounts, the organizations and their team.
pub(super) async fn hire(app: &App) -> Result<Staff, Failure> {
    let [(_, buyer), (_, organizer), (_, door), (_, operator)] = PEOPLE;
    let buyer = account(app, buyer, "Demo buyer", NewRole::Attendee).await?;
    account(app, operator, "Demo operator", NewRole::Operator).await?;
    account(app, door, "Demo door", NewRole::Attendee).await?;
    let owner = account(app, organizer, ORGANIZERS[0], NewRole::Organizer).await?;
    for name in &ORGANIZERS[1..] {
        let owner = principal(app, owner).await?;
        create_organization(app, &Actor::system(), &owner, name, organizer).await?;
    }
    let owner = principal(app, owner).await?;
    let organizations: Vec<OrganizationId> = owner.memberships.iter().map(|(id, _)| *id).collect();
    for organization in &organizations {
        add_member(app, &Actor::system(), &owner, *organization, door, Role::Door).await?;
    }
    // The last one takes bank transfers, too, so that statements can be tried.
    if let Some(last) = organizations.last() {
        save_bank_account(app, &Actor::system(), &owner, *last, &bank_account()).await?;
    }
    Ok(Staff { organizations, buyer })
}

/// An account that exists in examples only.
fn bank_account() -> BankAccountForm {
    BankAccountForm {
        holder: ORGANIZERS[ORGANIZERS.len() - 1].into(),
        iban: "DE89 3704 0044 0532 0130 00".into(),
        bic: "COBADEFFXXX".into(),
        currency: Currency::EUR,
        days_to_pay: TRANSFER_DAYS,
        closes_before_s: 3 * super::DAY_S,
        is_on: true,
    }
}

async fn account(app: &App, email: &str, name: &str, role: NewRole) -> Result<AccountId, Failure> {
    let new = NewAccount {
        email: email.into(),
        name: name.into(),
        password: PASSWORD.into(),
        locale: "en".into(),
        role,
        confirmed: true,
    };
    Ok(create(app, &Actor::system(), &new).await?.account)
}

async fn principal(app: &App, account: AccountId) -> Result<Principal, Failure> {
    let mut tx = app.store.read().await?;
    let found = authenticate::find_principal(&mut tx, account).await?;
    found.ok_or_else(|| "the account that was just made is gone".into())
}
