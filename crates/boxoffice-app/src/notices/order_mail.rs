//! What orders have to tell their buyers: tickets, a place to pay, a cancellation, money back.
//! The mail says how things stand when it is written, so a late or repeated job never tells an old story.

use boxoffice_domain::ids::OrderId;
use boxoffice_domain::limits::TICKETS_PER_ORDER_MAX;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::Receipt;
use boxoffice_domain::time::Zone;
use serde::{Deserialize, Serialize};

use super::letter::Letter;
use super::transfer::{attach_code, find_transfer, transfer_facts};
use super::{Attachment, send_once};
use crate::App;
use crate::i18n::{Lang, Value};
use crate::jobs::{Job, JobError};
use crate::payments::bank::account::HowToTransfer;
use crate::receipt::ReceiptText;
use crate::store::order_letters::{OrderLetter, OrderLetterLine};
use crate::store::pricing::read_receipt;
use crate::tickets::calendar::order_calendar;
use crate::tickets::files::{TicketFileError, ticket_pdf};
use crate::tickets::order_url;

/// Places that one mail lists.
const LINES_MAX: u32 = 10 * TICKETS_PER_ORDER_MAX;

/// What there is to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderMail {
    /// Here are the tickets.
    Confirmed,
    /// The places are kept; pay at the box office by then.
    PayAtBoxOffice,
    /// The places are kept; pay by a bank transfer that is there by then.
    PayByTransfer,
    /// Part of a transfer came; the rest is still owed.
    PaidInPart,
    /// The order is cancelled, by its buyer or with its event.
    Cancelled,
    /// Some of its tickets were given back; the others stay.
    Reduced,
    /// The money came too late for the places and goes back.
    LateRefund,
    /// The money is on its way back.
    Refunded,
    /// Its time ended unpaid: nothing was charged, the places are on sale again.
    NotPaid,
}

impl OrderMail {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Confirmed,
        Self::PayAtBoxOffice,
        Self::PayByTransfer,
        Self::PaidInPart,
        Self::Cancelled,
        Self::Reduced,
        Self::LateRefund,
        Self::Refunded,
        Self::NotPaid,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::PayAtBoxOffice => "pay_at_box_office",
            Self::PayByTransfer => "pay_by_transfer",
            Self::PaidInPart => "paid_in_part",
            Self::Cancelled => "cancelled",
            Self::Reduced => "reduced",
            Self::LateRefund => "late_refund",
            Self::Refunded => "refunded",
            Self::NotPaid => "not_paid",
        }
    }

    /// The keys of its words.
    fn words(self) -> Words {
        let words = |subject, heading, text, note| Words { subject, heading, text, note };
        match self {
            Self::Confirmed => words(
                "notice-confirmed-subject",
                "notice-confirmed-heading",
                "notice-confirmed-text",
                Some("notice-confirmed-note"),
            ),
            Self::PayAtBoxOffice => words(
                "notice-pay-at-box-office-subject",
                "notice-pay-at-box-office-heading",
                "notice-pay-at-box-office-text",
                Some("notice-pay-at-box-office-note"),
            ),
            Self::PayByTransfer => words(
                "notice-pay-by-transfer-subject",
                "notice-pay-at-box-office-heading",
                "notice-pay-by-transfer-text",
                Some("notice-pay-by-transfer-note"),
            ),
            Self::PaidInPart => words(
                "notice-paid-in-part-subject",
                "notice-paid-in-part-heading",
                "notice-paid-in-part-text",
                Some("notice-pay-by-transfer-note"),
            ),
            Self::Cancelled => {
                words("notice-cancelled-subject", "notice-cancelled-heading", "notice-cancelled-text", None)
            }
            Self::Reduced => words(
                "notice-reduced-subject",
                "notice-reduced-heading",
                "notice-reduced-text",
                Some("notice-reduced-note"),
            ),
            Self::LateRefund => words(
                "notice-late-refund-subject",
                "notice-late-refund-heading",
                "notice-late-refund-text",
                Some("notice-late-refund-note"),
            ),
            Self::Refunded => {
                words("notice-refunded-subject", "notice-refunded-heading", "notice-refunded-text", None)
            }
            Self::NotPaid => {
                words("notice-not-paid-subject", "notice-not-paid-heading", "notice-not-paid-text", None)
            }
        }
    }
}

struct Words {
    subject: &'static str,
    heading: &'static str,
    text: &'static str,
    note: Option<&'static str>,
}

/// Mails the buyer of an order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendOrderMail {
    /// The order.
    pub order: OrderId,
    /// What there is to tell.
    pub mail: OrderMail,
    /// Counts what is sent on request once more; 0 is the first.
    #[serde(default)]
    pub again: i64,
}

impl Job for SendOrderMail {
    const KIND: &'static str = "send_order_mail";

    async fn run(self, app: &App) -> Result<(), JobError> {
        let mut tx = app.store.read().await?;
        let order = tx.find_order_letter(self.order).await?;
        let lines = tx.list_order_letter_lines(self.order, LINES_MAX).await?;
        drop(tx);
        let order = order.ok_or_else(|| JobError::Never("there is no such order".into()))?;
        // Paid in full or over meanwhile, and another mail says so.
        if matches!(self.mail, OrderMail::PayByTransfer | OrderMail::PaidInPart) && order.state != "pending" {
            return Ok(());
        }
        // Cancelled before this job ran: the tickets are gone, and another mail says so.
        if self.mail == OrderMail::Confirmed && order.state != "confirmed" {
            return Ok(());
        }
        // Paid late after all, and the places could be taken again.
        if self.mail == OrderMail::NotPaid && order.state != "expired" {
            return Ok(());
        }
        let lang = Lang::stored(&order.locale);
        let transfer = match self.mail {
            OrderMail::PayByTransfer | OrderMail::PaidInPart => find_transfer(app, &order).await?,
            _ => None,
        };
        let telling =
            Telling { app, lang, order: &order, lines: &lines, mail: self.mail, transfer: transfer.as_ref() };
        let letter = telling.letter();
        let attachments = match self.mail {
            OrderMail::Confirmed => attach_tickets(app, self.order).await?,
            _ => transfer.as_ref().and_then(attach_code).into_iter().collect(),
        };
        // A second part of the money back is another mail; a second try of this job is not.
        let back = match self.mail {
            OrderMail::Refunded => order.refunded_minor,
            OrderMail::PaidInPart => order.deposit_minor,
            OrderMail::Reduced => lines.iter().filter(|line| line.given_back).count() as i64,
            _ => 0,
        };
        let key = format!("{} {} {} {back}", self.order, self.mail.name(), self.again);
        send_once(app, &key, &letter.to(&order.email, attachments)).await
    }
}

async fn attach_tickets(app: &App, id: OrderId) -> Result<Vec<Attachment>, JobError> {
    let pdf = match ticket_pdf(app, id).await {
        Ok(pdf) => pdf,
        Err(TicketFileError::NoTickets) => return Ok(Vec::new()),
        Err(error) => return Err(JobError::Later(error.to_string())),
    };
    let mut files = vec![Attachment { name: pdf.name, kind: "application/pdf", bytes: pdf.content.to_vec() }];
    if let Some((name, entries)) = order_calendar(app, id).await? {
        let kind = "text/calendar; charset=utf-8; method=PUBLISH";
        files.push(Attachment { name, kind, bytes: entries.into_bytes() });
    }
    Ok(files)
}

struct Telling<'a> {
    app: &'a App,
    lang: Lang,
    order: &'a OrderLetter,
    lines: &'a [OrderLetterLine],
    mail: OrderMail,
    transfer: Option<&'a HowToTransfer>,
}

impl Telling<'_> {
    fn letter(&self) -> Letter {
        let (lang, order, words) = (self.lang, self.order, self.mail.words());
        let text = match self.mail {
            OrderMail::Cancelled if self.is_event_cancelled() => "notice-cancelled-event-text",
            OrderMail::Confirmed if self.is_undated() => "notice-confirmed-undated-text",
            OrderMail::NotPaid if self.refund_minor() > 0 => "notice-not-paid-part-text",
            _ => words.text,
        };
        let mut letter = Letter::new(lang, self.fill(words.subject))
            .heading(self.fill(words.heading))
            .paragraph(lang.with("notice-greeting", &[("name", Value::from(order.name.as_str()))]))
            .paragraph(self.fill(text))
            .button(lang.t("notice-order-button"), order_url(self.app, lang, &order.secret))
            .list(self.listed().map(|line| self.place(line)).collect())
            .facts(self.facts());
        if let Some(note) = words.note {
            letter = letter.paragraph(self.fill(note));
        }
        letter.paragraph(lang.with(
            "notice-closing",
            &[
                ("organization", Value::from(order.organization.as_str())),
                ("contact", Value::from(order.contact_email.as_str())),
            ],
        ))
    }

    /// The places that the mail lists: of an order that became smaller, what is left of it.
    fn listed(&self) -> impl Iterator<Item = &OrderLetterLine> {
        let only_left = self.mail == OrderMail::Reduced;
        self.lines.iter().filter(move |line| !(only_left && line.given_back))
    }

    /// Whether the organizer called the whole event off.
    fn is_event_cancelled(&self) -> bool {
        self.lines.iter().all(|line| line.event_state == "cancelled")
    }

    /// Whether there is no date yet that a calendar could take.
    fn is_undated(&self) -> bool {
        self.lines.iter().all(|line| line.starts_at.is_none())
    }

    /// A message with everything that it may want to say.
    fn fill(&self, key: &str) -> String {
        let title = self.lines.first().map_or("", |line| line.title.as_str());
        self.lang.with(
            key,
            &[
                ("title", Value::from(title)),
                ("order", Value::from(self.order.number.as_str())),
                ("count", Value::from(self.listed().count())),
                ("total", Value::from(self.money(self.order.total_minor))),
                ("refund", Value::from(self.money(self.refund_minor()))),
                ("came", Value::from(self.money(self.order.deposit_minor))),
                ("due", Value::from(self.money(self.order.total_minor - self.order.deposit_minor))),
                ("by", Value::from(self.lang.date_time_zone(self.order.pay_by, &self.zone()))),
            ],
        )
    }

    fn refund_minor(&self) -> i64 {
        match self.order.refunded_minor {
            0 => self.order.refunding_minor,
            refunded => refunded,
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let (lang, order) = (self.lang, self.order);
        let mut facts = vec![(lang.t("notice-order-number").to_owned(), order.number.clone())];
        let total = if order.total_minor == 0 {
            lang.t("notice-free").to_owned()
        } else {
            self.money(order.total_minor)
        };
        facts.push((lang.t("notice-total").to_owned(), total));
        facts.extend(self.transfer.into_iter().flat_map(|transfer| transfer_facts(lang, transfer)));
        if order.total_minor > 0 {
            facts.extend(self.receipt_lines());
        }
        if self.refund_minor() > 0 {
            facts.push((lang.t("notice-refund").to_owned(), self.money(self.refund_minor())));
        }
        facts
    }

    /// What the total is made of, as the order's page says it.
    fn receipt_lines(&self) -> impl Iterator<Item = (String, String)> {
        let order = self.order;
        let stored = order.receipt.as_deref().and_then(|json| read_receipt(json).ok());
        let plain = || Receipt::plain(order.total_minor - order.fee_minor, order.fee_minor);
        let receipt = stored.unwrap_or_else(plain);
        let currency = order.currency.parse().unwrap_or(Currency::EUR);
        let text = ReceiptText::of(&receipt, currency, self.lang);
        // A single part is the total once more.
        let lines = if text.lines.len() > 1 { text.lines } else { Vec::new() };
        let taxes = self.lang.t("price-taxes").to_owned();
        let notes = text.notes.into_iter().map(move |note| (taxes.clone(), note));
        lines.into_iter().map(|line| (line.what, line.amount)).chain(notes)
    }

    /// One place in one line: what, when, where, for whom.
    fn place(&self, line: &OrderLetterLine) -> String {
        let zone = Zone::named(&line.time_zone).unwrap_or_else(|_| Zone::utc());
        let when = line.starts_at.map_or_else(
            || self.lang.t("ticket-date-open").to_owned(),
            |start| self.lang.date_time_zone(start, &zone),
        );
        let place = match (&line.row_label, &line.seat_label) {
            (Some(row), Some(seat)) => self.lang.with(
                "ticket-place-seat",
                &[
                    ("area", Value::from(line.area.as_str())),
                    ("row", Value::from(row.as_str())),
                    ("seat", Value::from(seat.as_str())),
                ],
            ),
            _ => line.area.clone(),
        };
        let venue = line.venue.as_deref().unwrap_or(&line.city);
        let parts = [line.title.as_str(), &when, venue, &place, &line.ticket_type, &line.attendee_name];
        let told: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
        told.join(" · ")
    }

    fn zone(&self) -> Zone {
        self.lines.first().and_then(|line| Zone::named(&line.time_zone).ok()).unwrap_or_else(Zone::utc)
    }

    fn money(&self, minor: i64) -> String {
        self.lang.money(Money::new(minor, self.order.currency.parse().unwrap_or(Currency::EUR)))
    }
}
