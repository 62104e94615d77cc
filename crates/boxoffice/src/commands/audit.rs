//! `audit`: checks every promise against the database; exit code 1 and the rows when one is broken.

use std::process::ExitCode;

use boxoffice_app::audit::{Checked, FINDINGS_MAX, audit};

use super::open_beside;
use crate::config::Config;
use crate::failure::Outcome;

pub(super) async fn run(config: &Config) -> Outcome {
    let app = open_beside(config).await?;
    let checked = audit(&app).await?;
    app.store.close().await;
    let broken = checked.iter().filter(|check| !check.findings.is_empty()).count();
    for check in &checked {
        print(check);
    }
    if broken == 0 {
        println!("audit: {} promises hold", checked.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("audit: {broken} of {} promises are broken", checked.len());
    Ok(ExitCode::FAILURE)
}

fn print(check: &Checked) {
    let mark = if check.findings.is_empty() { "ok    " } else { "BROKEN" };
    println!("{mark} {:16} {}", check.name, check.promise);
    for finding in &check.findings {
        println!("         {finding}");
    }
    if check.findings.len() == FINDINGS_MAX as usize {
        println!("         … and maybe more");
    }
}
