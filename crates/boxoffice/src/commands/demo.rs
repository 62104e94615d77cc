//! `demo`: a shop full of example events in a temporary folder, in test mode, everything clickable.

use std::process::ExitCode;

use boxoffice_app::App;
use boxoffice_app::accounts::setup;
use boxoffice_app::settings::Mode;

use super::run_server::{self, bind};
use crate::config::Config;
use crate::demo;
use crate::failure::{Failure, Outcome};
use crate::open::{Purpose, open};

/// Serves the demo shop; `keep` says that the data folder was named and is to be kept.
pub(super) async fn run(mut config: Config, keep: bool) -> Outcome {
    let temporary =
        if keep { None } else { Some(tempfile::Builder::new().prefix("boxoffice-demo-").tempdir()?) };
    if let Some(folder) = &temporary {
        folder.path().clone_into(&mut config.data);
    }
    config.mode = Mode::Test;
    config.database_url = None;
    config.database_url_file = None;
    let listener = bind(config.listen).await?;
    let address = listener.local_addr()?;
    let opened = open(&config, address, Purpose::Serve, true).await?;
    fill_if_empty(&opened.app).await?;
    let ended = run_server::run(&config, listener, opened, welcome).await;
    drop(temporary);
    ended.map(|_| ExitCode::SUCCESS)
}

async fn fill_if_empty(app: &App) -> Result<(), Failure> {
    if setup::is_setup_open(app).await? {
        demo::fill(app).await?;
    }
    Ok(())
}

fn welcome(app: &App) {
    println!("The demo shop is open at {}", app.settings.public_url);
    println!();
    for (purpose, email) in demo::PEOPLE {
        println!("  {purpose:11} {email:24} password {}", demo::PASSWORD);
    }
    println!();
    println!("  Test card   4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined");
    println!("  Mails       {}/demo/outbox", app.settings.public_url);
    println!();
    println!("Ctrl+C ends it; nothing of it stays.");
}
