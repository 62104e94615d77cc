//! What the event's page offers, read from its HTML as a browser's form would send it.

use crate::client::{Client, RehearseError};

/// A form that takes places.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// Where the form is sent.
    pub(crate) action: String,
    /// The names of its counts: one per ticket type and standing area.
    pub(crate) counts: Vec<String>,
    /// Pages that list the seats of an area.
    pub(crate) seat_pages: Vec<String>,
}

/// The free seats that a page lists.
#[derive(Clone, Debug)]
pub(crate) struct SeatList {
    /// Where the form is sent.
    pub(crate) action: String,
    /// The first ticket type to choose.
    pub(crate) ticket_type: String,
    /// Free seats.
    pub(crate) seats: Vec<String>,
}

impl Offer {
    /// Performance, ticket type and area of a standing offer, as the API names them.
    pub(crate) fn ids(&self, number: usize) -> Option<(String, String, String)> {
        let performance = self.action.strip_suffix("/holds")?.rsplit('/').next()?;
        let mut names = self.counts.get(number % self.counts.len().max(1))?.split('.').skip(1);
        Some((performance.to_owned(), names.next()?.to_owned(), names.next()?.to_owned()))
    }

    /// How many ways there are to take places.
    pub(crate) fn ways(&self) -> usize {
        self.counts.len() + self.seat_pages.len()
    }
}

/// Reads a page of seats; none when it lists no free seat.
pub(crate) fn read_seats(page: &str) -> Option<SeatList> {
    let form = page.split("<form").find(|form| form.contains(" name=\"seat\""))?;
    let inputs = |name: &str| -> Vec<String> {
        let mark = format!(" name=\"{name}\"");
        let fields = form.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        fields
            .filter(|field| field.contains(&mark) && !field.contains(" disabled"))
            .filter_map(|field| attributes(field, "value").into_iter().next())
            .collect()
    };
    let seats = inputs("seat");
    Some(SeatList {
        action: attributes(form, "action").into_iter().next()?,
        ticket_type: inputs("ticket_type").into_iter().next()?,
        seats,
    })
    .filter(|list| !list.seats.is_empty())
}

/// The page of an event.
pub(crate) fn event_path(event: &str) -> String {
    format!("/en/events/{event}")
}

/// Everything that the event's page, or the page of its first performance, offers.
pub(crate) async fn find(client: &mut Client, event: &str) -> Result<Vec<Offer>, RehearseError> {
    let path = event_path(event);
    let answer = client.get(&path).await?;
    let page = String::from_utf8_lossy(&answer.body).into_owned();
    let mut offers = read(&page);
    if offers.is_empty() {
        for performance in links(&page, "/en/performances/") {
            let answer = client.get(&performance).await?;
            offers.extend(read(&String::from_utf8_lossy(&answer.body)));
        }
    }
    if offers.is_empty() {
        return Err(RehearseError::NothingOffered { path, status: answer.status });
    }
    Ok(offers)
}

fn read(page: &str) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for form in page.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or(form);
        let action = attributes(form, "action").into_iter().next().unwrap_or_default();
        let counts: Vec<String> =
            attributes(form, "name").into_iter().filter(|name| name.starts_with("q.")).collect();
        let seat_pages = attributes(form, "href").into_iter().filter(|to| to.contains("/seats")).collect();
        let offer = Offer { action, counts, seat_pages };
        if offer.action.ends_with("/holds") && offer.ways() > 0 {
            offers.push(offer);
        }
    }
    offers
}

/// Addresses in the page that begin so, each once.
fn links(page: &str, begin: &str) -> Vec<String> {
    let mut found: Vec<String> =
        attributes(page, "href").into_iter().filter(|to| to.starts_with(begin)).collect();
    found.sort();
    found.dedup();
    found
}

/// The values of an attribute, in order.
pub(crate) fn attributes(html: &str, name: &str) -> Vec<String> {
    let mark = format!(" {name}=\"");
    html.split(mark.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|value| value.replace("&amp;", "&"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_the_form_that_holds() {
        let page = r#"<form action="/en/search"><input name="q"></form>
            <form class="stack" method="post" action="/en/performances/prf_1/holds">
            <input name="q.tty_1.are_1" value="0"><input name="q.tty_2.are_1" value="0"></form>"#;
        let offers = read(page);
        assert_eq!(offers.len(), 1);
        assert_eq!(offers[0].action, "/en/performances/prf_1/holds");
        assert_eq!(offers[0].counts, ["q.tty_1.are_1", "q.tty_2.are_1"]);
    }
}
