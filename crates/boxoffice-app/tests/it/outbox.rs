//! In test mode every mail can be read, newest first, and a retried job sends none twice.

use boxoffice_app::accounts::mail::{AccountMail, SendAccountMail};
use boxoffice_app::both_databases;
use boxoffice_app::i18n::Lang;
use boxoffice_app::jobs::{Job, JobError};
use boxoffice_app::notices::letter::Letter;
use boxoffice_app::notices::{OrderMail, SendOrderMail, outbox, send_once};
use boxoffice_domain::ids::OrderId;

fn letter(subject: &str) -> Letter {
    Letter::new(Lang::EN, subject).paragraph("Hello").button("Go", "https://shop.example/x?token=1")
}

both_databases! {
    async fn mails_are_listed_newest_first_with_their_links(app: TestApp) {
        send_once(&app, "one", &letter("one").to("Ann@b.example", vec![])).await.expect("first");
        app.advance_s(1);
        send_once(&app, "two", &letter("two").to("bob@b.example", vec![])).await.expect("second");
        let all = outbox::list(&app, None, 10).await.expect("list");
        let subjects: Vec<&str> = all.iter().map(|mail| mail.subject.as_str()).collect();
        assert_eq!(subjects, ["two", "one"]);
        assert_eq!(all[0].links, r#"["https://shop.example/x?token=1"]"#);
        let anns = outbox::list(&app, Some("ann@B.example"), 10).await.expect("list");
        assert_eq!(anns.len(), 1);
        let found = outbox::find(&app, anns[0].mail_id).await.expect("find").expect("there");
        assert_eq!(found.subject, "one");
    }

    async fn a_mail_tried_twice_is_one_mail(app: TestApp) {
        for words in ["first", "again, with other words"] {
            send_once(&app, "order 1 confirmed", &letter(words).to("a@b.example", vec![])).await.expect("send");
        }
        let all = outbox::list(&app, None, 10).await.expect("list");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].subject, "first");
    }

    async fn a_mail_about_an_account_tried_twice_is_one_mail(app: TestApp) {
        let ada = app.attendee("ada@example.org").await;
        let account = app.store.read().await.expect("reads").find_account(ada.account).await.expect("found");
        let account = account.expect("an account");
        let mail = || SendAccountMail::to(&app, &account, AccountMail::PasswordChanged);
        let first = mail();
        first.clone().run(&app).await.expect("sent");
        first.run(&app).await.expect("tried again");
        assert_eq!(outbox::list(&app, None, 10).await.expect("list").len(), 1);
        app.advance_s(1);
        mail().run(&app).await.expect("changed again");
        assert_eq!(outbox::list(&app, None, 10).await.expect("list").len(), 2, "another change is another mail");
    }

    async fn a_mail_about_no_order_is_put_aside(app: TestApp) {
        let job = SendOrderMail { order: OrderId::from_bytes([9; 16]), mail: OrderMail::Confirmed, again: 0 };
        assert!(matches!(job.run(&app).await, Err(JobError::Never(_))));
    }
}
