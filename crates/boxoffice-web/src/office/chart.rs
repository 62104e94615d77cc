//! A sales curve as a drawing and as a table. The drawing stretches to its place, so its words stand beside it.

use std::fmt::Write as _;

use boxoffice_app::reports::{Curve, Point, Step};
use boxoffice_domain::time::Zone;

use crate::frame::Frame;

/// The drawing's own measures; it is stretched to the room there is.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 200.0;
/// More steps than this are drawn as fewer.
const DRAWN_MAX: usize = 240;
/// The table shows the last so many steps with sales.
const ROWS_MAX: usize = 60;

/// A curve as the page shows it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows, in one sentence.
    pub finding: String,
    /// The line of what was sold by then.
    pub line: String,
    /// The same, closed to an area.
    pub area: String,
    /// What the upper edge stands for.
    pub top: String,
    /// Its first step.
    pub from: String,
    /// Its last step.
    pub to: String,
    /// Steps with sales, newest first.
    pub rows: Vec<Row>,
}

/// One step with sales.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which day or hour.
    pub when: String,
    /// Sold in it.
    pub sold: i64,
    /// Sold by its end.
    pub sold_so_far: i64,
    /// Earned by its end.
    pub revenue_so_far: String,
}

/// Draws a curve; none when nothing was sold.
pub fn draw(frame: &Frame, curve: &Curve, zone: &Zone, currency: &str) -> Option<Chart> {
    let (first, last) = (curve.points.first()?, curve.points.last()?);
    let (line, area) = paths(&thin(&curve.points), last.sold_so_far.max(1));
    let name = |point: &Point| when(frame, curve.step, point, zone);
    let best = curve.points.iter().max_by_key(|point| point.sold)?;
    let row = |point: &Point| Row {
        when: name(point),
        sold: point.sold,
        sold_so_far: point.sold_so_far,
        revenue_so_far: super::tabs::money(frame, point.revenue_so_far_minor, currency),
    };
    Some(Chart {
        finding: frame.with(
            "report-finding",
            &[
                ("count", last.sold_so_far.into()),
                ("from", name(first).into()),
                ("best", name(best).into()),
                ("most", best.sold.into()),
            ],
        ),
        line,
        area,
        top: frame.count("report-curve-top", last.sold_so_far),
        from: name(first),
        to: name(last),
        rows: curve.points.iter().rev().filter(|point| point.sold > 0).take(ROWS_MAX).map(row).collect(),
    })
}

fn when(frame: &Frame, step: Step, point: &Point, zone: &Zone) -> String {
    match step {
        Step::Hour => frame.lang.date_time_short(point.at, zone),
        Step::Day => frame.lang.date_short(point.at, zone),
    }
}

/// Every so many points, and always the last.
fn thin(points: &[Point]) -> Vec<&Point> {
    let every = points.len().div_ceil(DRAWN_MAX).max(1);
    let mut drawn: Vec<&Point> = points.iter().rev().step_by(every).collect();
    drawn.reverse();
    drawn
}

/// Begins at nothing, at the left edge, and rises to the upper right.
fn paths(points: &[&Point], most: i64) -> (String, String) {
    let mut line = format!("M0 {HEIGHT}");
    let step = WIDTH / points.len().max(1) as f64;
    for (number, point) in points.iter().enumerate() {
        let x = step * (number + 1) as f64;
        let y = HEIGHT - HEIGHT * point.sold_so_far as f64 / most as f64;
        let _ = write!(line, " L{x:.1} {y:.1}");
    }
    let area = format!("{line} L{WIDTH} {HEIGHT} Z");
    (line, area)
}
