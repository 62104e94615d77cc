//! Accounts: the key's own, and those connected to it; endpoints for messages with their signing secrets.

use serde_json::{Value, json};

use crate::book::{Book, Owner};
use crate::listing;
use crate::params::Params;
use crate::refusal::Refusal;

pub(crate) fn own(book: &Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    params.allow(&[])?;
    Ok(shown(book, &owner.account))
}

pub(crate) fn retrieve(book: &Book, owner: &Owner, id: &str, params: &Params) -> Result<Value, Refusal> {
    params.allow(&[])?;
    let connected = book.accounts.get(id).is_some_and(|platform| platform.as_ref() == Some(&owner.account));
    if id == owner.account || connected {
        return Ok(shown(book, id));
    }
    Err(Refusal::forbidden(
        "account_invalid",
        &format!("The provided key does not have access to account '{id}' (or that account does not exist)."),
    ))
}

pub(crate) fn create(book: &mut Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    params.allow(&["type", "country", "email", "metadata[*]", "business_profile[name]"])?;
    if !["standard", "express", "custom"].contains(&params.require("type")?) {
        return Err(Refusal::bad("Invalid type").about("type"));
    }
    let id = book.reference("acct");
    book.accounts.insert(id.clone(), Some(owner.account.clone()));
    Ok(shown(book, &id))
}

pub(crate) fn link(book: &mut Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    params.allow(&["account", "refresh_url", "return_url", "type"])?;
    let account = params.require("account")?.to_owned();
    retrieve(book, owner, &account, &Params::default())?;
    for needed in ["refresh_url", "return_url", "type"] {
        params.require(needed)?;
    }
    let now = book.now();
    let url = format!("{}/setup/{account}", book.url);
    Ok(json!({ "object": "account_link", "created": now, "expires_at": now + 300, "url": url }))
}

fn shown(book: &Book, id: &str) -> Value {
    let kind = if book.accounts.get(id).is_some_and(Option::is_some) { "express" } else { "standard" };
    json!({
        "id": id,
        "object": "account",
        "charges_enabled": true,
        "country": "DE",
        "default_currency": "eur",
        "details_submitted": true,
        "payouts_enabled": true,
        "type": kind,
    })
}

pub(crate) fn create_endpoint(book: &mut Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    params.allow(&["url", "enabled_events[#]", "description", "api_version", "metadata[*]"])?;
    let url = params.require("url")?.to_owned();
    if !["http://", "https://", "held:"].iter().any(|start| url.starts_with(start)) {
        return Err(Refusal::invalid("url_invalid", "Invalid URL", "url"));
    }
    let events = params.list("enabled_events");
    if events.is_empty() {
        return Err(Refusal::missing("enabled_events"));
    }
    let metadata = params.metadata("metadata")?;
    let secret = book.reference("whsec");
    let id = keep_endpoint(book, owner, &url, &events, &secret);
    book.change(&id, |endpoint| {
        endpoint["api_version"] = json!(params.get("api_version"));
        endpoint["description"] = json!(params.get("description"));
        endpoint["metadata"] = metadata;
    });
    let mut shown = book.object(&id);
    // Only the answer to making it shows the secret.
    shown["secret"] = json!(secret);
    Ok(shown)
}

pub(crate) fn keep_endpoint(
    book: &mut Book,
    owner: &Owner,
    url: &str,
    events: &[&str],
    secret: &str,
) -> String {
    let endpoint = json!({
        "object": "webhook_endpoint",
        "enabled_events": events,
        "status": "enabled",
        "url": url,
    });
    book.keep(owner, "we", endpoint, json!({ "secret": secret }))
}

pub(crate) fn delete_endpoint(book: &mut Book, owner: &Owner, id: &str) -> Result<Value, Refusal> {
    book.find(owner, "webhook_endpoint", id, "webhook_endpoint")?;
    book.objects.remove(id);
    Ok(json!({ "id": id, "object": "webhook_endpoint", "deleted": true }))
}

pub(crate) fn list_endpoints(book: &Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    listing::list(book, owner, params, "webhook_endpoint", "/v1/webhook_endpoints", &[])
}
