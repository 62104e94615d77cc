//! The demo shop: more than two hundred made-up events over the coming year, made with the operations that
//! organizers and buyers use. `programme.rs` is what is on, `places.rs` where, `poster.rs` draws;
//! `history.rs` lets buyers have bought for some weeks, so that dashboards have something to show.

mod events;
mod history;
mod people;
mod places;
mod poster;
mod posters;
mod programme;

use boxoffice_app::App;

use crate::failure::Failure;

pub(crate) use people::{PASSWORD, PEOPLE};

/// How long the demo shop has been open, in days.
const OPEN_FOR_DAYS: i64 = 45;
const DAY_S: i64 = 86_400;

/// Fills an empty installation. Pictures go on being drawn for a moment after this returns.
pub(crate) async fn fill(app: &App) -> Result<(), Failure> {
    let now = app.clock.now();
    // The shop opened some weeks ago: everything in it was made at its time, by the same clock that all operations ask.
    app.clock.follow(now.plus_s(-OPEN_FOR_DAYS * DAY_S));
    let filled = fill_since_opening(app, now).await;
    app.clock.follow_machine();
    posters::hang(app, filled?).await
}

async fn fill_since_opening(
    app: &App,
    today: boxoffice_domain::time::Time,
) -> Result<Vec<events::DemoEvent>, Failure> {
    let staff = people::hire(app).await?;
    let events = events::announce(app, &staff, today).await?;
    history::sell(app, &staff, &events, today).await?;
    Ok(events)
}
