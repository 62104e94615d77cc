//! `/{lang}/operator/payments`: money that fits no order, payments and refunds that are not finished, and accounts
//! connected to the installation's.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::legal;
use boxoffice_app::orders::unfinished::{list_stray_money, list_unfinished, settle_stray_money};
use boxoffice_app::payments::stripe::{ConnectError, ConnectedAccount, connect};
use boxoffice_app::store::gateway_questions::Unfinished;
use boxoffice_app::store::stray_money::StrayMoney;
use boxoffice_domain::ids::OrderId;
use boxoffice_domain::money::Money;
use boxoffice_domain::time::{Time, Zone};
use serde::Deserialize;

use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// An account to be connected.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectForm {
    organization: String,
    account: String,
    fee: String,
}

/// Stray money that a person has settled.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettleForm {
    gateway: String,
    event: String,
}

/// What just happened.
#[derive(Debug, Default, Deserialize)]
pub struct Came {
    #[serde(default)]
    done: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/payments.html")]
pub struct OperatorPaymentsPage {
    frame: Frame,
    stray: Vec<StrayMoney>,
    unfinished: Vec<Unfinished>,
    typed: Typed,
    done: bool,
}

/// `GET /{lang}/operator/payments`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(operator): SignedIn,
    Query(came): Query<Came>,
) -> Result<Page<OperatorPaymentsPage>, Problem> {
    let page = OperatorPaymentsPage::load(&app, frame, &operator, Typed::default()).await?;
    Ok(Page::new(OperatorPaymentsPage { done: came.done == "payments", ..page }))
}

/// `POST /{lang}/operator/payments/connections`
pub(super) async fn connect_account(
    State(app): State<App>,
    frame: Frame,
    SignedIn(operator): SignedIn,
    client: Client,
    Form { value, mut typed }: Form<ConnectForm>,
) -> Result<Response, Problem> {
    let actor = client.actor(Some(&operator));
    let connected = match (legal::find_organization(&app, &value.organization).await?, bps(&value.fee)) {
        (None, _) => Err(("organization", ConnectError::NotFound)),
        (_, None) => Err(("fee", ConnectError::BadFee)),
        (Some(organization), Some(fee_bps)) => {
            let entered = ConnectedAccount { account_ref: value.account, fee_bps };
            connect(&app, &actor, &operator, organization.organization_id, &entered).await.map_err(field_of)
        }
    };
    match connected {
        Ok(()) => Ok(done(&frame)),
        Err((_, ConnectError::Store(fault))) => Err(fault.into()),
        Err((field, error)) => {
            typed.refuse(field, frame.lang.error(error.code(), &[]));
            let page = OperatorPaymentsPage::load(&app, frame, &operator, typed).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

fn field_of(error: ConnectError) -> (&'static str, ConnectError) {
    let field = match &error {
        ConnectError::BadFee => "fee",
        ConnectError::Refused(_) | ConnectError::NotReady => "account",
        _ => "",
    };
    (field, error)
}

/// `POST /{lang}/operator/payments/stray`
pub(super) async fn settle(
    State(app): State<App>,
    frame: Frame,
    SignedIn(operator): SignedIn,
    client: Client,
    Form { value, .. }: Form<SettleForm>,
) -> Result<Response, Problem> {
    let actor = client.actor(Some(&operator));
    if settle_stray_money(&app, &actor, &operator, &value.gateway, &value.event).await? {
        return Ok(done(&frame));
    }
    Err(Problem::not_found())
}

fn done(frame: &Frame) -> Response {
    Redirect::to(&frame.href("/operator/payments?done=payments")).into_response()
}

/// `2.5` percent are 250 hundredths; nothing typed is no fee.
fn bps(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    if text.is_empty() {
        return Some(0);
    }
    // Hundredths of a percent, read as an amount with two decimals is.
    Money::parse(text, boxoffice_domain::money::Currency::EUR).map(|percent| percent.minor)
}

impl OperatorPaymentsPage {
    async fn load(app: &App, frame: Frame, operator: &Principal, typed: Typed) -> Result<Self, Problem> {
        let stray = list_stray_money(app, operator).await?;
        let unfinished = list_unfinished(app, operator).await?;
        Ok(Self { frame, stray, unfinished, typed, done: false })
    }

    fn amount(&self, minor: &i64, currency: &str) -> String {
        match currency.parse() {
            Ok(currency) => self.frame.money(&Money::new(*minor, currency)),
            Err(_) => format!("{minor} {currency}"),
        }
    }

    fn when(&self, time: &Time) -> String {
        self.frame.date_time(time, &Zone::utc())
    }

    fn reason(&self, stray: &StrayMoney) -> &str {
        self.frame.t(match stray.reason.as_str() {
            "amount" => "operator-stray-amount",
            "account" => "operator-stray-account",
            _ => "operator-stray-unknown",
        })
    }

    fn kind(&self, unfinished: &Unfinished) -> &str {
        self.frame.t(if unfinished.kind == "refund" { "operator-refund" } else { "operator-payment" })
    }

    fn state(&self, unfinished: &Unfinished) -> &str {
        self.frame.t(match unfinished.state.as_str() {
            "unknown" => "operator-state-unknown",
            "failed" => "operator-state-failed",
            "created" | "wanted" => "operator-state-new",
            _ => "operator-state-pending",
        })
    }

    fn mark(&self, unfinished: &Unfinished) -> &'static str {
        match unfinished.state.as_str() {
            "failed" => "danger",
            "unknown" => "warning",
            _ => "neutral",
        }
    }
}

impl Sample for OperatorPaymentsPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let stray = StrayMoney {
            gateway: "stripe".into(),
            event_ref: "evt_1A2b3C".into(),
            reason: "amount".into(),
            session_ref: "cs_live_1A2b3C".into(),
            charge_ref: "pi_1A2b3C".into(),
            amount_minor: 100,
            currency: "EUR".into(),
            payment_id: None,
            received_at: frame.now,
            settled_at: None,
        };
        let unfinished = |kind: &str, state: &str| Unfinished {
            kind: kind.into(),
            order_id: OrderId::from_bytes([1; 16]),
            number: "K7M2Q".into(),
            gateway: "stripe".into(),
            state: state.into(),
            amount_minor: 16_800,
            currency: "EUR".into(),
            created_at: frame.now,
            tries: 3,
            next_at: Some(frame.now),
            problem: Some("the payment service did not answer: it took too long".into()),
        };
        let page =
            |stray, unfinished, typed| Self { frame: frame.clone(), stray, unfinished, typed, done: false };
        let mut refused = Typed::filled([("account", "acct_nobody".to_owned())]);
        refused.refuse("account", frame.lang.error("stripe_refused", &[]));
        let some = vec![unfinished("payment", "unknown"), unfinished("refund", "failed")];
        vec![page(Vec::new(), Vec::new(), Typed::default()), page(vec![stray], some, refused)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_read_exactly() {
        assert_eq!(bps("2.5"), Some(250));
        assert_eq!(bps("2,55 %"), Some(255));
        assert_eq!(bps(""), Some(0));
        assert_eq!(bps("2.555"), None);
        assert_eq!(bps("-1"), None);
    }
}
