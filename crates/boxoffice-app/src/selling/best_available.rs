//! Best available: which seats to ask for when a buyer names only a number.
//! The choice is a hint from a snapshot; the desk promises.

use boxoffice_domain::ids::{AreaId, PerformanceId, SeatId, TicketTypeId};
use boxoffice_domain::inventory::{HoldRefusal, Wanted};
use boxoffice_domain::limits::TICKETS_PER_ORDER_MAX;

use super::availability::{AreaKind, performance_availability};
use super::hold::HoldError;
use crate::App;
use crate::store::inventory::FreeSeat;

/// Free seats looked at per area: several rows, so that a party finds a place together.
const SEATS_LOOKED_AT: u32 = 2_000;

/// Standing places by number; seats together in the first row that has them, else in the fewest rows from the front.
pub(super) async fn choose(
    app: &App,
    performance: PerformanceId,
    ticket_type: TicketTypeId,
    area: Option<AreaId>,
    quantity: u32,
) -> Result<Wanted, HoldError> {
    let by_count = Wanted::Count { ticket_type, area, quantity };
    let Some(view) = performance_availability(app, performance).await? else { return Ok(by_count) };
    let Some(rule) = view.ticket_types.iter().find(|rule| rule.ticket_type == ticket_type) else {
        return Ok(by_count);
    };
    let allowed = |id: &AreaId| rule.areas.contains(id) && area.is_none_or(|area| area == *id);
    let areas: Vec<_> = view.areas.iter().filter(|area| allowed(&area.area)).collect();
    if quantity > TICKETS_PER_ORDER_MAX
        || areas.is_empty()
        || areas.iter().any(|area| area.kind == AreaKind::Standing)
    {
        return Ok(by_count);
    }
    let mut left = 0;
    for area in areas {
        let mut tx = app.store.read().await?;
        let free = tx.list_free_seats(performance, area.area, SEATS_LOOKED_AT).await?;
        left = left.max(free.len() as i64);
        if let Some(seats) = together(&free, quantity as usize) {
            return Ok(Wanted::Seats { ticket_type, seats });
        }
    }
    Err(HoldRefusal::Full { left }.into())
}

/// The first run of neighbouring seats in one row, else simply the first ones.
fn together(free: &[FreeSeat], quantity: usize) -> Option<Vec<SeatId>> {
    if quantity == 0 || free.len() < quantity {
        return None;
    }
    let is_run = |run: &&[FreeSeat]| {
        run.windows(2).all(|pair| pair[0].row_label == pair[1].row_label && pair[1].sort == pair[0].sort + 1)
    };
    let chosen = free.windows(quantity).find(is_run).unwrap_or(&free[..quantity]);
    Some(chosen.iter().map(|seat| seat.seat_id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(rows: &[(&str, i64)]) -> Vec<FreeSeat> {
        rows.iter()
            .enumerate()
            .map(|(at, (row, sort))| FreeSeat {
                seat_id: SeatId::from_bytes([at as u8; 16]),
                row_label: (*row).to_owned(),
                seat_label: sort.to_string(),
                sort: *sort,
            })
            .collect()
    }

    fn chosen(rows: &[(&str, i64)], quantity: usize) -> Option<Vec<u8>> {
        together(&seats(rows), quantity).map(|ids| ids.iter().map(|id| id.as_bytes()[0]).collect())
    }

    #[test]
    fn a_party_sits_together_where_a_row_has_room() {
        assert_eq!(chosen(&[("A", 1), ("A", 3), ("B", 11), ("B", 12)], 2), Some(vec![2, 3]));
    }

    #[test]
    fn a_run_does_not_cross_rows() {
        assert_eq!(chosen(&[("A", 10), ("B", 11), ("C", 20), ("C", 21)], 2), Some(vec![2, 3]));
    }

    #[test]
    fn without_a_run_the_first_seats_are_offered() {
        assert_eq!(chosen(&[("A", 1), ("A", 3), ("B", 12)], 2), Some(vec![0, 1]));
        assert_eq!(chosen(&[("A", 1)], 2), None);
    }
}
