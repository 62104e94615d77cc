//! A code that a visitor gave on an event's page: which ticket types it opens, or why it opens none.
//! It travels in the address and in the form that holds places, so it works without a script.

use boxoffice_app::App;
use boxoffice_app::i18n::Lang;
use boxoffice_app::selling::availability::TypeAvailability;
use boxoffice_app::selling::{CodeError, reveal};
use boxoffice_domain::ids::{EventId, TicketTypeId};
use serde::Deserialize;

use crate::client::Client;
use crate::frame::Frame;
use crate::orders::refusal;
use crate::problem::Problem;

/// What an address says beside the event.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AskedCode {
    /// The code as typed.
    #[serde(default)]
    pub code: String,
}

/// A code and what it opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// The code, as it goes on in forms and addresses; empty: none that counts.
    pub code: String,
    /// What was typed, to show it again.
    pub typed: String,
    /// Ticket types that it opens.
    pub types: Vec<TicketTypeId>,
    /// That it counts, in words, or why it does not.
    pub words: String,
    /// Whether it counts.
    pub is_good: bool,
}

impl Opened {
    /// What a code is good for; nothing typed is no code.
    pub async fn find(
        app: &App,
        frame: &Frame,
        client: &Client,
        event: EventId,
        code: &str,
    ) -> Result<Self, Problem> {
        if code.trim().is_empty() {
            return Ok(Self::default());
        }
        let actor = client.actor(frame.viewer.as_ref());
        match reveal(app, &actor, event, code).await {
            Ok(shown) => Ok(Self {
                code: code.trim().to_owned(),
                typed: code.to_owned(),
                types: shown.opens,
                words: frame.with("code-applied", &[("code", shown.label.into())]),
                is_good: true,
            }),
            Err(CodeError::Desk(error)) => Err(refusal::desk(&error)),
            Err(error) => Ok(Self {
                typed: code.to_owned(),
                words: refusal::code(&error).sentence(frame.lang),
                ..Self::default()
            }),
        }
    }

    /// Whether a ticket type is shown.
    pub fn shows(&self, kind: &TypeAvailability) -> bool {
        !kind.hidden || self.types.contains(&kind.ticket_type)
    }

    /// Whether it can be had, as far as codes go.
    pub fn opens(&self, kind: &TypeAvailability) -> bool {
        self.types.contains(&kind.ticket_type) || !(kind.hidden || kind.needs_code)
    }

    /// An address that keeps the code.
    pub fn keep(&self, href: String) -> String {
        if self.code.is_empty() {
            return href;
        }
        let mark = if href.contains('?') { '&' } else { '?' };
        let code: String = self.code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        format!("{href}{mark}code={code}")
    }

    /// The sentence why a ticket type is closed.
    pub fn closed(&self, kind: &TypeAvailability, lang: Lang) -> Option<String> {
        (!self.opens(kind)).then(|| lang.t("code-needed-type").to_owned())
    }
}
