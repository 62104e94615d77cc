//! Stories of the operations, one module per story, each on both databases.

mod catalog_create;
mod file_links;
mod idempotency;
mod schema;
mod ticket_files;
mod test_gateway;
