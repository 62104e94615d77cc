//! `serve`: this installation, until it is told to stop.

use boxoffice_app::accounts::setup;
use tokio::net::TcpListener;

use super::run_server::{self, bind};
use crate::config::Config;
use crate::failure::Outcome;
use crate::open::{Purpose, open};

pub(super) async fn run(config: Config, migrate: bool) -> Outcome {
    let listener: TcpListener = bind(config.listen).await?;
    let address = listener.local_addr()?;
    let opened = open(&config, address, Purpose::Serve, migrate).await?;
    let code = setup::open_setup(&opened.app).await?;
    run_server::run(&config, listener, opened, |app| {
        let url = &app.settings.public_url;
        eprintln!("Boxoffice is at {url}");
        if let Some(code) = code {
            eprintln!("Nobody runs this installation yet. Make the operator's account at {url}/setup");
            eprintln!("with the one-time code {code}");
        }
    })
    .await
}
