//! How this installation is set up. The binary reads it from `boxoffice.toml` and `BOXOFFICE_…`;
//! tests make it by hand. Secrets in it print as dots.

use std::path::PathBuf;

use boxoffice_domain::inventory::Guard;
use serde::{Deserialize, Serialize};

use crate::address::Network;

/// Whether money and mail are real.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Real buyers: no test gateway, no outbox page.
    #[default]
    Live,
    /// Everything clickable, nothing charged, loudly marked.
    Test,
}

/// Everything that an operation may need to know about the installation.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Live or test.
    pub mode: Mode,
    /// Where people reach the shop, without a trailing slash, such as `https://tickets.example.org`.
    pub public_url: String,
    /// Where this very process listens, for its own test gateway to call back: `http://127.0.0.1:8080`.
    pub local_url: String,
    /// Folder of database, files and keys.
    pub data: PathBuf,
    /// What an event costs over REST when the caller names no price, in minor units.
    pub default_price_minor: i64,
    /// The currency of an event when the caller names none.
    pub default_currency: String,
    /// The time zone of an event when neither caller nor venue names one.
    pub default_time_zone: String,
    /// Whether organizers may buy over REST (row S6).
    pub organizers_may_buy: bool,
    /// Other web sites whose scripts may call the API, as origins: `https://shop.example.org`.
    pub cors_origins: Vec<String>,
    /// Lifts the limits that count persons, for rehearsals and proofs in test mode.
    pub lift_person_limits: bool,
    /// How old what is left may be on pages under load, in milliseconds; 0 in tests.
    pub availability_age_ms: u64,
    /// Whether places are exclusive; only the race proof's control switches it off.
    pub guard: Guard,
    /// Shortest hold an organizer may choose, in seconds.
    pub hold_ttl_s_min: i64,
    /// Hold length of events that name none, in seconds.
    pub hold_ttl_s: i64,
    /// Whether pages may be served over plain HTTP beyond this machine, with unprefixed cookies.
    pub insecure_http: bool,
    /// Proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<Network>,
    /// SMTP, when mail is sent for real.
    pub smtp: Option<Smtp>,
    /// Sender of all mail.
    pub mail_from: String,
    /// Stripe, where it takes money.
    pub stripe: StripeSettings,
    /// Master key that seals the stored signing keys.
    pub master_key: MasterKey,
}

/// How Stripe is reached. Without a key the installation has no account there; organizations may have their own.
#[derive(Clone, Debug)]
pub struct StripeSettings {
    /// The installation's secret key.
    pub secret_key: Option<Secret>,
    /// The signing secrets of its messages; more than one while they are being changed.
    pub webhook_secrets: Vec<Secret>,
    /// Where the API is; only tests have it elsewhere than at [`StripeSettings::API`].
    pub base_url: String,
}

impl StripeSettings {
    /// Stripe's own address.
    pub const API: &'static str = "https://api.stripe.com";
}

impl Default for StripeSettings {
    fn default() -> Self {
        Self { secret_key: None, webhook_secrets: Vec::new(), base_url: Self::API.to_owned() }
    }
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// `tls`, `starttls`, or `none` (loopback and tests only).
    pub security: SmtpSecurity,
    /// User name, when it wants one.
    pub user: Option<String>,
    /// Password, when it wants one.
    pub password: Option<Secret>,
}

/// How a mail connection is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpSecurity {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS, which must succeed.
    #[default]
    Starttls,
    /// No protection: loopback and tests.
    None,
}

/// A text that never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// 32 bytes that seal everything secret at rest. Never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey(pub [u8; 32]);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl Settings {
    /// True in test mode.
    pub fn is_test(&self) -> bool {
        self.mode == Mode::Test
    }
}
