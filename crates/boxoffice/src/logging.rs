//! Structured logs on standard error: lines for people on a terminal, JSON for machines elsewhere.
//! The message is for people, the fields are for queries, and a failure is logged once.

use std::io::IsTerminal;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, LogFormat};
use crate::failure::Failure;

/// What the database remarks in passing is for those who ask for it.
const NOTICES: &str = "sqlx::postgres::notice";

/// Starts logging. Standard output stays free for what a command answers.
pub(crate) fn start(config: &Config) -> Result<(), Failure> {
    let filter: Targets = config
        .log
        .parse()
        .map_err(|error| format!("log = \"{}\" is not a log filter: {error}", config.log))?;
    // PostgreSQL tells on every start that the table of migrations is there already.
    let is_asked_for = config.log.contains("sqlx");
    let filter = if is_asked_for { filter } else { filter.with_target(NOTICES, LevelFilter::WARN) };
    let for_people = match config.log_format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => std::io::stderr().is_terminal(),
    };
    let logged = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    if for_people {
        logged.with(lines.with_target(false).compact()).try_init()?;
    } else {
        logged.with(lines.json().flatten_event(true)).try_init()?;
    }
    Ok(())
}
