//! The legal texts as pages. Where an installation has written nothing, the page says so, and the privacy
//! page says what the program itself keeps.

use askama::Template;
use axum::extract::{Path, State};
use boxoffice_app::App;
use boxoffice_app::catalog::markdown;
use boxoffice_app::i18n::Lang;
use boxoffice_app::legal::{self, LegalText, LegalTexts};

use crate::frame::Frame;
use crate::page::{CachePolicy, Page, Sample};
use crate::problem::Problem;

/// One legal text.
#[derive(Clone, Debug, Template)]
#[template(path = "legal/text.html")]
pub struct LegalPage {
    frame: Frame,
    title: String,
    /// The language that the text is in.
    lang: Lang,
    /// Safe HTML; empty where nothing was written.
    html: String,
    /// Said instead of, or above, the text.
    note: Option<&'static str>,
}

/// `GET /{lang}/imprint`
pub(super) async fn imprint(State(app): State<App>, frame: Frame) -> Result<Page<LegalPage>, Problem> {
    installation(&app, frame, LegalText::Imprint).await
}

/// `GET /{lang}/terms`
pub(super) async fn terms(State(app): State<App>, frame: Frame) -> Result<Page<LegalPage>, Problem> {
    installation(&app, frame, LegalText::Terms).await
}

/// `GET /{lang}/privacy`
pub(super) async fn privacy(State(app): State<App>, frame: Frame) -> Result<Page<LegalPage>, Problem> {
    installation(&app, frame, LegalText::Privacy).await
}

/// `GET /{lang}/organizers/{slug}/{text}`: what one organizer says.
pub(super) async fn organization(
    State(app): State<App>,
    frame: Frame,
    Path((slug, text)): Path<(String, String)>,
) -> Result<Page<LegalPage>, Problem> {
    let text = LegalText::parse(&text).ok_or_else(Problem::not_found)?;
    let organization = legal::find_organization(&app, &slug).await?.ok_or_else(Problem::not_found)?;
    let texts = LegalTexts {
        imprint: organization.imprint,
        terms: organization.terms,
        privacy: organization.privacy,
    };
    let title =
        frame.with("legal-of", &[("text", name(&frame, text).into()), ("name", organization.name.into())]);
    let written = Some((frame.lang, texts.get(text).to_owned())).filter(|(_, markdown)| !markdown.is_empty());
    Ok(page(frame, title, written, "legal-organizer-silent"))
}

async fn installation(app: &App, frame: Frame, text: LegalText) -> Result<Page<LegalPage>, Problem> {
    let written = legal::find_text(app, text, frame.lang).await?;
    let title = name(&frame, text).to_owned();
    let silent = match text {
        LegalText::Imprint => "legal-imprint-silent",
        LegalText::Terms => "legal-terms-silent",
        LegalText::Privacy => "legal-privacy-silent",
    };
    Ok(page(frame, title, written, silent))
}

fn page(
    frame: Frame,
    title: String,
    written: Option<(Lang, String)>,
    silent: &'static str,
) -> Page<LegalPage> {
    let note = written.is_none().then_some(silent);
    let (lang, text) = written.unwrap_or((frame.lang, String::new()));
    let html = markdown::to_html(&text);
    Page::new(LegalPage { frame, title, lang, html, note }).cache(CachePolicy::Fresh)
}

pub(super) fn name(frame: &Frame, text: LegalText) -> &'static str {
    frame.lang.t(match text {
        LegalText::Imprint => "shell-imprint",
        LegalText::Terms => "shell-terms",
        LegalText::Privacy => "shell-privacy",
    })
}

impl Sample for LegalPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let sample = |written: Option<&str>, note| Self {
            frame: frame.clone(),
            title: name(frame, LegalText::Imprint).to_owned(),
            lang: frame.lang,
            html: written.map(markdown::to_html).unwrap_or_default(),
            note,
        };
        vec![
            sample(Some("**Example Concerts**\n\nExample Street 1\n\n- one\n- two"), None),
            sample(None, Some("legal-imprint-silent")),
            sample(None, Some("legal-privacy-silent")),
        ]
    }
}
