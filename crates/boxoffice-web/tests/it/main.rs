//! Faces of Boxoffice, in process: one module per story.

mod access;
mod accounts;
mod api;
mod asking;
mod browser;
mod budgets;
mod contract_access;
mod contract_auth;
mod contract_bodies;
mod contract_events;
mod contract_keys;
mod contract_openapi;
mod contract_register;
mod contract_scan;
mod contract_selling;
mod discover;
mod forms;
mod headers;
mod office_events;
mod payments;
mod people;
mod problems;
mod samples;
mod shop_buying;
mod sources;
mod strings;
