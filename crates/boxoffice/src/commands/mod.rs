//! One file per command. Each takes what the command line says and calls the operations that pages call, too.

mod config;
mod migrate;
mod run_server;
mod serve;

use crate::command_line::{Command, CommandLine, ConfigCommand, Listen, Place};
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::logging;

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
    match line.command {
        Command::Serve(serve) => serve::run(listening(config, &serve.listen), serve.migrate).await,
        Command::Migrate => migrate::run(&config).await,
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
