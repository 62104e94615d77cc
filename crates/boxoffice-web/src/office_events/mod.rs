//! The organizer's events: listed, created from five fields, edited, sold, published, called off.
//! Two pages per event: what it says (`event.rs`) and what it sells (`sale.rs`); `deeds.rs` holds the buttons.

pub mod call_off;
pub mod codes;
pub mod create;
mod deeds;
pub mod event;
mod lengths;
pub mod list;
pub mod prices;
mod quota_deeds;
pub(crate) mod refusals;
pub mod sale;
mod sale_deeds;

use boxoffice_app::accounts::Role;
use boxoffice_domain::limits::UPLOAD_BYTES_MAX;

use crate::policy::Policy;
use crate::routes::Routes;

/// An upload's form has a few more bytes than its file.
const UPLOAD_FORM_BYTES_MAX: usize = UPLOAD_BYTES_MAX + 64 * 1024;

pub(crate) fn routes(routes: &mut Routes) {
    let manager = Policy::Organizer(Role::Manager);
    routes
        .get("/{lang}/office/events", manager, list::show)
        .post("/{lang}/office/events", manager, create::send)
        .get("/{lang}/office/events/new", manager, create::show)
        .get("/{lang}/office/events/{event}/edit", manager, event::show)
        .post("/{lang}/office/events/{event}/edit", manager, event::save)
        .post("/{lang}/office/events/{event}/publication", manager, deeds::publish)
        .post("/{lang}/office/events/{event}/withdrawal", manager, deeds::unpublish)
        .get("/{lang}/office/events/{event}/cancellation", manager, call_off::show)
        .post("/{lang}/office/events/{event}/cancellation", manager, call_off::create)
        .post("/{lang}/office/events/{event}/cancellation/tries", manager, call_off::again)
        .post("/{lang}/office/events/{event}/deletion", manager, deeds::delete)
        .upload("/{lang}/office/events/{event}/image", manager, UPLOAD_FORM_BYTES_MAX, deeds::upload)
        .get("/{lang}/office/events/{event}/sale", manager, sale::show)
        .post("/{lang}/office/events/{event}/performances", manager, sale_deeds::add_performance)
        .post(
            "/{lang}/office/events/{event}/performances/{performance}",
            manager,
            sale_deeds::change_performance,
        )
        .post("/{lang}/office/events/{event}/ticket-types", manager, sale_deeds::add_ticket_type)
        .post(
            "/{lang}/office/events/{event}/ticket-types/{ticket_type}",
            manager,
            sale_deeds::edit_ticket_type,
        )
        .post(
            "/{lang}/office/events/{event}/ticket-types/{ticket_type}/removal",
            manager,
            sale_deeds::remove_ticket_type,
        )
        .get("/{lang}/office/events/{event}/prices", manager, prices::show)
        .post("/{lang}/office/events/{event}/prices", manager, prices::save)
        .post("/{lang}/office/events/{event}/prices/{ticket_type}", manager, prices::save_type)
        .get("/{lang}/office/events/{event}/codes", manager, codes::show)
        .post("/{lang}/office/events/{event}/codes", manager, codes::add)
        .post("/{lang}/office/events/{event}/codes/{code}/closing", manager, codes::close)
        .post("/{lang}/office/events/{event}/codes/{code}/opening", manager, codes::open)
        .post("/{lang}/office/events/{event}/quotas", manager, quota_deeds::add)
        .post("/{lang}/office/events/{event}/quotas/{quota}", manager, quota_deeds::edit)
        .post("/{lang}/office/events/{event}/quotas/{quota}/removal", manager, quota_deeds::remove)
        .post("/{lang}/office/events/{event}/places", manager, sale_deeds::add_places)
        .post("/{lang}/office/events/{event}/capacity", manager, sale_deeds::change_capacity);
}
