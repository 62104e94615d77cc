//! Legal texts: written by those whose they are, agreed to by those who buy.

use boxoffice_app::activity::Actor;
use boxoffice_app::both_databases;
use boxoffice_app::i18n::Lang;
use boxoffice_app::legal::{
    LegalError, LegalText, LegalTexts, find_organization, find_text, find_texts, write_organization_texts,
    write_texts,
};
use boxoffice_app::orders::{Checkout, CheckoutError, checkout};
use boxoffice_app::reports::list_activity;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_domain::limits::LEGAL_CHARS_MAX;

fn texts(terms: &str) -> LegalTexts {
    LegalTexts { imprint: "Glass House, 1 Quay".into(), terms: terms.into(), privacy: String::new() }
}

async fn slug(app: &TestApp, organizer: &Organizer) -> String {
    let found = app.store.read().await.expect("reads").find_organization(organizer.organization).await;
    found.expect("read").expect("there").slug
}

both_databases! {
    async fn the_operator_writes_the_texts_of_the_installation_in_each_language(app: TestApp) {
        let mut operator = app.attendee("operator@example.org").await;
        let office = Actor::buyer("127.0.0.1");
        let refused = write_texts(&app, &office, &operator, Lang::EN, &texts("No refunds")).await;
        assert!(matches!(refused, Err(LegalError::NotFound)), "nobody else may");
        operator.operator = true;
        write_texts(&app, &office, &operator, Lang::DE, &texts("Keine Rückgabe")).await.expect("written");
        let shown = find_text(&app, LegalText::Terms, Lang::EN).await.expect("read").expect("a text");
        assert_eq!(shown, (Lang::DE, "Keine Rückgabe".into()), "another language is better than nothing");
        write_texts(&app, &office, &operator, Lang::EN, &texts("No refunds")).await.expect("written");
        let shown = find_text(&app, LegalText::Terms, Lang::EN).await.expect("read").expect("a text");
        assert_eq!(shown, (Lang::EN, "No refunds".into()));
        assert_eq!(find_texts(&app, Lang::DE).await.expect("read"), texts("Keine Rückgabe"));
        assert_eq!(find_text(&app, LegalText::Privacy, Lang::EN).await.expect("read"), None);
    }

    async fn an_organizer_writes_the_texts_of_their_house_and_the_log_says_so(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let stranger = app.organizer("Other House").await;
        let slug = slug(&app, &organizer).await;
        let office = organizer.principal.actor("127.0.0.1");
        let theirs = write_organization_texts(&app, &office, &stranger.principal, &slug, texts("x")).await;
        assert!(matches!(theirs, Err(LegalError::NotFound)));
        let long = texts(&"ü".repeat(LEGAL_CHARS_MAX + 1));
        let refused = write_organization_texts(&app, &office, &organizer.principal, &slug, long).await;
        assert!(matches!(refused, Err(LegalError::TooLong(LegalText::Terms))));
        assert_eq!(find_organization(&app, &slug).await.expect("read").expect("there").terms, "");
        let longest = texts(&"ü".repeat(LEGAL_CHARS_MAX));
        write_organization_texts(&app, &office, &organizer.principal, &slug, longest).await.expect("written");
        let log = list_activity(&app, &organizer.principal, None, None, 10).await.expect("read");
        assert_eq!(log[0].action, "organization.texts_changed");
    }

    async fn who_buys_from_a_house_with_terms_accepts_them_first(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let slug = slug(&app, &organizer).await;
        let office = organizer.principal.actor("127.0.0.1");
        write_organization_texts(&app, &office, &organizer.principal, &slug, texts("Be kind.")).await.expect("written");
        let held = app.hold_count(&event, 1).await.expect("held");
        let hasty = Checkout { terms_accepted: false, ..guest_checkout(held.cart) };
        let refused = checkout(&app, &guest(), hasty).await;
        assert!(matches!(refused, Err(CheckoutError::TermsNotAccepted)), "{refused:?}");
        let made = checkout(&app, &guest(), guest_checkout(held.cart)).await.expect("ordered");
        assert_eq!(app.order(made.order).await.lines.len(), 1);
    }
}
