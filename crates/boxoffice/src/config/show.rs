//! `config show`: what counts in the end, with every secret hidden.

use super::Config;

/// Keys whose values nobody should read over a shoulder.
const SECRETS: [&str; 4] = ["smtp_password", "database_url", "stripe_secret_key", "stripe_webhook_secret"];

impl Config {
    /// The effective configuration in the form of `boxoffice.toml`; keys without a value are left out.
    pub(crate) fn redacted(&self) -> String {
        let Ok(serde_json::Value::Object(keys)) = serde_json::to_value(self) else { return String::new() };
        keys.iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| match value.as_str() {
                Some(text) if SECRETS.contains(&key.as_str()) => format!("{key} = \"{}\"\n", hidden(text)),
                // JSON and TOML write texts, numbers and lists of texts alike.
                _ => format!("{key} = {value}\n"),
            })
            .collect()
    }
}

/// Keeps what helps to find a mistake (which server) and hides what opens a door.
fn hidden(secret: &str) -> String {
    match secret.rsplit_once('@') {
        Some((_, place)) if secret.starts_with("postgres") => format!("postgres://…@{place}"),
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_and_the_rest_is_shown() {
        let config = Config {
            smtp_password: Some("open sesame".into()),
            database_url: Some("postgres://me:hunter2@db.example/shop".into()),
            stripe_secret_key: Some("sk_live_treasure".into()),
            stripe_webhook_secret: Some("whsec_treasure".into()),
            ..Config::default()
        };
        let shown = config.redacted();
        assert!(!shown.contains("sesame") && !shown.contains("hunter2"), "{shown}");
        assert!(!shown.contains("treasure"), "{shown}");
        assert!(
            shown.contains("db.example/shop") && shown.contains("listen = \"127.0.0.1:8080\""),
            "{shown}"
        );
    }
}
