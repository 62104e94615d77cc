//! Where a request comes from: the client behind trusted proxies, for limits and the activity log.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use boxoffice_app::accounts::Principal;
use boxoffice_app::activity::Actor;
use boxoffice_app::address::find_client;

use crate::state::Web;

/// The client of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Client {
    /// Its address.
    pub address: String,
    /// What its browser calls itself.
    pub agent: String,
}

impl Client {
    /// The actor of what a guest does.
    pub fn buyer(&self) -> Actor {
        Actor::buyer(self.address.clone())
    }

    /// The actor of what an account does, or a guest.
    pub fn actor(&self, principal: Option<&Principal>) -> Actor {
        principal.map_or_else(|| self.buyer(), |principal| principal.actor(&self.address))
    }

    /// The client of a request's head.
    pub fn of(web: &Web, parts: &Parts) -> Self {
        // A router that is called in process, as tests do, has no peer.
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(socket)| socket.ip());
        let forwarded = parts.headers.get_all("x-forwarded-for");
        let forwarded: Vec<&str> = forwarded.into_iter().filter_map(|value| value.to_str().ok()).collect();
        let client = find_client(peer, forwarded.into_iter(), &web.app().settings.trusted_proxies);
        let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        Self { address: client.to_string(), agent: agent.unwrap_or_default().to_owned() }
    }
}

impl FromRequestParts<Web> for Client {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        Ok(Self::of(web, parts))
    }
}
