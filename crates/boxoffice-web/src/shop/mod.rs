//! The buyer's shop: event, places, cart, checkout, order, ticket. One file per page or deed.
//! All of it works without a script; scripts only keep open pages true (`live.rs`) and add up totals.

pub mod calendar;
pub mod cancel;
pub mod cart_view;
pub mod checkout;
pub mod choose;
pub mod codes;
pub mod event;
pub mod extend;
pub mod facts;
pub mod hold;
pub mod hold_form;
pub mod invoices;
pub mod live;
pub mod mine;
pub mod offers;
pub mod opened;
pub mod ordered;
pub mod pages;
pub mod pay;
pub mod release;
pub mod reopen;
pub mod resend;
pub mod retake;
pub mod sale;
pub(crate) mod samples;
pub mod seat_list;
pub mod seats;
pub mod show_cart;
pub mod show_checkout;
pub mod show_order;
pub mod show_ticket;
pub mod watch;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes
        .get("/{lang}/events/{slug}", Policy::Public, event::show)
        .get("/{lang}/events/{slug}/calendar", Policy::Public, calendar::show)
        .get("/{lang}/performances/{performance}", Policy::Public, choose::show)
        .get("/{lang}/performances/{performance}/seats", Policy::Public, seats::show)
        .post("/{lang}/performances/{performance}/holds", Policy::Public, hold::create)
        .get("/{lang}/carts/{secret}", Policy::SecretLink, show_cart::show)
        .post("/{lang}/carts/{secret}/extensions", Policy::SecretLink, extend::create)
        .post("/{lang}/carts/{secret}/releases", Policy::SecretLink, release::create)
        .post("/{lang}/carts/{secret}/retakes", Policy::SecretLink, retake::create)
        .post("/{lang}/carts/{secret}/codes", Policy::SecretLink, codes::create)
        .post("/{lang}/carts/{secret}/codes/removal", Policy::SecretLink, codes::remove)
        .get("/{lang}/carts/{secret}/checkout", Policy::SecretLink, show_checkout::show)
        .post("/{lang}/carts/{secret}/checkout", Policy::SecretLink, checkout::create)
        .get("/{lang}/orders/{secret}", Policy::SecretLink, show_order::show)
        .post("/{lang}/orders/{secret}/payments", Policy::SecretLink, pay::create)
        .post("/{lang}/orders/{secret}/cart", Policy::SecretLink, reopen::create)
        .post("/{lang}/orders/{secret}/mails", Policy::SecretLink, resend::create)
        .get("/{lang}/orders/{secret}/invoices", Policy::SecretLink, invoices::show)
        .post("/{lang}/orders/{secret}/invoices", Policy::SecretLink, invoices::create)
        .get("/{lang}/orders/{secret}/cancellation", Policy::SecretLink, cancel::show)
        .post("/{lang}/orders/{secret}/cancellation", Policy::SecretLink, cancel::create)
        .get("/{lang}/orders/{secret}/calendar", Policy::SecretLink, calendar::show_order)
        .get("/{lang}/tickets/{secret}/{number}", Policy::SecretLink, show_ticket::show)
        .get("/{lang}/account/tickets", Policy::SignedIn, mine::list)
        .get("/live/events/{event}", Policy::Public, watch::event)
        .get("/live/orders/{secret}", Policy::SecretLink, watch::order);
}
