//! Stories of the operations, one module per story, each on both databases.

mod catalog_create;
mod catalog_edit;
mod catalog_images;
mod catalog_sold;
mod file_links;
mod idempotency;
mod import_events;
mod orders;
mod jobs;
mod outbox;
mod paying;
mod schema;
mod search_events;
mod selling;
mod test_gateway;
mod ticket_files;
