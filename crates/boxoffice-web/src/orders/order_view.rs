//! An order as its buyer sees it: where it stands in one sentence, what to do next, its tickets and its story.

use boxoffice_app::i18n::Lang;
use boxoffice_app::orders::find::OrderLine;
use boxoffice_app::orders::find_money::Refund;
use boxoffice_app::orders::reopen::LEFT;
use boxoffice_app::orders::{Method, Order, OrderState};
use boxoffice_app::receipt::ReceiptText;
use boxoffice_domain::ledger::Account;
use boxoffice_domain::money::Money;
use boxoffice_domain::payment::{PaymentState, RefundState};
use boxoffice_domain::ticket::TicketState;
use boxoffice_domain::time::{Time, Zone};

use super::{join, money_words, price, seat_name};

/// An order.
#[derive(Clone, Debug)]
pub struct OrderView {
    /// `Order AB23…`.
    pub title: String,
    /// The word of its state.
    pub state: &'static str,
    /// The kind of alert that shows it.
    pub kind: &'static str,
    /// Where it stands.
    pub headline: String,
    /// What that means.
    pub note: String,
    /// Where its money stands, and the kind of badge that shows it.
    pub money: (String, &'static str),
    /// What that means, where it may worry somebody; else empty.
    pub money_note: String,
    /// What money goes back.
    pub refunds: Vec<String>,
    /// Its page.
    pub href: String,
    /// Where its changes are told.
    pub live_href: String,
    /// What stands on the button that pays; empty: nothing to pay.
    pub pay_label: String,
    /// Whether its places can go back into the cart.
    pub can_reopen: bool,
    /// Where expired places can be taken again; empty: not.
    pub again_href: String,
    /// Its places by performance.
    pub groups: Vec<Group>,
    /// What it costs.
    pub total: String,
    /// What that is made of.
    pub receipt: ReceiptText,
    /// Where its invoice is; empty: there is none of it.
    pub invoice_href: String,
    /// Whether there are tickets to show.
    pub has_tickets: bool,
    /// Its calendar file.
    pub calendar_href: String,
    /// Its story: when, what, detail.
    pub steps: Vec<(String, String, String)>,
    /// The buyer.
    pub buyer: String,
    /// Where the tickets went.
    pub email: String,
    /// Where it can be cancelled; empty: not.
    pub cancel_href: String,
    /// Whether the page should look again by itself.
    pub is_waiting: bool,
}

/// Places of one performance.
#[derive(Clone, Debug)]
pub struct Group {
    /// The event.
    pub title: String,
    /// When.
    pub when: String,
    /// Where.
    pub venue: String,
    /// Its places.
    pub lines: Vec<Line>,
}

/// One place.
#[derive(Clone, Debug)]
pub struct Line {
    /// Ticket type and place.
    pub what: String,
    /// Who comes.
    pub holder: String,
    /// What it costs.
    pub total: String,
    /// Used, no longer valid, or empty.
    pub note: String,
    /// Whether its ticket is worth nothing any more.
    pub is_over: bool,
    /// Its ticket's page; empty: none.
    pub ticket_href: String,
}

impl OrderView {
    /// Describes an order at a time.
    pub fn of(order: &Order, lang: Lang, now: Time) -> Self {
        let href = format!("/{}/orders/{}", lang.code(), order.secret);
        let stand = Stand::of(order);
        let zone = zone_of(order);
        let has_tickets = order.state == OrderState::Confirmed;
        Self {
            title: lang.with("order-title", &[("number", order.number.clone().into())]),
            state: stand.word(),
            kind: stand.kind(),
            headline: lang.t(stand.key()).to_owned(),
            note: note(order, stand, lang, &zone),
            money: money_words::words(order.money(), lang),
            money_note: money_words::note(order.money(), lang),
            refunds: shown_refunds(order).map(|refund| refund_line(refund, lang)).collect(),
            live_href: format!("/live/orders/{}", order.secret),
            pay_label: pay_label(stand, lang),
            can_reopen: matches!(stand, Stand::Unpaid | Stand::Failed),
            again_href: again_href(order, stand, lang),
            groups: groups(order, lang),
            total: price(lang, order.total.minor, order.total.currency),
            receipt: ReceiptText::of(&order.receipt, order.total.currency, lang),
            invoice_href: if order.confirmed_at.is_some() && !order.total.is_zero() {
                format!("{href}/invoices")
            } else {
                String::new()
            },
            has_tickets,
            calendar_href: format!("{href}/calendar"),
            steps: steps(order, lang, &zone),
            buyer: order.name.clone(),
            email: order.email.clone(),
            cancel_href: if order.buyer_may_cancel(now) {
                format!("{href}/cancellation")
            } else {
                String::new()
            },
            is_waiting: matches!(stand, Stand::Unpaid | Stand::Failed | Stand::Paying),
            href,
        }
    }
}

/// Where an order stands, as its page says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stand {
    Unpaid,
    Paying,
    Failed,
    BoxOffice,
    BankTransfer,
    Confirmed,
    Expired,
    Late,
    Cancelled,
}

impl Stand {
    fn of(order: &Order) -> Self {
        let last = order.payments.last();
        match (order.state, order.method) {
            (OrderState::Confirmed, _) => Self::Confirmed,
            (OrderState::Cancelled, _) => Self::Cancelled,
            (OrderState::Expired, _) if order.payments.iter().any(|p| p.state == PaymentState::Captured) => {
                Self::Late
            }
            (OrderState::Expired, _) => Self::Expired,
            (OrderState::Pending, Method::BoxOffice) => Self::BoxOffice,
            (OrderState::Pending, Method::BankTransfer) => Self::BankTransfer,
            (OrderState::Pending, _) if last.is_some_and(|p| p.state == PaymentState::Captured) => {
                Self::Paying
            }
            (OrderState::Pending, _)
                if last.and_then(|p| p.failure.as_deref()).is_some_and(|why| why != LEFT) =>
            {
                Self::Failed
            }
            (OrderState::Pending, _) => Self::Unpaid,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Unpaid | Self::Failed | Self::BoxOffice | Self::BankTransfer => "pending",
            Self::Paying => "paying",
            Self::Confirmed => "confirmed",
            Self::Expired | Self::Late => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Unpaid | Self::Paying | Self::BoxOffice | Self::BankTransfer => "info",
            Self::Confirmed => "success",
            Self::Failed | Self::Expired | Self::Late => "warning",
            Self::Cancelled => "danger",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Unpaid => "order-state-pending",
            Self::Paying => "order-state-paying",
            Self::Failed => "order-failed",
            Self::BoxOffice => "order-state-box-office",
            Self::BankTransfer => "order-state-bank-transfer",
            Self::Confirmed => "order-state-confirmed",
            Self::Expired | Self::Late => "order-state-expired",
            Self::Cancelled => "order-state-cancelled",
        }
    }
}

fn note(order: &Order, stand: Stand, lang: Lang, zone: &Zone) -> String {
    let time = || lang.date_time_zone(order.pay_by, zone);
    let total = || lang.money(order.total);
    match stand {
        Stand::Unpaid => lang.with("order-state-pending-note", &[("time", time().into())]),
        Stand::Paying => lang.t("order-state-paying-note").to_owned(),
        Stand::Failed => lang.t("order-failed-note").to_owned(),
        Stand::BoxOffice => {
            lang.with("order-state-box-office-note", &[("total", total().into()), ("time", time().into())])
        }
        Stand::Confirmed => lang.with("order-state-confirmed-note", &[("email", order.email.clone().into())]),
        Stand::Expired => lang.t("order-state-expired-note").to_owned(),
        Stand::BankTransfer => lang.with("order-state-bank-transfer-note", &[("time", time().into())]),
        Stand::Late => late_note(order, lang),
        Stand::Cancelled => lang.t("order-state-cancelled-note").to_owned(),
    }
}

/// What came too late, or was not enough and stayed alone.
fn late_note(order: &Order, lang: Lang) -> String {
    let captured = order.payments.iter().filter(|payment| payment.state == PaymentState::Captured);
    let came = captured.map(|payment| payment.amount.minor).sum::<i64>();
    let key = if came < order.total.minor { "order-state-part-note" } else { "order-state-late-note" };
    lang.with(key, &[("total", lang.money(Money::new(came, order.total.currency)).into())])
}

/// A refund that failed and is tried again is told once, as the new one.
fn shown_refunds(order: &Order) -> impl Iterator<Item = &Refund> {
    order.refunds.iter().filter(|refund| !refund.is_tried_again)
}

fn refund_line(refund: &Refund, lang: Lang) -> String {
    let key = match refund.state {
        state if refund.by_hand == Some(Account::Bank) && state.is_unfinished() => "order-refund-by-transfer",
        state if refund.by_hand.is_some() && state.is_unfinished() => "order-refund-in-person",
        RefundState::Done => "order-refund-done",
        RefundState::Failed => "order-refund-failed",
        _ => "order-refund-wanted",
    };
    lang.with(key, &[("amount", lang.money(refund.amount).into())])
}

fn pay_label(stand: Stand, lang: Lang) -> String {
    match stand {
        Stand::Unpaid => lang.t("order-pay").to_owned(),
        Stand::Failed => lang.t("order-pay-again").to_owned(),
        _ => String::new(),
    }
}

fn again_href(order: &Order, stand: Stand, lang: Lang) -> String {
    match (stand, order.cart) {
        (Stand::Expired, Some(cart)) => format!("/{}/carts/{cart}/retakes", lang.code()),
        _ => String::new(),
    }
}

/// The zone of the first performance: the page speaks of one place's time.
pub fn zone_of(order: &Order) -> Zone {
    order.lines.first().and_then(|line| Zone::named(&line.time_zone).ok()).unwrap_or_else(Zone::utc)
}

fn groups(order: &Order, lang: Lang) -> Vec<Group> {
    let parts = order.lines.chunk_by(|a, b| a.performance == b.performance);
    parts.filter_map(|lines| Some(group(order, lines.first()?, lines, lang))).collect()
}

fn group(order: &Order, first: &OrderLine, lines: &[OrderLine], lang: Lang) -> Group {
    let zone = Zone::named(&first.time_zone).unwrap_or_else(|_| Zone::utc());
    Group {
        title: first.event_title.clone(),
        when: first.starts_at.map(|at| lang.date_time_zone(at, &zone)).unwrap_or_default(),
        venue: join(&[&first.venue, &first.venue_address]),
        lines: lines.iter().map(|line| describe(order, line, lang, &zone)).collect(),
    }
}

fn describe(order: &Order, line: &OrderLine, lang: Lang, zone: &Zone) -> Line {
    let ticket = line.ticket.as_ref();
    let is_over = ticket.is_some_and(|ticket| ticket.state == TicketState::Void);
    let used = ticket.and_then(|ticket| ticket.used.as_ref());
    let note = match used {
        _ if is_over => lang.t("order-ticket-void").to_owned(),
        Some((at, _)) => lang.with("order-ticket-used", &[("time", lang.date_time_short(*at, zone).into())]),
        None => String::new(),
    };
    let holder = ticket.map_or(&line.attendee, |ticket| &ticket.holder_name);
    Line {
        what: format!("{}, {}", line.ticket_type_name, place(line, lang)),
        holder: lang.with("order-for", &[("name", holder.clone().into())]),
        total: price(lang, line.price_minor + line.fee_minor, order.total.currency),
        note,
        is_over,
        ticket_href: ticket.map(|_| ticket_href(order, line, lang)).unwrap_or_default(),
    }
}

/// The page of a line's ticket.
pub fn ticket_href(order: &Order, line: &OrderLine, lang: Lang) -> String {
    format!("/{}/tickets/{}/{}", lang.code(), order.secret, line.line_no)
}

/// Area, row and seat of a line.
pub fn place(line: &OrderLine, lang: Lang) -> String {
    match &line.seat {
        Some((_, row, seat)) => seat_name(&line.area_name, row, seat, lang),
        None => line.area_name.clone(),
    }
}

/// What has happened, oldest first.
fn steps(order: &Order, lang: Lang, zone: &Zone) -> Vec<(String, String, String)> {
    let mut steps = vec![(order.created_at, "order-step-ordered", String::new())];
    for payment in &order.payments {
        if let Some(at) = payment.captured_at {
            steps.push((at, "order-step-paid", lang.money(payment.amount)));
        }
    }
    steps.extend(order.confirmed_at.map(|at| (at, "order-step-confirmed", String::new())));
    for (line, ticket) in
        order.lines.iter().filter_map(|line| line.ticket.as_ref().map(|ticket| (line, ticket)))
    {
        if let Some((at, gate)) = &ticket.used {
            steps.push((*at, "order-step-checked-in", format!("{} {gate}", line.attendee)));
        }
    }
    let ended =
        if order.state == OrderState::Expired { "order-step-expired" } else { "order-step-cancelled" };
    steps.extend(order.ended_at.map(|at| (at, ended, String::new())));
    for refund in shown_refunds(order) {
        steps.push((refund.created_at, "order-step-refund-wanted", lang.money(refund.amount)));
        steps.extend(refund.done_at.map(|at| (at, "order-step-refund-done", lang.money(refund.amount))));
    }
    steps.sort_by_key(|(at, _, _)| *at);
    steps
        .into_iter()
        .map(|(at, key, detail)| (lang.date_time_short(at, zone), lang.t(key).to_owned(), detail))
        .collect()
}
