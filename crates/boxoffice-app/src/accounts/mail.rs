//! Mails about accounts: their words come from the catalogue, their links from a seed.
//! The text never names a password, and links point to the configured address, whatever a request claimed.

use boxoffice_domain::ids::AccountId;
use serde::{Deserialize, Serialize};

use super::token::TokenSeed;
use crate::App;
use crate::i18n::Lang;
use crate::jobs::{Job, JobError, Lane};
use crate::notices::letter::Letter;
use crate::notices::{self, Message};
use crate::store::accounts::Account;

/// What happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AccountMail {
    /// Please prove your mailbox.
    Confirm {
        /// The link's seed.
        seed: TokenSeed,
    },
    /// Somebody registered an address that has an account.
    AlreadyRegistered,
    /// Set a new password here.
    Reset {
        /// The link's seed.
        seed: TokenSeed,
    },
    /// The password is another one now.
    PasswordChanged,
    /// Please prove the mailbox that the account moves to.
    ConfirmEmail {
        /// The link's seed.
        seed: TokenSeed,
    },
    /// Somebody asked to move the account to another mailbox.
    EmailChanging,
    /// Now works for an organization.
    TeamJoined {
        /// Its name.
        organization: String,
    },
}

impl AccountMail {
    fn seed(&self) -> Option<&TokenSeed> {
        match self {
            Self::Confirm { seed } | Self::Reset { seed } | Self::ConfirmEmail { seed } => Some(seed),
            Self::AlreadyRegistered
            | Self::PasswordChanged
            | Self::EmailChanging
            | Self::TeamJoined { .. } => None,
        }
    }
}

/// Mails somebody about their account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendAccountMail {
    /// The account.
    pub account: AccountId,
    /// To which mailbox.
    pub to: String,
    /// What the person is called.
    pub name: String,
    /// In which language.
    pub locale: String,
    /// What happened.
    pub mail: AccountMail,
    /// When it was put down, in microseconds: the same thing may happen again, another day.
    #[serde(default)]
    pub at: i64,
}

impl SendAccountMail {
    /// To the mailbox of an account.
    pub fn to(app: &App, account: &Account, mail: AccountMail) -> Self {
        Self {
            account: account.account_id,
            to: account.email.clone(),
            name: account.name.clone(),
            locale: account.locale.clone(),
            mail,
            at: app.clock.now().micros(),
        }
    }

    /// What names the mail, so that a retried job sends it once.
    fn key(&self) -> String {
        let what = serde_json::to_string(&self.mail).unwrap_or_default();
        let own = || format!("{} {} {what} {}", self.account, self.to, self.at);
        self.mail.seed().map_or_else(own, TokenSeed::name)
    }
}

impl Job for SendAccountMail {
    const KIND: &'static str = "send_account_mail";
    // A person waits for the link.
    const LANE: Lane = Lane::Prompt;

    async fn run(self, app: &App) -> Result<(), JobError> {
        match write(app, &self) {
            Some(message) => notices::send_once(app, &self.key(), &message).await,
            None => Err(JobError::Never("the key of its link was retired".into())),
        }
    }
}

/// The mail; none when its link can no longer be made.
fn write(app: &App, job: &SendAccountMail) -> Option<Message> {
    let lang = Lang::stored(&job.locale);
    let page = |path: &str| format!("{}/{}/{path}", app.settings.public_url, lang.code());
    let linked = |path: &str, seed: &TokenSeed| {
        seed.token(&app.keys).map(|token| format!("{}?token={token}", page(path)))
    };
    let (key, link, organization) = match &job.mail {
        AccountMail::Confirm { seed } => ("confirm", linked("confirm", seed)?, ""),
        AccountMail::AlreadyRegistered => ("already-registered", page("forgot"), ""),
        AccountMail::Reset { seed } => ("reset", linked("reset", seed)?, ""),
        AccountMail::PasswordChanged => ("password-changed", page("forgot"), ""),
        AccountMail::ConfirmEmail { seed } => ("confirm-email", linked("confirm-email", seed)?, ""),
        AccountMail::EmailChanging => ("email-changing", page("forgot"), ""),
        AccountMail::TeamJoined { organization } => ("team-joined", page("office"), organization.as_str()),
    };
    let args = [("name", job.name.as_str().into()), ("organization", organization.into())];
    let words = |part: &str| lang.with(&format!("mail-{key}-{part}"), &args);
    let letter = Letter::new(lang, words("subject"))
        .paragraph(lang.with("mail-greeting", &args))
        .paragraph(words("text"))
        .button(words("button"), link)
        .paragraph(words("note"))
        .paragraph(lang.t("mail-closing"));
    Some(letter.to(&job.to, Vec::new()))
}
