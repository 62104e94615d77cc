//! Telling people: mails with a text and an HTML part. In test mode they go to the outbox page, else by SMTP.
//! Who has something to tell builds a [`Message`] in a job; nothing is sent inside a transaction.
//! `letter.rs` builds both parts from the same words, `order_mail.rs` knows what orders have to tell.

pub mod letter;
mod mailer;
pub mod order_mail;
pub mod outbox;
pub mod resend;
mod transfer;

use boxoffice_domain::ids::MailId;
use sha2::{Digest as _, Sha256};

use crate::App;
use crate::jobs::JobError;

pub use mailer::{Mailer, MailerError};
pub use order_mail::{OrderMail, SendOrderMail};
pub use resend::{ResendError, resend};

/// A mail, ready to be sent.
#[derive(Clone, Debug)]
pub struct Message {
    /// To whom.
    pub to: String,
    /// Its subject, one line.
    pub subject: String,
    /// Its text part.
    pub text: String,
    /// Its HTML part.
    pub html: String,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
}

/// A file in a mail.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its name, such as `tickets.pdf`.
    pub name: String,
    /// Its type, such as `application/pdf`.
    pub kind: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Sends the mail that `key` names: tried again with other words, it is still the same mail.
pub async fn send_once(app: &App, key: &str, message: &Message) -> Result<(), JobError> {
    deliver(app, mail_id(key), message).await
}

async fn deliver(app: &App, id: MailId, message: &Message) -> Result<(), JobError> {
    if app.settings.is_test() {
        return outbox::keep(app, id, message).await.map_err(JobError::from);
    }
    app.mailer.send(id, app.clock.now(), message).await.map_err(|error| match error {
        MailerError::Refused(_) | MailerError::Unwritable(_) => JobError::Never(error.to_string()),
        MailerError::NotConfigured | MailerError::Unreachable(_) => JobError::Later(error.to_string()),
    })
}

/// A mail's id and Message-ID follow from what it is, so that a retry cannot make a second one.
fn mail_id(key: &str) -> MailId {
    let digest = Sha256::digest(key);
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    MailId::from_bytes(id)
}
