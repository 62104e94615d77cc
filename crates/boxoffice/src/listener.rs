//! The listener: accepts connections, bounds them, and lets running requests finish when the process is told to stop.
//! Headers that trickle in do not keep a connection; HTTP/2 and TLS belong to the proxy in front.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

/// Connections at once; further ones wait in the kernel's queue.
const CONNECTIONS_MAX: usize = 20_000;
/// A client must send its whole header within this.
const HEADER_DEADLINE: Duration = Duration::from_secs(10);
/// What runs may finish within this after the signal; open event streams are cut then.
const DRAIN_DEADLINE: Duration = Duration::from_secs(10);
/// Pause after the system refused to accept, which it does while file descriptors are short.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Answers requests until `stop` comes, then drains.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let draining = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        tokio::select! {
            (place, accepted) = next => match accepted {
                Ok((stream, peer)) => answer(stream, peer, router.clone(), &draining, place),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN_DEADLINE, draining.shutdown()).await.is_err() {
        tracing::info!("connections that were still open are cut");
    }
}

fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    draining: &GracefulShutdown,
    place: Option<OwnedSemaphorePermit>,
) {
    // Small answers must not wait for an acknowledgement. A socket that refuses is answered more slowly.
    drop(stream.set_nodelay(true));
    let service = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_DEADLINE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let connection = draining.watch(connection);
    tokio::spawn(async move {
        let _place = place;
        if let Err(error) = connection.await {
            tracing::debug!(%error, %peer, "a connection ended early");
        }
    });
}
