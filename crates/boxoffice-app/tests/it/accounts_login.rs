//! Signing in and out: what ends a sign-in, how soon, and what guessing meets.

use boxoffice_app::accounts::authenticate::authenticate;
use boxoffice_app::accounts::change_password::{ReauthError, change_password};
use boxoffice_app::accounts::create::{NewAccount, NewRole, create};
use boxoffice_app::accounts::login::{LoginError, login, logout};
use boxoffice_app::accounts::profile::{CloseError, close_account};
use boxoffice_app::accounts::sessions::{end_other_sessions, end_session, list_sessions};
use boxoffice_app::activity::Actor;
use boxoffice_app::{App, both_databases, two_nodes};
use boxoffice_domain::limits::{LOGINS_PER_ACCOUNT, SESSION_TTL_S};

use crate::people::{PASSWORD, guest, settle, sign_in};

async fn is_in(app: &App, secret: &str) -> bool {
    authenticate(app, secret).await.expect("the store answers").is_some()
}

both_databases! {
    async fn a_wrong_password_and_a_missing_account_are_one_answer(app: TestApp) {
        settle(&app, "ada@example.org").await;
        for (email, password) in [("ada@example.org", "Wrong-pass-1"), ("bob@example.org", PASSWORD), ("", "")] {
            let refused = sign_in(&app, email, password).await.expect_err("refused");
            assert!(matches!(refused, LoginError::Wrong), "{refused}");
            assert!(!format!("{refused:?}").contains(password) || password.is_empty());
        }
    }

    async fn every_sign_in_has_a_secret_of_its_own_and_ends_by_itself(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let one = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in").secret.text();
        let two = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in").secret.text();
        assert_ne!(one, two);
        assert!(is_in(&app, &one).await && is_in(&app, &two).await);
        for made_up in ["", "x", &"A".repeat(43), &one[1..]] {
            assert!(!is_in(&app, made_up).await, "{made_up}");
        }
        app.advance_s(SESSION_TTL_S / 2);
        assert!(is_in(&app, &one).await, "use keeps it alive");
        app.advance_s(SESSION_TTL_S / 2);
        assert!(is_in(&app, &one).await && !is_in(&app, &two).await);
    }

    async fn signing_out_acts_at_once(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let secret = signed_in.secret.text();
        assert!(is_in(&app, &secret).await);
        logout(&app, &guest(), signed_in.secret.id()).await.expect("out");
        assert!(!is_in(&app, &secret).await);
        logout(&app, &guest(), signed_in.secret.id()).await.expect("twice harms nobody");
    }

    async fn a_new_password_needs_the_old_one_and_ends_every_other_sign_in(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let here = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let there = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        assert!(is_in(&app, &there.secret.text()).await);
        let change = async |current: &str, new: &str| {
            change_password(&app, &guest(), &here.principal, here.secret.id(), current, new).await
        };
        assert!(matches!(change("Wrong-pass-1", "Other-pass-1").await, Err(ReauthError::WrongPassword)));
        assert!(matches!(change(PASSWORD, "weak").await, Err(ReauthError::Fields(_))));
        change(PASSWORD, "Other-pass-1").await.expect("changed");
        assert!(is_in(&app, &here.secret.text()).await);
        assert!(!is_in(&app, &there.secret.text()).await);
        assert!(sign_in(&app, "ada@example.org", PASSWORD).await.is_err());
        assert!(sign_in(&app, "ada@example.org", "Other-pass-1").await.is_ok());
    }

    async fn sign_ins_are_listed_and_ended_only_by_their_owner(app: TestApp) {
        settle(&app, "ada@example.org").await;
        settle(&app, "bob@example.org").await;
        let here = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let there = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let bob = sign_in(&app, "bob@example.org", PASSWORD).await.expect("in");
        assert_eq!(list_sessions(&app, &here.principal).await.expect("list").len(), 2);
        assert!(!end_session(&app, &guest(), &bob.principal, there.secret.id()).await.expect("not theirs"));
        assert!(is_in(&app, &there.secret.text()).await);
        assert!(end_session(&app, &guest(), &here.principal, there.secret.id()).await.expect("ended"));
        assert!(!is_in(&app, &there.secret.text()).await);
        sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let ended = end_other_sessions(&app, &guest(), &here.principal, here.secret.id()).await.expect("ended");
        assert_eq!(ended, 1);
        assert!(is_in(&app, &here.secret.text()).await && is_in(&app, &bob.secret.text()).await);
    }

    async fn guessing_is_stopped_and_does_not_lock_the_owner_out(app: TestApp) {
        settle(&app, "ada@example.org").await;
        sign_in(&app, "ada@example.org", PASSWORD).await.expect("the owner is known at this address");
        let stranger = Actor::buyer("198.51.100.7");
        let mut stopped = 0;
        for guess in 0..=LOGINS_PER_ACCOUNT {
            let password = format!("Guess-{guess}-x");
            match login(&app, &stranger, "", "ada@example.org", &password).await {
                Err(LoginError::Wrong) => {}
                Err(LoginError::TooMany(error)) => stopped += u32::from(error.retry_after_s > 0),
                other => panic!("{other:?}"),
            }
        }
        assert!(stopped > 0);
        sign_in(&app, "ada@example.org", PASSWORD).await.expect("the owner still gets in");
        app.advance_s(600);
        login(&app, &stranger, "", "ada@example.org", PASSWORD).await.expect("the limit recovers");
    }

    async fn unknown_addresses_meet_the_same_limit_as_known_ones(app: TestApp) {
        settle(&app, "ada@example.org").await;
        for email in ["ada@example.org", "bob@example.org"] {
            let mut answers = Vec::new();
            for _ in 0..=LOGINS_PER_ACCOUNT {
                let refused = sign_in(&app, email, "Wrong-pass-1").await.expect_err("refused");
                answers.push(matches!(refused, LoginError::TooMany(_)));
            }
            assert_eq!(answers.iter().position(|stopped| *stopped), Some(LOGINS_PER_ACCOUNT as usize), "{email}");
        }
    }

    async fn a_closed_account_is_out_everywhere_and_stays_out(app: TestApp) {
        settle(&app, "ada@example.org").await;
        let signed_in = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let refused = close_account(&app, &guest(), &signed_in.principal, "Wrong-pass-1").await;
        assert!(matches!(refused, Err(CloseError::Reauth(_))));
        close_account(&app, &guest(), &signed_in.principal, PASSWORD).await.expect("closed");
        assert!(!is_in(&app, &signed_in.secret.text()).await);
        assert!(matches!(sign_in(&app, "ada@example.org", PASSWORD).await, Err(LoginError::Wrong)));
    }

    async fn the_last_owner_does_not_close_the_account_that_owns_an_organization(app: TestApp) {
        let new = NewAccount {
            email: "stage@example.org".into(),
            name: "Harbour Stage".into(),
            password: PASSWORD.into(),
            locale: "en".into(),
            role: NewRole::Organizer,
            confirmed: true,
        };
        assert!(create(&app, &Actor::command(), &new).await.expect("created").organization.is_some());
        let owner = sign_in(&app, "stage@example.org", PASSWORD).await.expect("in").principal;
        assert!(owner.is_organizer() && owner.confirmed);
        let refused = close_account(&app, &guest(), &owner, PASSWORD).await;
        assert!(matches!(refused, Err(CloseError::LastOwner)));
    }
}

two_nodes! {
    async fn signing_out_acts_on_the_other_node_within_a_second(one: TestApp, two: App) {
        settle(&one, "ada@example.org").await;
        let signed_in = sign_in(&one, "ada@example.org", PASSWORD).await.expect("in");
        let secret = signed_in.secret.text();
        assert!(is_in(&one, &secret).await && is_in(&two, &secret).await);
        logout(&one, &guest(), signed_in.secret.id()).await.expect("out");
        assert!(!is_in(&one, &secret).await);
        one.advance_s(1);
        assert!(!is_in(&two, &secret).await);
    }
}
