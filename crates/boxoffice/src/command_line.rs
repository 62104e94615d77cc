//! The command line: every command, its flags, and the sentence that `--help` shows for it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Serve a shop full of example events from a temporary folder, everything clickable
    Demo(Listen),
    /// Serve this installation
    Serve(Serve),
    /// Bring the database up to date
    Migrate,
    /// Administer accounts
    #[command(subcommand)]
    Admin(Admin),
    /// Check that database, mail, payment, clock, disk and address are as a shop needs them
    Doctor,
    /// Check every promise against the database; may run beside a serving shop.
    Audit,
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Take over data from elsewhere
    #[command(subcommand)]
    Import(Import),
    /// Rehearse an on-sale against a running installation in test mode, and report its figures
    Rehearse(Rehearse),
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

/// Administration.
#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Accounts
    #[command(subcommand)]
    Account(Account),
    /// Signing keys
    #[command(subcommand)]
    Keys(KeysCommand),
}

/// Administration of signing keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Make a new key; it signs once every node has learnt it, and what older ones signed stays valid
    Rotate {
        /// What it signs
        #[arg(long)]
        purpose: KeyPurpose,
    },
}

/// What a key signs. Those of barcodes stay: printed tickets name them.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KeyPurpose {
    /// API tokens
    Jwt,
    /// Download links and links in mails
    Link,
}

/// Administration of accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Make an account
    Create(NewAccount),
}

/// A new account.
#[derive(Debug, Args)]
pub(crate) struct NewAccount {
    /// Its address
    #[arg(long)]
    pub(crate) email: String,
    /// Its name; an organizer gets an organization of that name
    #[arg(long)]
    pub(crate) name: String,
    /// What it may do
    #[arg(long)]
    pub(crate) role: AccountRole,
    /// File with the password on its first line
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: PathBuf,
    /// Take the address as confirmed
    #[arg(long)]
    pub(crate) confirmed: bool,
}

/// What an account may do.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AccountRole {
    /// Buys
    Attendee,
    /// Puts on events
    Organizer,
    /// Runs this installation
    Operator,
}

/// Looking at the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print what counts in the end, with secrets hidden
    Show,
    /// Print the commented file with every key and its default
    Defaults,
}

/// Taking over data.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Events from a CSV file with the columns title, category, `starts_on`, `ends_on`, city, country, online, url …
    Events(ImportEvents),
}

/// An import of events.
#[derive(Debug, Args)]
pub(crate) struct ImportEvents {
    /// The file
    pub(crate) file: PathBuf,
    /// Address of an account of the organizer, or the organization's slug
    #[arg(long, value_name = "E")]
    pub(crate) organizer: String,
    /// Check every row and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Publish what was imported
    #[arg(long)]
    pub(crate) publish: bool,
}

/// A rehearsal.
#[derive(Debug, Args)]
pub(crate) struct Rehearse {
    /// Where the shop is; plain HTTP, the program itself
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub(crate) url: String,
    /// The event's part of its address, such as night-of-bells
    #[arg(long, value_name = "SLUG")]
    pub(crate) event: String,
    /// What buyers do
    #[arg(long, value_enum, default_value = "purchases")]
    pub(crate) scenario: Scenario,
    /// Buyers at once
    #[arg(long, default_value_t = 64)]
    pub(crate) buyers: usize,
    /// For how many seconds
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u64,
    /// Places that each wants at a time
    #[arg(long, default_value_t = 2)]
    pub(crate) quantity: u32,
}

/// What buyers do in a rehearsal.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Scenario {
    /// Look at the event's page
    Pages,
    /// Take places over the API
    Holds,
    /// Over the API: take places, order, pay with a test card, see the tickets
    Purchases,
    /// The same with the shop's forms, as people without JavaScript do
    Shopping,
    /// Buy until nothing is left
    Race,
}
