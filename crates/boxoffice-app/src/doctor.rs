//! Looks at what a shop needs around it: database, mail, payment, clock, disk, address.
//! Nothing is changed; each finding says what was seen, and where something is wrong, what to do.

use std::path::Path;
use std::time::{Duration, Instant};

use boxoffice_domain::money::Currency;
use boxoffice_domain::time::Time;

use crate::App;
use crate::notices::MailerError;
use crate::payments::stripe::Examined;
use crate::payments::test_gateway;
use crate::store::DatabaseAddress;
use crate::store::Dialect;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Works, and somebody should know.
    Warning,
    /// Something will fail.
    Bad,
}

/// What was seen.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What was looked at: `database`, `mail`, `payment`, `clock`, `disk`, `address`.
    pub part: &'static str,
    /// How bad it is.
    pub verdict: Verdict,
    /// A sentence for the operator.
    pub sentence: String,
}

/// A read that takes longer makes every page slow.
const SLOW_DATABASE: Duration = Duration::from_millis(20);
/// A clock that is off by more lets holds end too early or too late.
const CLOCK_OFF_S_MAX: i64 = 2;
/// Less free space than this and a busy evening may fill the disk.
const DISK_FREE_MIB_MIN: u64 = 1_024;

/// Looks at everything.
pub async fn examine(app: &App, free_mib: impl Fn(&Path) -> Option<u64>) -> Vec<Finding> {
    let mut findings = vec![database(app).await, mail(app).await];
    findings.extend(payment(app).await);
    findings.extend([clock(app).await, disk(app, &free_mib), address(app)]);
    findings
}

fn finding(part: &'static str, verdict: Verdict, sentence: impl Into<String>) -> Finding {
    Finding { part, verdict, sentence: sentence.into() }
}

async fn database(app: &App) -> Finding {
    let begun = Instant::now();
    let pending = match app.store.pending_migrations().await {
        Ok((pending, _)) => pending,
        Err(error) => return finding("database", Verdict::Bad, error.to_string()),
    };
    let took = begun.elapsed();
    let name = match app.store.dialect() {
        Dialect::Sqlite => "SQLite",
        Dialect::Postgres => "PostgreSQL",
    };
    if pending > 0 {
        let sentence = format!("{name} lacks {pending} migration(s): run `boxoffice migrate`");
        return finding("database", Verdict::Bad, sentence);
    }
    let verdict = if took > SLOW_DATABASE { Verdict::Warning } else { Verdict::Good };
    finding("database", verdict, format!("{name} is up to date and answered in {} ms", took.as_millis()))
}

async fn mail(app: &App) -> Finding {
    match app.mailer.check().await {
        Ok(true) => finding("mail", Verdict::Good, "the mail server answers"),
        Ok(false) => {
            finding("mail", Verdict::Bad, "the mail server hung up; check its name, port and security")
        }
        Err(MailerError::NotConfigured) if app.settings.is_test() => {
            finding("mail", Verdict::Good, "mails go to the outbox page, as test mode has it")
        }
        Err(MailerError::NotConfigured) => finding(
            "mail",
            Verdict::Bad,
            "no mail server is set up: set smtp_host; until then no event can be published",
        ),
        Err(error) => finding("mail", Verdict::Bad, error.to_string()),
    }
}

async fn payment(app: &App) -> Vec<Finding> {
    let seen = app.stripe.examine(&app.settings.public_url).await.into_iter().map(|seen| match seen {
        Examined::Good(sentence) => finding("payment", Verdict::Good, sentence),
        Examined::Warning(sentence) => finding("payment", Verdict::Warning, sentence),
        Examined::Bad(sentence) => finding("payment", Verdict::Bad, sentence),
    });
    std::iter::once(currency(app)).chain(seen).collect()
}

fn currency(app: &App) -> Finding {
    let code = &app.settings.default_currency;
    let Ok(currency) = code.parse::<Currency>() else {
        return finding("payment", Verdict::Bad, format!("default_currency = \"{code}\" is no currency"));
    };
    match app.gateways.choose(None, currency) {
        Some((gateway, _)) if gateway.name() == test_gateway::NAME => {
            finding("payment", Verdict::Good, format!("the test gateway takes test cards in {code}"))
        }
        Some(_) => finding("payment", Verdict::Good, format!("a gateway takes {code}")),
        None => finding(
            "payment",
            Verdict::Warning,
            format!(
                "no account of the installation takes {code}: without an account of their own, organizations \
                 can sell free events, and priced ones cannot be published"
            ),
        ),
    }
}

async fn clock(app: &App) -> Finding {
    let machine = crate::clock::Clock::system().now();
    match app.store.database_time().await {
        Ok(Some(theirs)) => compare_clocks(machine, theirs),
        Ok(None) => finding("clock", Verdict::Good, format!("it is {machine}")),
        Err(error) => finding("clock", Verdict::Bad, error.to_string()),
    }
}

fn compare_clocks(machine: Time, database: Time) -> Finding {
    let off_s = machine.since_s(database).abs();
    if off_s > CLOCK_OFF_S_MAX {
        let sentence =
            format!("this machine is {off_s} s off the database, which counts; set up time synchronisation");
        return finding("clock", Verdict::Warning, sentence);
    }
    finding("clock", Verdict::Good, format!("it is {database} here and at the database"))
}

fn disk(app: &App, free_mib: &impl Fn(&Path) -> Option<u64>) -> Finding {
    let folder = app.settings.data.display();
    match free_mib(&app.settings.data) {
        Some(free) if free < DISK_FREE_MIB_MIN => {
            finding("disk", Verdict::Bad, format!("only {free} MiB are free at {folder}; make room"))
        }
        Some(free) => finding("disk", Verdict::Good, format!("{free} MiB are free at {folder}")),
        None => finding("disk", Verdict::Warning, format!("the free space at {folder} cannot be told")),
    }
}

fn address(app: &App) -> Finding {
    let url = &app.settings.public_url;
    let loopback = url.contains("://127.") || url.contains("://localhost") || url.contains("://[::1]");
    let (verdict, rest) = match (url.starts_with("https://"), loopback, app.settings.is_test()) {
        (true, ..) => (Verdict::Good, "people come over HTTPS"),
        (false, true, true) => (Verdict::Good, "only this machine reaches it, as a trial needs"),
        (false, true, false) => {
            (Verdict::Warning, "only this machine reaches it: set public_url to where people find the shop")
        }
        (false, false, _) => (
            Verdict::Bad,
            "passwords and cookies travel unprotected: put a proxy with TLS in front and use https://",
        ),
    };
    finding("address", verdict, format!("{url}: {rest}"))
}

/// What to look at when the database cannot even be opened.
pub fn unreachable_database(address: &DatabaseAddress, error: &dyn std::error::Error) -> Finding {
    let hint = match address {
        DatabaseAddress::File(_) => "check the data folder and its owner",
        DatabaseAddress::Postgres(_) => "check database_url and that the server runs",
    };
    finding("database", Verdict::Bad, format!("{error}; {hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_a_warning_with_the_difference() {
        let now = Time::from_seconds(1_800_000_000);
        assert_eq!(compare_clocks(now, now.plus_s(1)).verdict, Verdict::Good);
        let off = compare_clocks(now, now.plus_s(-90));
        assert_eq!(off.verdict, Verdict::Warning);
        assert!(off.sentence.contains("90 s"), "{}", off.sentence);
    }
}
