//! What the emulator knows: accounts, keys, every object it made, and the answers it remembers by idempotency key.
//! Objects are kept as the JSON that the API shows, each with the account and mode that it belongs to.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::deliveries::Deliveries;
use crate::faults::Faults;
use crate::refusal::Refusal;

/// The API version of answers and events unless a request names another.
pub const API_VERSION: &str = "2026-10-28.endive";

/// Seconds since 1970, as the one who runs the emulator sees them.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Whom an object belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Owner {
    pub(crate) account: String,
    pub(crate) livemode: bool,
}

/// A secret key and what it opens.
#[derive(Clone, Debug)]
pub(crate) struct ApiKey {
    pub(crate) secret: String,
    pub(crate) owner: Owner,
}

/// An object with what the API does not show.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) owner: Owner,
    pub(crate) sequence: u64,
    pub(crate) object: Value,
    pub(crate) hidden: Value,
}

/// An answer remembered by its idempotency key; none while its request is in flight.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    pub(crate) fingerprint: String,
    pub(crate) at: i64,
    pub(crate) answer: Option<(u16, Value)>,
}

/// Everything.
pub(crate) struct Book {
    pub(crate) clock: Clock,
    pub(crate) url: String,
    pub(crate) keys: Vec<ApiKey>,
    /// Accounts by id, with the platform that each is connected to.
    pub(crate) accounts: BTreeMap<String, Option<String>>,
    pub(crate) objects: BTreeMap<String, Kept>,
    pub(crate) answers: HashMap<(Owner, String), Remembered>,
    pub(crate) faults: Faults,
    pub(crate) deliveries: Deliveries,
    sequence: u64,
}

impl Book {
    pub(crate) fn new(clock: Clock, url: String) -> Self {
        Self {
            clock,
            url,
            keys: Vec::new(),
            accounts: BTreeMap::new(),
            objects: BTreeMap::new(),
            answers: HashMap::new(),
            faults: Faults::default(),
            deliveries: Deliveries::default(),
            sequence: 0,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        (self.clock)()
    }

    /// A new reference, such as `cs_test_…`.
    pub(crate) fn reference(&mut self, prefix: &str) -> String {
        self.sequence += 1;
        format!("{prefix}_{:08}", self.sequence)
    }

    /// Keeps a new object; its `id`, `created` and `livemode` are set here.
    pub(crate) fn keep(&mut self, owner: &Owner, prefix: &str, mut object: Value, hidden: Value) -> String {
        let id = self.reference(prefix);
        let now = self.now();
        object["id"] = json!(id);
        object["created"] = json!(now);
        object["livemode"] = json!(owner.livemode);
        let kept = Kept { owner: owner.clone(), sequence: self.sequence, object, hidden };
        self.objects.insert(id.clone(), kept);
        id
    }

    /// The object of that kind and id, if the caller may see it.
    pub(crate) fn find(&self, owner: &Owner, kind: &str, id: &str, param: &str) -> Result<&Kept, Refusal> {
        let what = kind.rsplit('.').next().unwrap_or(kind);
        let kept = self.objects.get(id).filter(|kept| kept.object["object"] == kind);
        match kept {
            Some(kept) if kept.owner == *owner => Ok(kept),
            Some(kept) if kept.owner.account == owner.account => {
                let (there, here) = if kept.owner.livemode { ("live", "test") } else { ("test", "live") };
                let mut refusal = Refusal::no_such(what, id, param);
                refusal.message = format!(
                    "{}; a similar object exists in {there} mode, but a {here} mode key was used to make this request.",
                    refusal.message
                );
                Err(refusal)
            }
            _ => Err(Refusal::no_such(what, id, param)),
        }
    }

    pub(crate) fn object(&self, id: &str) -> Value {
        self.objects.get(id).map(|kept| kept.object.clone()).unwrap_or_default()
    }

    pub(crate) fn change(&mut self, id: &str, change: impl FnOnce(&mut Value)) {
        if let Some(kept) = self.objects.get_mut(id) {
            change(&mut kept.object);
        }
    }

    /// Objects of a kind, newest first.
    pub(crate) fn all<'b>(&'b self, owner: &'b Owner, kind: &'b str) -> Vec<&'b Kept> {
        let mut found: Vec<&Kept> = self
            .objects
            .values()
            .filter(|kept| kept.owner == *owner && kept.object["object"] == kind)
            .collect();
        found.sort_by_key(|kept| std::cmp::Reverse(kept.sequence));
        found
    }

    /// Tells every endpoint of the owner what happened.
    pub(crate) fn tell(&mut self, owner: &Owner, kind: &str, subject: &str) {
        let event = json!({
            "object": "event",
            "api_version": API_VERSION,
            "type": kind,
            "data": { "object": self.object(subject) },
            "pending_webhooks": 1,
            "request": { "id": null, "idempotency_key": null },
        });
        let id = self.keep(owner, "evt", event, Value::Null);
        let body = self.object(&id).to_string();
        let endpoints: Vec<(String, String)> = self
            .all(owner, "webhook_endpoint")
            .into_iter()
            .filter(|endpoint| wants(&endpoint.object, kind))
            .map(|endpoint| (text(&endpoint.object, "url"), text(&endpoint.hidden, "secret")))
            .collect();
        let now = self.now();
        for (url, secret) in endpoints {
            self.deliveries.add(&id, kind, &url, &secret, &body, now);
        }
    }

    /// Every object of a kind, of all accounts, oldest first.
    pub(crate) fn every(&self, kind: &str) -> Vec<Value> {
        let mut found: Vec<&Kept> =
            self.objects.values().filter(|kept| kept.object["object"] == kind).collect();
        found.sort_by_key(|kept| kept.sequence);
        found.into_iter().map(|kept| kept.object.clone()).collect()
    }

    /// Forgets idempotency keys that are older than this.
    pub(crate) fn prune_keys(&mut self, older_than_s: i64) {
        let now = self.now();
        self.answers.retain(|_, remembered| now - remembered.at < older_than_s);
    }

    /// Sessions whose time is over end, and payers hear of it.
    pub(crate) fn pass_time(&mut self) {
        let now = self.now();
        let over: Vec<(Owner, String)> = self
            .objects
            .iter()
            .filter(|(_, kept)| {
                kept.object["object"] == "checkout.session" && kept.object["status"] == "open"
            })
            .filter(|(_, kept)| kept.object["expires_at"].as_i64().is_some_and(|end| end <= now))
            .map(|(id, kept)| (kept.owner.clone(), id.clone()))
            .collect();
        for (owner, id) in over {
            self.change(&id, end_session);
            self.tell(&owner, "checkout.session.expired", &id);
        }
    }
}

/// A session that is over has no page any more.
pub(crate) fn end_session(session: &mut Value) {
    session["status"] = json!("expired");
    session["url"] = Value::Null;
}

pub(crate) fn text(object: &Value, field: &str) -> String {
    object[field].as_str().unwrap_or_default().to_owned()
}

fn wants(endpoint: &Value, kind: &str) -> bool {
    endpoint["status"] == "enabled"
        && endpoint["enabled_events"]
            .as_array()
            .is_some_and(|events| events.iter().any(|event| event == "*" || event == kind))
}
