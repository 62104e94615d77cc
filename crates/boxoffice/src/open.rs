//! From configuration to a running `App`: folder, lock, database, migrations, keys.
//! Who may migrate what by itself: everybody an SQLite file and an empty PostgreSQL database; a PostgreSQL database
//! in use only `migrate` and `serve --migrate`.

use std::fs::File;
use std::net::SocketAddr;

use boxoffice_app::App;
use boxoffice_app::clock::Clock;
use boxoffice_app::random::Random;
use boxoffice_app::store::{DatabaseAddress, OpenError, Store};

use crate::config::Config;
use crate::failure::Failure;
use crate::folder;

/// What a process may do with the data it opens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Serve: alone on an SQLite file.
    Serve,
    /// Look or administer, beside a serving process.
    Beside,
}

/// A running program and what keeps its data folder locked.
pub(crate) struct Opened {
    pub(crate) app: App,
    /// Held for as long as the process serves.
    _lock: Option<File>,
}

/// Opens the installation that `config` describes.
pub(crate) async fn open(
    config: &Config,
    address: SocketAddr,
    purpose: Purpose,
    migrate: bool,
) -> Result<Opened, Failure> {
    folder::make(&config.data)?;
    let database = config.database()?;
    let lock = match (&database, purpose) {
        (DatabaseAddress::File(_), Purpose::Serve) => Some(folder::lock(&config.data)?),
        _ => None,
    };
    let store = Store::open(&database).await?;
    bring_up_to_date(&store, &database, migrate).await?;
    let clock = Clock::system();
    if let Some(theirs) = store.database_time().await? {
        clock.follow(theirs);
    }
    let key = folder::master_key(&config.data, config.master_key_file.as_deref())?;
    let app = App::start(store, clock, Random::system(), config.settings(address, key)?).await?;
    Ok(Opened { app, _lock: lock })
}

/// Migrates where this may happen by itself, and else says what to do.
async fn bring_up_to_date(store: &Store, database: &DatabaseAddress, migrate: bool) -> Result<(), Failure> {
    let (pending, empty) = store.pending_migrations().await?;
    let by_itself = matches!(database, DatabaseAddress::File(_)) || empty;
    if pending > 0 && !by_itself && !migrate {
        return Err(OpenError::Pending(pending).into());
    }
    // Also with nothing pending: a database that is newer than this program is refused here.
    store.migrate().await?;
    Ok(())
}
