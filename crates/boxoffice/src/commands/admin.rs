//! `admin account create` and `admin keys rotate`: what is done beside a running installation.

use std::fs;
use std::process::ExitCode;

use boxoffice_app::accounts::create::{NewAccount, NewRole, create};
use boxoffice_app::activity::Actor;
use boxoffice_app::keys::{Purpose, rotate};
use boxoffice_domain::limits::KEY_SETTLE_S;

use super::open_beside;
use crate::command_line::{Account, AccountRole, Admin, KeyPurpose, KeysCommand, NewAccount as AccountFlags};
use crate::config::Config;
use crate::failure::Outcome;

pub(super) async fn run(config: &Config, command: Admin) -> Outcome {
    match command {
        Admin::Account(Account::Create(flags)) => create_account(config, flags).await,
        Admin::Keys(KeysCommand::Rotate { purpose }) => rotate_key(config, purpose).await,
    }
}

async fn rotate_key(config: &Config, purpose: KeyPurpose) -> Outcome {
    let purpose = match purpose {
        KeyPurpose::Jwt => Purpose::Jwt,
        KeyPurpose::Link => Purpose::Link,
    };
    let app = open_beside(config).await?;
    let rotated = rotate(&app, &Actor::command(), purpose).await;
    app.store.close().await;
    println!(
        "Key {} for {} was made. It signs in {KEY_SETTLE_S} seconds, when every node knows it.",
        rotated?,
        purpose.as_str()
    );
    Ok(ExitCode::SUCCESS)
}

async fn create_account(config: &Config, flags: AccountFlags) -> Outcome {
    let file = fs::read_to_string(&flags.password_file)
        .map_err(|error| format!("{} cannot be read: {error}", flags.password_file.display()))?;
    let new = NewAccount {
        email: flags.email,
        name: flags.name,
        password: file.lines().next().unwrap_or_default().to_owned(),
        locale: "en".to_owned(),
        role: role(flags.role),
        confirmed: flags.confirmed,
    };
    let app = open_beside(config).await?;
    let created = create(&app, &Actor::command(), &new).await;
    app.store.close().await;
    let created = created?;
    println!("Account {} was made.", created.account);
    if let Some(organization) = created.organization {
        println!("It owns the organization {organization}.");
    }
    Ok(ExitCode::SUCCESS)
}

fn role(role: AccountRole) -> NewRole {
    match role {
        AccountRole::Attendee => NewRole::Attendee,
        AccountRole::Organizer => NewRole::Organizer,
        AccountRole::Operator => NewRole::Operator,
    }
}
