//! `/demo/outbox`: the mails of demo and test mode, newest first. JSON for programs, pages for people.
//! A mail's HTML part is shown on its own, in a sandbox without scripts.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse, Response};
use axum::{Extension, Json};
use boxoffice_app::App;
use boxoffice_app::notices::outbox;
use boxoffice_app::store::mails::StoredMail;
use boxoffice_domain::ids::MailId;
use boxoffice_domain::limits::{PAGE_LIMIT, PAGE_LIMIT_MAX};
use boxoffice_domain::time::{Time, Zone};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::frame::Frame;
use crate::page::{CachePolicy, Page, Sample};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::request::Asked;
use crate::routes::Routes;

/// What a mail may do when it is shown: its links work, nothing else does.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; \
    base-uri 'none'; form-action 'none'; sandbox allow-popups allow-top-navigation-by-user-activation";

pub(crate) fn routes(routes: &mut Routes) {
    routes
        .get("/demo/outbox", Policy::TestOnly, list)
        .get("/demo/outbox/{mail}", Policy::TestOnly, show)
        .get("/demo/outbox/{mail}/html", Policy::TestOnly, html);
}

/// Which mails.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    to: Option<String>,
    limit: Option<u32>,
}

/// The list of mails.
#[derive(Clone, Debug, Template)]
#[template(path = "outbox/list.html")]
pub struct OutboxPage {
    frame: Frame,
    to: String,
    mails: Vec<Mail>,
}

/// One mail.
#[derive(Clone, Debug, Template)]
#[template(path = "outbox/mail.html")]
pub struct MailPage {
    frame: Frame,
    mail: Mail,
}

/// A mail as pages show it.
#[derive(Clone, Debug)]
struct Mail {
    id: MailId,
    to: String,
    subject: String,
    text: String,
    links: Vec<String>,
    files: Vec<String>,
    at: Time,
}

/// `GET /demo/outbox`
async fn list(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Query(filter): Query<Filter>,
    frame: Frame,
) -> Result<Response, Problem> {
    let to = filter.to.as_deref().map(str::trim).filter(|to| !to.is_empty());
    let limit = filter.limit.unwrap_or(PAGE_LIMIT).clamp(1, PAGE_LIMIT_MAX);
    let mails = outbox::list(&app, to, limit).await?;
    if asked.wants_json {
        let mails: Vec<Value> = mails.iter().map(as_json).collect();
        return Ok(([(CACHE_CONTROL, CachePolicy::Personal.header())], Json(mails)).into_response());
    }
    let mails = mails.into_iter().map(Mail::from).collect();
    Ok(Page::new(OutboxPage { frame, to: to.unwrap_or_default().to_owned(), mails }).into_response())
}

/// `GET /demo/outbox/{mail}`
async fn show(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path(mail): Path<MailId>,
    frame: Frame,
) -> Result<Response, Problem> {
    let mail = outbox::find(&app, mail).await?.ok_or_else(Problem::not_found)?;
    if asked.wants_json {
        return Ok(([(CACHE_CONTROL, CachePolicy::Personal.header())], Json(as_json(&mail))).into_response());
    }
    Ok(Page::new(MailPage { frame, mail: mail.into() }).into_response())
}

/// `GET /demo/outbox/{mail}/html`: the HTML part as a mail program would show it.
async fn html(State(app): State<App>, Path(mail): Path<MailId>) -> Result<Response, Problem> {
    let mail = outbox::find(&app, mail).await?.ok_or_else(Problem::not_found)?;
    let headers =
        [(CONTENT_SECURITY_POLICY, MAIL_POLICY.to_owned()), (CACHE_CONTROL, CachePolicy::Personal.header())];
    Ok((headers, Html(mail.html_body)).into_response())
}

fn as_json(mail: &StoredMail) -> Value {
    json!({
        "id": mail.mail_id,
        "to": mail.to_email,
        "subject": mail.subject,
        "text": mail.text_body,
        "html": mail.html_body,
        "links": parse(&mail.links),
        "attachments": parse(&mail.attachments),
        "createdAt": mail.created_at.rfc3339(),
    })
}

fn parse(list: &str) -> Value {
    serde_json::from_str(list).unwrap_or_else(|_| json!([]))
}

fn texts(list: &str, field: Option<&str>) -> Vec<String> {
    let Value::Array(items) = parse(list) else { return Vec::new() };
    items
        .iter()
        .filter_map(|item| field.map_or(Some(item), |field| item.get(field))?.as_str().map(str::to_owned))
        .collect()
}

impl From<StoredMail> for Mail {
    fn from(mail: StoredMail) -> Self {
        Self {
            id: mail.mail_id,
            to: mail.to_email,
            subject: mail.subject,
            text: mail.text_body,
            links: texts(&mail.links, None),
            files: texts(&mail.attachments, Some("name")),
            at: mail.created_at,
        }
    }
}

impl Mail {
    fn sample() -> Self {
        Self {
            id: MailId::from_bytes([1; 16]),
            to: "buyer@example.org".into(),
            subject: "Your tickets: An Evening by the River (7KQ2M9XA)".into(),
            text: "You are going!\n\nSee your order and tickets:\nhttps://tickets.example.org/en/orders/x\n"
                .into(),
            links: vec!["https://tickets.example.org/en/orders/x".into()],
            files: vec!["tickets-7KQ2M9XA.pdf".into(), "7KQ2M9XA.ics".into()],
            at: Time::from_seconds(1_800_000_000),
        }
    }

    fn html_href(&self) -> String {
        format!("/demo/outbox/{}/html", self.id)
    }

    fn when(&self, frame: &Frame) -> String {
        frame.date_time(&self.at, &Zone::utc())
    }
}

impl Sample for OutboxPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let page = |mails| Self { frame: frame.clone(), to: String::new(), mails };
        vec![page(Vec::new()), page(vec![Mail::sample()])]
    }
}

impl Sample for MailPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        vec![Self { frame: frame.clone(), mail: Mail::sample() }]
    }
}
