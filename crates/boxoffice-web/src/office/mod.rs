//! The organizer's office beside its events: what to do first, how each event sells, who comes, every order, the log.
//! What an event is and sells is edited in `office_events`.

pub mod activity;
pub mod chart;
pub mod comps;
pub mod dashboard;
pub mod earnings;
pub mod export;
pub mod order;
pub mod order_deeds;
pub mod orders;
pub mod overview;
pub mod refund;
pub mod registrations;
mod sentence;
pub mod sheets;
pub(crate) mod tabs;

use boxoffice_app::accounts::Role;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    let manager = Policy::Organizer(Role::Manager);
    let clerk = Policy::Organizer(Role::BoxOffice);
    routes
        .get("/{lang}/office", clerk, overview::show)
        .get("/{lang}/office/activity", manager, activity::show)
        .get("/{lang}/office/earnings", Policy::SignedIn, earnings::show)
        .get("/{lang}/office/earnings/export", Policy::SignedIn, sheets::export)
        .get("/{lang}/office/earnings/sheet", Policy::SignedIn, sheets::earnings)
        .get("/{lang}/office/performances/{performance}/statement", Policy::SignedIn, sheets::statement)
        .get("/{lang}/office/events/{event}/registrations/sheet", clerk, sheets::registrations)
        .post("/{lang}/office/payouts", Policy::SignedIn, earnings::pay_out)
        .get("/{lang}/office/events/{event}", manager, dashboard::show)
        .get("/{lang}/office/events/{event}/registrations", clerk, registrations::show)
        .get("/{lang}/office/events/{event}/registrations/export", clerk, export::show)
        .get("/{lang}/office/events/{event}/orders", clerk, orders::show)
        .get("/{lang}/office/events/{event}/comps", manager, comps::ask)
        .post("/{lang}/office/events/{event}/comps", manager, comps::create)
        .get("/{lang}/office/orders/{order}", clerk, order::show)
        .get("/{lang}/office/orders/{order}/cancellation", clerk, order_deeds::ask)
        .post("/{lang}/office/orders/{order}/cancellation", clerk, order_deeds::cancel)
        .get("/{lang}/office/orders/{order}/refunds", clerk, refund::ask)
        .post("/{lang}/office/orders/{order}/refunds", clerk, refund::create)
        .post("/{lang}/office/orders/{order}/refunds/{refund}/tries", clerk, refund::again)
        .post("/{lang}/office/orders/{order}/refunds/{refund}/payouts", clerk, refund::hand_over)
        .post("/{lang}/office/orders/{order}/mails", clerk, order_deeds::mail)
        .post("/{lang}/office/orders/{order}/payments", clerk, order_deeds::take_payment);
}
