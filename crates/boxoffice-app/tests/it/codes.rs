//! Discount and access codes: limits that hold under races, on one node and on two, and what gives a use back (I7).

use boxoffice_app::App;
use boxoffice_app::activity::Actor;
use boxoffice_app::audit::audit;
use boxoffice_app::catalog::codes::{CodeDraft, add_codes, close_code, list_codes};
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::catalog::pricing::{TypePricing, edit_type_pricing};
use boxoffice_app::orders::{
    CancelBy, CaptureOutcome, Checkout, CheckoutError, Method, Part, cancel, checkout, refund_order, reopen,
};
use boxoffice_app::selling::{
    CartSecret, Choice, CodeError, HoldError, apply_code, find_cart, hold_with_code, remove_codes, reveal,
};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::sales::{guest, guest_checkout, hold_on, request};
use boxoffice_app::{both_databases, two_nodes};
use boxoffice_domain::inventory::HoldRefusal;
use boxoffice_domain::price::{CodeKind, CodeRefusal, Discount, TaxClass};
use futures_util::future::join_all;

struct Sale {
    organizer: Organizer,
    event: Created,
}

/// An event of a thousand places at 20.00 with one code.
async fn sale(app: &TestApp, code: CodeDraft) -> Sale {
    let organizer = app.organizer("Bell Tower").await;
    let event = app.standing_event(&organizer, 1_000, 2_000).await;
    add_codes(app, &organizer.editor(), event.event, &code).await.expect("made");
    Sale { organizer, event }
}

/// Ten percent off, `uses` times.
fn tenth(uses: Option<i64>) -> CodeDraft {
    CodeDraft { uses_max: uses, ..CodeDraft::discount("BELLS", Discount::Part(1_000)) }
}

/// Every buyer sits elsewhere.
fn from(number: usize) -> Actor {
    Actor::buyer(format!("10.0.{}.{}", number / 200, number % 200))
}

async fn cart_with(app: &App, sale: &Sale, code: &str, number: usize) -> CartSecret {
    let wish = request(&sale.event, Choice::Count { area: None, quantity: 1 });
    let held = hold_on(app, wish).await.expect("held");
    apply_code(app, &from(number), held.cart, code).await.expect("applied");
    held.cart
}

fn wish(cart: CartSecret, email: &str) -> Checkout {
    Checkout { email: email.into(), ..guest_checkout(cart) }
}

async fn used(app: &App) -> i64 {
    app.store.count("select cast(sum(used) as bigint) from code").await.expect("counted")
}

async fn nothing_is_broken(app: &TestApp) {
    app.run_work().await;
    let checked = audit(app).await.expect("the audit runs");
    let broken: Vec<_> = checked.into_iter().filter(|check| !check.findings.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

fn refusal(error: &CheckoutError) -> Option<CodeRefusal> {
    match error {
        CheckoutError::Code(refusal) => Some(*refusal),
        _ => None,
    }
}

/// Two hundred carts with a code of ten uses, checked out at once on these nodes.
async fn race(app: &TestApp, nodes: &[&App]) {
    let sale = sale(app, tenth(Some(10))).await;
    let mut carts = Vec::new();
    for number in 0..200 {
        carts.push(cart_with(app, &sale, "bells", number).await);
    }
    let tries = carts.into_iter().enumerate().map(|(number, cart)| {
        let node = nodes[number % nodes.len()];
        async move { checkout(node, &from(number), wish(cart, &format!("buyer{number}@example.org"))).await }
    });
    let outcomes = join_all(tries).await;
    let done = outcomes.iter().flatten().count();
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    assert!(refused.into_iter().all(|error| refusal(error) == Some(CodeRefusal::UsedUp)), "{outcomes:?}");
    assert_eq!((done, used(app).await), (10, 10));
    nothing_is_broken(app).await;
}

both_databases! {
    async fn a_code_takes_its_part_off_and_the_receipt_names_it(app: TestApp) {
        let sale = sale(&app, tenth(None)).await;
        let cart = cart_with(&app, &sale, " be-lls ", 1).await;
        let view = find_cart(&app, cart).await.expect("read").expect("cart");
        assert_eq!((view.total_minor, view.receipt.discount_minor), (1_800, 200));
        assert_eq!(view.receipt.codes, ["BELLS"]);
        let made = app.check_out(cart).await.expect("checked out");
        app.pay_by_card(made.order).await;
        let order = app.order(made.order).await;
        assert_eq!((order.total.minor, order.receipt.clone()), (1_800, view.receipt));
        nothing_is_broken(&app).await;
        let given = refund_order(&app, &guest(), None, order.id, CancelBy::Organizer, Part::Whole, "ill").await;
        assert_eq!(given.expect("given back").amount_minor, 1_800);
        assert_eq!(used(&app).await, 0, "the use comes back with the last ticket");
        nothing_is_broken(&app).await;
    }

    async fn an_order_that_a_code_makes_free_is_confirmed_at_once(app: TestApp) {
        let code = CodeDraft::discount("GIFT", Discount::Amount(5_000));
        let sale = sale(&app, code).await;
        let cart = cart_with(&app, &sale, "gift", 1).await;
        let made = app.check_out(cart).await.expect("checked out");
        let order = app.order(made.order).await;
        assert_eq!((order.total.minor, order.method, order.live_lines().count()), (0, Method::Free, 1));
        nothing_is_broken(&app).await;
    }

    async fn two_hundred_buyers_of_a_code_with_ten_uses_are_ten(app: TestApp) {
        race(&app, &[&app]).await;
    }

    async fn one_buyer_uses_a_code_once_however_their_address_is_written(app: TestApp) {
        let code = CodeDraft { per_buyer_max: Some(1), ..tenth(None) };
        let sale = sale(&app, code).await;
        let mut carts = Vec::new();
        for number in 0..20 {
            carts.push(cart_with(&app, &sale, "bells", number).await);
        }
        let app: &App = &app;
        let tries = carts.into_iter().enumerate().map(|(number, cart)| async move {
            checkout(app, &from(number), wish(cart, &format!("Ada+{number}@Example.org"))).await
        });
        let outcomes = join_all(tries).await;
        assert_eq!(outcomes.iter().flatten().count(), 1, "{outcomes:?}");
        let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
        assert!(refused.into_iter().all(|error| refusal(error) == Some(CodeRefusal::UsedByBuyer { max: 1 })));
        let other = cart_with(app, &sale, "bells", 30).await;
        checkout(app, &guest(), wish(other, "bob@example.org")).await.expect("somebody else");
    }

    async fn a_use_comes_back_when_its_order_ends_or_becomes_a_cart_again(app: TestApp) {
        let sale = sale(&app, tenth(Some(1))).await;
        let cart = cart_with(&app, &sale, "bells", 1).await;
        let made = app.check_out(cart).await.expect("checked out");
        assert_eq!(used(&app).await, 1);
        reopen(&app, made.order).await.expect("a cart again");
        assert_eq!(used(&app).await, 0);
        let again = app.check_out(cart).await.expect("the cart kept its code");
        assert_eq!((used(&app).await, app.order(again.order).await.total.minor), (1, 1_800));
        cancel(&app, &guest(), again.order, CancelBy::Buyer, "buyer").await.expect("cancelled");
        app.run_work().await;
        assert_eq!(used(&app).await, 0);
        nothing_is_broken(&app).await;
    }

    async fn money_that_comes_after_the_last_use_is_gone_goes_back(app: TestApp) {
        let sale = sale(&app, tenth(Some(1))).await;
        let first = cart_with(&app, &sale, "bells", 1).await;
        let late = app.check_out(first).await.expect("checked out");
        let capture = boxoffice_app::testing::sales::capture_of(&app, late.order).await;
        app.advance_s(3_600);
        boxoffice_app::orders::session_over(&app, app.order(late.order).await.payments[0].id).await.expect("over");
        assert_eq!(used(&app).await, 0, "it expired");
        let fresh = cart_with(&app, &sale, "bells", 3).await;
        app.check_out(fresh).await.expect("the use is taken");
        let told = boxoffice_app::orders::captured(&app, &capture).await.expect("decided");
        assert_eq!(told, CaptureOutcome::Refunding(late.order));
        assert_eq!(used(&app).await, 1);
    }

    async fn late_money_takes_the_use_again_where_one_is_left(app: TestApp) {
        let sale = sale(&app, tenth(Some(1))).await;
        let cart = cart_with(&app, &sale, "bells", 1).await;
        let late = app.check_out(cart).await.expect("checked out");
        let capture = boxoffice_app::testing::sales::capture_of(&app, late.order).await;
        app.advance_s(3_600);
        boxoffice_app::orders::session_over(&app, app.order(late.order).await.payments[0].id).await.expect("over");
        let told = boxoffice_app::orders::captured(&app, &capture).await.expect("decided");
        assert_eq!((told, used(&app).await), (CaptureOutcome::Retaken(late.order), 1));
    }

    async fn a_code_counts_in_its_time_for_its_event_and_types_only(app: TestApp) {
        let now = app.clock.now();
        let code = CodeDraft { starts_at: Some(now.plus_s(60)), ends_at: Some(now.plus_s(120)), ..tenth(None) };
        let sale = sale(&app, code).await;
        let held = app.hold_count(&sale.event, 1).await.expect("held");
        let apply = async |code: &str| match apply_code(&app, &guest(), held.cart, code).await {
            Err(CodeError::Refused(refusal)) => Some(refusal),
            Ok(()) => None,
            Err(other) => panic!("{other:?}"),
        };
        assert!(matches!(apply("bells").await, Some(CodeRefusal::NotYet { .. })));
        assert_eq!(apply("other").await, Some(CodeRefusal::NoSuchCode));
        app.advance_s(60);
        assert_eq!(apply("bells").await, None);
        app.advance_s(60);
        let late = app.check_out(held.cart).await.expect_err("over");
        assert_eq!(refusal(&late), Some(CodeRefusal::Over));
        remove_codes(&app, held.cart).await.expect("removed");
        app.check_out(held.cart).await.expect("without it");
        let elsewhere = app.standing_event(&sale.organizer, 5, 2_000).await;
        let held = app.hold_count(&elsewhere, 1).await.expect("held");
        let refused = apply_code(&app, &guest(), held.cart, "bells").await.expect_err("of another event");
        assert_eq!(refused.code(), "no_such_code");
    }

    async fn a_closed_code_counts_no_more_and_orders_with_it_stand(app: TestApp) {
        let sale = sale(&app, tenth(None)).await;
        let cart = cart_with(&app, &sale, "bells", 1).await;
        let made = app.check_out(cart).await.expect("checked out");
        let waiting = cart_with(&app, &sale, "bells", 2).await;
        let (_, codes) = list_codes(&app, &sale.organizer.principal, sale.event.event, 10).await.expect("read").expect("theirs");
        close_code(&app, &sale.organizer.editor(), sale.event.event, codes[0].code.code_id, true).await.expect("closed");
        assert_eq!(refusal(&app.check_out(waiting).await.expect_err("closed")), Some(CodeRefusal::NoSuchCode));
        assert_eq!(app.pay(made.order).await, CaptureOutcome::Confirmed(made.order));
    }

    async fn hidden_ticket_types_are_only_for_those_with_a_code(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 20, 2_000).await;
        let members = event.ticket_types[0];
        app.store.run("update ticket_type set hidden = true").await.expect("hidden");
        let hidden = app.hold_count(&event, 1).await;
        assert!(matches!(hidden, Err(HoldError::Refused(HoldRefusal::NoSuchTicketType))), "{hidden:?}");
        let code = CodeDraft {
            kind: CodeKind::Access,
            discount: Discount::None,
            ticket_types: [members].into(),
            ..CodeDraft::discount("MEMBERS", Discount::None)
        };
        add_codes(&app, &organizer.editor(), event.event, &code).await.expect("made");
        let shown = reveal(&app, &guest(), event.event, "members").await.expect("revealed");
        assert_eq!(shown.opens, [members]);
        assert_eq!(reveal(&app, &guest(), event.event, "members2").await.expect_err("wrong").code(), "no_such_code");
        let wish = || request(&event, Choice::Count { area: None, quantity: 1 });
        let wrong = hold_with_code(&app, &guest(), wish(), Some("memb")).await;
        assert!(matches!(wrong, Err(HoldError::Refused(HoldRefusal::NoSuchTicketType))));
        let held = hold_with_code(&app, &guest(), wish(), Some("members")).await.expect("held");
        assert_eq!(remove_codes(&app, held.cart).await.expect_err("needed").code(), "code_needed");
        app.check_out(held.cart).await.expect("checked out");
        assert_eq!(used(&app).await, 1);
        nothing_is_broken(&app).await;
    }

    async fn a_type_that_asks_for_its_code_says_so(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 20, 2_000).await;
        let coded = TypePricing { class: TaxClass::Standard, needs_code: true, levels: Vec::new() };
        edit_type_pricing(&app, &organizer.editor(), event.event, event.ticket_types[0], &coded).await.expect("taken");
        let without = app.hold_count(&event, 1).await;
        assert!(matches!(without, Err(HoldError::Refused(HoldRefusal::CodeNeeded))), "{without:?}");
    }

    async fn guessing_codes_ends_soon(app: TestApp) {
        let sale = sale(&app, tenth(None)).await;
        let mut outcomes = Vec::new();
        for number in 0..40 {
            let tried = reveal(&app, &guest(), sale.event.event, &format!("guess{number}")).await;
            outcomes.push(tried.expect_err("wrong").code());
        }
        assert_eq!(outcomes.iter().filter(|code| **code == "too_many_requests").count(), 10);
    }

    async fn many_codes_are_drawn_at_once_and_are_all_different(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 20, 2_000).await;
        let draft = CodeDraft { count: 100, label: String::new(), uses_max: Some(1), ..tenth(None) };
        let mut made = add_codes(&app, &organizer.editor(), event.event, &draft).await.expect("made");
        made.sort_unstable();
        made.dedup();
        assert_eq!(made.len(), 100);
        let twice = CodeDraft { label: made[0].to_lowercase(), ..tenth(None) };
        let refused = add_codes(&app, &organizer.editor(), event.event, &twice).await;
        assert_eq!(refused.expect_err("there already").code(), "code_twice");
    }
}

two_nodes! {
    async fn two_hundred_buyers_on_two_nodes_are_ten(one: TestApp, two: App) {
        race(&one, &[&one, &two]).await;
    }
}
