//! The first operator: one code, one account, and then the page is gone.

use boxoffice_app::accounts::setup::{FirstOperator, SetupError, is_setup_open, open_setup, set_up};
use boxoffice_app::both_databases;

use crate::people::{PASSWORD, guest, sign_in};

fn operator(email: &str) -> FirstOperator {
    FirstOperator { email: email.into(), name: "Ada".into(), password: PASSWORD.into(), locale: "en".into() }
}

both_databases! {
    async fn the_code_makes_one_operator_and_closes_the_door(app: TestApp) {
        let code = open_setup(&app).await.expect("store").expect("open");
        let wrong = set_up(&app, &guest(), "AAAA-AAAA-AAAA-AAAA", operator("ada@example.org")).await;
        assert!(matches!(wrong, Err(SetupError::WrongCode)));
        let typed = code.to_lowercase().replace('-', " ");
        set_up(&app, &guest(), &typed, operator("ada@example.org")).await.expect("set up");
        let ada = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in").principal;
        assert!(ada.operator && ada.confirmed);
        let late = set_up(&app, &guest(), &code, operator("eve@example.org")).await;
        assert!(matches!(late, Err(SetupError::Closed)));
        assert!(!is_setup_open(&app).await.expect("store"));
        assert_eq!(open_setup(&app).await.expect("store"), None);
    }

    async fn of_two_who_know_the_code_one_becomes_operator(app: TestApp) {
        let code = open_setup(&app).await.expect("store").expect("open");
        let (actor, other) = (guest(), guest());
        let (one, two) = tokio::join!(
            set_up(&app, &actor, &code, operator("ada@example.org")),
            set_up(&app, &other, &code, operator("eve@example.org")),
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    }

    async fn without_a_shown_code_no_code_fits(app: TestApp) {
        for code in ["", "x"] {
            let refused = set_up(&app, &guest(), code, operator("ada@example.org")).await;
            assert!(matches!(refused, Err(SetupError::WrongCode)), "{code}");
        }
        open_setup(&app).await.expect("store").expect("open");
    }

    async fn a_second_start_shows_another_code_and_the_first_ends(app: TestApp) {
        let first = open_setup(&app).await.expect("store").expect("open");
        let second = open_setup(&app).await.expect("store").expect("open");
        assert_ne!(first, second);
        assert!(set_up(&app, &guest(), &first, operator("ada@example.org")).await.is_err());
        set_up(&app, &guest(), &second, operator("ada@example.org")).await.expect("set up");
    }
}
