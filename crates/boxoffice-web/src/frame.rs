//! What every page knows beside its own content: language, viewer, cart, mode, and how to say things.
//! Templates reach it as `frame`; the macros of `templates/ui/` count on that name.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use boxoffice_app::accounts::Principal;
use boxoffice_app::i18n::{Lang, Value};
use boxoffice_domain::money::Money;
use boxoffice_domain::time::{Time, Zone};

use crate::assets;
use crate::cookies::{CartMark, find_cart};
use crate::form::Typed;
use crate::identify::{Viewer, identify};
use crate::problem::Problem;
use crate::request::Asked;
use crate::state::Web;

/// The frame around a page's content.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Language of the page.
    pub lang: Lang,
    /// Who looks at it.
    pub viewer: Option<Principal>,
    /// The cart that this browser fills.
    pub cart: Option<CartMark>,
    /// Whether nothing here is real.
    pub test: bool,
    /// The address after the language.
    pub rest: String,
    /// Where people reach the shop, without a trailing slash.
    pub public_url: String,
    /// When the page was made, for countdowns and "in 3 days".
    pub now: Time,
}

impl Frame {
    /// A frame without a request, for samples and tests.
    pub fn sample(lang: Lang) -> Self {
        let public_url = "https://tickets.example.org".to_owned();
        let now = Time::from_seconds(1_809_000_000);
        Self { lang, viewer: None, cart: None, test: true, rest: String::new(), public_url, now }
    }

    fn new(web: &Web, asked: &Asked, headers: &HeaderMap, viewer: Viewer) -> Self {
        let settings = &web.app().settings;
        Self {
            lang: asked.lang,
            viewer: viewer.0,
            cart: find_cart(headers),
            test: settings.is_test(),
            rest: asked.rest().to_owned(),
            public_url: settings.public_url.clone(),
            now: web.app().clock.now(),
        }
    }

    /// The frame of a page that is made outside of a handler. A failing database leaves the visitor unnamed.
    pub(crate) async fn of(web: &Web, asked: &Asked) -> Self {
        let mut parts = axum::http::Request::new(()).into_parts().0;
        if let Some(cookies) = &asked.cookies {
            parts.headers.insert(COOKIE, cookies.clone());
        }
        let viewer = identify(web, &mut parts).await.unwrap_or_default();
        Self::new(web, asked, &parts.headers, viewer)
    }

    /// A sentence of the catalogue.
    pub fn t<'k>(&self, key: &'k str) -> &'k str {
        self.lang.t(key)
    }

    /// A sentence of the catalogue with variables.
    pub fn with(&self, key: &str, args: &[(&str, Value<'_>)]) -> String {
        self.lang.with(key, args)
    }

    /// A sentence about a number: the message's variable is `$count`.
    pub fn count<'v>(&self, key: &str, count: impl Into<Value<'v>>) -> String {
        self.lang.with(key, &[("count", count.into())])
    }

    /// An amount.
    pub fn money(&self, money: &Money) -> String {
        self.lang.money(*money)
    }

    /// A whole number.
    pub fn number<'v>(&self, number: impl Into<Value<'v>>) -> String {
        self.lang.number(number.into().as_number().unwrap_or_default())
    }

    /// Day and time.
    pub fn date_time(&self, time: &Time, zone: &Zone) -> String {
        self.lang.date_time(*time, zone)
    }

    /// A day.
    pub fn date(&self, time: &Time, zone: &Zone) -> String {
        self.lang.date(*time, zone)
    }

    /// The title of a page with a form; it says first when the form was refused.
    pub fn title(&self, typed: &Typed, title: &str) -> String {
        if typed.is_refused() {
            self.with("error-title-prefix", &[("title", title.into())])
        } else {
            title.to_owned()
        }
    }

    /// A page's address in this language: `frame.href("/events")`.
    pub fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.lang.code())
    }

    /// A file of `assets/`, under the name that may be cached for ever.
    pub fn asset(&self, name: &str) -> String {
        assets::href(name)
    }

    /// A symbol of the icon sprite.
    pub fn icon(&self, name: &str) -> String {
        format!("{}#{name}", assets::href("icons.svg"))
    }

    /// The other languages, each with this page's address in it.
    pub fn other_languages(&self) -> Vec<(Lang, String)> {
        let others = Lang::all().filter(|lang| *lang != self.lang);
        others.map(|lang| (lang, format!("/{}{}", lang.code(), self.rest))).collect()
    }

    /// Where to sign in and come back to this page.
    pub fn sign_in_href(&self) -> String {
        format!("{}?next={}", self.href("/login"), crate::request::encode(&self.href(&self.rest)))
    }
}

impl FromRequestParts<Web> for Frame {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let viewer = identify(web, parts).await?;
        let asked =
            parts.extensions.get::<Asked>().ok_or_else(|| Problem::fault(&"a page outside of the router"))?;
        Ok(Self::new(web, asked, &parts.headers, viewer))
    }
}

/// The language of a page, where the whole frame is not needed.
#[derive(Clone, Copy, Debug)]
pub struct PageLang(pub Lang);

impl<S: Sync> FromRequestParts<S> for PageLang {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Asked>().map_or(Lang::EN, |asked| asked.lang)))
    }
}
