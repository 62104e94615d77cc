//! The builder of the URL map. It cannot take a route without a policy, and it remembers all of them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::limit::misses;
use crate::policy::{Policy, enforce};
use crate::state::Web;

/// One line of the URL map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// The method; GET answers HEAD too.
    pub method: Method,
    /// The address as it was written, `/{lang}` included.
    pub path: &'static str,
    /// Who may come in.
    pub policy: Policy,
}

/// Gathers routes. Paths that begin with `/{lang}` exist once per language; handlers see them without it.
#[derive(Debug)]
pub struct Routes {
    web: Web,
    /// Under a language.
    pages: Router<Web>,
    /// Without one: REST, assets, webhooks, files.
    plain: Router<Web>,
    list: Vec<Route>,
}

/// What page addresses begin with.
const LANG: &str = "/{lang}";

impl Routes {
    /// An empty map.
    pub fn new(web: Web) -> Self {
        Self { web, pages: Router::new(), plain: Router::new(), list: Vec::new() }
    }

    /// Shows something. Changes nothing.
    pub fn get<H: Handler<T, Web>, T: 'static>(
        &mut self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> &mut Self {
        self.add(Method::GET, path, policy, on(MethodFilter::GET, handler))
    }

    /// Does something.
    pub fn post<H: Handler<T, Web>, T: 'static>(
        &mut self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> &mut Self {
        self.add(Method::POST, path, policy, on(MethodFilter::POST, handler))
    }

    /// Takes a body of up to `bytes`, for uploads; otherwise as [`Routes::post`].
    pub fn upload<H: Handler<T, Web>, T: 'static>(
        &mut self,
        path: &'static str,
        policy: Policy,
        bytes: usize,
        handler: H,
    ) -> &mut Self {
        let method = on(MethodFilter::POST, handler).route_layer(DefaultBodyLimit::max(bytes));
        self.add(Method::POST, path, policy, method)
    }

    /// Replaces something (REST only: forms know GET and POST).
    pub fn put<H: Handler<T, Web>, T: 'static>(
        &mut self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> &mut Self {
        self.add(Method::PUT, path, policy, on(MethodFilter::PUT, handler))
    }

    /// Changes a part (REST only).
    pub fn patch<H: Handler<T, Web>, T: 'static>(
        &mut self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> &mut Self {
        self.add(Method::PATCH, path, policy, on(MethodFilter::PATCH, handler))
    }

    /// Takes something away (REST only).
    pub fn delete<H: Handler<T, Web>, T: 'static>(
        &mut self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> &mut Self {
        self.add(Method::DELETE, path, policy, on(MethodFilter::DELETE, handler))
    }

    /// Every route so far.
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    fn add(
        &mut self,
        method: Method,
        path: &'static str,
        policy: Policy,
        handler: MethodRouter<Web>,
    ) -> &mut Self {
        let guarded = if policy.is_secret() {
            handler.route_layer(from_fn_with_state(self.web.clone(), misses))
        } else if policy.is_open() {
            handler
        } else {
            handler.route_layer(from_fn_with_state((self.web.clone(), policy), enforce))
        };
        self.list.push(Route { method, path, policy });
        let (router, path) = match path.strip_prefix(LANG) {
            Some("") => (&mut self.pages, "/"),
            Some(rest) => (&mut self.pages, rest),
            None => (&mut self.plain, path),
        };
        *router = std::mem::take(router).route(path, guarded);
        self
    }

    /// The routers (pages under a language, and the others) and the list.
    pub(crate) fn into_parts(self) -> (Router<Web>, Router<Web>, Vec<Route>) {
        (self.pages, self.plain, self.list)
    }
}
