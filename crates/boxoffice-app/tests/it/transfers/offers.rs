//! Who may take transfers, who may choose them, and what buyers are told.

use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::notices::outbox;
use boxoffice_app::orders::{
    AssignEntryError, Checkout, CheckoutError, Method, OrderState, StatementFile, TakeStatementError,
    assign_entry, bring_in_statement, checkout, find_transfers, take_statement,
};
use boxoffice_app::payments::bank::account::{
    BankAccountError, BankAccountForm, find_bank_account, save_bank_account,
};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::sales::{guest, guest_checkout};

use super::{DAY_S, IBAN, PRICE, account, house, statement};

both_databases! {
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
        let first = mails(&app).await;
        let told = &first[0];
        assert!(told.contains(IBAN) && told.contains(&spaced) && told.contains("25.00"), "{told}");
        assert!(told.contains("girocode.png"), "{told}");
        house.take(&app, &statement(&[(1_000, &reference)])).await;
        house.assign(&app, &reference).await.expect("assigned");
        app.run_work().await;
        let then = mails(&app).await;
        assert!(then.iter().any(|mail| mail.contains("15.00") && mail.contains("10.00")), "{then:?}");
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
