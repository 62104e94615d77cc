//! Pages that only say something: look into your mailbox, this link is over.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::frame::Frame;
use crate::page::{Page, Sample};

/// A sentence, and the way on.
#[derive(Clone, Debug, Template)]
#[template(path = "account/note.html")]
pub struct NotePage {
    frame: Frame,
    title: String,
    text: String,
    href: String,
    label: String,
}

impl Sample for NotePage {
    fn samples(frame: &Frame) -> Vec<Self> {
        vec![
            Self::check_mail(frame.clone(), ""),
            Self::check_mail(frame.clone(), "reset"),
            Self::over(frame.clone()),
        ]
    }
}

/// Which mail is on its way.
#[derive(Debug, Deserialize)]
pub struct Which {
    #[serde(default, rename = "for")]
    mail: String,
}

/// `GET /{lang}/check-mail`: the answer to everything that sends a link, the same for every address.
pub async fn check_mail(frame: Frame, Query(which): Query<Which>) -> Page<NotePage> {
    Page::new(NotePage::check_mail(frame, &which.mail))
}

/// A link that does not work (any more).
pub(super) fn link_over(frame: Frame) -> Page<NotePage> {
    Page::new(NotePage::over(frame)).status(StatusCode::GONE)
}

impl NotePage {
    fn check_mail(frame: Frame, mail: &str) -> Self {
        let text = match mail {
            "reset" => frame.t("account-check-mail-reset"),
            _ => frame.t("account-check-mail-confirm"),
        };
        Self {
            title: frame.t("account-check-mail-title").to_owned(),
            text: text.to_owned(),
            href: frame.href("/login"),
            label: frame.t("account-to-login").to_owned(),
            frame,
        }
    }

    fn over(frame: Frame) -> Self {
        Self {
            title: frame.t("account-link-over-title").to_owned(),
            text: frame.t("error-link-over").to_owned(),
            href: frame.href("/forgot"),
            label: frame.t("account-ask-for-link").to_owned(),
            frame,
        }
    }
}
