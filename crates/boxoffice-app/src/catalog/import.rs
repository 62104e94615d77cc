//! Imports events from a table: rows that cannot be taken are listed with the reason, the rest goes in.
//! Importing the same file again changes nothing: an event of the same title, start and city is there already.

use std::collections::{HashMap, HashSet};

use boxoffice_domain::catalog::draft::{EventDraft, NewEvent};
use boxoffice_domain::catalog::import_row::{ImportDefaults, ImportRow};
use boxoffice_domain::ids::{OrganizationId, VenueId};
use boxoffice_domain::limits;
use boxoffice_domain::time::Time;
use serde_json::json;

use crate::App;
use crate::catalog::write::Batch;
use crate::catalog::{Editor, defaults, publish, record, slug};
use crate::store::events::EventKey;
use crate::store::venues::Venue;
use crate::store::{StoreError, Tx};
use crate::stream::Changed;

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    /// Check everything, write nothing.
    pub dry_run: bool,
    /// Publish at once.
    pub publish: bool,
}

/// What came of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// Events that went in, or would go in.
    pub imported: usize,
    /// Rows whose event was there already.
    pub unchanged: usize,
    /// Line numbers of rows that were not taken, with the reason.
    pub refused: Vec<(u64, String)>,
}

/// Why a file was not imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Not a manager of that organization.
    #[error("you do not manage this organization")]
    NotYours,
    /// Too many bytes.
    #[error("the file is larger than {max} bytes")]
    TooLarge {
        /// The most.
        max: usize,
    },
    /// Too many rows.
    #[error("the file has more than {max} rows")]
    TooManyRows {
        /// The most.
        max: usize,
    },
    /// No column with the titles.
    #[error("the first line must name the columns, and one of them must be `title`")]
    NoTitleColumn,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Rows of one transaction: enough to be fast, few enough that sales in between wait only a moment.
const ROWS_PER_TRANSACTION: usize = 250;

/// So many new events change how the database should look for one.
const MANY_ROWS: usize = 1_000;

/// A row that reads as an event.
struct Candidate {
    line: u64,
    draft: EventDraft,
    venue: String,
}

/// Imports a CSV file as events of an organization.
pub async fn import_events(
    app: &App,
    editor: &Editor,
    organization: OrganizationId,
    csv: &[u8],
    options: ImportOptions,
) -> Result<ImportReport, ImportError> {
    if !editor.may_manage(organization) {
        return Err(ImportError::NotYours);
    }
    if csv.len() > limits::IMPORT_BYTES_MAX {
        return Err(ImportError::TooLarge { max: limits::IMPORT_BYTES_MAX });
    }
    let mut report = ImportReport::default();
    let candidates = read_rows(app, csv, &mut report)?;
    for rows in candidates.chunks(ROWS_PER_TRANSACTION) {
        import_some(app, editor, organization, rows, options, &mut report).await?;
    }
    if !options.dry_run && report.imported >= MANY_ROWS {
        let mut tx = app.store.begin().await?;
        tx.count_anew().await?;
        tx.commit().await?;
    }
    report.refused.sort();
    Ok(report)
}

fn read_rows(app: &App, csv: &[u8], report: &mut ImportReport) -> Result<Vec<Candidate>, ImportError> {
    let text = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text);
    let columns: HashMap<String, usize> = reader
        .byte_headers()
        .map_err(|_| ImportError::NoTitleColumn)?
        .iter()
        .enumerate()
        .map(|(at, name)| (String::from_utf8_lossy(name).trim().to_lowercase(), at))
        .collect();
    if !columns.contains_key("title") {
        return Err(ImportError::NoTitleColumn);
    }
    let settings = &app.settings;
    let filled = ImportDefaults {
        time_zone: &settings.default_time_zone,
        currency: &settings.default_currency,
        price_minor: settings.default_price_minor,
    };
    let mut candidates = Vec::new();
    for (count, record) in reader.records().enumerate() {
        if count >= limits::IMPORT_ROWS_MAX {
            return Err(ImportError::TooManyRows { max: limits::IMPORT_ROWS_MAX });
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                report.refused.push((line, "this line is not UTF-8 text".into()));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let row = import_row(&columns, &record);
        match row.draft(filled) {
            Ok(draft) => candidates.push(Candidate { line, draft, venue: row.venue }),
            Err(error) => report.refused.push((line, error.to_string())),
        }
    }
    Ok(candidates)
}

/// Spreadsheets write semicolons where the comma is a decimal sign; the line of names tells.
fn delimiter(text: &[u8]) -> u8 {
    let names = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if names.contains(&b';') && !names.contains(&b',') { b';' } else { b',' }
}

fn import_row(columns: &HashMap<String, usize>, record: &csv::StringRecord) -> ImportRow {
    let cell = |name: &str| {
        columns
            .get(name)
            .and_then(|at| record.get(*at))
            .map(|text| text.trim().to_owned())
            .unwrap_or_default()
    };
    ImportRow {
        title: cell("title"),
        category: cell("category"),
        starts_on: cell("starts_on"),
        ends_on: cell("ends_on"),
        time: cell("time"),
        city: cell("city"),
        country: cell("country"),
        online: cell("online"),
        url: cell("url"),
        description: cell("description"),
        venue: cell("venue"),
        capacity: cell("capacity"),
        price: cell("price"),
        currency: cell("currency"),
        time_zone: cell("time_zone"),
    }
}

async fn import_some(
    app: &App,
    editor: &Editor,
    organization: OrganizationId,
    rows: &[Candidate],
    options: ImportOptions,
    report: &mut ImportReport,
) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    let titles: Vec<String> = rows.iter().map(|row| row.draft.title.clone()).collect();
    let mut known: HashSet<EventKey> = tx.list_event_keys(organization, &titles).await?.into_iter().collect();
    let mut new: Vec<(&Candidate, NewEvent)> = Vec::new();
    for row in rows {
        match row.draft.check(&defaults(&app.settings)) {
            Err(error) => report.refused.push((row.line, error.to_string())),
            Ok(event) if !known.insert(key(&event)) => report.unchanged += 1,
            Ok(event) if options.publish => {
                let (currency, box_office) = (event.details.currency, event.details.box_office);
                let ways = publish::find_ways(&mut tx, organization, currency, box_office).await?;
                match publish::check_new(app, ways, &event) {
                    Err(error) => report.refused.push((row.line, error.to_string())),
                    Ok(()) => new.push((row, event)),
                }
            }
            Ok(event) => new.push((row, event)),
        }
    }
    report.imported += new.len();
    if options.dry_run || new.is_empty() {
        return Ok(());
    }
    name_venues(app, &mut tx, organization, &mut new).await?;
    let new: Vec<NewEvent> = new.into_iter().map(|(_, event)| event).collect();
    let batch = write(app, &mut tx, editor, organization, &new, options.publish).await?;
    tx.commit().await?;
    for event in &batch.events {
        app.stream.tell(Changed { event: event.event_id });
    }
    Ok(())
}

fn key(event: &NewEvent) -> EventKey {
    EventKey {
        title: event.details.title.clone(),
        starts_at: event
            .performances
            .iter()
            .filter_map(|performance| performance.starts_at)
            .map(Time::micros)
            .min(),
        city: event.details.city.clone(),
    }
}

async fn write(
    app: &App,
    tx: &mut Tx,
    editor: &Editor,
    organization: OrganizationId,
    new: &[NewEvent],
    publish: bool,
) -> Result<Batch, StoreError> {
    let now = app.clock.now();
    let slugs = slug::free_slugs(app, tx, new).await?;
    let mut batch = Batch::default();
    for (event, slug) in new.iter().zip(slugs) {
        batch.add_event(app, organization, event, slug, None, publish, now);
    }
    batch.reprice(&tx.find_pricing(organization).await?)?;
    tx.insert_batch(&batch).await?;
    let detail = json!({ "imported": true, "published": publish });
    record::event_changes(tx, app, &editor.actor, "event.created", &batch.events, &detail).await?;
    Ok(batch)
}

/// Gives events the venue that their row names: a known one of the same name and city, or a new one.
async fn name_venues(
    app: &App,
    tx: &mut Tx,
    organization: OrganizationId,
    new: &mut [(&Candidate, NewEvent)],
) -> Result<(), StoreError> {
    if new.iter().all(|(row, _)| row.venue.is_empty()) {
        return Ok(());
    }
    let known = tx.list_venues_of(organization, limits::IMPORT_ROWS_MAX as u32).await?;
    let mut known: HashMap<(String, String), VenueId> =
        known.into_iter().map(|venue| ((venue.name, venue.city), venue.venue_id)).collect();
    let now = app.clock.now();
    let mut made = Vec::new();
    for (row, event) in new.iter_mut().filter(|(row, _)| !row.venue.is_empty()) {
        let name: String = row.venue.chars().take(limits::NAME_CHARS_MAX).collect();
        let details = &mut event.details;
        let id = *known.entry((name.clone(), details.city.clone())).or_insert_with(|| {
            let venue_id = VenueId::from_bytes(app.random.id(now));
            made.push(Venue {
                venue_id,
                organization_id: organization,
                name,
                street: String::new(),
                city: details.city.clone(),
                country: details.country.clone(),
                time_zone: details.zone.name().to_owned(),
                created_at: now,
            });
            venue_id
        });
        details.venue = Some(id);
    }
    tx.insert_venues(&made).await
}
