//! What every handler may ask for: the running program, and what only HTTP needs beside it.

use std::sync::Arc;

use axum::extract::FromRef;
use boxoffice_app::App;

use crate::shop::live::Watchers;
use crate::shop::pages::Pages;

/// The state of the router. Handlers usually take `State(app): State<App>`.
#[derive(Clone, Debug)]
pub struct Web(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    app: App,
    secure: bool,
    pages: Pages,
    watchers: Watchers,
}

impl Web {
    /// The faces of a running program.
    pub fn new(app: App) -> Self {
        let secure = app.settings.public_url.starts_with("https://");
        let watchers = Watchers::start(&app);
        Self(Arc::new(Parts { app, secure, pages: Pages::default(), watchers }))
    }

    /// The program.
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Event pages that are ready.
    pub fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// Who watches open pages.
    pub fn watchers(&self) -> &Watchers {
        &self.0.watchers
    }

    /// Whether visitors come over HTTPS, so that cookies are `__Host-` and Secure.
    pub fn secure(&self) -> bool {
        self.0.secure
    }
}

impl FromRef<Web> for App {
    fn from_ref(web: &Web) -> Self {
        web.app().clone()
    }
}
