//! The command line: every command, its flags, and the sentence that `--help` shows for it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Sells tickets and admits people.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the installation is.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Folder of database, files and keys [default: ./data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Configuration file [default: ./boxoffice.toml where it exists]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve this installation
    Serve(Serve),
    /// Bring the database up to date
    Migrate,
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
}

/// Where to listen.
#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) listen: Listen,
    /// Bring a PostgreSQL database that is in use up to date first
    #[arg(long)]
    pub(crate) migrate: bool,
}

/// Looking at the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print what counts in the end, with secrets hidden
    Show,
    /// Print the commented file with every key and its default
    Defaults,
}
