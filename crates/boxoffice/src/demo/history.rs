//! What was sold since the demo shop opened: every hold, order and ticket made by the operations that buyers use,
//! day by day. Some events are sold out by now, some have a curve to look at, most are quiet.

use std::collections::BTreeMap;

use boxoffice_app::App;
use boxoffice_app::activity::Actor;
use boxoffice_app::jobs::Job;
use boxoffice_app::notices::SendOrderMail;
use boxoffice_app::orders::{Checkout, Method, checkout, mark_paid};
use boxoffice_app::selling::{Choice, HoldError, HoldRequest, Item, hold};
use boxoffice_domain::ids::{AccountId, PerformanceId, TicketTypeId};
use boxoffice_domain::inventory::HoldRefusal;
use boxoffice_domain::payment::TakenAs;
use boxoffice_domain::time::Time;
use tokio::task::JoinSet;

use super::events::DemoEvent;
use super::people::Staff;
use super::places::House;
use super::{DAY_S, OPEN_FOR_DAYS};
use crate::failure::Failure;

/// Buyers at once: what one batch of the desk takes with pleasure.
const AT_ONCE: usize = 64;
/// A debug build sells less, so that a developer does not wait.
const SHARE: usize = if cfg!(debug_assertions) { 6 } else { 1 };
/// Every so many orders are the demo buyer's own, up to [`OWN_ORDERS`].
const OWN_EVERY: usize = 97;
const OWN_ORDERS: usize = 4;

/// How many events of a house have a history, and how many tickets each sold; none: all of them.
const SALES: &[(House, usize, Option<usize>)] = &[
    (House::Cellar, 5, None),
    (House::Club, 2, Some(345)),
    (House::Theatre, 3, Some(380)),
    (House::Hall, 2, Some(620)),
    (House::Arena, 1, Some(1_100)),
    (House::Park, 2, Some(450)),
    (House::Forum, 2, Some(160)),
];

/// One order to be made.
struct Wish {
    performance: PerformanceId,
    ticket_type: TicketTypeId,
    quantity: u32,
    number: usize,
    account: Option<AccountId>,
}

/// Sells, and forgets the mails of it: nobody waits for those.
pub(super) async fn sell(app: &App, staff: &Staff, events: &[DemoEvent], today: Time) -> Result<(), Failure> {
    let opened = today.plus_s(-OPEN_FOR_DAYS * DAY_S);
    for (hour, wishes) in wishes(events, staff.buyer) {
        app.clock.follow(opened.plus_s(hour * 3_600));
        let mut wishes = wishes.into_iter().peekable();
        while wishes.peek().is_some() {
            let mut buyers: JoinSet<Result<(), Failure>> = JoinSet::new();
            for wish in wishes.by_ref().take(AT_ONCE) {
                buyers.spawn(buy(app.clone(), wish));
            }
            while let Some(bought) = buyers.join_next().await {
                bought??;
            }
        }
    }
    let mut tx = app.store.begin().await?;
    tx.discard_jobs(SendOrderMail::KIND).await?;
    tx.commit().await?;
    Ok(())
}

/// All orders by the hour since the opening in which they were made.
fn wishes(events: &[DemoEvent], buyer: AccountId) -> BTreeMap<i64, Vec<Wish>> {
    let mut by_hour: BTreeMap<i64, Vec<Wish>> = BTreeMap::new();
    let mut number = 0;
    for (house, count, tickets) in SALES {
        let chosen = events.iter().filter(|event| event.house == *house && event.on_sale).take(*count);
        for (event, performance) in
            chosen.flat_map(|event| event.performances.iter().map(move |id| (event, *id)))
        {
            for (ticket_type, quantity) in orders(event, *tickets) {
                number += 1;
                let account = (number % OWN_EVERY == 0 && number / OWN_EVERY <= OWN_ORDERS).then_some(buyer);
                let wish = Wish { performance, ticket_type, quantity, number, account };
                by_hour.entry(hour(number)).or_default().push(wish);
            }
        }
    }
    by_hour
}

/// Which tickets were bought together.
fn orders(event: &DemoEvent, tickets: Option<usize>) -> Vec<(TicketTypeId, u32)> {
    let Some(tickets) = tickets else {
        // Five rows of eight seats, two by two.
        return (0..20).map(|_| (event.ticket_types[0], 2)).collect();
    };
    let mut left = tickets / SHARE / event.performances.len();
    let mut orders = Vec::new();
    while left > 0 {
        let quantity = [2, 1, 2, 4, 2, 3, 1, 2][orders.len() % 8].min(left);
        let ticket_type = event.ticket_types[(orders.len() * 3 / 4) % event.ticket_types.len()];
        orders.push((ticket_type, quantity as u32));
        left -= quantity;
    }
    orders
}

/// A rush in the first days, quiet weeks, and more again of late; nobody buys at night.
fn hour(number: usize) -> i64 {
    let chance = (number * 7_919 % 1_000) as i64;
    let day = match chance {
        0..350 => chance * 4 / 350,
        350..700 => 4 + (chance - 350) * 30 / 350,
        _ => 34 + (chance - 700) * (OPEN_FOR_DAYS - 35) / 300,
    };
    day * 24 + 8 + (number * 31 % 14) as i64
}

/// Holds, checks out, pays at the box office.
async fn buy(app: App, wish: Wish) -> Result<(), Failure> {
    let (name, email) = match wish.account {
        Some(_) => ("Demo buyer".to_owned(), super::PEOPLE[0].1.to_owned()),
        None => (format!("Example Buyer {}", wish.number), format!("buyer-{}@demo.example", wish.number)),
    };
    let actor = Actor::buyer("192.0.2.1");
    let request = HoldRequest {
        performance: wish.performance,
        items: vec![Item {
            ticket_type: wish.ticket_type,
            choice: Choice::Count { area: None, quantity: wish.quantity },
        }],
        cart: None,
        account: wish.account,
        id: None,
    };
    let held = match hold(&app, &actor, request).await {
        // A balcony is sold out before the house is; this buyer goes home.
        Err(HoldError::Refused(HoldRefusal::Full { .. } | HoldRefusal::AllHeld { .. })) => return Ok(()),
        other => other?,
    };
    let method = if held.total.minor == 0 { Method::Free } else { Method::BoxOffice };
    let order = Checkout {
        cart: held.cart,
        account: wish.account,
        name,
        email,
        attendees: Vec::new(),
        locale: "en".into(),
        method,
        terms_accepted: true,
        accepted_total_minor: None,
        id: None,
    };
    let made = checkout(&app, &actor, order).await?;
    if method == Method::BoxOffice {
        mark_paid(&app, &Actor::system(), made.order, TakenAs::Cash).await?;
    }
    Ok(())
}
