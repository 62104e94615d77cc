//! Where a request came from, for logs and for keys of guests.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

/// The client's address, or `-` where nothing is known (tests in process).
pub(crate) fn client(parts: &Parts) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or_else(|| "-".into(), |ConnectInfo(peer)| peer.ip().to_string())
}
