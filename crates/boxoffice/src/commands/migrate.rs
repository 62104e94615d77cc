//! `migrate`: brings the database up to date and says what it did.

use std::process::ExitCode;

use boxoffice_app::store::Store;

use crate::config::Config;
use crate::failure::Outcome;
use crate::folder;

pub(super) async fn run(config: &Config) -> Outcome {
    folder::make(&config.data)?;
    let store = Store::open(&config.database()?).await?;
    let (pending, _) = store.pending_migrations().await?;
    store.migrate().await?;
    store.close().await;
    match pending {
        0 => println!("The database is up to date."),
        1 => println!("One migration was applied."),
        many => println!("{many} migrations were applied."),
    }
    Ok(ExitCode::SUCCESS)
}
