//! Bank transfers: the exact sum buys once, whatever is brought in twice; too little waits, too much goes back, and
//! late money follows the rule for gateways.

mod money;
mod offers;

use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::audit::audit;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::orders::list_transfers::Transfers;
use boxoffice_app::orders::take_statement::Taken;
use boxoffice_app::orders::{
    AssignEntryError, Checkout, Method, OrderState, StatementFile, assign_entry, bring_in_statement,
    checkout, find_transfers, look_at_statement, take_statement,
};
use boxoffice_app::payments::bank::account::{BankAccountForm, save_bank_account};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_domain::bank::judge::Verdict;
use boxoffice_domain::bank::reference::reference;
use boxoffice_domain::ids::{BankStatementId, OrderId};
use boxoffice_domain::money::Currency;
use boxoffice_domain::order_money::OrderMoney;

const PRICE: i64 = 2_500;
const IBAN: &str = "DE89 3704 0044 0532 0130 00";
const DAY_S: i64 = 86_400;

fn account() -> BankAccountForm {
    BankAccountForm {
        holder: "Bell Tower e. V.".into(),
        iban: IBAN.into(),
        bic: String::new(),
        currency: Currency::EUR,
        days_to_pay: 7,
        closes_before_s: 3 * DAY_S,
        is_on: true,
    }
}

struct House {
    organizer: Organizer,
    event: Created,
}

/// An organizer who takes transfers, with an event of so many places.
async fn house(app: &TestApp, places: i64) -> House {
    let organizer = app.organizer("Bell Tower").await;
    let actor = organizer.principal.actor("-");
    save_bank_account(app, &actor, &organizer.principal, organizer.organization, &account())
        .await
        .expect("an account");
    let event = app.standing_event(&organizer, places, PRICE).await;
    House { organizer, event }
}

impl House {
    fn principal(&self) -> &Principal {
        &self.organizer.principal
    }

    /// An order of so many places that waits for a transfer, and its reference.
    async fn order(&self, app: &TestApp, places: u32) -> (OrderId, String) {
        let held = app.hold_count(&self.event, places).await.expect("held");
        let wish = Checkout { method: Method::BankTransfer, ..guest_checkout(held.cart) };
        let made = checkout(app, &guest(), wish).await.expect("checked out");
        assert_eq!((made.state, made.pay_url), (OrderState::Pending, None));
        (made.order, reference(&app.order(made.order).await.number))
    }

    async fn bring_in(&self, app: &App, text: &str) -> BankStatementId {
        let file = StatementFile { name: "march.csv", bytes: text.as_bytes() };
        bring_in_statement(app, self.principal(), self.organizer.organization, file)
            .await
            .expect("brought in")
    }

    async fn take(&self, app: &App, text: &str) -> Taken {
        let statement = self.bring_in(app, text).await;
        take_statement(app, self.principal(), &guest(), statement).await.expect("taken")
    }

    async fn transfers(&self, app: &App) -> Transfers {
        let found = find_transfers(app, self.principal(), self.organizer.organization).await;
        found.expect("the database answers").expect("theirs")
    }

    /// Has the only open entry pay for an order.
    async fn assign(&self, app: &App, number: &str) -> Result<Verdict, AssignEntryError> {
        let open = self.transfers(app).await.open;
        assign_entry(app, self.principal(), &guest(), open[0].bank_entry_id, number).await
    }

    async fn verdicts(&self, app: &App, text: &str) -> Vec<Verdict> {
        let statement = self.bring_in(app, text).await;
        let looked = look_at_statement(app, self.principal(), statement).await.expect("looked at");
        looked.entries.iter().map(|entry| entry.verdict).collect()
    }
}

/// A statement of these amounts, in cents, with these texts.
fn statement(entries: &[(i64, &str)]) -> String {
    let mut text = "Buchungstag;Auftraggeber;IBAN;Verwendungszweck;Betrag\n".to_owned();
    for (minor, purpose) in entries {
        let (whole, part) = (minor / 100, minor % 100);
        text.push_str(&format!("31.03.2027;Ada;DE02120300000000202051;{purpose};{whole},{part:02}\n"));
    }
    text
}

async fn is_sound(app: &TestApp) {
    app.run_work().await;
    let checked = audit(app).await.expect("the audit runs");
    let broken: Vec<_> = checked.into_iter().filter(|check| !check.findings.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

async fn money(app: &TestApp, order: OrderId) -> (OrderState, OrderMoney) {
    let order = app.order(order).await;
    (order.state, order.money())
}

const PAID: (OrderState, OrderMoney) = (OrderState::Confirmed, OrderMoney::Paid);
