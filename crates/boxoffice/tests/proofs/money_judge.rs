//! The judge of money: the gateway's book and the tickets are looked at from outside, and must agree order by order.
//! What the program says of itself counts only as far as its audit goes.

use boxoffice_app::audit::audit;
use boxoffice_app::orders::{Order, OrderState};
use boxoffice_app::testing::TestApp;
use boxoffice_domain::ids::OrderId;
use boxoffice_domain::payment::RefundState;
use serde_json::Value;
use stripe_emulator::Emulator;

/// What an order must end as.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) order: OrderId,
    /// Tickets that are left.
    pub(crate) tickets: usize,
    /// Money that went back although the tickets stay.
    pub(crate) given_minor: i64,
}

/// Everything that cannot be; nothing, when every captured cent is in tickets or has gone back, once. All orders count
/// when it is asked whose a charge is; of those under way now, tickets and money are compared.
pub(crate) async fn find_faults(
    app: &TestApp,
    stripe: &Emulator,
    all: &[Wanted],
    now: &[Wanted],
) -> Vec<String> {
    let book = Book::of(stripe);
    let mut faults = book.find_faults(all);
    for one in now {
        let order = app.order(one.order).await;
        faults.extend(find_order_faults(&order, one, book.kept_minor(one.order)));
    }
    if !faults.is_empty() {
        return faults;
    }
    for check in audit(app).await.expect("the audit runs") {
        faults.extend(check.findings.iter().map(|found| format!("audit, {}: {found}", check.promise)));
    }
    faults
}

/// What the gateway has taken and given back.
struct Book {
    charges: Vec<Value>,
    refunds: Vec<Value>,
}

impl Book {
    fn of(stripe: &Emulator) -> Self {
        let of_state = |kind: &str| {
            let all = stripe.book(kind).into_iter();
            all.filter(|one| one["status"] == "succeeded").collect::<Vec<_>>()
        };
        Self { charges: of_state("charge"), refunds: of_state("refund") }
    }

    fn find_faults(&self, wanted: &[Wanted]) -> Vec<String> {
        let mut faults = Vec::new();
        for charge in &self.charges {
            let (taken, back) = (amount(charge), self.back_of(charge));
            if back > taken {
                faults.push(format!("charge {}: {back} was given back of {taken}", charge["id"]));
            }
            let order = &charge["metadata"]["order"];
            if !wanted.iter().any(|one| *order == one.order.to_string()) {
                faults.push(format!("charge {}: nobody ordered anything for it", charge["id"]));
            }
        }
        faults
    }

    fn charges_of(&self, order: OrderId) -> impl Iterator<Item = &Value> {
        let order = order.to_string();
        self.charges.iter().filter(move |charge| charge["metadata"]["order"] == order)
    }

    fn back_of(&self, charge: &Value) -> i64 {
        self.refunds.iter().filter(|refund| refund["charge"] == charge["id"]).map(amount).sum()
    }

    /// What is left of an order's money.
    fn kept_minor(&self, order: OrderId) -> i64 {
        self.charges_of(order).map(|charge| amount(charge) - self.back_of(charge)).sum()
    }
}

fn find_order_faults(order: &Order, wanted: &Wanted, kept_minor: i64) -> Vec<String> {
    let mut faults = Vec::new();
    let name = &order.number;
    let live: Vec<_> = order.live_lines().collect();
    let worth: i64 = live.iter().map(|line| line.price_minor + line.fee_minor).sum();
    let must = worth - if live.is_empty() { 0 } else { wanted.given_minor };
    if kept_minor < must {
        faults.push(format!(
            "order {name} has both: tickets of {worth}, and of their money only {kept_minor} is kept"
        ));
    }
    if kept_minor > must {
        faults.push(format!("order {name} has neither: {kept_minor} is kept for tickets of {worth}"));
    }
    if live.len() != wanted.tickets {
        faults.push(format!("order {name} has {} tickets instead of {}", live.len(), wanted.tickets));
    }
    if order.state == OrderState::Pending
        || order.payments.iter().any(|payment| payment.state.is_unfinished())
    {
        faults.push(format!("order {name} is not finished"));
    }
    for refund in order.refunds.iter().filter(|refund| refund.state != RefundState::Done) {
        faults.push(format!(
            "order {name}: a refund of {} is {}",
            refund.amount.minor,
            refund.state.as_str()
        ));
    }
    faults
}

fn amount(of: &Value) -> i64 {
    of["amount"].as_i64().unwrap_or_default()
}
