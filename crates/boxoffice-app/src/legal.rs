//! Imprint, terms and privacy notice: of the installation in each language, and of each organization.
//! Texts are Markdown; pages show them through `catalog::markdown`, so nothing in them runs.

use boxoffice_domain::limits;
use serde_json::json;

use crate::App;
use crate::accounts::Principal;
use crate::activity::{Activity, Actor};
use crate::i18n::Lang;
use crate::store::organizations::Organization;
use crate::store::{StoreError, Tx};

/// Which of the three texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LegalText {
    /// Who is responsible.
    Imprint,
    /// What buyers agree to.
    Terms,
    /// What happens to personal data.
    Privacy,
}

/// The three texts, Markdown; empty where there is none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LegalTexts {
    /// Who is responsible.
    pub imprint: String,
    /// What buyers agree to.
    pub terms: String,
    /// What happens to personal data.
    pub privacy: String,
}

/// Why texts stayed as they were.
#[derive(Debug, thiserror::Error)]
pub enum LegalError {
    /// There is no such organization for the caller.
    #[error("Resource not found")]
    NotFound,
    /// One of them is longer than may be.
    #[error("a legal text has at most {} characters", limits::LEGAL_CHARS_MAX)]
    TooLong(LegalText),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LegalError {
    /// The stable name of the refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::TooLong(_) => "legal_text_too_long",
            Self::Store(_) => "internal",
        }
    }
}

impl LegalText {
    /// All three, in the order of the footer.
    pub const ALL: [Self; 3] = [Self::Imprint, Self::Terms, Self::Privacy];

    /// As addresses and settings name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imprint => "imprint",
            Self::Terms => "terms",
            Self::Privacy => "privacy",
        }
    }

    /// Reads the name in an address.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|text| text.as_str() == name)
    }

    fn setting(self, lang: Lang) -> String {
        format!("legal.{}.{}", self.as_str(), lang.code())
    }
}

impl LegalTexts {
    /// One of them.
    pub fn get(&self, text: LegalText) -> &str {
        match text {
            LegalText::Imprint => &self.imprint,
            LegalText::Terms => &self.terms,
            LegalText::Privacy => &self.privacy,
        }
    }

    fn check(&self) -> Result<(), LegalError> {
        let is_long = |text: &LegalText| self.get(*text).chars().count() > limits::LEGAL_CHARS_MAX;
        LegalText::ALL.into_iter().find(is_long).map_or(Ok(()), |text| Err(LegalError::TooLong(text)))
    }
}

/// A text of the installation with the language it is in: the asked one, or any that was written.
pub async fn find_text(app: &App, text: LegalText, lang: Lang) -> Result<Option<(Lang, String)>, StoreError> {
    let mut tx = app.store.read().await?;
    for lang in [lang].into_iter().chain(Lang::all().filter(|other| *other != lang)) {
        if let Some(markdown) = tx.find_setting(&text.setting(lang)).await?.filter(|text| !text.is_empty()) {
            return Ok(Some((lang, markdown)));
        }
    }
    Ok(None)
}

/// The texts of the installation in one language, to edit them.
pub async fn find_texts(app: &App, lang: Lang) -> Result<LegalTexts, StoreError> {
    let mut tx = app.store.read().await?;
    let mut texts = [String::new(), String::new(), String::new()];
    for (text, place) in LegalText::ALL.into_iter().zip(&mut texts) {
        *place = tx.find_setting(&text.setting(lang)).await?.unwrap_or_default();
    }
    let [imprint, terms, privacy] = texts;
    Ok(LegalTexts { imprint, terms, privacy })
}

/// Replaces the installation's texts in one language. Operators only.
pub async fn write_texts(
    app: &App,
    actor: &Actor,
    caller: &Principal,
    lang: Lang,
    texts: &LegalTexts,
) -> Result<(), LegalError> {
    if !caller.operator {
        return Err(LegalError::NotFound);
    }
    texts.check()?;
    let mut tx = app.store.begin().await?;
    for text in LegalText::ALL {
        tx.put_setting(&text.setting(lang), texts.get(text)).await?;
    }
    let detail = json!({ "language": lang.code() });
    log(&mut tx, app, actor, ("installation.texts_changed", "installation", [0; 16]), None, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// The organization at an address, with its texts.
pub async fn find_organization(app: &App, slug: &str) -> Result<Option<Organization>, StoreError> {
    app.store.read().await?.find_organization_by_slug(slug).await
}

/// Replaces the texts of an organization. Its owners and managers only; to others it does not exist.
pub async fn write_organization_texts(
    app: &App,
    actor: &Actor,
    caller: &Principal,
    slug: &str,
    texts: LegalTexts,
) -> Result<(), LegalError> {
    texts.check()?;
    let mut tx = app.store.begin().await?;
    let found = tx.find_organization_by_slug(slug).await?;
    let mut organization =
        found.filter(|found| caller.may_manage(found.organization_id)).ok_or(LegalError::NotFound)?;
    let id = organization.organization_id;
    organization.imprint = texts.imprint;
    organization.terms = texts.terms;
    organization.privacy = texts.privacy;
    tx.update_organization(&organization).await?;
    let what = ("organization.texts_changed", "organization", *id.as_bytes());
    log(&mut tx, app, actor, what, Some(&organization), json!({})).await?;
    tx.commit().await?;
    Ok(())
}

async fn log(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    (action, subject_kind, subject): (&'static str, &'static str, [u8; 16]),
    organization: Option<&Organization>,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    let entry = Activity {
        organization: organization.map(|organization| organization.organization_id),
        at: app.clock.now(),
        actor: actor.clone(),
        action,
        subject_kind,
        subject,
        event: None,
        detail,
    };
    tx.log(&[entry]).await
}
