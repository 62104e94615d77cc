//! Everything HTTP: shop, office, door, operator, REST. No SQL, no rules: extract, one call, one answer.
//! `router.rs` is the whole URL map; its head says how to add a route, a page and a string.

pub mod account;
pub mod assets;
pub mod client;
pub mod cookies;
pub mod discover;
pub mod door;
pub mod fee_forms;
pub mod files;
pub mod form;
pub mod frame;
pub mod headers;
pub mod health;
pub mod home;
pub mod identify;
pub mod json;
pub mod legal;
mod limit;
pub mod office;
pub mod office_events;
pub mod office_venues;
pub mod operator;
pub mod orders;
pub mod outbox;
pub mod page;
pub mod payment_accounts;
pub mod payments;
pub mod policy;
pub mod prices;
pub mod problem;
pub mod request;
pub mod rest;
pub mod router;
pub mod routes;
pub mod shop;
pub mod state;
pub mod styleguide;
