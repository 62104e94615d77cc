//! Bank transfers: the exact sum buys once, whatever is brought in twice; too little waits, too much goes back, and
//! late money follows the rule for gateways.

use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::audit::audit;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::notices::outbox;
use boxoffice_app::orders::list_transfers::Transfers;
use boxoffice_app::orders::take_statement::Taken;
use boxoffice_app::orders::{
    AssignEntryError, CancelBy, Checkout, CheckoutError, Method, OrderState, StatementFile, TakeStatementError,
    assign_entry, bring_in_statement, cancel, checkout, expire_due_orders, find_transfers, hand_over_refund,
    look_at_statement, set_entry_aside, take_statement,
};
use boxoffice_app::payments::bank::account::{
    BankAccountError, BankAccountForm, find_bank_account, save_bank_account,
};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_app::{App, both_databases, two_nodes};
use boxoffice_domain::bank::judge::Verdict;
use boxoffice_domain::bank::reference::reference;
use boxoffice_domain::ids::{BankStatementId, OrderId};
use boxoffice_domain::money::Currency;
use boxoffice_domain::order_money::OrderMoney;
use boxoffice_domain::payment::RefundState;
use futures_util::future::join_all;

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
        bring_in_statement(app, self.principal(), self.organizer.organization, file).await.expect("brought in")
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

both_databases! {
    async fn the_exact_sum_confirms_its_order_and_the_same_statement_twice_changes_nothing(app: TestApp) {
        let house = house(&app, 10).await;
        let (order, reference) = house.order(&app, 2).await;
        let (other, _) = house.order(&app, 1).await;
        let text = statement(&[(2 * PRICE, &reference), (700, "Miete")]);
        assert_eq!(house.verdicts(&app, &text).await, [Verdict::Exact, Verdict::Unknown]);
        assert_eq!(money(&app, order).await, (OrderState::Pending, OrderMoney::Paying));
        assert_eq!(house.take(&app, &text).await, Taken { exact: 1, open: 1, known: 0 });
        assert_eq!((money(&app, order).await, money(&app, other).await.0), (PAID, OrderState::Pending));
        assert_eq!(house.verdicts(&app, &text).await, [Verdict::Known, Verdict::Known]);
        assert_eq!(house.take(&app, &text).await, Taken { exact: 0, open: 0, known: 2 });
        assert_eq!(house.transfers(&app).await.open.len(), 1);
        is_sound(&app).await;
        assert_eq!(app.order(order).await.live_lines().count(), 2);
    }

    async fn two_equal_transfers_in_one_statement_are_two_and_only_one_buys(app: TestApp) {
        let house = house(&app, 10).await;
        let (order, reference) = house.order(&app, 1).await;
        let text = statement(&[(PRICE, &reference), (PRICE, &reference)]);
        assert_eq!(house.verdicts(&app, &text).await, [Verdict::Exact, Verdict::Paid]);
        assert_eq!(house.take(&app, &text).await, Taken { exact: 1, open: 1, known: 0 });
        assert_eq!(house.assign(&app, &reference).await.expect("assigned"), Verdict::Paid);
        assert_eq!(money(&app, order).await, (OrderState::Confirmed, OrderMoney::Overpaid));
        is_sound(&app).await;
        let refunds = house.transfers(&app).await.refunds;
        assert_eq!((refunds.len(), refunds[0].amount_minor, refunds[0].gateway.as_str()), (1, PRICE, "bank"));
        assert_eq!(refunds[0].payer_iban.as_deref(), Some("DE02120300000000202051"));
        hand_over_refund(&app, &guest(), order, refunds[0].refund_id).await.expect("paid back");
        assert_eq!(money(&app, order).await, PAID);
        assert!(house.transfers(&app).await.refunds.is_empty());
        is_sound(&app).await;
    }

    async fn too_little_waits_for_the_rest_and_the_rest_completes_it(app: TestApp) {
        let house = house(&app, 10).await;
        let (order, reference) = house.order(&app, 2).await;
        assert_eq!(house.take(&app, &statement(&[(2_000, &reference)])).await.open, 1);
        is_sound(&app).await;
        assert_eq!(house.assign(&app, &reference).await.expect("assigned"), Verdict::TooLittle);
        let waiting = app.order(order).await;
        assert_eq!((waiting.state, waiting.deposit_minor), (OrderState::Pending, 2_000));
        is_sound(&app).await;
        let rest = statement(&[(3_000, &reference)]);
        assert_eq!(house.verdicts(&app, &rest).await, [Verdict::Exact]);
        assert_eq!(house.take(&app, &rest).await.exact, 1);
        assert_eq!(money(&app, order).await, PAID);
        is_sound(&app).await;
        let given = cancel(&app, &guest(), order, CancelBy::Organizer, "rain").await.expect("cancelled");
        assert_eq!(given.refund_minor, 2 * PRICE);
        is_sound(&app).await;
    }

    async fn too_much_confirms_the_order_and_the_rest_is_owed(app: TestApp) {
        let house = house(&app, 10).await;
        let (order, reference) = house.order(&app, 1).await;
        assert_eq!(house.take(&app, &statement(&[(PRICE + 150, &reference)])).await.open, 1);
        assert_eq!(house.assign(&app, &reference).await.expect("assigned"), Verdict::TooMuch);
        assert_eq!(money(&app, order).await, (OrderState::Confirmed, OrderMoney::Overpaid));
        let refunds = app.order(order).await.refunds;
        assert_eq!((refunds.len(), refunds[0].amount.minor, refunds[0].state), (1, 150, RefundState::Wanted));
        is_sound(&app).await;
    }

    async fn an_order_that_is_not_paid_in_full_in_time_expires_and_what_came_goes_back(app: TestApp) {
        let house = house(&app, 1).await;
        let (order, reference) = house.order(&app, 1).await;
        house.take(&app, &statement(&[(1_000, &reference)])).await;
        house.assign(&app, &reference).await.expect("assigned");
        app.advance_s(7 * DAY_S - 1);
        expire_due_orders(&app).await.expect("swept");
        assert_eq!(money(&app, order).await.0, OrderState::Pending);
        app.hold_count(&house.event, 1).await.expect_err("still held");
        app.advance_s(1);
        expire_due_orders(&app).await.expect("swept");
        assert_eq!(money(&app, order).await, (OrderState::Expired, OrderMoney::Late));
        assert_eq!(app.order(order).await.refunds[0].amount.minor, 1_000);
        is_sound(&app).await;
        app.buy(&house.event, 1).await;
        is_sound(&app).await;
    }

    async fn late_money_takes_the_places_again_or_goes_back(app: TestApp) {
        let house = house(&app, 2).await;
        let (lucky, first) = house.order(&app, 1).await;
        let (late, second) = house.order(&app, 1).await;
        app.advance_s(7 * DAY_S);
        expire_due_orders(&app).await.expect("swept");
        let text = statement(&[(PRICE, &first)]);
        assert_eq!(house.verdicts(&app, &text).await, [Verdict::Over]);
        assert_eq!(house.take(&app, &text).await.open, 1);
        house.assign(&app, &first).await.expect("assigned");
        assert_eq!(money(&app, lucky).await, PAID);
        app.buy(&house.event, 1).await;
        house.take(&app, &statement(&[(PRICE, &second)])).await;
        house.assign(&app, &second).await.expect("assigned");
        assert_eq!(money(&app, late).await, (OrderState::Expired, OrderMoney::Late));
        is_sound(&app).await;
    }

    async fn a_cancelled_order_gives_back_what_came(app: TestApp) {
        let house = house(&app, 1).await;
        let (order, reference) = house.order(&app, 1).await;
        house.take(&app, &statement(&[(1_000, &reference)])).await;
        house.assign(&app, &reference).await.expect("assigned");
        cancel(&app, &guest(), order, CancelBy::Buyer, "").await.expect("cancelled");
        assert_eq!(money(&app, order).await, (OrderState::Cancelled, OrderMoney::Late));
        is_sound(&app).await;
    }

    async fn what_names_two_orders_or_none_waits_for_somebody_who_decides_once(app: TestApp) {
        let house = house(&app, 10).await;
        let (one, first) = house.order(&app, 1).await;
        let (_, second) = house.order(&app, 1).await;
        let both = format!("{first} {second}");
        let text = statement(&[(PRICE, &both), (PRICE, "hello")]);
        assert_eq!(house.verdicts(&app, &text).await, [Verdict::Ambiguous, Verdict::Unknown]);
        assert_eq!(house.take(&app, &text).await, Taken { exact: 0, open: 2, known: 0 });
        let open = house.transfers(&app).await.open;
        let entry = open[0].bank_entry_id;
        let wrong = assign_entry(&app, house.principal(), &guest(), entry, "AB23CD45EF").await;
        assert!(matches!(wrong, Err(AssignEntryError::NoSuchOrder)), "{wrong:?}");
        let number = app.order(one).await.number.to_lowercase();
        assign_entry(&app, house.principal(), &guest(), entry, &number).await.expect("assigned");
        assert_eq!(money(&app, one).await, PAID);
        let twice = assign_entry(&app, house.principal(), &guest(), entry, &number).await;
        assert!(matches!(twice, Err(AssignEntryError::Decided)), "{twice:?}");
        let other = open[1].bank_entry_id;
        let silent = set_entry_aside(&app, house.principal(), &guest(), other, " ").await;
        assert!(matches!(silent, Err(AssignEntryError::NoNote)));
        set_entry_aside(&app, house.principal(), &guest(), other, "rent").await.expect("set aside");
        assert!(house.transfers(&app).await.open.is_empty());
        assert_eq!(house.take(&app, &text).await.known, 2);
        is_sound(&app).await;
    }

    async fn two_imports_and_two_hands_at_once_have_one_effect(app: TestApp) {
        let house = house(&app, 20).await;
        let mut lines = Vec::new();
        for _ in 0..5 {
            lines.push(house.order(&app, 1).await);
        }
        let entries: Vec<(i64, &str)> = lines.iter().map(|(_, reference)| (PRICE, reference.as_str())).collect();
        let text = statement(&entries);
        let taken = join_all((0..8).map(|_| house.take(&app, &text))).await;
        assert_eq!(taken.iter().map(|taken| taken.exact).sum::<usize>(), 5);
        let (order, reference) = house.order(&app, 1).await;
        house.take(&app, &statement(&[(PRICE + 1, &reference)])).await;
        let entry = house.transfers(&app).await.open[0].bank_entry_id;
        let (principal, actor) = (house.principal(), guest());
        let hands = join_all((0..8).map(|_| assign_entry(&app, principal, &actor, entry, &reference))).await;
        assert_eq!(hands.iter().filter(|done| done.is_ok()).count(), 1);
        assert_eq!(app.order(order).await.refunds.len(), 1);
        is_sound(&app).await;
    }

    async fn a_transfer_is_offered_where_it_can_arrive_in_time(app: TestApp) {
        let house = house(&app, 10).await;
        let (owner, organization) = (house.principal(), house.organizer.organization);
        let francs = "CHF".parse().expect("CHF");
        for form in [
            BankAccountForm { is_on: false, ..account() },
            BankAccountForm { currency: francs, ..account() },
        ] {
            save_bank_account(&app, &guest(), owner, organization, &form).await.expect("saved");
            assert!(matches!(try_transfer(&app, &house.event).await, Err(CheckoutError::NoBankTransfer)));
        }
        save_bank_account(&app, &guest(), owner, organization, &account()).await.expect("saved");
        let (order, _) = house.order(&app, 1).await;
        let placed = app.order(order).await;
        assert_eq!(placed.pay_by.since_s(placed.created_at), 7 * DAY_S);
        app.advance_s(25 * DAY_S);
        let (order, _) = house.order(&app, 1).await;
        let placed = app.order(order).await;
        let starts_at = placed.lines[0].starts_at.expect("dated");
        assert_eq!(starts_at.since_s(placed.pay_by), 3 * DAY_S);
        app.advance_s(2 * DAY_S);
        assert!(matches!(try_transfer(&app, &house.event).await, Err(CheckoutError::NoBankTransfer)));
    }

    async fn what_costs_something_is_never_had_for_nothing(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, PRICE).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let wish = Checkout { method: Method::Free, ..guest_checkout(held.cart) };
        let made = checkout(&app, &guest(), wish).await.expect("checked out");
        assert_eq!(made.state, OrderState::Pending);
        assert!(made.pay_url.is_some());
    }

    async fn the_buyer_is_told_where_to_transfer_what_and_again_when_something_is_missing(app: TestApp) {
        let house = house(&app, 10).await;
        let (_, reference) = house.order(&app, 1).await;
        app.run_work().await;
        let spaced = boxoffice_domain::bank::account::in_fours(&reference);
        let mails = mails(&app).await;
        let told = &mails[0];
        assert!(told.contains(IBAN) && told.contains(&spaced) && told.contains("25.00"), "{told}");
        assert!(told.contains("girocode.png"), "{told}");
        house.take(&app, &statement(&[(1_000, &reference)])).await;
        house.assign(&app, &reference).await.expect("assigned");
        app.run_work().await;
        let mails = mails(&app).await;
        assert!(mails.iter().any(|mail| mail.contains("15.00") && mail.contains("10.00")), "{mails:?}");
    }

    async fn accounts_are_the_owners_and_statements_the_managers(app: TestApp) {
        let house = house(&app, 10).await;
        let organization = house.organizer.organization;
        let stranger = app.organizer("Other House").await;
        let manager = app.attendee("manager@example.org").await;
        app.add_member(organization, &manager, Role::Manager).await;
        let manager = Principal { memberships: vec![(organization, Role::Manager)], ..manager };
        let clerk = Principal { memberships: vec![(organization, Role::BoxOffice)], ..manager.clone() };
        let save = async |who: &Principal| save_bank_account(&app, &guest(), who, organization, &account()).await;
        assert!(matches!(save(&manager).await, Err(BankAccountError::NotOwner)));
        assert!(matches!(save(&stranger.principal).await, Err(BankAccountError::NotFound)));
        find_bank_account(&app, &manager, organization).await.expect("may look").expect("is there");
        let text = statement(&[(PRICE, "hello")]);
        let file = StatementFile { name: "march.csv", bytes: text.as_bytes() };
        for who in [&clerk, &stranger.principal] {
            let refused = bring_in_statement(&app, who, organization, file).await;
            assert!(matches!(refused, Err(TakeStatementError::NotFound)));
            assert!(find_transfers(&app, who, organization).await.expect("answers").is_none());
        }
        let statement = bring_in_statement(&app, &manager, organization, file).await.expect("brought in");
        let refused = take_statement(&app, &stranger.principal, &guest(), statement).await;
        assert!(matches!(refused, Err(TakeStatementError::NotFound)));
        take_statement(&app, &manager, &guest(), statement).await.expect("taken");
        let entry = house.transfers(&app).await.open[0].bank_entry_id;
        let refused = assign_entry(&app, &stranger.principal, &guest(), entry, "AB23CD45EF").await;
        assert!(matches!(refused, Err(AssignEntryError::NotFound)));
        for (form, code) in [
            (BankAccountForm { holder: " ".into(), ..account() }, "bad_holder"),
            (BankAccountForm { iban: "DE89 3704 0044 0532 0130 01".into(), ..account() }, "bad_iban"),
            (BankAccountForm { bic: "X".into(), ..account() }, "bad_bic"),
            (BankAccountForm { days_to_pay: 0, ..account() }, "bad_days"),
            (BankAccountForm { days_to_pay: 31, ..account() }, "bad_days"),
            (BankAccountForm { closes_before_s: -1, ..account() }, "bad_closing"),
        ] {
            let owner = house.principal();
            let refused = save_bank_account(&app, &guest(), owner, organization, &form).await;
            assert_eq!(refused.map_err(|error| error.code()), Err(code));
        }
    }
}

/// Texts and attachments of all mails, newest first.
async fn mails(app: &TestApp) -> Vec<String> {
    let mails = outbox::list(app, None, 100).await.expect("mails");
    mails.into_iter().map(|mail| format!("{}\n{}", mail.text_body, mail.attachments)).collect()
}

async fn try_transfer(app: &TestApp, event: &Created) -> Result<(), CheckoutError> {
    let held = app.hold_count(event, 1).await.expect("held");
    let wish = Checkout { method: Method::BankTransfer, ..guest_checkout(held.cart) };
    checkout(app, &guest(), wish).await.map(|_| ())
}

two_nodes! {
    async fn two_nodes_with_the_same_statement_take_it_once(one: TestApp, two: App) {
        let house = house(&one, 20).await;
        let mut lines = Vec::new();
        for _ in 0..6 {
            lines.push(house.order(&one, 1).await);
        }
        let mut entries: Vec<(i64, &str)> = lines.iter().map(|(_, reference)| (PRICE, reference.as_str())).collect();
        entries.push((700, "rent"));
        let text = statement(&entries);
        let nodes: Vec<&App> = (0..10).map(|at| if at % 2 == 0 { &*one } else { &two }).collect();
        let taken = join_all(nodes.into_iter().map(|node| house.take(node, &text))).await;
        assert_eq!(taken.iter().map(|taken| taken.exact).sum::<usize>(), 6);
        assert_eq!(house.transfers(&one).await.open.len(), 1);
        is_sound(&one).await;
    }
}

both_databases! {
    async fn damage_to_what_came_in_is_found(app: TestApp) {
        let house = house(&app, 10).await;
        let (_, reference) = house.order(&app, 1).await;
        house.take(&app, &statement(&[(PRICE, &reference)])).await;
        is_sound(&app).await;
        app.store.run("update bank_entry set amount_minor = amount_minor + 1").await.expect("the damage is done");
        let checked = audit(&app).await.expect("the audit runs");
        let found: Vec<_> =
            checked.iter().filter(|check| !check.findings.is_empty()).map(|check| check.name).collect();
        assert!(found.contains(&"transfers"), "{found:?}");
    }
}
