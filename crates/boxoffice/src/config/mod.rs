//! The configuration: built-in defaults, then `boxoffice.toml`, then `BOXOFFICE_…`, then flags; the last one counts.
//! Every key is optional and flat. An unknown key is an error that names it. What operations need becomes
//! `Settings` in `settings.rs`; the commented file with all defaults is embedded below and parsed by a test.

mod settings;
mod show;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use boxoffice_app::settings::{Mode, SmtpSecurity};
use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use serde::de::{SeqAccess, Visitor, value::SeqAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

/// The commented file with every key and its default.
pub(crate) const DEFAULT_FILE: &str = include_str!("boxoffice.toml");

/// Where the file is looked for unless `--config` or `BOXOFFICE_CONFIG` names another.
const USUAL_FILE: &str = "boxoffice.toml";

/// Everything that can be configured. Names are the keys of `boxoffice.toml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) mode: Mode,
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: Option<String>,
    pub(crate) data: PathBuf,
    pub(crate) database_url: Option<String>,
    pub(crate) database_url_file: Option<PathBuf>,
    pub(crate) master_key_file: Option<PathBuf>,
    pub(crate) insecure_http: bool,
    #[serde(deserialize_with = "list")]
    pub(crate) trusted_proxies: Vec<String>,
    #[serde(deserialize_with = "list")]
    pub(crate) cors_origins: Vec<String>,
    pub(crate) metrics_listen: Option<SocketAddr>,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
    pub(crate) smtp_host: Option<String>,
    pub(crate) smtp_port: u16,
    pub(crate) smtp_security: SmtpSecurity,
    pub(crate) smtp_user: Option<String>,
    pub(crate) smtp_password: Option<String>,
    pub(crate) smtp_password_file: Option<PathBuf>,
    pub(crate) mail_from: String,
    pub(crate) stripe_secret_key: Option<String>,
    pub(crate) stripe_secret_key_file: Option<PathBuf>,
    pub(crate) stripe_webhook_secret: Option<String>,
    pub(crate) stripe_webhook_secret_file: Option<PathBuf>,
    pub(crate) stripe_base_url: Option<String>,
    pub(crate) default_price_minor: i64,
    pub(crate) default_currency: String,
    pub(crate) default_time_zone: String,
    pub(crate) organizers_may_buy: bool,
    pub(crate) hold_ttl_s: i64,
    pub(crate) lift_person_limits: bool,
}

/// How log lines look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// Lines for people.
    Text,
    /// One JSON object per line.
    Json,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// A file named by a key or flag cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable { path: String, source: std::io::Error },
    /// A key is unknown or its value is of the wrong kind.
    #[error("{0}")]
    Wrong(String),
    /// The same secret was given twice.
    #[error("give either {0} or {0}_file, not both")]
    Twice(&'static str),
}

impl Default for Config {
    fn default() -> Self {
        Self {
            mode: Mode::Live,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            data: "./data".into(),
            database_url: None,
            database_url_file: None,
            master_key_file: None,
            insecure_http: false,
            trusted_proxies: Vec::new(),
            cors_origins: Vec::new(),
            metrics_listen: None,
            log: "info".into(),
            log_format: LogFormat::Auto,
            smtp_host: None,
            smtp_port: 587,
            smtp_security: SmtpSecurity::Starttls,
            smtp_user: None,
            smtp_password: None,
            smtp_password_file: None,
            mail_from: "Boxoffice <tickets@localhost>".into(),
            stripe_secret_key: None,
            stripe_secret_key_file: None,
            stripe_webhook_secret: None,
            stripe_webhook_secret_file: None,
            stripe_base_url: None,
            default_price_minor: 0,
            default_currency: "EUR".into(),
            default_time_zone: "UTC".into(),
            organizers_may_buy: false,
            hold_ttl_s: 600,
            lift_person_limits: false,
        }
    }
}

impl Config {
    /// Reads the file and the environment. `file` is a file that must exist; without it the usual one may.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let named = file.map(Path::to_owned).or_else(|| env::var_os("BOXOFFICE_CONFIG").map(PathBuf::from));
        let text = match &named {
            Some(path) => read(path)?,
            None if Path::new(USUAL_FILE).exists() => read(Path::new(USUAL_FILE))?,
            None => String::new(),
        };
        let place = named.map_or_else(|| USUAL_FILE.to_owned(), |path| path.display().to_string());
        Self::from_parts(&place, &text, from_environment(env::vars()))
    }

    fn from_parts(place: &str, file: &str, vars: BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let wrong = |source: &str, error: &figment::Error| ConfigError::Wrong(format!("{source}: {error}"));
        let defaults = Figment::from(Serialized::defaults(Self::default()));
        let with_file = defaults.merge(Toml::string(file));
        with_file.extract_lossy::<Self>().map_err(|error| wrong(place, &plain(error)))?;
        let all = with_file.merge(Serialized::globals(vars));
        all.extract_lossy().map_err(|error| wrong("the environment (BOXOFFICE_…)", &plain(error)))
    }
}

/// The error without figment's own account of where it was, which names our internals.
fn plain(mut error: figment::Error) -> figment::Error {
    error.metadata = None;
    error
}

/// `BOXOFFICE_SMTP_HOST=x` is `smtp_host = "x"`. What tests and `--config` use is not a key.
fn from_environment(vars: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    vars.filter_map(|(name, value)| Some((name.strip_prefix("BOXOFFICE_")?.to_ascii_lowercase(), value)))
        .filter(|(key, _)| key != "config" && !key.starts_with("test_"))
        .collect()
}

fn read(path: &Path) -> Result<String, ConfigError> {
    fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.display().to_string(), source })
}

/// A list, or a text of values with commas between them, as the environment gives it.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct ListOrText;
    impl<'de> Visitor<'de> for ListOrText {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of texts")
        }
        fn visit_str<E>(self, text: &str) -> Result<Vec<String>, E> {
            Ok(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
        }
        fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<Vec<String>, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(values))
        }
    }
    deserializer.deserialize_any(ListOrText)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        from_environment(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_default_file_is_valid_and_names_every_key() {
        let uncommented: String = DEFAULT_FILE
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| !line.starts_with(' '))
            .map(|line| format!("{line}\n"))
            .collect();
        Config::from_parts("defaults", &uncommented, BTreeMap::new()).expect("the file parses");
        let keys = serde_json::to_value(Config::default()).expect("a map of keys");
        for key in keys.as_object().expect("a map").keys() {
            assert!(uncommented.contains(&format!("{key} = ")), "{key} is missing in the default file");
        }
    }

    #[test]
    fn an_unknown_key_is_named_and_so_is_where_it_stands() {
        let error =
            Config::from_parts("boxoffice.toml", "liste = \"x\"", BTreeMap::new()).expect_err("refused");
        assert!(error.to_string().starts_with("boxoffice.toml: "), "{error}");
        assert!(error.to_string().contains("liste"), "{error}");
        let error =
            Config::from_parts("boxoffice.toml", "", vars(&[("BOXOFFICE_FOO", "1")])).expect_err("refused");
        assert!(error.to_string().contains("environment") && error.to_string().contains("foo"), "{error}");
    }

    #[test]
    fn the_environment_overrules_the_file() {
        let given = vars(&[
            ("BOXOFFICE_LISTEN", "0.0.0.0:80"),
            ("BOXOFFICE_SMTP_PASSWORD", "12345"),
            ("BOXOFFICE_SMTP_PORT", "25"),
            ("BOXOFFICE_MODE", "test"),
            ("BOXOFFICE_ORGANIZERS_MAY_BUY", "true"),
            ("BOXOFFICE_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2"),
            ("BOXOFFICE_TEST_POSTGRES", "not a key"),
            ("PATH", "/bin"),
        ]);
        let config =
            Config::from_parts("file", "listen = \"127.0.0.1:1\"\nmode = \"live\"", given).expect("valid");
        assert_eq!(config.listen.to_string(), "0.0.0.0:80");
        assert_eq!(config.smtp_password.as_deref(), Some("12345"));
        assert_eq!(config.smtp_port, 25);
        assert_eq!(config.mode, Mode::Test);
        assert!(config.organizers_may_buy);
        assert_eq!(config.trusted_proxies, ["10.0.0.1", "10.0.0.2"]);
    }
}
