//! The SMTP wall: only this file knows the mail library. Connections are kept for a burst of mails and closed
//! before servers close them.

use std::time::{Duration, UNIX_EPOCH};

use boxoffice_domain::ids::MailId;
use boxoffice_domain::time::Time;
use lettre::address::AddressError;
use lettre::message::header::ContentType;
use lettre::message::{Attachment as Part, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Mime, Tokio1Executor};

use super::Message;
use crate::app::StartError;
use crate::settings::{Settings, Smtp, SmtpSecurity};

/// Servers close idle connections after 30 s or more; ours are gone before that.
const IDLE: Duration = Duration::from_secs(20);
/// A server that has not answered by then is tried again later.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Connections at once: mail servers refuse floods.
const CONNECTIONS: u32 = 4;

/// Sends mail, where a server is configured.
#[derive(Clone, Debug)]
pub struct Mailer(Option<Smarthost>);

#[derive(Clone, Debug)]
struct Smarthost {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// There is no server.
    #[error("no mail server is configured")]
    NotConfigured,
    /// The mail cannot be written down, such as an address that is none.
    #[error("the mail cannot be written: {0}")]
    Unwritable(String),
    /// The server will never take it.
    #[error("the mail server refused the mail: {0}")]
    Refused(String),
    /// The server was not reached, or asks to come back later.
    #[error("the mail server did not take the mail: {0}")]
    Unreachable(String),
}

impl Mailer {
    /// The mailer of these settings. No connection is made yet.
    pub fn new(settings: &Settings) -> Result<Self, StartError> {
        let Some(smtp) = &settings.smtp else { return Ok(Self(None)) };
        let from: Mailbox = settings.mail_from.parse().map_err(|error: AddressError| {
            StartError::Mail(format!("the sender {:?}: {error}", settings.mail_from))
        })?;
        let transport = transport(smtp).map_err(|error| StartError::Mail(error.to_string()))?;
        Ok(Self(Some(Smarthost { transport, from })))
    }

    /// True when mail can be sent.
    pub fn is_configured(&self) -> bool {
        self.0.is_some()
    }

    /// Whether the server answers now; for `doctor`.
    pub async fn check(&self) -> Result<bool, MailerError> {
        let smarthost = self.0.as_ref().ok_or(MailerError::NotConfigured)?;
        smarthost
            .transport
            .test_connection()
            .await
            .map_err(|error| MailerError::Unreachable(error.to_string()))
    }

    /// Sends one mail.
    pub(super) async fn send(&self, id: MailId, now: Time, message: &Message) -> Result<(), MailerError> {
        let smarthost = self.0.as_ref().ok_or(MailerError::NotConfigured)?;
        let mime = write(&smarthost.from, id, now, message)?;
        match smarthost.transport.send(mime).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailerError::Refused(error.to_string())),
            Err(error) => Err(MailerError::Unreachable(error.to_string())),
        }
    }
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
    let tls = || TlsParameters::new(smtp.host.clone());
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port)
        .tls(match smtp.security {
            SmtpSecurity::Tls => Tls::Wrapper(tls()?),
            SmtpSecurity::Starttls => Tls::Required(tls()?),
            SmtpSecurity::None => Tls::None,
        })
        .timeout(Some(TIMEOUT))
        .pool_config(PoolConfig::new().max_size(CONNECTIONS).idle_timeout(IDLE));
    if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
        builder = builder.credentials(Credentials::new(user.clone(), password.0.clone()));
    }
    Ok(builder.build())
}

/// The message as it travels. Addresses are parsed and headers encoded, so no text can add a header of its own.
fn write(from: &Mailbox, id: MailId, now: Time, message: &Message) -> Result<Mime, MailerError> {
    let unwritable = |error: &dyn std::fmt::Display| MailerError::Unwritable(error.to_string());
    let to = Mailbox::new(None, message.to.parse().map_err(|error: AddressError| unwritable(&error))?);
    let subject: String = message.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words = MultiPart::alternative()
        .singlepart(SinglePart::plain(message.text.clone()))
        .singlepart(SinglePart::html(message.html.clone()));
    let mut whole = MultiPart::mixed().multipart(words);
    for file in &message.attachments {
        let kind = ContentType::parse(file.kind).map_err(|error| unwritable(&error))?;
        whole = whole.singlepart(Part::new(file.name.clone()).body(file.bytes.clone(), kind));
    }
    Mime::builder()
        .from(from.clone())
        .to(to)
        .subject(subject)
        .date(UNIX_EPOCH + Duration::from_secs(u64::try_from(now.seconds()).unwrap_or(0)))
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        .multipart(whole)
        .map_err(|error| unwritable(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::Attachment;

    fn message(to: &str, subject: &str) -> Message {
        Message {
            to: to.into(),
            subject: subject.into(),
            text: "Grüße".into(),
            html: "<p>Grüße</p>".into(),
            attachments: vec![Attachment {
                name: "a.pdf".into(),
                kind: "application/pdf",
                bytes: vec![1, 2, 3],
            }],
        }
    }

    fn written(to: &str, subject: &str) -> Result<String, MailerError> {
        let from = "Boxoffice <tickets@shop.example>".parse().expect("sender");
        let mime = write(
            &from,
            MailId::from_bytes([1; 16]),
            Time::from_seconds(1_800_000_000),
            &message(to, subject),
        )?;
        Ok(String::from_utf8_lossy(&mime.formatted()).into_owned())
    }

    fn headers(mime: &str) -> &str {
        mime.split_once("\r\n\r\n").map_or(mime, |(headers, _)| headers)
    }

    #[test]
    fn the_same_mail_has_the_same_message_id() {
        let (first, again) =
            (written("a@b.example", "Hi").expect("mail"), written("a@b.example", "Hi").expect("mail"));
        let id = |mime: &str| mime.lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned);
        assert_eq!(id(&first), id(&again));
        assert!(id(&first).is_some_and(|line| line.contains("@shop.example>")), "{first}");
        assert!(first.contains("application/pdf") && first.contains("text/html"));
    }

    #[test]
    fn no_text_can_add_a_header() {
        let mime = written("a@b.example", "Hi\r\nBcc: everybody@c.example\r\n\r\nbody").expect("mail");
        assert!(!headers(&mime).lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{mime}");
        for to in ["a@b.example\r\nBcc: x@c.example", "a@b.example, x@c.example", "nobody", ""] {
            assert!(matches!(written(to, "Hi"), Err(MailerError::Unwritable(_))), "{to:?}");
        }
    }
}
