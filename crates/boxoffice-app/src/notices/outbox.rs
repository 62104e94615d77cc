//! The outbox of demo and test mode: what would have been mailed, kept to be read on a page.

use boxoffice_domain::ids::MailId;
use serde_json::json;

use super::Message;
use crate::App;
use crate::store::StoreError;
use crate::store::mails::{NewMail, StoredMail};

/// Keeps a mail; the same one again changes nothing.
pub(super) async fn keep(app: &App, id: MailId, message: &Message) -> Result<(), StoreError> {
    let files: Vec<_> = message
        .attachments
        .iter()
        .map(|file| json!({ "name": file.name, "kind": file.kind, "bytes": file.bytes.len() }))
        .collect();
    let mail = NewMail {
        id,
        to: message.to.clone(),
        subject: message.subject.clone(),
        text: message.text.clone(),
        html: message.html.clone(),
        links: json!(find_links(&message.text)).to_string(),
        attachments: json!(files).to_string(),
        created_at: app.clock.now(),
    };
    let mut tx = app.store.begin().await?;
    tx.insert_mail(&mail).await?;
    tx.commit().await
}

/// The kept mails, newest first; `to` narrows them to one mailbox.
pub async fn list(app: &App, to: Option<&str>, limit: u32) -> Result<Vec<StoredMail>, StoreError> {
    app.store.read().await?.list_mails(to, limit).await
}

/// One kept mail.
pub async fn find(app: &App, mail: MailId) -> Result<Option<StoredMail>, StoreError> {
    app.store.read().await?.find_mail(mail).await
}

/// The addresses in a text, in order.
fn find_links(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_in_order() {
        let text = "Open\nhttps://a.example/x?token=1\n\nor http://b.example now";
        assert_eq!(find_links(text), ["https://a.example/x?token=1", "http://b.example"]);
    }
}
