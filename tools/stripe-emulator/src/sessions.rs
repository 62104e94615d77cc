//! Checkout Sessions over the API: opened within strict limits, found, listed, ended only while open.

use serde_json::{Value, json};

use crate::amounts;
use crate::book::{Book, Owner, end_session};
use crate::listing::{self, Match};
use crate::params::Params;
use crate::refusal::Refusal;

const KNOWN: &[&str] = &[
    "mode",
    "success_url",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "expires_at",
    "locale",
    "submit_type",
    "ui_mode",
    "payment_method_types[#]",
    "line_items[#][quantity]",
    "line_items[#][price_data][currency]",
    "line_items[#][price_data][unit_amount]",
    "line_items[#][price_data][product_data][name]",
    "line_items[#][price_data][product_data][description]",
    "metadata[*]",
    "payment_intent_data[description]",
    "payment_intent_data[metadata][*]",
    "payment_intent_data[application_fee_amount]",
    "payment_intent_data[on_behalf_of]",
    "payment_intent_data[transfer_data][destination]",
];
const SHORTEST_S: i64 = 30 * 60;
const LONGEST_S: i64 = 24 * 3_600;

pub(crate) fn create(book: &mut Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    params.allow(KNOWN)?;
    if params.require("mode")? != "payment" {
        return Err(Refusal::bad("Only mode=payment is emulated").about("mode"));
    }
    let success_url = check_url(params.require("success_url")?, "success_url")?;
    let cancel_url = params.get("cancel_url").map(|url| check_url(url, "cancel_url")).transpose()?;
    let expires_at = expires_at(book.now(), params)?;
    let (amount, currency) = total(params)?;
    let intent = intent_data(book, owner, params, amount)?;
    let session = json!({
        "object": "checkout.session",
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": cancel_url,
        "client_reference_id": params.get("client_reference_id"),
        "currency": currency,
        "customer_email": params.get("customer_email"),
        "expires_at": expires_at,
        "locale": params.get("locale"),
        "metadata": params.metadata("metadata")?,
        "mode": "payment",
        "payment_intent": null,
        "payment_method_types": ["card", "sepa_debit"],
        "payment_status": "unpaid",
        "status": "open",
        "success_url": success_url,
        "url": null,
    });
    let name = params.get("line_items[0][price_data][product_data][name]");
    let hidden = json!({ "intent": intent, "name": name });
    let prefix = if owner.livemode { "cs_live" } else { "cs_test" };
    let id = book.keep(owner, prefix, session, hidden);
    let url = format!("{}/c/pay/{id}", book.url);
    book.change(&id, |session| session["url"] = json!(url));
    Ok(book.object(&id))
}

fn check_url<'p>(url: &'p str, param: &str) -> Result<&'p str, Refusal> {
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(url);
    }
    Err(Refusal::invalid("url_invalid", "Not a valid URL", param))
}

fn expires_at(now: i64, params: &Params) -> Result<i64, Refusal> {
    let Some(at) = params.int("expires_at")? else { return Ok(now + LONGEST_S) };
    let refuse = |message| Err(Refusal::bad(message).about("expires_at"));
    if at < now + SHORTEST_S {
        return refuse(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
        );
    }
    if at > now + LONGEST_S {
        return refuse(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
        );
    }
    Ok(at)
}

fn total(params: &Params) -> Result<(i64, String), Refusal> {
    let items = params.count("line_items");
    if items == 0 {
        return Err(Refusal::missing("line_items"));
    }
    let mut sum = 0_i64;
    let mut currency = String::new();
    for at in 0..items {
        let key = |rest: &str| format!("line_items[{at}]{rest}");
        let quantity = params.int(&key("[quantity]"))?.ok_or_else(|| Refusal::missing(&key("[quantity]")))?;
        let amount = key("[price_data][unit_amount]");
        let unit = params.int(&amount)?.ok_or_else(|| Refusal::missing(&amount))?;
        if quantity < 1 || unit < 0 {
            return Err(Refusal::invalid(
                "parameter_invalid_integer",
                "This value must be positive.",
                &amount,
            ));
        }
        params.require(&key("[price_data][product_data][name]"))?;
        let theirs = params.require(&key("[price_data][currency]"))?;
        if !currency.is_empty() && currency != theirs {
            return Err(Refusal::bad("All line items must have the same currency").about("line_items"));
        }
        theirs.clone_into(&mut currency);
        amounts::check_digits(unit, &currency, &amount)?;
        sum += unit * quantity;
    }
    amounts::check(sum, &currency, "line_items")?;
    Ok((sum, currency))
}

fn intent_data(book: &Book, owner: &Owner, params: &Params, amount: i64) -> Result<Value, Refusal> {
    let fee = "payment_intent_data[application_fee_amount]";
    let destination = "payment_intent_data[transfer_data][destination]";
    let (fee_amount, to) = (params.int(fee)?, params.get(destination));
    if let Some(to) = to
        && book.accounts.get(to).is_none_or(|platform| platform.as_ref() != Some(&owner.account))
    {
        return Err(Refusal::no_such("destination", to, destination));
    }
    if fee_amount.is_some_and(|fee| fee < 0 || fee > amount) {
        return Err(Refusal::bad("The application fee must be between 0 and the amount").about(fee));
    }
    if fee_amount.is_some() && to.is_none() {
        return Err(Refusal::bad("An application fee needs a destination").about(fee));
    }
    Ok(json!({
        "metadata": params.metadata("payment_intent_data[metadata]")?,
        "description": params.get("payment_intent_data[description]"),
        "application_fee_amount": fee_amount,
        "transfer_data": to.map(|to| json!({ "destination": to })),
    }))
}

pub(crate) fn expire(book: &mut Book, owner: &Owner, id: &str, params: &Params) -> Result<Value, Refusal> {
    params.allow(&[])?;
    let status = book.find(owner, "checkout.session", id, "session")?.object["status"].clone();
    if status != "open" {
        let status = status.as_str().unwrap_or_default();
        return Err(Refusal::bad(&format!(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{status}`."
        )));
    }
    book.change(id, end_session);
    book.tell(owner, "checkout.session.expired", id);
    Ok(book.object(id))
}

pub(crate) fn list(book: &Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    let filters = [Match::field("status"), Match::field("payment_intent")];
    listing::list(book, owner, params, "checkout.session", "/v1/checkout/sessions", &filters)
}
