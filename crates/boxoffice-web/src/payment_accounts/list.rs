//! `/{lang}/office/payments`: for each organization of the caller, where its money goes.

use askama::Template;
use axum::extract::{Query, State};
use boxoffice_app::App;
use boxoffice_app::accounts::organization::list_organizations;
use boxoffice_app::payments::stripe::find_own;
use boxoffice_app::store::gateway_accounts::StoredAccount;
use boxoffice_domain::money::Currency;
use serde::Deserialize;

use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::office::tabs::{Tabs, of_office};
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// What just happened.
#[derive(Debug, Default, Deserialize)]
pub struct Came {
    #[serde(default)]
    done: String,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "payment_accounts/list.html")]
pub struct PaymentAccountsPage {
    frame: Frame,
    tabs: Tabs,
    lines: Vec<Line>,
    done: bool,
}

/// One organization.
#[derive(Clone, Debug)]
struct Line {
    href: String,
    /// Where its fees and taxes are set.
    prices_href: String,
    name: String,
    /// The sentence about where the money goes.
    where_to: String,
    /// `success`, or `warning` when priced events cannot be sold.
    mark: &'static str,
}

/// `GET /{lang}/office/payments`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Query(came): Query<Came>,
) -> Result<Page<PaymentAccountsPage>, Problem> {
    let mut lines = Vec::new();
    for (organization, _) in list_organizations(&app, &principal).await? {
        let id = organization.organization_id;
        if !principal.may_manage(id) {
            continue;
        }
        let account = find_own(&app, &principal, id).await?;
        let currency = app.settings.default_currency.parse().unwrap_or(Currency::EUR);
        let (where_to, mark) = match &account {
            Some(account) => (destination(&frame, account), "success"),
            None if app.gateways.can_take_money(Some(id), currency) => {
                (frame.t("money-goes-to-installation").to_owned(), "success")
            }
            None => (frame.t("money-goes-nowhere").to_owned(), "warning"),
        };
        let href = frame.href(&format!("/office/organizations/{}/payments", organization.slug));
        let prices_href = frame.href(&format!("/office/organizations/{}/prices", organization.slug));
        lines.push(Line { href, prices_href, name: organization.name, where_to, mark });
    }
    Ok(Page::new(PaymentAccountsPage::of(frame, lines, came.done == "payments")))
}

/// Where the money of an account goes, as a sentence.
pub(super) fn destination(frame: &Frame, account: &StoredAccount) -> String {
    let name = account.account_ref.as_str();
    if account.kind == "own" {
        return frame.with("money-goes-to-own", &[("account", name.into())]);
    }
    let fee = frame.lang.basis_points(account.fee_bps);
    frame.with("money-goes-to-connected", &[("account", name.into()), ("fee", fee.into())])
}

impl PaymentAccountsPage {
    fn of(frame: Frame, lines: Vec<Line>, done: bool) -> Self {
        Self { tabs: of_office(&frame, "/payments"), frame, lines, done }
    }
}

impl Sample for PaymentAccountsPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let line = |name: &str, where_to: String, mark| Line {
            href: frame.href("/office/organizations/sample/payments"),
            prices_href: frame.href("/office/organizations/sample/prices"),
            name: name.into(),
            where_to,
            mark,
        };
        let own = frame.with("money-goes-to-own", &[("account", "acct_1A2b3C".into())]);
        let lines = vec![
            line("Harbour Stage", own, "success"),
            line("Bell Tower", frame.t("money-goes-nowhere").to_owned(), "warning"),
        ];
        vec![Self::of(frame.clone(), lines.clone(), false), Self::of(frame.clone(), lines, true)]
    }
}
