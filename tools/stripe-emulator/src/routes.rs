//! The addresses of the API that are emulated, each with its name and what it does.

use axum::http::Method;
use serde_json::Value;

use crate::accounts;
use crate::book::{Book, Owner};
use crate::listing::{self, Match};
use crate::params::Params;
use crate::refusal::Refusal;
use crate::{refunds, sessions};

type Run = fn(&mut Book, &Owner, &str, &Params) -> Result<Value, Refusal>;

/// A found address.
pub(crate) struct Route {
    /// Its name, by which faults are wished for.
    pub(crate) name: &'static str,
    /// The id in the address, if there is one.
    pub(crate) id: String,
    pub(crate) run: Run,
}

struct Known {
    method: Method,
    path: &'static str,
    name: &'static str,
    run: Run,
}

const GET: Method = Method::GET;
const POST: Method = Method::POST;

const fn known(method: Method, path: &'static str, name: &'static str, run: Run) -> Known {
    Known { method, path, name, run }
}

const ALL: &[Known] = &[
    known(POST, "checkout/sessions", "sessions.create", |book, owner, _, params| {
        sessions::create(book, owner, params)
    }),
    known(GET, "checkout/sessions", "sessions.list", |book, owner, _, params| {
        sessions::list(book, owner, params)
    }),
    known(GET, "checkout/sessions/{}", "sessions.retrieve", |book, owner, id, params| {
        one(book, owner, "checkout.session", id, params)
    }),
    known(POST, "checkout/sessions/{}/expire", "sessions.expire", sessions::expire),
    known(GET, "payment_intents/{}", "payment_intents.retrieve", |book, owner, id, params| {
        one(book, owner, "payment_intent", id, params)
    }),
    known(GET, "charges", "charges.list", |book, owner, _, params| {
        listing::list(book, owner, params, "charge", "/v1/charges", &[Match::field("payment_intent")])
    }),
    known(GET, "charges/{}", "charges.retrieve", |book, owner, id, params| {
        one(book, owner, "charge", id, params)
    }),
    known(POST, "refunds", "refunds.create", |book, owner, _, params| refunds::create(book, owner, params)),
    known(GET, "refunds", "refunds.list", |book, owner, _, params| refunds::list(book, owner, params)),
    known(GET, "refunds/{}", "refunds.retrieve", |book, owner, id, params| {
        one(book, owner, "refund", id, params)
    }),
    known(GET, "disputes", "disputes.list", |book, owner, _, params| {
        let filters = [Match::field("charge"), Match::field("payment_intent")];
        listing::list(book, owner, params, "dispute", "/v1/disputes", &filters)
    }),
    known(GET, "disputes/{}", "disputes.retrieve", |book, owner, id, params| {
        one(book, owner, "dispute", id, params)
    }),
    known(GET, "events", "events.list", |book, owner, _, params| {
        listing::list(
            book,
            owner,
            params,
            "event",
            "/v1/events",
            &[Match::field("type"), Match::any("types", "type")],
        )
    }),
    known(GET, "events/{}", "events.retrieve", |book, owner, id, params| {
        one(book, owner, "event", id, params)
    }),
    known(GET, "account", "account.retrieve", |book, owner, _, params| accounts::own(book, owner, params)),
    known(GET, "accounts/{}", "accounts.retrieve", |book, owner, id, params| {
        accounts::retrieve(book, owner, id, params)
    }),
    known(POST, "accounts", "accounts.create", |book, owner, _, params| {
        accounts::create(book, owner, params)
    }),
    known(POST, "account_links", "account_links.create", |book, owner, _, params| {
        accounts::link(book, owner, params)
    }),
    known(POST, "webhook_endpoints", "webhook_endpoints.create", |book, owner, _, params| {
        accounts::create_endpoint(book, owner, params)
    }),
    known(GET, "webhook_endpoints", "webhook_endpoints.list", |book, owner, _, params| {
        accounts::list_endpoints(book, owner, params)
    }),
    known(GET, "webhook_endpoints/{}", "webhook_endpoints.retrieve", |book, owner, id, params| {
        one(book, owner, "webhook_endpoint", id, params)
    }),
    known(Method::DELETE, "webhook_endpoints/{}", "webhook_endpoints.delete", |book, owner, id, _| {
        accounts::delete_endpoint(book, owner, id)
    }),
];

fn one(book: &Book, owner: &Owner, kind: &str, id: &str, params: &Params) -> Result<Value, Refusal> {
    params.allow(&[])?;
    Ok(book.find(owner, kind, id, "id")?.object.clone())
}

pub(crate) fn find(method: &Method, path: &str) -> Option<Route> {
    let path = path.strip_prefix("/v1/")?;
    ALL.iter().filter(|known| known.method == *method).find_map(|known| {
        let id = fits(known.path, path)?;
        Some(Route { name: known.name, id, run: known.run })
    })
}

/// The id that stands in the place of `{}`; empty where there is none.
fn fits(pattern: &str, path: &str) -> Option<String> {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut id = String::new();
    for (wanted, given) in wanted.iter().zip(given) {
        if *wanted == "{}" {
            given.clone_into(&mut id);
        } else if *wanted != given {
            return None;
        }
    }
    Some(id)
}
