//! What a buyer does on the hosted page, and what follows from it: intents, charges and messages.

use serde_json::{Value, json};

use crate::book::{Book, Owner};

/// What came of a try to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paid {
    /// The money was taken, now or earlier; the buyer goes to this address.
    Done(String),
    /// The buyer's bank wants a word first: a second page asks.
    Ask,
    /// Declined, with the reason; another card may be tried.
    Declined(&'static str),
    /// The session is over.
    Over,
    /// There is no such session.
    NoSuchSession,
}

/// Cards of the hosted page, as Stripe's test mode has them.
const PAYS: &str = "4242424242424242";
const DECLINED: &str = "4000000000000002";
const POOR: &str = "4000000000009995";
const ASKS: [&str; 2] = ["4000002760003184", "4000002500003155"];
/// A bank account whose money comes later.
const DELAYED: &str = "AT611904300234573201";

impl Book {
    /// Pays a session with a card or bank account.
    pub(crate) fn pay(&mut self, session: &str, number: &str) -> Paid {
        self.pass_time();
        let number: String = number.chars().filter(|letter| !letter.is_whitespace()).collect();
        let Some((owner, status)) = self.session(session) else { return Paid::NoSuchSession };
        match status.as_str() {
            "open" => {}
            "complete" => return Paid::Done(self.success_url(session)),
            _ => return Paid::Over,
        }
        match number.as_str() {
            PAYS => self.take(&owner, session),
            DELAYED => self.take_later(&owner, session),
            number if ASKS.contains(&number) => {
                let intent = self.intent_of(&owner, session);
                self.change(&intent, |intent| intent["status"] = json!("requires_action"));
                self.tell(&owner, "payment_intent.requires_action", &intent);
                Paid::Ask
            }
            POOR => self.decline(&owner, session, "insufficient_funds"),
            DECLINED => self.decline(&owner, session, "generic_decline"),
            _ => self.decline(&owner, session, "incorrect_number"),
        }
    }

    /// The buyer's bank has spoken.
    pub(crate) fn approve(&mut self, session: &str, approved: bool) -> Paid {
        self.pass_time();
        let Some((owner, status)) = self.session(session) else { return Paid::NoSuchSession };
        match (status.as_str(), approved) {
            ("open", true) => self.take(&owner, session),
            ("open", false) => self.decline(&owner, session, "authentication_required"),
            ("complete", _) => Paid::Done(self.success_url(session)),
            _ => Paid::Over,
        }
    }

    /// Money that was to come later is here, or will not come.
    pub(crate) fn settle(&mut self, session: &str, arrived: bool) -> bool {
        let Some((owner, status)) = self.session(session) else { return false };
        let intent = self.intent_of(&owner, session);
        if status != "complete" || self.object(&intent)["status"] != "processing" {
            return false;
        }
        if arrived {
            self.charge(&owner, &intent);
            self.change(session, |session| session["payment_status"] = json!("paid"));
            self.tell(&owner, "checkout.session.async_payment_succeeded", session);
        } else {
            self.change(&intent, |intent| intent["status"] = json!("requires_payment_method"));
            self.tell(&owner, "checkout.session.async_payment_failed", session);
        }
        true
    }

    /// A bank that says yes when the session is over already: the money is taken all the same. False unless it is
    /// over and unpaid.
    pub(crate) fn pay_late(&mut self, session: &str) -> bool {
        self.pass_time();
        let Some((owner, status)) = self.session(session) else { return false };
        if status != "expired" {
            return false;
        }
        self.take(&owner, session);
        true
    }

    fn session(&self, id: &str) -> Option<(Owner, String)> {
        let kept = self.objects.get(id).filter(|kept| kept.object["object"] == "checkout.session")?;
        Some((kept.owner.clone(), crate::book::text(&kept.object, "status")))
    }

    fn success_url(&self, session: &str) -> String {
        crate::book::text(&self.object(session), "success_url").replace("{CHECKOUT_SESSION_ID}", session)
    }

    fn take(&mut self, owner: &Owner, session: &str) -> Paid {
        let intent = self.intent_of(owner, session);
        self.charge(owner, &intent);
        self.change(session, |session| {
            session["status"] = json!("complete");
            session["payment_status"] = json!("paid");
            session["payment_intent"] = json!(intent);
            session["url"] = Value::Null;
        });
        self.tell(owner, "checkout.session.completed", session);
        Paid::Done(self.success_url(session))
    }

    fn take_later(&mut self, owner: &Owner, session: &str) -> Paid {
        let intent = self.intent_of(owner, session);
        self.change(&intent, |intent| intent["status"] = json!("processing"));
        self.change(session, |session| {
            session["status"] = json!("complete");
            session["payment_intent"] = json!(intent);
            session["url"] = Value::Null;
        });
        self.tell(owner, "checkout.session.completed", session);
        Paid::Done(self.success_url(session))
    }

    fn charge(&mut self, owner: &Owner, intent: &str) {
        let charge = self.new_charge(owner, intent, "succeeded", None);
        self.change(intent, |intent| {
            intent["status"] = json!("succeeded");
            intent["amount_received"] = intent["amount"].clone();
            intent["latest_charge"] = json!(charge);
            intent["last_payment_error"] = Value::Null;
        });
        self.tell(owner, "charge.succeeded", &charge);
        self.tell(owner, "payment_intent.succeeded", intent);
    }

    fn decline(&mut self, owner: &Owner, session: &str, reason: &'static str) -> Paid {
        let intent = self.intent_of(owner, session);
        let charge = self.new_charge(owner, &intent, "failed", Some(reason));
        self.change(&intent, |intent| {
            intent["status"] = json!("requires_payment_method");
            intent["latest_charge"] = json!(charge);
            intent["last_payment_error"] = json!({
                "type": "card_error",
                "code": "card_declined",
                "decline_code": reason,
                "message": "Your card was declined.",
            });
        });
        self.tell(owner, "charge.failed", &charge);
        self.tell(owner, "payment_intent.payment_failed", &intent);
        Paid::Declined(reason)
    }

    /// The intent of a session, made at the first try to pay.
    fn intent_of(&mut self, owner: &Owner, session: &str) -> String {
        let Some(kept) = self.objects.get(session) else { return String::new() };
        if let Some(known) = kept.hidden["intent_id"].as_str() {
            return known.to_owned();
        }
        let data = kept.hidden["intent"].clone();
        let intent = json!({
            "object": "payment_intent",
            "amount": kept.object["amount_total"],
            "amount_received": 0,
            "application_fee_amount": data["application_fee_amount"],
            "currency": kept.object["currency"],
            "description": data["description"],
            "last_payment_error": null,
            "latest_charge": null,
            "metadata": data["metadata"],
            "status": "requires_payment_method",
            "transfer_data": data["transfer_data"],
        });
        let id = self.keep(owner, "pi", intent, Value::Null);
        if let Some(kept) = self.objects.get_mut(session) {
            kept.hidden["intent_id"] = json!(id);
        }
        self.tell(owner, "payment_intent.created", &id);
        id
    }

    fn new_charge(&mut self, owner: &Owner, intent: &str, status: &str, failure: Option<&str>) -> String {
        let from = self.object(intent);
        let paid = failure.is_none();
        let charge = json!({
            "object": "charge",
            "amount": from["amount"],
            "amount_captured": if paid { from["amount"].clone() } else { json!(0) },
            "amount_refunded": 0,
            "application_fee_amount": from["application_fee_amount"],
            "captured": paid,
            "currency": from["currency"],
            "disputed": false,
            "failure_code": failure,
            "metadata": from["metadata"],
            "paid": paid,
            "payment_intent": intent,
            "refunded": false,
            "status": status,
            "transfer_data": from["transfer_data"],
        });
        self.keep(owner, "ch", charge, Value::Null)
    }
}
