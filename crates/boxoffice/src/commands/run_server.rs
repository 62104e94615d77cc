//! What `serve` and `demo` share: listener, workers, signals, and an orderly end.

use std::net::SocketAddr;
use std::process::ExitCode;

use boxoffice_app::store::Dialect;
use boxoffice_app::{App, jobs};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::open::Opened;
use crate::{listener, metrics};

/// Takes the address, or says who may have it.
pub(super) async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        format!("nobody can be served at {address}: {error}; choose another address with --listen").into()
    })
}

/// Serves until SIGTERM or SIGINT; then lets requests and jobs finish and closes the store.
pub(super) async fn run(
    config: &Config,
    listener: TcpListener,
    opened: Opened,
    ready: impl FnOnce(&App),
) -> Outcome {
    if let Some(address) = config.metrics_listen {
        metrics::start(address).await?;
    }
    let stop = told_to_stop()?;
    let app = opened.app.clone();
    if app.store.dialect() == Dialect::Sqlite {
        // The folder's lock says that nobody else runs: what was claimed, a process held that died.
        jobs::take_over(&app).await?;
    }
    let workers = jobs::start(&app, bulk_jobs_at_once());
    ready(&app);
    listener::serve(listener, boxoffice_web::router::router(app.clone()), stop).await;
    workers.stop().await;
    app.store.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// PDFs and mails leave a core to sales.
fn bulk_jobs_at_once() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1))
}

fn told_to_stop() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: running requests and jobs finish first");
    })
}
