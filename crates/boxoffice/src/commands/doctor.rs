//! `doctor`: looks at what the shop needs around it; exit code 1 when something will fail.

use std::path::Path;
use std::process::{Command, ExitCode};

use boxoffice_app::doctor::{Finding, Verdict, examine, unreachable_database};
use boxoffice_app::store::Store;

use super::open_beside;
use crate::config::Config;
use crate::failure::Outcome;

pub(super) async fn run(config: &Config) -> Outcome {
    let findings = findings(config).await?;
    let mut worst = Verdict::Good;
    for finding in &findings {
        worst = worst.max(finding.verdict);
        println!("{} {:9} {}", mark(finding.verdict), finding.part, finding.sentence);
    }
    Ok(if worst == Verdict::Bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn findings(config: &Config) -> Result<Vec<Finding>, crate::failure::Failure> {
    let address = config.database()?;
    crate::folder::make(&config.data)?;
    if let Err(error) = Store::open(&address).await {
        return Ok(vec![unreachable_database(&address, &error)]);
    }
    let app = open_beside(config).await?;
    let findings = examine(&app, free_mib).await;
    app.store.close().await;
    Ok(findings)
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "ok     ",
        Verdict::Warning => "WARNING",
        Verdict::Bad => "WRONG  ",
    }
}

/// The standard library cannot ask the file system; `df` of every Unix can.
fn free_mib(folder: &Path) -> Option<u64> {
    let said = Command::new("df").args(["-P", "-m"]).arg(folder).output().ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}
