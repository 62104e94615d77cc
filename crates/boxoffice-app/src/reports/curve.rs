//! How an event sold over time: by day on the event's own clocks, by hour while all of it is young.

use boxoffice_domain::ids::EventId;
use boxoffice_domain::time::{Time, Zone};

use crate::App;
use crate::store::Result;

/// Sales that began less than so long ago are shown by hour.
const HOURLY_S: i64 = 72 * 3_600;
const QUARTER_S: i64 = 900;

/// The length of a step of a curve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// An hour.
    Hour,
    /// A day on the event's clocks.
    Day,
}

/// One step: what it sold, and what was sold by its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// A moment in it, its first sale or its beginning.
    pub at: Time,
    /// Sold in this step.
    pub sold: i64,
    /// Earned in this step, in minor units.
    pub revenue_minor: i64,
    /// Sold by its end.
    pub sold_so_far: i64,
    /// Earned by its end.
    pub revenue_so_far_minor: i64,
}

/// A sales curve, from the first sale to now or to the start, whichever came first. Steps without sales are there too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Curve {
    /// How long a step is.
    pub step: Step,
    /// The steps in order; none: nothing was sold.
    pub points: Vec<Point>,
}

/// How an event sold. `until` is where its curve ends when it starts before now.
pub async fn sales_curve(app: &App, event: EventId, zone: &Zone, starts_at: Option<Time>) -> Result<Curve> {
    let rows = app.store.read().await?.list_sold_quarters(event).await?;
    let sales: Vec<(Time, i64, i64)> = rows
        .iter()
        .map(|row| (Time::from_seconds(row.quarter * QUARTER_S), row.places, row.revenue_minor))
        .collect();
    let now = app.clock.now();
    Ok(fold(&sales, zone, starts_at.map_or(now, |start| start.min(now))))
}

/// Folds sales into steps; `end` lies in the last one unless a sale is later.
fn fold(sales: &[(Time, i64, i64)], zone: &Zone, end: Time) -> Curve {
    let Some((first, _, _)) = sales.first().copied() else {
        return Curve { step: Step::Day, points: Vec::new() };
    };
    let end = sales.last().map_or(end, |(last, _, _)| end.max(*last));
    let step = if end.since_s(first) <= HOURLY_S { Step::Hour } else { Step::Day };
    let mut points: Vec<Point> = Vec::new();
    let (mut at, mut sales) = (first, sales.iter().peekable());
    let (mut sold_so_far, mut revenue_so_far_minor) = (0, 0);
    loop {
        let next = after(step, at, zone);
        let (mut sold, mut revenue_minor) = (0, 0);
        while let Some((_, places, money)) = sales.next_if(|(sold_at, _, _)| *sold_at < next) {
            sold += places;
            revenue_minor += money;
        }
        sold_so_far += sold;
        revenue_so_far_minor += revenue_minor;
        points.push(Point { at, sold, revenue_minor, sold_so_far, revenue_so_far_minor });
        if end < next {
            return Curve { step, points };
        }
        at = next;
    }
}

/// The beginning of the step after the one that `at` lies in.
fn after(step: Step, at: Time, zone: &Zone) -> Time {
    let quarter = |time: Time| Time::from_seconds(time.seconds().div_euclid(QUARTER_S) * QUARTER_S);
    match step {
        Step::Hour => {
            let minutes = i64::from(at.in_zone(zone).minute());
            quarter(at).plus_s((60 - minutes / 15 * 15) * 60)
        }
        Step::Day => {
            let tomorrow = at.in_zone(zone).tomorrow().and_then(|day| day.start_of_day());
            // Only the end of representable time has no tomorrow.
            tomorrow.map_or(at.plus_s(86_400), |day| Time::from_seconds(day.timestamp().as_second()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kolkata() -> Zone {
        Zone::named("Asia/Kolkata").expect("a zone")
    }

    #[test]
    fn nothing_sold_is_no_curve() {
        assert_eq!(fold(&[], &kolkata(), Time::from_seconds(0)).points, Vec::new());
    }

    #[test]
    fn days_follow_the_clocks_of_the_event() {
        let zone = kolkata();
        let evening = zone.local("2027-05-01T23:45").expect("time");
        let morning = zone.local("2027-05-02T00:15").expect("time");
        let end = zone.local("2027-05-06T10:00").expect("time");
        let curve = fold(&[(evening, 2, 200), (morning, 3, 300)], &zone, end);
        assert_eq!(curve.step, Step::Day);
        let sold: Vec<i64> = curve.points.iter().map(|point| point.sold).collect();
        assert_eq!(sold, [2, 3, 0, 0, 0, 0]);
        let last = curve.points.last().expect("points");
        assert_eq!((last.sold_so_far, last.revenue_so_far_minor), (5, 500));
    }

    #[test]
    fn a_young_sale_is_shown_by_hour() {
        let zone = kolkata();
        let first = zone.local("2027-05-01T10:45").expect("time");
        let curve = fold(&[(first, 1, 0), (first.plus_s(900), 1, 0)], &zone, first.plus_s(7_200));
        assert_eq!(curve.step, Step::Hour);
        let sold: Vec<i64> = curve.points.iter().map(|point| point.sold).collect();
        assert_eq!(sold, [1, 1, 0], "the second sale fell into the next hour");
    }

    #[test]
    fn days_of_a_clock_change_are_days() {
        let zone = Zone::named("Europe/Berlin").expect("a zone");
        let first = zone.local("2027-03-26T12:00").expect("time");
        let curve = fold(&[(first, 1, 0)], &zone, zone.local("2027-03-30T00:00").expect("time"));
        assert_eq!(curve.points.len(), 5);
    }
}
