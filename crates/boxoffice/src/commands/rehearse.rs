//! `rehearse`: an on-sale against a running installation in test mode, over HTTP and nothing else.
//! Set `BOXOFFICE_LIFT_PERSON_LIMITS=true` there: all buyers come from one address.

use std::process::ExitCode;

use rehearse::{Door, Plan};

use crate::command_line::{Rehearse, Scenario};
use crate::failure::Outcome;

pub(super) async fn run(flags: Rehearse) -> Outcome {
    let plan = Plan {
        url: flags.url,
        event: flags.event,
        scenario: scenario(flags.scenario),
        buyers: flags.buyers.max(1),
        seconds: flags.seconds,
        quantity: flags.quantity.max(1),
        door: Door::default(),
    };
    let report = rehearse::run(&plan).await?;
    print!("{report}");
    // Whoever was told that it is theirs must have what they paid for.
    let adds_up = report.tickets_seen() == report.places_bought();
    Ok(if adds_up { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn scenario(scenario: Scenario) -> rehearse::Scenario {
    match scenario {
        Scenario::Pages => rehearse::Scenario::Pages,
        Scenario::Holds => rehearse::Scenario::Holds,
        Scenario::Purchases => rehearse::Scenario::Purchases,
        Scenario::Shopping => rehearse::Scenario::Shopping,
        Scenario::Race => rehearse::Scenario::Race,
    }
}
