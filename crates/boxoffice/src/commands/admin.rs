//! `admin account create`: makes an account beside a running installation.

use std::fs;
use std::process::ExitCode;

use boxoffice_app::accounts::create::{NewAccount, NewRole, create};
use boxoffice_app::activity::Actor;

use super::open_beside;
use crate::command_line::{Account, AccountRole, Admin};
use crate::config::Config;
use crate::failure::Outcome;

pub(super) async fn run(config: &Config, command: Admin) -> Outcome {
    let Admin::Account(Account::Create(flags)) = command;
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
