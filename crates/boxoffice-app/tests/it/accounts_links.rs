//! Forgotten passwords and changed addresses: what a link does, once, and what it must never do.

use boxoffice_app::accounts::authenticate::authenticate;
use boxoffice_app::accounts::change_email::{ask_for_email, confirm_email};
use boxoffice_app::accounts::change_password::ReauthError;
use boxoffice_app::accounts::confirm::{LinkError, confirm};
use boxoffice_app::accounts::mail::{AccountMail, SendAccountMail};
use boxoffice_app::accounts::reset::{ResetError, forgot_password, reset_password};
use boxoffice_app::accounts::token::{TokenPurpose, new_token};
use boxoffice_app::both_databases;
use boxoffice_app::jobs::{Job, backlog};
use boxoffice_domain::limits::RESET_TTL_S;

use crate::people::{PASSWORD, guest, newest_token, settle, sign_in, sign_up, subjects, tokens};

both_databases! {
    async fn a_reset_sets_the_password_once_and_ends_every_sign_in(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let before = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in").secret.text();
        app.advance_s(1);
        forgot_password(&app, &guest(), "ada@example.org").await.expect("asked");
        let token = newest_token(&app, "ada@example.org").await;
        let (actor, again) = (guest(), guest());
        let (one, two) = tokio::join!(
            reset_password(&app, &actor, &token, "First-pass-1"),
            reset_password(&app, &again, &token, "Second-pass-2"),
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let (won, lost) =
            if one.is_ok() { ("First-pass-1", "Second-pass-2") } else { ("Second-pass-2", "First-pass-1") };
        assert!(authenticate(&app, &before).await.expect("store").is_none());
        assert!(sign_in(&app, "ada@example.org", won).await.is_ok());
        assert!(sign_in(&app, "ada@example.org", lost).await.is_err());
    }

    async fn a_weak_new_password_does_not_use_the_link_up(app: TestApp) {
        settle(&app, "ada@example.org").await;
        app.advance_s(1);
        forgot_password(&app, &guest(), "ada@example.org").await.expect("asked");
        let token = newest_token(&app, "ada@example.org").await;
        assert!(matches!(reset_password(&app, &guest(), &token, "weak").await, Err(ResetError::Fields(_))));
        reset_password(&app, &guest(), &token, "Other-pass-1").await.expect("set");
    }

    async fn asking_for_a_missing_account_answers_the_same_and_sends_nothing(app: TestApp) {
        forgot_password(&app, &guest(), "nobody@example.org").await.expect("the same answer");
        assert!(subjects(&app, "nobody@example.org").await.is_empty());
    }

    async fn a_reset_link_is_over_after_an_hour_or_for_another_purpose(app: TestApp) {
        sign_up(&app, "ada@example.org").await.expect("registered");
        app.advance_s(1);
        forgot_password(&app, &guest(), "ada@example.org").await.expect("asked");
        let sent = tokens(&app, "ada@example.org").await;
        assert!(matches!(confirm(&app, &guest(), &sent[0]).await, Err(LinkError::Over(_))));
        assert!(matches!(reset_password(&app, &guest(), &sent[1], "Other-pass-1").await, Err(ResetError::Over(_))));
        app.advance_s(RESET_TTL_S);
        assert!(matches!(reset_password(&app, &guest(), &sent[0], "Other-pass-1").await, Err(ResetError::Over(_))));
    }

    async fn an_address_changes_with_the_password_and_the_new_mailbox(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let ask = async |password: &str| {
            ask_for_email(&app, &guest(), &signed_in.principal, password, "lovelace@example.org").await
        };
        assert!(matches!(ask("Wrong-pass-1").await, Err(ReauthError::WrongPassword)));
        app.advance_s(1);
        ask(PASSWORD).await.expect("asked");
        assert_eq!(subjects(&app, "ada@example.org").await[0], "Your account is about to move to another address");
        assert!(sign_in(&app, "lovelace@example.org", PASSWORD).await.is_err(), "nothing changed yet");
        let token = newest_token(&app, "lovelace@example.org").await;
        confirm_email(&app, &guest(), &token).await.expect("moved");
        assert!(sign_in(&app, "lovelace@example.org", PASSWORD).await.is_ok());
        assert!(sign_in(&app, "ada@example.org", PASSWORD).await.is_err());
        assert!(confirm_email(&app, &guest(), &token).await.is_err(), "once");
    }

    async fn a_reset_link_is_over_after_the_address_changed(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        app.advance_s(1);
        forgot_password(&app, &guest(), "ada@example.org").await.expect("asked");
        let old = newest_token(&app, "ada@example.org").await;
        ask_for_email(&app, &guest(), &signed_in.principal, PASSWORD, "new@example.org").await.expect("asked");
        let token = newest_token(&app, "new@example.org").await;
        confirm_email(&app, &guest(), &token).await.expect("moved");
        assert!(matches!(reset_password(&app, &guest(), &old, "Other-pass-1").await, Err(ResetError::Over(_))));
    }

    async fn a_taken_address_is_told_to_its_mailbox_and_to_nobody_else(app: TestApp) {
        settle(&app, "ada@example.org").await;
        settle(&app, "bob@example.org").await;
        let ada = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in").principal;
        app.advance_s(1);
        ask_for_email(&app, &guest(), &ada, PASSWORD, "bob@example.org").await.expect("the same answer");
        assert_eq!(subjects(&app, "bob@example.org").await[0], "You have an account already");
        assert!(sign_in(&app, "bob@example.org", PASSWORD).await.is_ok());
    }

    async fn mailing_a_link_twice_sends_one_mail(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let account = app.store.read().await.expect("store").find_account_by_email("ada@example.org").await;
        let account = account.expect("store").expect("an account");
        let purpose = TokenPurpose::Reset;
        let (_, seed) = new_token(&app, account.account_id, purpose, &account.email, None);
        let job = SendAccountMail::to(&app, &account, AccountMail::Reset { seed });
        job.clone().run(&app).await.expect("sent");
        job.run(&app).await.expect("sent before");
        let sent = subjects(&app, "ada@example.org").await;
        assert_eq!(sent.iter().filter(|subject| *subject == "Set a new password").count(), 1);
    }

    async fn what_is_stored_and_shown_gives_no_password_and_no_token_away(app: TestApp) {
        sign_up(&app, "ada@example.org").await.expect("registered");
        let waiting = format!("{:?}", backlog(&app).await.expect("jobs"));
        let token = newest_token(&app, "ada@example.org").await;
        let refused = confirm(&app, &guest(), "canary-token").await.expect_err("refused");
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let shown = format!("{waiting} {refused} {refused:?} {signed_in:?} {:?} {:?}", *app, app.keys);
        for secret in [PASSWORD, token.as_str(), "canary-token", signed_in.secret.text().as_str()] {
            assert!(!shown.contains(secret));
        }
    }
}
