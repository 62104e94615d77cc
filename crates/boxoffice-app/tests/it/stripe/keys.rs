//! Settings that cannot work, or that could take unsigned messages or confuse test and live, stop the program.

use boxoffice_app::App;
use boxoffice_app::app::StartError;
use boxoffice_app::both_databases;
use boxoffice_app::random::Random;
use boxoffice_app::settings::{MasterKey, Mode, Secret, Settings, StripeSettings};
use boxoffice_app::store::Store;
use boxoffice_app::testing::TestApp;

async fn started(app: &TestApp, change: impl FnOnce(&mut Settings)) -> Result<App, StartError> {
    let store = Store::open(app.address()).await.expect("opened");
    let mut settings = app.settings.clone();
    change(&mut settings);
    App::start(store, app.clock.clone(), Random::seeded(9), settings).await
}

fn stripe(key: &str, secrets: &[&str]) -> StripeSettings {
    StripeSettings {
        secret_key: Some(Secret(key.to_owned())),
        webhook_secrets: secrets.iter().map(|secret| Secret((*secret).to_owned())).collect(),
        ..StripeSettings::default()
    }
}

both_databases! {
    async fn unsafe_settings_stop_the_program_with_a_sentence(app: TestApp) {
        let secret = "whsec_0123456789";
        let cases = [
            (Mode::Test, stripe("sk_test_1", &[]), "stripe_webhook_secret is not set"),
            (Mode::Test, stripe("sk_test_1", &[""]), "stripe_webhook_secret: "),
            (Mode::Test, stripe("sk_live_1", &[secret]), "stripe_secret_key: this is a live key"),
            (Mode::Live, stripe("sk_test_1", &[secret]), "stripe_secret_key: this is a test key"),
            (Mode::Live, stripe("pk_live_1", &[secret]), "stripe_secret_key: a secret key"),
            (
                Mode::Live,
                StripeSettings { base_url: "http://127.0.0.1:1".into(), ..stripe("sk_live_1", &[secret]) },
                "stripe_base_url is for mode",
            ),
        ];
        for (mode, stripe, sentence) in cases {
            let refused = started(&app, |settings| (settings.mode, settings.stripe) = (mode, stripe)).await;
            let error = refused.expect_err("refused").to_string();
            assert!(error.contains(sentence), "{error}");
        }
        let live = stripe("sk_live_1", &[secret, "whsec_the_next_one"]);
        let live = started(&app, |settings| (settings.mode, settings.stripe) = (Mode::Live, live)).await.expect("live");
        assert!(live.gateways.can_take_money(None, "EUR".parse().expect("EUR")));
        assert!(live.gateways.find("test").is_none());
        assert!(!format!("{:?} {:?}", live.settings, live.stripe).contains("sk_live_1"));
    }

    async fn a_node_with_another_master_key_does_not_start(app: TestApp) {
        let refused = started(&app, |settings| settings.master_key = MasterKey([8; 32])).await;
        assert!(matches!(refused, Err(StartError::OtherMasterKey)));
    }
}
