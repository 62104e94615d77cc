//! `/styleguide`: every component in every state, in light, dark and the pseudo-language. Test mode only.
//! Browser tests and axe run on it; whoever makes a component adds it here.

use askama::Template;
use axum::extract::Query;
use boxoffice_domain::money::{Currency, Money};
use serde::Deserialize;

use crate::form::Typed;
use crate::frame::Frame;
use crate::page::{CachePolicy, Page, Sample};
use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/{lang}/styleguide", Policy::TestOnly, show);
}

/// How the page is looked at.
#[derive(Deserialize)]
struct Look {
    #[serde(default)]
    theme: String,
}

/// All components.
#[derive(Clone, Debug, Template)]
#[template(path = "styleguide/page.html")]
pub struct StyleguidePage {
    frame: Frame,
    theme: &'static str,
    typed: Typed,
    refused: Typed,
    price: Money,
    fee: Money,
    tabs: [(String, &'static str, bool); 3],
    crumbs: [(String, &'static str); 3],
    options: [(&'static str, &'static str); 3],
    choices: [(&'static str, &'static str, &'static str); 3],
    events: [(&'static str, &'static str, &'static str); 4],
    levels: [(&'static str, &'static str, String); 6],
    colours: [&'static str; 4],
    held_until: i64,
}

/// `GET /{lang}/styleguide`
async fn show(frame: Frame, Query(look): Query<Look>) -> Page<StyleguidePage> {
    Page::new(StyleguidePage::new(frame, &look.theme)).cache(CachePolicy::Fresh)
}

impl StyleguidePage {
    fn new(frame: Frame, theme: &str) -> Self {
        let href = || frame.href("/styleguide");
        let mut refused =
            Typed::filled([("email", "ada@example".to_owned()), ("price", "12,345".to_owned())]);
        refused.refuse("email", "Write the address like ada@example.org.");
        refused.refuse("price", "Euro has two decimals: write 12.34.");
        refused.refuse("when", "Choose a day in the future.");
        let price = |minor| Money::new(minor, Currency::EUR);
        let level = |letter, name, minor| (letter, name, frame.money(&price(minor)));
        Self {
            theme: ["dark", "light"].into_iter().find(|known| *known == theme).unwrap_or(""),
            typed: Typed::filled([
                ("pay", "card".to_owned()),
                ("news", "on".to_owned()),
                ("zone", "b".to_owned()),
            ]),
            refused,
            price: price(8_400),
            fee: price(600),
            tabs: [(href(), "Overview", true), (href(), "Registrations", false), (href(), "Settings", false)],
            crumbs: [(href(), "Office"), (href(), "Events"), (href(), "Winter Concert")],
            options: [("a", "Europe/Berlin"), ("b", "Europe/Lisbon"), ("c", "Asia/Kathmandu")],
            choices: [
                ("card", "Card", "You are charged at once."),
                ("box_office", "At the box office", "Bring the order number before Friday."),
                ("later", "Invoice", ""),
            ],
            events: [
                ("Winter Concert", "warning", "Few left"),
                ("An evening with an unusually long title that has to wrap somewhere sensible", "", ""),
                ("Chamber Music in the Cellar", "danger", "Sold out"),
                ("Open Air", "info", "On sale 3 May"),
            ],
            levels: [
                level("A", "Stalls", 8_400),
                level("B", "Circle", 6_400),
                level("C", "Balcony", 4_400),
                level("D", "Box", 12_000),
                level("E", "Gallery", 2_400),
                level("F", "Terrace", 1_800),
            ],
            held_until: frame.now.plus_s(440).millis(),
            colours: ["info", "success", "warning", "danger"],
            frame,
        }
    }
}

impl Sample for StyleguidePage {
    fn samples(frame: &Frame) -> Vec<Self> {
        vec![Self::new(frame.clone(), ""), Self::new(frame.clone(), "dark")]
    }
}
