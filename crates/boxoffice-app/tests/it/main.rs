//! Stories of the operations, one module per story, each on both databases.

mod idempotency;
mod schema;
