//! One file per command. Each takes what the command line says and calls the operations that pages call, too.

mod admin;
mod audit;
mod config;
mod demo;
mod doctor;
mod import;
mod migrate;
mod rehearse;
mod run_server;
mod serve;

use std::net::SocketAddr;

use boxoffice_app::App;

use crate::command_line::{Command, CommandLine, ConfigCommand, Listen, Place};
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::logging;
use crate::open::{Opened, Purpose, open};

/// Does what the command line says.
pub(crate) fn run(line: CommandLine) -> Outcome {
    let config = configuration(&line.place)?;
    if let Command::Config(command) = &line.command {
        return match command {
            ConfigCommand::Show => config::show(&config),
            ConfigCommand::Defaults => config::defaults(),
        };
    }
    logging::start(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(dispatch(line, config))
}

async fn dispatch(line: CommandLine, config: Config) -> Outcome {
    let keep = line.place.data.is_some();
    match line.command {
        Command::Admin(command) => admin::run(&config, command).await,
        Command::Demo(listen) => demo::run(listening(config, &listen), keep).await,
        Command::Doctor => doctor::run(&config).await,
        Command::Import(command) => import::run(&config, command).await,
        Command::Rehearse(flags) => rehearse::run(flags).await,
        Command::Serve(serve) => serve::run(listening(config, &serve.listen), serve.migrate).await,
        Command::Migrate => migrate::run(&config).await,
        Command::Audit => audit::run(&config).await,
        Command::Config(_) => Err("config is answered without a database".into()),
    }
}

fn configuration(place: &Place) -> Result<Config, Failure> {
    let mut config = Config::load(place.config.as_deref())?;
    if let Some(data) = &place.data {
        config.data.clone_from(data);
    }
    Ok(config)
}

fn listening(mut config: Config, flag: &Listen) -> Config {
    if let Some(address) = flag.listen {
        config.listen = address;
    }
    config
}

/// Opens the installation beside a process that may be serving it.
async fn open_beside(config: &Config) -> Result<App, Failure> {
    let Opened { app, .. } = open(config, nobody_listens(config), Purpose::Beside, false).await?;
    Ok(app)
}

/// A command does not listen; links that it makes name the address that `serve` would use.
fn nobody_listens(config: &Config) -> SocketAddr {
    config.listen
}
