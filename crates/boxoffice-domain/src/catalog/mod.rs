//! Rules of the catalogue: what an event may say, what may be sold, and when.
//! `draft.rs` turns what an organizer wrote into a checked event; `seating.rs` reads descriptions of places.

pub mod category;
pub mod draft;
pub mod field;
pub mod import_row;
pub mod sale;
pub mod seating;
pub mod state;
pub mod ticket_type;
pub mod venue;
pub mod zone_guess;
