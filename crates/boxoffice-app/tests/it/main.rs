//! Stories of the operations, one module per story, each on both databases.

mod file_links;
mod idempotency;
mod schema;
mod ticket_files;
mod test_gateway;
