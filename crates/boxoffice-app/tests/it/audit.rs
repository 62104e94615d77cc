//! The audit finds nothing after an honest day, and finds what is broken by hand.

use boxoffice_app::App;
use boxoffice_app::audit::audit;
use boxoffice_app::both_databases;
use boxoffice_app::catalog::codes::{CodeDraft, add_codes};
use boxoffice_app::catalog::pricing::edit_event_pricing;
use boxoffice_app::jobs::run_due;
use boxoffice_app::orders::{CancelBy, cancel, check_in, expire_due_orders, issue_invoice};
use boxoffice_app::selling::{apply_code, expire_due};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::sales::guest;
use boxoffice_domain::price::{Discount, EventPricing, TaxRule};

both_databases! {
    async fn an_honest_day_leaves_nothing_to_find(app: TestApp) {
        a_day(&app).await;
        assert_eq!(broken(&app).await, [] as [&str; 0]);
    }

    async fn every_kind_of_damage_is_found(app: TestApp) {
        a_day(&app).await;
        for (damage, expected) in DAMAGES {
            app.store.run(damage).await.expect("the damage is done");
            let found = broken(&app).await;
            assert!(found.contains(expected), "after {damage:?} the audit found {found:?}, not {expected}");
        }
    }
}

/// Damage done with bare SQL, and the check that must notice it. Each stays while the next is done.
const DAMAGES: &[(&str, &str)] = &[
    ("update area set held = held + 1 where held + sold < capacity", "area-held"),
    ("update area set sold = sold - 1 where sold > 0", "area-sold"),
    (
        "insert into quota (performance_id, quota_id, name, capacity, held, sold)
          select performance_id, area_id, 'stray', 10, 0, 1 from area limit 1",
        "quota-counts",
    ),
    ("update seat set hold_id = null", "hold-seat"),
    ("update buyer_order set total_minor = total_minor + 1 where total_minor > 0", "order-total"),
    ("update refund set kept_minor = kept_minor + 1", "ledger-kept"),
    ("update refund set state = 'done' where state = 'wanted'", "ledger-owed"),
    (
        "insert into ledger (transaction_id, organization_id, order_id, cause, account, currency, amount_minor, at)
         select transaction_id, organization_id, order_id, cause, 'gateway', currency, 1, at from ledger limit 1",
        "ledger-balanced",
    ),
    (
        "insert into payout (payout_id, organization_id, currency, amount_minor, paid_on, reference, created_at)
         select organization_id, organization_id, 'EUR', 1, '2027-03-31', 'stray', 1 from organization limit 1",
        "ledger-payouts",
    ),
    ("update order_line set discount_minor = list_minor + 1 where list_minor is not null", "line-parts"),
    ("update buyer_order set receipt = '{\"total_minor\":1}' where receipt is not null", "order-receipt"),
    ("update order_line set tax_minor = tax_minor + 1 where tax_minor is not null", "ledger-tax"),
    ("update code set used = used + 1", "code-uses"),
    ("update code set per_buyer_max = 1", "code-buyers"),
    ("update code_use set returned_at = null", "code-orders"),
    ("update invoice_counter set last_no = last_no + 1", "invoice-numbers"),
    ("update refund set amount_minor = amount_minor + 1 where refund_id in (select refund_id from invoice)", "invoice-totals"),
    ("update payment set state = 'failed' where state = 'captured'", "refund-bound"),
    ("update payment set amount_minor = amount_minor + 1", "ledger-cash"),
    ("update hold set state = 'ordered' where state = 'paying'", "hold-order"),
    ("delete from scan", "scan-logged"),
    ("update ticket set state = 'void' where state = 'valid'", "order-tickets"),
    ("update ticket set void_reason = 'stray' where state = 'void'", "ledger-sales"),
];

async fn a_day(app: &TestApp) {
    let organizer = app.organizer("Bell Tower").await;
    priced_sales(app, &organizer).await;
    let standing = app.standing_event(&organizer, 20, 1_500).await;
    let seated = app.seated_event(&organizer, "Stalls, rows A-B, 5 seats", 2_500).await;
    let bought = app.buy(&standing, 2).await;
    let seats = app.buy(&seated, 3).await;
    let cancelled = app.buy(&standing, 1).await;
    app.hold_count(&standing, 1).await.expect("held");
    let unpaid = app.hold_count(&standing, 1).await.expect("held");
    app.check_out(unpaid.cart).await.expect("placed");
    let door = organizer.principal.actor("-");
    let ticket = bought.lines[0].ticket.as_ref().expect("issued").id;
    check_in(app, &door, standing.event, ticket, "North").await.expect("scanned");
    cancel(app, &guest(), cancelled.id, CancelBy::Organizer, "mistake").await.expect("cancelled");
    app.hold_count(&seated, 2).await.expect("held");
    assert_eq!(seats.lines.len(), 3);
    sweep(app).await;
}

/// Taxed sales with a code, of which one is given back after its invoice.
async fn priced_sales(app: &TestApp, organizer: &Organizer) {
    let event = app.standing_event(organizer, 20, 2_000).await;
    let tax = TaxRule { country: String::new(), standard_ppm: 190_000, reduced_ppm: 0, is_added: false };
    let own = EventPricing { fees: None, tax: Some(tax) };
    edit_event_pricing(app, &organizer.editor(), event.event, own).await.expect("taken");
    let code = CodeDraft::discount("BELLS", Discount::Part(1_000));
    add_codes(app, &organizer.editor(), event.event, &code).await.expect("made");
    let mut orders = Vec::new();
    for _ in 0..3 {
        let held = app.hold_count(&event, 1).await.expect("held");
        apply_code(app, &guest(), held.cart, "bells").await.expect("applied");
        let made = app.check_out(held.cart).await.expect("placed");
        app.pay_by_card(made.order).await;
        orders.push(made.order);
    }
    issue_invoice(app, &guest(), orders[0], None).await.expect("issued");
    cancel(app, &guest(), orders[0], CancelBy::Organizer, "mistake").await.expect("cancelled");
    run_due(app).await.expect("the credit note is written");
}

async fn sweep(app: &App) {
    expire_due(app).await.expect("swept");
    expire_due_orders(app).await.expect("swept");
}

async fn broken(app: &App) -> Vec<&'static str> {
    let checked = audit(app).await.expect("the audit runs");
    checked.into_iter().filter(|check| !check.findings.is_empty()).map(|check| check.name).collect()
}
