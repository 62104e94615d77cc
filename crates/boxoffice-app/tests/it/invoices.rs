//! Invoices: one per order, numbered without a gap however many are asked for at once, with a credit note per refund.

use boxoffice_app::App;
use boxoffice_app::audit::audit;
use boxoffice_app::catalog::pricing::write_pricing;
use boxoffice_app::jobs::Job;
use boxoffice_app::orders::issue_invoice::{IssueCreditNotes, IssueInvoice};
use boxoffice_app::orders::{CancelBy, Part, issue_invoice, list_invoices, refund_order};
use boxoffice_app::store::invoice_recipients::Recipient;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::sales::guest;
use boxoffice_app::tickets::invoice_files::invoice_pdf;
use boxoffice_app::{both_databases, two_nodes};
use boxoffice_domain::ids::OrderId;
use boxoffice_domain::price::{Pricing, TaxRule};
use futures_util::future::join_all;

fn taxed(invoices: bool) -> Pricing {
    let tax = TaxRule { country: String::new(), standard_ppm: 190_000, reduced_ppm: 0, is_added: false };
    Pricing {
        taxes: vec![tax],
        country: "DE".into(),
        vat_id: "DE123456789".into(),
        invoices,
        ..Pricing::default()
    }
}

/// Paid orders of one place each.
async fn orders(app: &TestApp, count: usize, pricing: Pricing) -> Vec<OrderId> {
    let organizer = app.organizer("Bell Tower").await;
    let who = &organizer.principal;
    write_pricing(app, &who.actor("-"), who, organizer.organization, pricing).await.expect("taken");
    let event = app.standing_event(&organizer, 100, 11_900).await;
    let mut orders = Vec::new();
    for _ in 0..count {
        orders.push(app.buy(&event, 1).await.id);
    }
    orders
}

fn recipient() -> Recipient {
    Recipient {
        name: "Glocke GmbH".into(),
        address: "Ring 1\n1010 Wien".into(),
        country: "AT".into(),
        vat_id: String::new(),
    }
}

async fn nothing_is_broken(app: &TestApp) {
    app.run_work().await;
    let checked = audit(app).await.expect("the audit runs");
    let broken: Vec<_> = checked.into_iter().filter(|check| !check.findings.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

/// Each order's invoice is asked for three times, all at once.
async fn rush(app: &TestApp, nodes: &[&App]) {
    let orders = orders(app, 8, taxed(false)).await;
    let tries =
        (0..24).map(|at| {
            let (node, order) = (nodes[at % nodes.len()], orders[at / 3]);
            async move {
                issue_invoice(node, &guest(), order, Some(&recipient())).await.expect("issued").invoice_no
            }
        });
    let mut numbers = join_all(tries).await;
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers, (1..=8).collect::<Vec<i64>>());
    nothing_is_broken(app).await;
}

both_databases! {
    async fn numbers_have_no_gap_however_many_ask_at_once(app: TestApp) {
        rush(&app, &[&app]).await;
    }

    async fn an_invoice_keeps_what_it_says_and_a_refund_has_its_credit_note(app: TestApp) {
        let order = orders(&app, 1, taxed(false)).await[0];
        let invoice = issue_invoice(&app, &guest(), order, Some(&recipient())).await.expect("issued");
        assert_eq!((invoice.total_minor, invoice.tax_minor), (11_900, 1_900));
        let document = invoice.read().expect("readable");
        assert_eq!((document.number.as_str(), document.buyer.name.as_str()), ("2027-00001", "Glocke GmbH"));
        let other = Recipient { name: "Somebody else".into(), ..recipient() };
        let again = issue_invoice(&app, &guest(), order, Some(&other)).await.expect("the same");
        assert_eq!(again.document, invoice.document);
        refund_order(&app, &guest(), None, order, CancelBy::Organizer, Part::Whole, "ill").await.expect("given back");
        nothing_is_broken(&app).await;
        let documents = list_invoices(&app, order).await.expect("read");
        assert_eq!(documents.len(), 2);
        let note = documents[1].read().expect("readable");
        assert_eq!((documents[1].total_minor, documents[1].tax_minor), (-11_900, -1_900));
        assert_eq!((note.number.as_str(), note.invoice_number.as_str()), ("2027-00002", "2027-00001"));
        for document in &documents {
            let pdf = invoice_pdf(&app, document.invoice_id).await.expect("made").expect("there");
            assert!(pdf.content.starts_with(b"%PDF"));
        }
    }

    async fn an_invoice_after_a_refund_has_both_documents(app: TestApp) {
        let order = orders(&app, 1, taxed(false)).await[0];
        refund_order(&app, &guest(), None, order, CancelBy::Organizer, Part::Amount(900), "a gift").await.expect("given");
        app.run_work().await;
        assert_eq!(list_invoices(&app, order).await.expect("read").len(), 0);
        issue_invoice(&app, &guest(), order, None).await.expect("issued");
        nothing_is_broken(&app).await;
        let totals: Vec<i64> =
            list_invoices(&app, order).await.expect("read").iter().map(|document| document.total_minor).collect();
        assert_eq!(totals, [11_900, -900]);
    }

    async fn every_paid_order_has_an_invoice_where_its_organizer_wants_that(app: TestApp) {
        let orders = orders(&app, 3, taxed(true)).await;
        app.run_work().await;
        for order in orders {
            assert_eq!(list_invoices(&app, order).await.expect("read").len(), 1);
        }
        nothing_is_broken(&app).await;
    }

    async fn jobs_that_run_twice_write_one_document(app: TestApp) {
        let order = orders(&app, 1, taxed(true)).await[0];
        refund_order(&app, &guest(), None, order, CancelBy::Organizer, Part::Whole, "ill").await.expect("given back");
        for _ in 0..2 {
            IssueInvoice { order }.run(&app).await.expect("written");
            IssueCreditNotes { order }.run(&app).await.expect("written");
        }
        assert_eq!(list_invoices(&app, order).await.expect("read").len(), 2);
        nothing_is_broken(&app).await;
    }

    async fn there_is_no_invoice_of_what_is_not_paid(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 5, 1_000).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let made = app.check_out(held.cart).await.expect("checked out");
        let refused = issue_invoice(&app, &guest(), made.order, None).await;
        assert_eq!(refused.expect_err("unpaid").code(), "invoice_not_paid");
        let free = app.standing_event(&organizer, 5, 0).await;
        let order = app.buy(&free, 1).await;
        let refused = issue_invoice(&app, &guest(), order.id, None).await;
        assert_eq!(refused.expect_err("free").code(), "invoice_not_paid");
    }

    async fn both_databases_refuse_to_change_an_invoice(app: TestApp) {
        let order = orders(&app, 1, taxed(false)).await[0];
        issue_invoice(&app, &guest(), order, None).await.expect("issued");
        for change in ["update invoice set total_minor = 1", "delete from invoice"] {
            let refused = app.store.run(change).await.expect_err("an invoice cannot be changed");
            assert!(refused.to_string().contains("cannot be changed"), "{refused}");
        }
    }
}

two_nodes! {
    async fn numbers_have_no_gap_on_two_nodes(one: TestApp, two: App) {
        rush(&one, &[&one, &two]).await;
    }
}
