//! `serve`: this installation, until it is told to stop.

use tokio::net::TcpListener;

use super::run_server::{self, bind};
use crate::config::Config;
use crate::failure::Outcome;
use crate::open::{Purpose, open};

pub(super) async fn run(config: Config, migrate: bool) -> Outcome {
    let listener: TcpListener = bind(config.listen).await?;
    let address = listener.local_addr()?;
    let opened = open(&config, address, Purpose::Serve, migrate).await?;
    run_server::run(&config, listener, opened, |app| {
        eprintln!("Boxoffice is at {}", app.settings.public_url);
    })
    .await
}
