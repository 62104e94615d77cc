//! What buyers are told, with their tickets.

use boxoffice_app::both_databases;
use boxoffice_app::jobs::run_due;
use boxoffice_app::notices::outbox;
use boxoffice_app::orders::{CancelBy, cancel, reopen};
use boxoffice_app::store::mails::StoredMail;
use boxoffice_app::testing::TestApp;
use boxoffice_app::tickets::files::{remove_old_files, ticket_pdf};
use boxoffice_domain::catalog::draft::EventDraft;

async fn mails(app: &TestApp) -> Vec<StoredMail> {
    run_due(app).await.expect("the jobs run");
    outbox::list(app, None, 50).await.expect("list")
}

both_databases! {
    async fn a_confirmed_order_brings_the_tickets_and_the_date(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let order = app.buy(&event, 2).await;
        let mails = mails(&app).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        let mail = &mails[0];
        assert_eq!(mail.to_email, order.email);
        assert!(mail.subject.contains("Night of Bells") && mail.subject.contains(&order.number), "{}", mail.subject);
        assert!(mail.text_body.contains("€30.00"), "{}", mail.text_body);
        assert!(mail.links.contains(&order.secret.to_string()), "{}", mail.links);
        assert!(mail.attachments.contains("application/pdf") && mail.attachments.contains(".ics"), "{}", mail.attachments);
    }

    async fn an_order_without_a_date_promises_no_calendar(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let undated = EventDraft { publish: true, ..EventDraft::standing("Night of Bells", 10, 0) };
        let event = app.event(&organizer, &undated).await;
        app.buy(&event, 1).await;
        let mails = mails(&app).await;
        assert!(!mails[0].attachments.contains(".ics"), "{}", mails[0].attachments);
        assert!(!mails[0].text_body.contains("calendar"), "{}", mails[0].text_body);
        assert!(mails[0].text_body.contains("The date will be announced"), "{}", mails[0].text_body);
    }

    async fn a_cancelled_order_is_told_and_its_money_too(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let order = app.buy(&event, 1).await;
        mails(&app).await;
        app.advance_s(1);
        let office = organizer.principal.actor("127.0.0.1");
        cancel(&app, &office, order.id, CancelBy::Organizer, "rained_off").await.expect("cancelled");
        let mails = mails(&app).await;
        assert!(mails[0].subject.starts_with("Order cancelled"), "{}", mails[0].subject);
        assert!(ticket_pdf(&app, order.id).await.is_err(), "a cancelled order has no tickets to print");
    }

    async fn who_did_not_pay_in_time_is_told_once(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        app.check_out(held.cart).await.expect("checked out");
        assert!(mails(&app).await.is_empty(), "nothing to tell while the buyer may pay");
        app.advance_s(3_000);
        app.run_work().await;
        app.run_work().await;
        let mails = mails(&app).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].subject.starts_with("Not paid in time: Night of Bells"), "{}", mails[0].subject);
        assert!(mails[0].text_body.contains("Nothing was charged"), "{}", mails[0].text_body);
    }

    async fn who_went_back_to_the_cart_is_sent_no_mail(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let made = app.check_out(held.cart).await.expect("checked out");
        reopen(&app, made.order).await.expect("reopened");
        assert!(mails(&app).await.is_empty());
    }

    async fn a_file_is_cleaned_up_after_a_week_and_made_again(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let order = app.buy(&event, 1).await;
        let first = ticket_pdf(&app, order.id).await.expect("made");
        assert!(first.content.starts_with(b"%PDF"));
        assert_eq!(ticket_pdf(&app, order.id).await.expect("stored").path, first.path);
        assert_eq!(remove_old_files(&app).await.expect("cleanup"), 0);
        app.advance_s(8 * 86_400);
        assert_eq!(remove_old_files(&app).await.expect("cleanup"), 1);
        assert_eq!(app.files.get(&first.path).await.expect("look"), None);
        let again = ticket_pdf(&app, order.id).await.expect("made again");
        assert_eq!(again.path, first.path);
        assert!(app.files.get(&again.path).await.expect("look").is_some());
    }
}
