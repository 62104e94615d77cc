//! Whatever sequence of at most eight messages arrives, doubled, out of order and with some lost, once everything was
//! asked about the end is the same, and Stripe's book, the ledger and the tickets agree to the cent (I3, I4, I10, I11).
//! What is lost is lost for ever: nothing is sent again.

mod story;

use std::collections::BTreeMap;

use boxoffice_app::audit::audit;
use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::create_event;
use boxoffice_app::orders::{Order, OrderState};
use boxoffice_app::random::Random;
use boxoffice_app::store::Dialect;
use boxoffice_app::testing::fixtures::dated;
use boxoffice_app::testing::{TestApp, run_on};
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::payment::{DisputeState, PaymentState, RefundState};
use serde_json::Value;

use self::story::{Case, STORIES, Story};
use super::{PRICE, Shop};

/// The longest sequence.
const MESSAGES_MAX: usize = 8;
/// Orders whose messages arrive before time goes on.
const CHUNK: usize = 100;

/// Indexes from a fixed seed.
struct Chance(Random);

impl Chance {
    fn below(&self, limit: usize) -> usize {
        (u64::from_be_bytes(self.0.bytes()) % limit.max(1) as u64) as usize
    }

    /// So many of `count` messages, each any number of times.
    fn sequence(&self, length: usize, count: usize) -> Vec<usize> {
        if count == 0 { Vec::new() } else { (0..length).map(|_| self.below(count)).collect() }
    }
}

/// Everything that an order's messages could have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct End {
    state: OrderState,
    tickets: usize,
    payments: Vec<(PaymentState, i64)>,
    refunds: Vec<(RefundState, i64)>,
    disputes: Vec<(DisputeState, i64)>,
    money: String,
    kept_at_stripe: i64,
}

impl End {
    fn of(shop: &Shop, order: &Order) -> Self {
        let mut refunds: Vec<_> =
            order.refunds.iter().map(|refund| (refund.state, refund.amount.minor)).collect();
        refunds.sort_by_key(|(state, amount)| (state.as_str(), *amount));
        Self {
            state: order.state,
            tickets: order.live_lines().count(),
            payments: order.payments.iter().map(|one| (one.state, one.amount.minor)).collect(),
            refunds,
            disputes: order.disputes.iter().map(|one| (one.state, one.amount.minor)).collect(),
            money: format!("{:?}", order.money()),
            kept_at_stripe: kept_at_stripe(shop, &order.id.to_string()),
        }
    }

    /// Our own account of it agrees with Stripe's.
    fn check(&self, told: &str) {
        let captured = |(state, amount): &(PaymentState, i64)| {
            if *state == PaymentState::Captured { *amount } else { 0 }
        };
        let done =
            |(state, amount): &(RefundState, i64)| if *state == RefundState::Done { *amount } else { 0 };
        let ours =
            self.payments.iter().map(captured).sum::<i64>() - self.refunds.iter().map(done).sum::<i64>();
        assert_eq!(ours, self.kept_at_stripe, "{told}: the books differ: {self:?}");
        assert!(self.payments.iter().all(|(state, _)| !state.is_unfinished()), "{told}: {self:?}");
        assert!(self.refunds.iter().all(|(state, _)| !state.is_unfinished()), "{told}: {self:?}");
    }
}

fn kept_at_stripe(shop: &Shop, order: &str) -> i64 {
    let amount = |of: &Value| of["amount"].as_i64().unwrap_or_default();
    let good = |of: &Value| of["status"] == "succeeded";
    let refunds: Vec<Value> = shop.stripe.book("refund").into_iter().filter(good).collect();
    let charges = shop.stripe.book("charge").into_iter().filter(good);
    let ours = charges.filter(|charge| charge["metadata"]["order"] == order);
    ours.map(|charge| {
        let back = refunds.iter().filter(|refund| refund["charge"] == charge["id"]);
        amount(&charge) - back.map(amount).sum::<i64>()
    })
    .sum()
}

async fn open(app: TestApp) -> Shop {
    let mut shop = Shop::open(app).await;
    let draft =
        EventDraft { publish: true, ..dated(EventDraft::standing("Night of Many Bells", 50_000, PRICE)) };
    let organizer = shop.organizer.clone();
    shop.event =
        create_event(&shop.app, &organizer.editor(), organizer.organization, &draft).await.expect("an event");
    shop
}

/// One order, with messages by chance.
async fn by_chance(shop: &Shop, chance: &Chance, story: Story) -> Case {
    let mut case = Case::begin(shop, story).await;
    case.pay(shop).await;
    let early = chance.below(MESSAGES_MAX / 2 + 1);
    let sequence = chance.sequence(early, case.sent.len());
    case.hear(shop, &sequence).await;
    case.go_on(shop).await;
    let late = chance.below(MESSAGES_MAX - sequence.len() + 1);
    let sequence = chance.sequence(late, case.sent.len());
    case.hear(shop, &sequence).await;
    case
}

/// Everything is asked about, sent again where nobody asks, and tried again where it failed.
async fn reconcile(shop: &Shop, cases: &[Case]) {
    for seconds in [130, 60, 700, 60] {
        // Mails with their files would take most of the time and move no money.
        shop.app.store.run("delete from job where kind = 'send_order_mail'").await.expect("dropped");
        shop.pass_s(seconds).await;
    }
    for case in cases {
        case.mend(shop).await;
    }
    shop.pass_s(60).await;
    // What Stripe says of that, it says to nobody.
    shop.stripe.take_messages();
}

async fn judge(shop: &Shop, cases: &[Case], ends: &mut BTreeMap<Story, End>) {
    for case in cases {
        let told = case.told();
        let order = shop.shown(&case.order).await;
        let end = End::of(shop, &order);
        end.check(&told);
        assert_eq!((end.state, end.tickets, end.kept_at_stripe), case.story.end(), "{told}: {end:?}");
        let first = ends.entry(case.story).or_insert_with(|| end.clone());
        assert_eq!(*first, end, "{told}");
    }
    let broken = audit(&shop.app).await.expect("the audit runs");
    let broken: Vec<_> = broken.into_iter().filter(|check| !check.findings.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

/// So many sequences by chance, each story in turn.
async fn sample(shop: &Shop, count: usize, seed: u64, ends: &mut BTreeMap<Story, End>) -> usize {
    let chance = Chance(Random::seeded(seed));
    let mut messages = 0;
    for chunk in (0..count).collect::<Vec<_>>().chunks(CHUNK) {
        let mut cases = Vec::new();
        for at in chunk {
            cases.push(by_chance(shop, &chance, STORIES[at % STORIES.len()]).await);
        }
        messages += cases.iter().map(|case| case.arrived.len()).sum::<usize>();
        reconcile(shop, &cases).await;
        judge(shop, &cases, ends).await;
    }
    messages
}

/// Every sequence of at most `length` of a declined card's and a capture's message.
async fn enumerate(shop: &Shop, length: u32, ends: &mut BTreeMap<Story, End>) -> usize {
    let all = (0..=length).flat_map(|length| (0..2_usize.pow(length)).map(move |number| (length, number)));
    let all: Vec<Vec<usize>> =
        all.map(|(length, number)| (0..length).map(|at| (number >> at) & 1).collect()).collect();
    for chunk in all.chunks(CHUNK) {
        let mut cases = Vec::new();
        for sequence in chunk {
            let mut case = Case::begin(shop, Story::DeclinedThenPaid).await;
            case.pay(shop).await;
            assert_eq!(case.sent.len(), 2);
            case.hear(shop, sequence).await;
            cases.push(case);
        }
        reconcile(shop, &cases).await;
        judge(shop, &cases, ends).await;
    }
    all.len()
}

async fn prove(app: TestApp, length: u32, count: usize) {
    let name = app.store.dialect_name();
    let shop = open(app).await;
    let mut ends = BTreeMap::new();
    let enumerated = enumerate(&shop, length, &mut ends).await;
    let messages = sample(&shop, count, 27, &mut ends).await;
    let charges = shop.stripe.book("charge").len();
    println!(
        "FIGURE permutations on {name}: all {enumerated} sequences of at most {length} of two messages, and {count} \
         of {} stories with {messages} messages, in which {charges} charges ended the same to the cent",
        STORIES.len()
    );
}

both_databases! {
    async fn money_permutations_of_a_few_messages_end_the_same(app: TestApp) {
        prove(app, 3, 40).await;
    }
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove money-permutations"]
fn money_permutations_on_sqlite() {
    run_on(Dialect::Sqlite, async |app| prove(app, MESSAGES_MAX as u32, 1_500).await);
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove money-permutations"]
fn money_permutations_on_postgres() {
    run_on(Dialect::Postgres, async |app| prove(app, 5, 200).await);
}
