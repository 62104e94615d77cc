//! What Boxoffice does: every operation, over one store, without any HTTP server types.
//! A page, a REST call, a command and a job that do the same thing call the same function here.
//! Start with `selling/desk.rs`, the one way to change inventory, then `orders/`.

pub mod accounts;
pub mod activity;
pub mod address;
pub mod admission;
pub mod app;
pub mod audit;
pub mod catalog;
pub mod clock;
pub mod doctor;
pub mod files;
pub mod i18n;
pub mod idempotency;
pub mod jobs;
pub mod jwt;
pub mod keys;
pub mod legal;
pub mod mishap;
pub mod notices;
pub mod orders;
pub mod payments;
pub mod random;
pub mod rates;
pub mod receipt;
pub mod reports;
pub mod search;
pub mod selling;
pub mod settings;
pub mod store;
pub mod stream;
pub mod stream_tail;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tickets;
pub mod wiring;

pub use app::App;
