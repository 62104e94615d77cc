//! The outbox of demo and test mode: mails that were not sent but can be read.

use boxoffice_domain::ids::MailId;
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

/// A mail for the outbox page.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Its id.
    pub id: MailId,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text part.
    pub text: String,
    /// Its HTML part.
    pub html: String,
    /// The links in it, a JSON list.
    pub links: String,
    /// The files with it, a JSON list of names and sizes.
    pub attachments: String,
    /// When.
    pub created_at: Time,
}

row! {
    /// A mail of the outbox page.
    #[derive(Clone, Debug)]
    pub struct StoredMail {
        /// Its id.
        pub mail_id: MailId,
        /// To whom.
        pub to_email: String,
        /// Its subject.
        pub subject: String,
        /// Its text part.
        pub text_body: String,
        /// Its HTML part.
        pub html_body: String,
        /// The links in it, a JSON list.
        pub links: String,
        /// The files with it, a JSON list.
        pub attachments: String,
        /// When.
        pub created_at: Time,
    }
}

impl Tx {
    /// Puts a mail into the outbox; the same one again is still one.
    pub async fn insert_mail(&mut self, mail: &NewMail) -> Result<()> {
        const SQL: &str = "
            insert into mail (mail_id, to_email, subject, text_body, html_body, links, attachments, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (mail_id) do nothing";
        on!(self, conn => sqlx::query(SQL)
            .bind(mail.id.bytes())
            .bind(&mail.to)
            .bind(&mail.subject)
            .bind(&mail.text)
            .bind(&mail.html)
            .bind(&mail.links)
            .bind(&mail.attachments)
            .bind(mail.created_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// The mails of the outbox, newest first; `to` narrows them to one mailbox.
    pub async fn list_mails(&mut self, to: Option<&str>, limit: u32) -> Result<Vec<StoredMail>> {
        const SQL: &str = "
            select mail_id, to_email, subject, text_body, html_body, links, attachments, created_at
              from mail
             where cast($1 as text) is null or lower(to_email) = lower(cast($1 as text))
             order by created_at desc, mail_id desc
             limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(to).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// One mail of the outbox.
    pub async fn find_mail(&mut self, mail: MailId) -> Result<Option<StoredMail>> {
        const SQL: &str = "
            select mail_id, to_email, subject, text_body, html_body, links, attachments, created_at
              from mail
             where mail_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(mail.bytes()).fetch_optional(conn).await)?)
    }
}
