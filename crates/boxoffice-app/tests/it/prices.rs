//! Prices with fees, taxes and levels: what buyers pay, what the ledger says of it, and what comes back (S36, B17).

use boxoffice_app::App;
use boxoffice_app::audit::audit;
use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::catalog::pricing::{
    RepriceEvents, TypePricing, edit_event_pricing, edit_type_pricing, write_pricing,
};
use boxoffice_app::jobs::Job;
use boxoffice_app::orders::{CancelBy, Part, cancel, checkout, checkout_as, refund_order};
use boxoffice_app::selling::{availability_now, find_cart};
use boxoffice_app::store::invoice_recipients::Recipient;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::{Organizer, dated};
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::money::Currency;
use boxoffice_domain::price::{Carrier, EventPricing, FeeKind, FeeRule, Per, Pricing, TaxClass, TaxRule};

fn tax(standard_ppm: i64, is_added: bool) -> TaxRule {
    TaxRule { country: String::new(), standard_ppm, reduced_ppm: 70_000, is_added }
}

fn fee(kind: FeeKind, per: Per, carrier: Carrier, fixed_minor: i64, part_bp: i64) -> FeeRule {
    FeeRule { kind, per, carrier, fixed_minor, currency: Currency::EUR, part_bp }
}

/// 19 % in the price, a service fee of 1.00 and 2 % on top, 1.50 per order for paying, 3 % absorbed.
fn everything() -> Pricing {
    Pricing {
        fees: vec![
            fee(FeeKind::Service, Per::Ticket, Carrier::Buyer, 100, 200),
            fee(FeeKind::Payment, Per::Order, Carrier::Buyer, 150, 0),
            fee(FeeKind::Service, Per::Ticket, Carrier::Organizer, 0, 300),
        ],
        taxes: vec![tax(190_000, false)],
        country: "DE".into(),
        vat_id: "DE123456789".into(),
        ..Pricing::default()
    }
}

async fn priced(app: &TestApp, pricing: Pricing) -> Organizer {
    let organizer = app.organizer("Bell Tower").await;
    set(app, &organizer, pricing).await;
    organizer
}

async fn set(app: &TestApp, organizer: &Organizer, pricing: Pricing) {
    let who = &organizer.principal;
    write_pricing(app, &who.actor("-"), who, organizer.organization, pricing).await.expect("taken");
    app.run_work().await;
}

async fn account(app: &App, account: &str) -> i64 {
    let sql = format!(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from ledger where account = '{account}'"
    );
    app.store.count(&sql).await.expect("counted")
}

async fn nothing_is_broken(app: &TestApp) {
    app.run_work().await;
    let checked = audit(app).await.expect("the audit runs");
    let broken: Vec<_> = checked.into_iter().filter(|check| !check.findings.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

async fn levelled(app: &TestApp, organizer: &Organizer) -> Created {
    let event = app.seated_event(organizer, "Stalls, row A, 4 seats; Balcony, row A, 4 seats", 3_000).await;
    let pricing = TypePricing {
        class: TaxClass::Standard,
        needs_code: false,
        levels: vec![("Balcony".into(), Some(2_000)), ("Stalls".into(), None)],
    };
    edit_type_pricing(app, &organizer.editor(), event.event, event.ticket_types[0], &pricing)
        .await
        .expect("priced");
    event
}

both_databases! {
    async fn without_rules_an_order_leaves_nothing_behind_but_its_amounts(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 5, 1_500).await;
        let order = app.buy(&event, 2).await;
        assert_eq!((order.receipt.total_minor, order.receipt.sum_minor()), (3_000, 3_000));
        assert!(order.receipt.is_plain());
        let extra = "select (select count(*) from buyer_order where receipt is not null)
                          + (select count(*) from order_line where list_minor is not null)";
        assert_eq!(app.store.count(extra).await.expect("counted"), 0);
    }

    async fn a_sale_posts_face_value_fees_and_tax_and_a_refund_takes_the_same_back(app: TestApp) {
        let organizer = priced(&app, everything()).await;
        let event = app.standing_event(&organizer, 5, 2_000).await;
        let held = app.hold_count(&event, 2).await.expect("held");
        // 20.00 + 1.40 each, before the fee of the order.
        assert_eq!(held.total.minor, 4_280);
        let cart = find_cart(&app, held.cart).await.expect("read").expect("cart");
        assert_eq!((cart.total_minor, cart.receipt.sum_minor()), (4_430, 4_430));
        let made = app.check_out(held.cart).await.expect("checked out");
        app.pay_by_card(made.order).await;
        let order = app.order(made.order).await;
        assert_eq!(order.total.minor, 4_430);
        assert_eq!(order.receipt, cart.receipt, "the cart said what the order says");
        let fees: Vec<i64> = order.receipt.fees.iter().map(|fee| fee.minor).collect();
        assert_eq!(fees, [280, 150]);
        // 19 % in 20.00 is 3.19 (3.193), in 2.15 it is 0.34; 3 % of 20.00 is absorbed.
        let each = order.lines.iter().map(|line| (line.price_minor, line.fee_minor, line.tax_minor));
        assert_eq!(each.collect::<Vec<_>>(), [(2_000, 215, 319 + 34), (2_000, 215, 319 + 34)]);
        assert_eq!(account(&app, "gateway").await, 4_430);
        assert_eq!(account(&app, "face_value").await, -2 * (2_000 - 319 - 60));
        assert_eq!(account(&app, "fee").await, -2 * (215 - 34 + 60));
        assert_eq!(account(&app, "tax").await, -2 * 353);
        nothing_is_broken(&app).await;
        let first = order.lines[0].ticket.as_ref().expect("issued").id;
        let part = Part::Tickets(vec![first]);
        let given = refund_order(&app, &guest(), None, order.id, CancelBy::Organizer, part, "ill").await;
        assert_eq!(given.expect("given back").amount_minor, 2_215);
        assert_eq!(account(&app, "tax").await, -353);
        nothing_is_broken(&app).await;
        cancel(&app, &guest(), order.id, CancelBy::Organizer, "over").await.expect("cancelled");
        for earned in ["face_value", "fee", "tax", "gateway", "buyers"] {
            app.run_work().await;
            assert_eq!(account(&app, earned).await, 0, "{earned}");
        }
        nothing_is_broken(&app).await;
    }

    async fn what_is_sold_keeps_its_amounts_when_rules_change(app: TestApp) {
        let organizer = priced(&app, everything()).await;
        let event = app.standing_event(&organizer, 5, 2_000).await;
        let before = app.buy(&event, 1).await;
        set(&app, &organizer, Pricing { taxes: vec![tax(250_000, true)], ..Pricing::default() }).await;
        let after = app.order(before.id).await;
        assert_eq!((after.receipt, after.total), (before.receipt, before.total));
        let dearer = app.buy(&event, 1).await;
        assert_eq!(dearer.total.minor, 2_500);
        cancel(&app, &guest(), before.id, CancelBy::Organizer, "over").await.expect("cancelled");
        nothing_is_broken(&app).await;
        assert_eq!(account(&app, "tax").await, -500);
    }

    async fn tax_that_is_added_is_shown_from_first_sight(app: TestApp) {
        let pricing = Pricing { taxes: vec![tax(88_750, true)], ..Pricing::default() };
        let organizer = priced(&app, pricing).await;
        let event = app.standing_event(&organizer, 5, 2_000).await;
        let view = availability_now(&app, event.event).await.expect("read").expect("event");
        assert_eq!(view.performances[0].ticket_types[0].price_minor, 2_178);
        let from = "select price_from_minor from event";
        assert_eq!(app.store.count(from).await.expect("counted"), 2_178);
        set(&app, &organizer, Pricing::default()).await;
        RepriceEvents { organization: organizer.organization }.run(&app).await.expect("once more is no harm");
        assert_eq!(app.store.count(from).await.expect("counted"), 2_000);
        let view = availability_now(&app, event.event).await.expect("read").expect("event");
        assert_eq!(view.performances[0].ticket_types[0].price_minor, 2_000);
    }

    async fn an_event_may_differ_and_a_reduced_type_is_taxed_less(app: TestApp) {
        let organizer = priced(&app, everything()).await;
        let event = app.standing_event(&organizer, 5, 2_000).await;
        let own = EventPricing { fees: Some(Vec::new()), tax: Some(tax(100_000, true)) };
        edit_event_pricing(&app, &organizer.editor(), event.event, own).await.expect("taken");
        assert_eq!(app.buy(&event, 1).await.total.minor, 2_200);
        let reduced = TypePricing { class: TaxClass::Reduced, needs_code: false, levels: Vec::new() };
        edit_type_pricing(&app, &organizer.editor(), event.event, event.ticket_types[0], &reduced).await.expect("taken");
        let order = app.buy(&event, 1).await;
        assert_eq!((order.total.minor, order.lines[0].tax_ppm), (2_140, 70_000));
        nothing_is_broken(&app).await;
    }

    async fn a_price_level_is_a_price_per_area(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let event = levelled(&app, &organizer).await;
        let seats = app.seats(event.performances[0]).await;
        let both = app.hold_seats(&event, &[seats[0], seats[4]]).await.expect("held");
        assert_eq!(both.total.minor, 5_000);
        let made = app.check_out(both.cart).await.expect("checked out");
        app.pay_by_card(made.order).await;
        let prices: Vec<i64> = app.order(made.order).await.lines.iter().map(|line| line.price_minor).collect();
        assert_eq!(prices, [3_000, 2_000]);
        let from = "select price_from_minor from event";
        assert_eq!(app.store.count(from).await.expect("counted"), 2_000);
        nothing_is_broken(&app).await;
    }

    async fn a_later_performance_has_the_same_levels(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let event = levelled(&app, &organizer).await;
        let draft = boxoffice_domain::catalog::draft::PerformanceDraft {
            starts_at: Some(app.clock.now().plus_s(40 * 86_400)), ends_at: None, doors_at: None };
        boxoffice_app::catalog::performances::add_performance(&app, &organizer.editor(), event.event, draft).await.expect("added");
        let levels = "select count(*) from ticket_type_area where price_minor = 2000";
        assert_eq!(app.store.count(levels).await.expect("counted"), 2);
    }

    async fn a_business_elsewhere_in_the_eu_owes_the_tax_itself_where_the_organizer_says_so(app: TestApp) {
        let pricing = Pricing { reverse_charge: true, ..everything() };
        let organizer = priced(&app, Pricing { fees: Vec::new(), ..pricing }).await;
        let event = app.standing_event(&organizer, 9, 11_900).await;
        let company = |vat_id: &str| Recipient {
            name: "Glocke GmbH".into(),
            address: "Ring 1\n1010 Wien".into(),
            country: "AT".into(),
            vat_id: vat_id.into(),
        };
        for (vat_id, total) in [("ATU12345678", 10_000), ("DE123456789", 11_900), ("", 11_900)] {
            let held = app.hold_count(&event, 1).await.expect("held");
            let wish = boxoffice_app::orders::Checkout { accepted_total_minor: Some(11_900), ..guest_checkout(held.cart) };
            let made = checkout_as(&app, &guest(), wish, Some(&company(vat_id))).await.expect("checked out");
            app.pay_by_card(made.order).await;
            let order = app.order(made.order).await;
            assert_eq!((order.total.minor, order.receipt.is_reverse_charge), (total, total == 10_000), "{vat_id}");
        }
        assert_eq!(account(&app, "tax").await, -2 * 1_900);
        nothing_is_broken(&app).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let refused = checkout_as(&app, &guest(), guest_checkout(held.cart), Some(&company("AT1"))).await;
        assert_eq!(refused.expect_err("refused").code(), "bad_vat_id");
    }

    async fn reverse_charge_is_off_unless_it_is_switched_on(app: TestApp) {
        let organizer = priced(&app, Pricing { fees: Vec::new(), ..everything() }).await;
        let event = app.standing_event(&organizer, 9, 11_900).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let company = Recipient { name: "Glocke".into(), address: String::new(), country: "AT".into(), vat_id: "ATU12345678".into() };
        let made = checkout_as(&app, &guest(), guest_checkout(held.cart), Some(&company)).await.expect("checked out");
        assert_eq!(app.order(made.order).await.total.minor, 11_900);
    }

    async fn a_total_that_was_not_seen_is_asked_again(app: TestApp) {
        let organizer = priced(&app, everything()).await;
        let event = app.standing_event(&organizer, 5, 2_000).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let wish = |total| boxoffice_app::orders::Checkout { accepted_total_minor: Some(total), ..guest_checkout(held.cart) };
        let refused = checkout(&app, &guest(), wish(2_140)).await.expect_err("without the fee of the order");
        assert_eq!(refused.code(), "price_changed");
        checkout(&app, &guest(), wish(2_290)).await.expect("seen");
    }

    async fn currencies_without_and_with_three_decimals_are_exact(app: TestApp) {
        let organizer = priced(&app, everything()).await;
        for (currency, price, total) in [("JPY", 3_333, 3_400), ("BHD", 12_345, 12_592)] {
            let draft = EventDraft { publish: true, currency: currency.into(), ..dated(EventDraft::standing("Bells", 5, price)) };
            let event = app.event(&organizer, &draft).await;
            // 2 % on top; fixed amounts are in EUR and count there only.
            assert_eq!(app.buy(&event, 1).await.total.minor, total, "{currency}");
        }
        nothing_is_broken(&app).await;
    }

    async fn nobody_else_sets_an_organizers_prices(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 5, 2_000).await;
        let other = app.organizer("Glass House").await;
        let who = &other.principal;
        let refused = write_pricing(&app, &who.actor("-"), who, organizer.organization, everything()).await;
        assert_eq!(refused.expect_err("not theirs").code(), "not_found");
        let refused = edit_event_pricing(&app, &other.editor(), event.event, EventPricing::default()).await;
        assert_eq!(refused.expect_err("not theirs").code(), "no_such_event");
    }
}
