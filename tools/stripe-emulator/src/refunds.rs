//! Refunds and disputes: never more than is left of a charge; a refund that fails later gives its amount back.

use serde_json::{Value, json};

use crate::amounts;
use crate::book::{Book, Owner, text};
use crate::listing::{self, Match};
use crate::params::Params;
use crate::refusal::Refusal;

const KNOWN: &[&str] = &[
    "charge",
    "payment_intent",
    "amount",
    "reason",
    "metadata[*]",
    "reverse_transfer",
    "refund_application_fee",
];

pub(crate) fn create(book: &mut Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    params.allow(KNOWN)?;
    let charge_id = charge_to_refund(book, owner, params)?;
    let charge = book.find(owner, "charge", &charge_id, "charge")?.object.clone();
    let amount_of = |field: &str| charge[field].as_i64().unwrap_or_default();
    let left = amount_of("amount_captured") - amount_of("amount_refunded");
    let currency = text(&charge, "currency");
    if left <= 0 && charge["paid"] == true {
        return Err(Refusal::invalid(
            "charge_already_refunded",
            &format!("Charge {charge_id} has already been refunded."),
            "charge",
        ));
    }
    if charge["disputed"] == true {
        return Err(Refusal::invalid(
            "charge_disputed",
            &format!("Charge {charge_id} has been charged back; cannot issue a refund."),
            "charge",
        ));
    }
    let amount = params.int("amount")?.unwrap_or(left);
    if amount < 1 {
        return Err(Refusal::invalid("parameter_invalid_integer", "Invalid positive integer", "amount"));
    }
    amounts::check_digits(amount, &currency, "amount")?;
    if amount > left {
        let message =
            format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left})");
        return Err(Refusal::bad(&message).about("amount"));
    }
    let reason = params.get("reason");
    if reason.is_some_and(|reason| !["duplicate", "fraudulent", "requested_by_customer"].contains(&reason)) {
        return Err(Refusal::bad("Invalid reason").about("reason"));
    }
    if params.flag("reverse_transfer")? && charge["transfer_data"].is_null() {
        return Err(Refusal::bad("This charge has no transfer to reverse").about("reverse_transfer"));
    }
    params.flag("refund_application_fee")?;
    let refund = json!({
        "object": "refund",
        "amount": amount,
        "charge": charge_id,
        "currency": currency,
        "metadata": params.metadata("metadata")?,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "succeeded",
    });
    let id = book.keep(owner, "re", refund, Value::Null);
    book.change(&charge_id, |charge| add_refunded(charge, amount));
    book.tell(owner, "refund.created", &id);
    book.tell(owner, "charge.refunded", &charge_id);
    Ok(book.object(&id))
}

fn charge_to_refund(book: &Book, owner: &Owner, params: &Params) -> Result<String, Refusal> {
    match (params.get("charge"), params.get("payment_intent")) {
        (Some(charge), None) => Ok(charge.to_owned()),
        (None, Some(intent)) => {
            let found = &book.find(owner, "payment_intent", intent, "payment_intent")?.object;
            match found["latest_charge"].as_str().filter(|_| found["status"] == "succeeded") {
                Some(charge) => Ok(charge.to_owned()),
                None => Err(Refusal::bad(&format!(
                    "This PaymentIntent ({intent}) does not have a successful charge to refund."
                ))
                .about("payment_intent")),
            }
        }
        (Some(_), Some(_)) => {
            Err(Refusal::bad("You may only specify one of these parameters: charge, payment_intent."))
        }
        (None, None) => Err(Refusal::missing("charge")),
    }
}

fn add_refunded(charge: &mut Value, amount: i64) {
    let refunded = charge["amount_refunded"].as_i64().unwrap_or_default() + amount;
    charge["amount_refunded"] = json!(refunded);
    charge["refunded"] = json!(charge["amount_captured"] == refunded);
}

pub(crate) fn list(book: &Book, owner: &Owner, params: &Params) -> Result<Value, Refusal> {
    let filters = [Match::field("charge"), Match::field("payment_intent")];
    listing::list(book, owner, params, "refund", "/v1/refunds", &filters)
}

impl Book {
    /// A refund goes on: `pending`, `succeeded`, `failed` or `canceled`.
    pub(crate) fn move_refund(&mut self, id: &str, status: &str) -> bool {
        let Some(kept) = self.objects.get(id).filter(|kept| kept.object["object"] == "refund") else {
            return false;
        };
        let (owner, refund) = (kept.owner.clone(), kept.object.clone());
        let ended = |status: &str| ["failed", "canceled"].contains(&status);
        if ended(status) && !ended(&text(&refund, "status")) {
            let amount = refund["amount"].as_i64().unwrap_or_default();
            self.change(&text(&refund, "charge"), |charge| add_refunded(charge, -amount));
        }
        self.change(id, |refund| {
            refund["status"] = json!(status);
            if status == "failed" {
                refund["failure_reason"] = json!("lost_or_stolen_card");
            }
        });
        self.tell(&owner, "refund.updated", id);
        if status == "failed" {
            self.tell(&owner, "refund.failed", id);
        }
        true
    }

    /// The buyer's bank takes a charge back.
    pub(crate) fn dispute(&mut self, charge_id: &str, reason: &str) -> Option<String> {
        let kept = self.objects.get(charge_id).filter(|kept| kept.object["object"] == "charge")?;
        let (owner, charge) = (kept.owner.clone(), kept.object.clone());
        let dispute = json!({
            "object": "dispute",
            "amount": charge["amount"],
            "charge": charge_id,
            "currency": charge["currency"],
            "is_charge_refundable": false,
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "reason": reason,
            "status": "needs_response",
        });
        let id = self.keep(&owner, "du", dispute, Value::Null);
        self.change(charge_id, |charge| charge["disputed"] = json!(true));
        self.tell(&owner, "charge.dispute.created", &id);
        self.tell(&owner, "charge.dispute.funds_withdrawn", &id);
        Some(id)
    }

    /// A dispute goes on: `under_review`, `won` or `lost`.
    pub(crate) fn move_dispute(&mut self, id: &str, status: &str) -> bool {
        let Some(kept) = self.objects.get(id).filter(|kept| kept.object["object"] == "dispute") else {
            return false;
        };
        let (owner, charge) = (kept.owner.clone(), text(&kept.object, "charge"));
        self.change(id, |dispute| dispute["status"] = json!(status));
        if status == "won" {
            self.change(&charge, |charge| charge["disputed"] = json!(false));
            self.tell(&owner, "charge.dispute.funds_reinstated", id);
        }
        let closed = ["won", "lost"].contains(&status);
        self.tell(&owner, if closed { "charge.dispute.closed" } else { "charge.dispute.updated" }, id);
        true
    }
}
