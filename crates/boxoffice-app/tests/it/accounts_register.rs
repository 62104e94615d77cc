//! Registering and confirming: one mailbox, one account, and no way to learn who has one.

use boxoffice_app::accounts::confirm::{LinkError, confirm};
use boxoffice_app::accounts::register::{RegisterError, resend_confirmation};
use boxoffice_app::both_databases;
use boxoffice_domain::limits::{CONFIRM_TTL_S, REGISTRATIONS_PER_HOUR};

use crate::people::{
    PASSWORD, guest, newest_token, settle, sign_in, sign_up, sign_up_with, subjects, tokens,
};

both_databases! {
    async fn a_new_account_is_an_attendee_and_unproven_until_its_link_is_followed(app: TestApp) {
        sign_up(&app, " Ada@Example.org").await.expect("registered");
        let before = sign_in(&app, "ada@example.org", PASSWORD).await.expect("signed in").principal;
        assert!(before.attendee && !before.confirmed && !before.operator && before.memberships.is_empty());
        let token = newest_token(&app, "ada@example.org").await;
        confirm(&app, &guest(), &token).await.expect("confirmed");
        let after = sign_in(&app, "ADA@example.org", PASSWORD).await.expect("signed in").principal;
        assert!(after.confirmed);
    }

    async fn registering_a_known_address_answers_the_same_and_tells_only_its_mailbox(app: TestApp) {
        settle(&app, "ada@example.org").await;
        app.advance_s(1);
        sign_up_with(&app, "ada@example.org", "Other-pass-1").await.expect("the same answer");
        assert_eq!(subjects(&app, "ada@example.org").await[0], "You have an account already");
        assert!(sign_in(&app, "ada@example.org", "Other-pass-1").await.is_err());
        assert!(sign_in(&app, "ada@example.org", PASSWORD).await.is_ok());
    }

    async fn a_link_works_once_also_when_two_follow_it_at_once(app: TestApp) {
        sign_up(&app, "ada@example.org").await.expect("registered");
        let token = newest_token(&app, "ada@example.org").await;
        let (actor, again) = (guest(), guest());
        let (one, two) = tokio::join!(confirm(&app, &actor, &token), confirm(&app, &again, &token));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(matches!(confirm(&app, &guest(), &token).await, Err(LinkError::Over(_))));
    }

    async fn a_link_is_over_after_three_days(app: TestApp) {
        sign_up(&app, "ada@example.org").await.expect("registered");
        let token = newest_token(&app, "ada@example.org").await;
        app.advance_s(CONFIRM_TTL_S);
        assert!(matches!(confirm(&app, &guest(), &token).await, Err(LinkError::Over(_))));
        resend_confirmation(&app, &guest(), "ada@example.org").await.expect("sent again");
        let token = newest_token(&app, "ada@example.org").await;
        confirm(&app, &guest(), &token).await.expect("confirmed");
    }

    async fn who_owns_the_mailbox_decides_whose_password_counts(app: TestApp) {
        sign_up_with(&app, "ada@example.org", "Strangers-pass-1").await.expect("a stranger");
        sign_in(&app, "ada@example.org", "Strangers-pass-1").await.expect("the stranger is in");
        app.advance_s(1);
        sign_up(&app, "ada@example.org").await.expect("the owner");
        let sent = tokens(&app, "ada@example.org").await;
        assert_eq!(sent.len(), 2);
        confirm(&app, &guest(), &sent[0]).await.expect("the owner's link");
        assert!(sign_in(&app, "ada@example.org", "Strangers-pass-1").await.is_err());
        assert!(sign_in(&app, "ada@example.org", PASSWORD).await.is_ok());
        assert!(confirm(&app, &guest(), &sent[1]).await.is_err(), "the stranger's link is over");
    }

    async fn everything_that_is_wrong_is_named_and_nothing_is_made(app: TestApp) {
        let refused = sign_up_with(&app, "nobody", "canary").await.expect_err("refused");
        let RegisterError::Fields(fields) = refused else { panic!("{refused}") };
        let codes: Vec<_> = fields.0.iter().map(|field| field.wrong.code()).collect();
        assert_eq!(codes, [
            "not_an_email", "password_too_short", "password_no_upper_case", "password_no_number", "password_no_symbol",
        ]);
        assert!(!format!("{fields} {fields:?}").contains("canary"));
    }

    async fn accounts_are_not_farmed_from_one_address(app: TestApp) {
        for number in 0..REGISTRATIONS_PER_HOUR {
            sign_up(&app, &format!("a{number}@example.org")).await.expect("within the limit");
        }
        assert!(matches!(sign_up(&app, "b@example.org").await, Err(RegisterError::TooMany(_))));
    }
}
