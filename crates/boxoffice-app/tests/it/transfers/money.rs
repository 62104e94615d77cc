//! What a transfer does to its order: once, exactly, and whatever is too little, too much or too late goes back.

use boxoffice_app::audit::audit;
use boxoffice_app::orders::take_statement::Taken;
use boxoffice_app::orders::{
    AssignEntryError, CancelBy, OrderState, assign_entry, cancel, expire_due_orders, hand_over_refund,
    set_entry_aside,
};
use boxoffice_app::testing::sales::guest;
use boxoffice_app::{App, both_databases, two_nodes};
use boxoffice_domain::bank::judge::Verdict;
use boxoffice_domain::order_money::OrderMoney;
use boxoffice_domain::payment::RefundState;
use futures_util::future::join_all;

use super::{DAY_S, PAID, PRICE, house, is_sound, money, statement};

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
