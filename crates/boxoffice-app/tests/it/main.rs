//! Stories of the operations, one module per story, each on both databases.

mod accounts_links;
mod accounts_login;
mod accounts_register;
mod accounts_setup;
mod accounts_team;
mod accounts_tokens;
mod audit;
mod catalog_create;
mod catalog_edit;
mod catalog_images;
mod catalog_sold;
mod file_links;
mod idempotency;
mod import_events;
mod jobs;
mod order_mails;
mod orders;
mod outbox;
mod paying;
mod people;
mod scans;
mod schema;
mod search_events;
mod selling;
mod test_gateway;
mod ticket_files;
