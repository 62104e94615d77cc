//! `import events FILE.csv --organizer E`: what can be taken goes in, the rest is listed with its reason.

use std::fs;
use std::process::ExitCode;

use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::import::{ImportOptions, ImportReport, import_events};
use boxoffice_domain::email::Email;
use boxoffice_domain::ids::OrganizationId;

use super::open_beside;
use crate::command_line::{Import, ImportEvents};
use crate::config::Config;
use crate::failure::{Failure, Outcome};

pub(super) async fn run(config: &Config, command: Import) -> Outcome {
    let Import::Events(flags) = command;
    let csv =
        fs::read(&flags.file).map_err(|error| format!("{} cannot be read: {error}", flags.file.display()))?;
    let app = open_beside(config).await?;
    let imported = import(&app, &flags, &csv).await;
    app.store.close().await;
    report(&imported?, flags.dry_run);
    Ok(ExitCode::SUCCESS)
}

async fn import(app: &App, flags: &ImportEvents, csv: &[u8]) -> Result<ImportReport, Failure> {
    let organization = organization(app, &flags.organizer).await?;
    let options = ImportOptions { dry_run: flags.dry_run, publish: flags.publish };
    Ok(import_events(app, &Editor::command(), organization, csv, options).await?)
}

/// The organization of an organizer's address, or the one with this slug.
async fn organization(app: &App, organizer: &str) -> Result<OrganizationId, Failure> {
    let mut tx = app.store.read().await?;
    let Ok(email) = organizer.parse::<Email>() else {
        return match tx.find_organization_by_slug(organizer).await? {
            Some(found) => Ok(found.organization_id),
            None => Err(format!("there is no organization {organizer}").into()),
        };
    };
    let account = tx.find_account_by_email(email.as_str()).await?;
    let Some(account) = account else { return Err(format!("there is no account {organizer}").into()) };
    let principal =
        boxoffice_app::accounts::authenticate::find_principal(&mut tx, account.account_id).await?;
    let managed: Vec<OrganizationId> = principal
        .map(|principal| {
            let ids = principal.memberships.iter().map(|(id, _)| *id);
            ids.filter(|id| principal.may_manage(*id)).collect()
        })
        .unwrap_or_default();
    match managed.as_slice() {
        [one] => Ok(*one),
        [] => Err(format!("{organizer} manages no organization").into()),
        _ => Err(format!("{organizer} manages several organizations; name one by its slug").into()),
    }
}

fn report(report: &ImportReport, dry_run: bool) {
    for (line, reason) in &report.refused {
        println!("line {line}: {reason}");
    }
    let verb = if dry_run { "would be imported" } else { "imported" };
    println!(
        "{} events {verb}, {} were there already, {} rows refused.",
        report.imported,
        report.unchanged,
        report.refused.len()
    );
}
