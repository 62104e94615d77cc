//! The door: who may scan, for which events, and what a reading comes to.
//! The decision itself is the desk's (`orders/check_in.rs`), so that two gates never let the same ticket in.

pub mod events;
pub mod scan;

pub use events::{find_door_event, list_door_events};
pub use scan::{ScanError, ScanResult, Scanned, scan, scan_any};
