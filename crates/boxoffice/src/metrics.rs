//! Prometheus metrics, on a listener of their own so that they are never public by accident. Off unless configured.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::listener;

/// How often old samples are folded together.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts counting, and answers `GET /metrics` on `address`.
pub(crate) async fn start(address: SocketAddr) -> Result<(), Failure> {
    let handle = PrometheusBuilder::new().install_recorder()?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("metrics_listen = \"{address}\" cannot be used: {error}"))?;
    let upkeep = handle.clone();
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(UPKEEP);
        loop {
            beat.tick().await;
            upkeep.run_upkeep();
        }
    });
    let router = Router::new().route("/metrics", get(async move || handle.render()));
    tokio::spawn(listener::serve(listener, router, std::future::pending()));
    tracing::info!(%address, "metrics are served");
    Ok(())
}
