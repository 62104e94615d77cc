//! From configuration to what operations are handed. Secrets are read from their files here.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use boxoffice_app::address::Network;
use boxoffice_app::settings::{MasterKey, Secret, Settings, Smtp, StripeSettings};
use boxoffice_app::store::DatabaseAddress;

use super::{Config, ConfigError, read};

/// Under load, pages show what is left at most this old; the desk decides on the truth all the same.
const AVAILABILITY_AGE_MS: u64 = 100;

impl Config {
    /// Where the database is.
    pub(crate) fn database(&self) -> Result<DatabaseAddress, ConfigError> {
        let url = secret("database_url", self.database_url.as_ref(), self.database_url_file.as_deref())?;
        match url {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(DatabaseAddress::Postgres(url))
            }
            Some(_) => Err(ConfigError::Wrong(
                "database_url must begin with postgres://; for SQLite leave it out and set data".to_owned(),
            )),
            None => Ok(DatabaseAddress::File(self.data.join("boxoffice.db"))),
        }
    }

    /// What operations are handed, for a process that listens at `address`.
    pub(crate) fn settings(
        &self,
        address: SocketAddr,
        master_key: MasterKey,
    ) -> Result<Settings, ConfigError> {
        if self.lift_person_limits && self.mode != boxoffice_app::settings::Mode::Test {
            return Err(ConfigError::Wrong("lift_person_limits is for mode = \"test\" only".to_owned()));
        }
        self.refuse_unprotected_cookies()?;
        let local_url = format!("http://{}", reachable(address));
        Ok(Settings {
            mode: self.mode,
            public_url: self
                .public_url
                .clone()
                .map_or_else(|| local_url.clone(), |url| url.trim_end_matches('/').to_owned()),
            local_url,
            data: self.data.clone(),
            default_price_minor: self.default_price_minor,
            default_currency: self.default_currency.clone(),
            default_time_zone: self.default_time_zone.clone(),
            organizers_may_buy: self.organizers_may_buy,
            cors_origins: self.cors_origins.clone(),
            lift_person_limits: self.lift_person_limits,
            availability_age_ms: AVAILABILITY_AGE_MS,
            guard: boxoffice_domain::inventory::Guard::On,
            hold_ttl_s_min: self.hold_ttl_s_min(),
            hold_ttl_s: self.hold_ttl_s,
            insecure_http: self.insecure_http,
            trusted_proxies: self.trusted_proxies()?,
            smtp: self.smtp()?,
            stripe: self.stripe()?,
            mail_from: self.mail_from.clone(),
            master_key,
        })
    }

    /// Sign-ins travel in cookies; over plain HTTP beyond this machine everybody on the way could take them.
    fn refuse_unprotected_cookies(&self) -> Result<(), ConfigError> {
        let Some(host) = self.public_url.as_deref().and_then(|url| url.strip_prefix("http://")) else {
            return Ok(());
        };
        let is_loopback = ["localhost", "127.", "[::1]"].iter().any(|start| host.starts_with(start));
        if is_loopback {
            return Ok(());
        }
        if self.insecure_http {
            tracing::warn!(
                "insecure_http: sign-ins travel unprotected, in cookies without the __Host- prefix"
            );
            return Ok(());
        }
        Err(ConfigError::Wrong(
            "public_url must begin with https://; set insecure_http = true to let sign-ins travel unprotected".to_owned(),
        ))
    }

    fn trusted_proxies(&self) -> Result<Vec<Network>, ConfigError> {
        let read = |text: &String| text.parse::<Network>();
        let networks: Result<_, _> = self.trusted_proxies.iter().map(read).collect();
        networks.map_err(|error| ConfigError::Wrong(format!("trusted_proxies: {error}")))
    }

    /// In test mode a test can wait for a hold to end.
    fn hold_ttl_s_min(&self) -> i64 {
        match self.mode {
            boxoffice_app::settings::Mode::Test => 5,
            boxoffice_app::settings::Mode::Live => 60,
        }
    }

    fn smtp(&self) -> Result<Option<Smtp>, ConfigError> {
        let Some(host) = &self.smtp_host else { return Ok(None) };
        let password =
            secret("smtp_password", self.smtp_password.as_ref(), self.smtp_password_file.as_deref())?;
        Ok(Some(Smtp {
            host: host.clone(),
            port: self.smtp_port,
            security: self.smtp_security,
            user: self.smtp_user.clone(),
            password: password.map(Secret),
        }))
    }

    fn stripe(&self) -> Result<StripeSettings, ConfigError> {
        let key = secret(
            "stripe_secret_key",
            self.stripe_secret_key.as_ref(),
            self.stripe_secret_key_file.as_deref(),
        )?;
        let secrets = secret(
            "stripe_webhook_secret",
            self.stripe_webhook_secret.as_ref(),
            self.stripe_webhook_secret_file.as_deref(),
        )?;
        let secrets = secrets.unwrap_or_default();
        Ok(StripeSettings {
            secret_key: key.filter(|key| !key.is_empty()).map(Secret),
            webhook_secrets: secrets.split_whitespace().map(|secret| Secret(secret.to_owned())).collect(),
            base_url: self.stripe_base_url.clone().unwrap_or_else(|| StripeSettings::API.to_owned()),
        })
    }
}

fn secret(
    key: &'static str,
    value: Option<&String>,
    file: Option<&Path>,
) -> Result<Option<String>, ConfigError> {
    match (value, file) {
        (Some(_), Some(_)) => Err(ConfigError::Twice(key)),
        (Some(value), None) => Ok(Some(value.clone())),
        (None, Some(path)) => Ok(Some(read(path)?.trim_end().to_owned())),
        (None, None) => Ok(None),
    }
}

/// An address that this machine itself can call: listening everywhere includes loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port())
    } else {
        address
    }
}
