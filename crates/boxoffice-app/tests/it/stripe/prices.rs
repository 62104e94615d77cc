//! What Stripe cannot charge is not published, unless it can be paid in another way.

use boxoffice_app::App;
use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::{CreateEventError, create_event};
use boxoffice_app::catalog::publish::PublishError;
use boxoffice_app::payments::bank::account::{BankAccountForm, save_bank_account};
use boxoffice_app::random::Random;
use boxoffice_app::settings::{Mode, Secret, StripeSettings};
use boxoffice_app::store::Store;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::{Organizer, dated};
use boxoffice_app::testing::sales::guest;
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::money::Currency;

/// A live program whose only gateway is Stripe, and which has no mail server: the check after that of prices.
async fn live(root: &TestApp) -> App {
    let store = Store::open(root.address()).await.expect("opened");
    let mut settings = root.settings.clone();
    settings.mode = Mode::Live;
    settings.stripe = StripeSettings {
        secret_key: Some(Secret("sk_live_1".into())),
        webhook_secrets: vec![Secret("whsec_0123456789".into())],
        ..StripeSettings::default()
    };
    App::start(store, root.clock.clone(), Random::seeded(9), settings).await.expect("it starts")
}

async fn publish(
    app: &App,
    organizer: &Organizer,
    currency: &str,
    minor: i64,
    box_office: bool,
) -> PublishError {
    let draft = EventDraft {
        publish: true,
        currency: currency.to_owned(),
        box_office,
        ..dated(EventDraft::standing("Night of Bells", 2, minor))
    };
    match create_event(app, &organizer.editor(), organizer.organization, &draft).await {
        Err(CreateEventError::Publish(error)) => error,
        other => panic!("{other:?}"),
    }
}

both_databases! {
    async fn prices_that_nobody_can_charge_stay_out_of_the_shop(root: TestApp) {
        let app = live(&root).await;
        let organizer = root.organizer("Bell Tower").await;
        for (currency, minor, expected) in [
            ("EUR", 49, PublishError::CannotCharge),
            ("EUR", 50, PublishError::NoMail),
            ("EUR", 100_000_000, PublishError::CannotCharge),
            ("JPY", 49, PublishError::CannotCharge),
            ("KWD", 5_124, PublishError::CannotCharge),
            ("KWD", 5_120, PublishError::NoMail),
            ("UGX", 5_000, PublishError::NoGateway),
            ("EUR", 0, PublishError::NoMail),
        ] {
            let refused = publish(&app, &organizer, currency, minor, false).await;
            assert_eq!(refused, expected, "{currency} {minor}");
        }
        assert_eq!(publish(&app, &organizer, "EUR", 30, true).await, PublishError::NoMail);
        let account = BankAccountForm {
            holder: "Bell Tower".into(),
            iban: "DE89370400440532013000".into(),
            bic: String::new(),
            currency: Currency::EUR,
            days_to_pay: 7,
            closes_before_s: 0,
            is_on: true,
        };
        let owner = &organizer.principal;
        save_bank_account(&app, &guest(), owner, organizer.organization, &account).await.expect("an account");
        assert_eq!(publish(&app, &organizer, "EUR", 30, false).await, PublishError::NoMail);
        assert_eq!(publish(&app, &organizer, "JPY", 30, false).await, PublishError::CannotCharge);
    }
}
