//! Events: created by organizers, read by every account.

pub(crate) mod availability;
pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod registrations;
pub(crate) mod shapes;
pub(crate) mod show;
pub(crate) mod stats;
