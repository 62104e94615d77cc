//! The form that holds places, as browsers send it: `q.{ticket type}.{area}` counts, or ticked `seat`s of one
//! `ticket_type`.

use boxoffice_app::selling::{Choice, Item};
use boxoffice_domain::ids::{AreaId, SeatId, TicketTypeId};
use boxoffice_domain::limits::TICKETS_PER_ORDER_MAX;

use super::seats::Asked;
use crate::form::Typed;

/// What was sent, in order.
pub type Fields = Vec<(String, String)>;

/// The wish of a form.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// What to hold.
    pub items: Vec<Item>,
    /// Whether it came from the list of seats, and where that was.
    pub seats: Option<Asked>,
}

/// Reads the fields; `None` when one cannot be what it claims to be.
pub fn read(fields: &Fields) -> Option<Wish> {
    let get = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let Some(ticket_type) = get("ticket_type") else {
        return Some(Wish { items: counts(fields)?, seats: None });
    };
    let seats: Vec<String> =
        fields.iter().filter(|(name, _)| name == "seat").map(|(_, id)| id.clone()).collect();
    let chosen: Vec<SeatId> = seats.iter().map(|id| id.parse().ok()).collect::<Option<_>>()?;
    let item = Item { ticket_type: ticket_type.parse().ok()?, choice: Choice::Seats(chosen) };
    let asked = Asked {
        area: get("area").map(str::to_owned),
        code: code(fields).to_owned(),
        rows: get("rows").and_then(|rows| rows.parse().ok()).unwrap_or(0),
        ticket_type: ticket_type.to_owned(),
        seats,
    };
    let items = if asked.seats.is_empty() { Vec::new() } else { vec![item] };
    Some(Wish { items, seats: Some(asked) })
}

/// The code that goes along; empty: none.
pub fn code(fields: &Fields) -> &str {
    fields.iter().find(|(name, _)| name == "code").map_or("", |(_, value)| value.as_str())
}

fn counts(fields: &Fields) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    for (name, value) in fields {
        let Some((ticket_type, area)) = name.strip_prefix("q.").and_then(|rest| rest.split_once('.')) else {
            continue;
        };
        let ticket_type: TicketTypeId = ticket_type.parse().ok()?;
        let area: AreaId = area.parse().ok()?;
        let quantity = quantity(value)?;
        if quantity > 0 {
            items.push(Item { ticket_type, choice: Choice::Count { area: Some(area), quantity } });
        }
    }
    Some(items)
}

/// An empty field is none. Beyond the limit the exact number does not matter, only that it is refused.
fn quantity(value: &str) -> Option<u32> {
    let value = value.trim();
    if value.is_empty() {
        return Some(0);
    }
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| value.parse().unwrap_or(TICKETS_PER_ORDER_MAX + 1))
}

/// The fields as typed, to show the form again.
pub fn typed(fields: &Fields) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in fields.iter().filter(|(name, _)| name.starts_with("q.")) {
        typed.fill(name, value.clone());
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn counts_of_zero_and_empty_fields_are_no_wish() {
        let kind = TicketTypeId::from_bytes([1; 16]);
        let area = AreaId::from_bytes([2; 16]);
        let name = format!("q.{kind}.{area}");
        let items = |value: &str| read(&fields(&[(&name, value)])).map(|wish| wish.items.len());
        assert_eq!(items("0"), Some(0));
        assert_eq!(items(""), Some(0));
        assert_eq!(items("2"), Some(1));
        assert_eq!(items("two"), None);
        assert_eq!(items("99999999999999"), Some(1));
    }

    #[test]
    fn ticked_seats_are_one_item() {
        let kind = TicketTypeId::from_bytes([1; 16]).to_string();
        let seat = SeatId::from_bytes([3; 16]).to_string();
        let wish = read(&fields(&[("ticket_type", &kind), ("seat", &seat), ("area", "x"), ("rows", "2")]))
            .expect("a wish");
        assert_eq!(wish.items.len(), 1);
        assert_eq!(wish.seats.expect("from the list").rows, 2);
    }
}
