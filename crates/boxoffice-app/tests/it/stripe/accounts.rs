//! Organizations' own accounts and connected ones: whose keys, whose messages, whose refunds.

use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::activity::Actor;
use boxoffice_app::both_databases;
use boxoffice_app::doctor::{Verdict, examine};
use boxoffice_app::orders::{CancelBy, OrderState, ReceiveError, cancel};
use boxoffice_app::payments::WebhookError;
use boxoffice_app::payments::stripe::{
    ConnectError, ConnectedAccount, OwnAccount, connect, connect_own, disconnect, find_own,
};
use boxoffice_app::settings::Secret;
use boxoffice_app::testing::fixtures::Organizer;
use stripe_emulator::{ACCOUNT, Fault, sign};

use super::{PAYS, PRICE, Shop, session, standing_event};

const OWN_KEY: &str = "sk_test_of_the_bell_tower";
const OWN_ACCOUNT: &str = "acct_bell_tower";

fn keys(key: &str, secret: &str) -> OwnAccount {
    OwnAccount { key: Secret(key.to_owned()), webhook_secrets: Secret(secret.to_owned()) }
}

fn somebody() -> Actor {
    Actor::buyer("192.0.2.1")
}

impl Shop {
    /// An account of its own for the organizer, and the secret of its messages.
    fn own_account(&self, key: &str, account: &str) -> String {
        self.stripe.add_account(account, None);
        self.stripe.add_key(key, account);
        self.stripe.hold_messages(key)
    }

    async fn connect_own(&self, organizer: &Organizer, key: &str, secret: &str) -> Result<(), ConnectError> {
        let entered = keys(key, secret);
        connect_own(&self.app, &somebody(), &organizer.principal, organizer.organization, &entered).await
    }

    /// Delivers all messages to the address of an organization.
    async fn deliver_all_to(&self, organizer: &Organizer) {
        for message in self.stripe.take_messages() {
            let taken =
                self.deliver_to(Some(organizer.organization), &message.signature, &message.body).await;
            taken.expect("taken");
        }
    }

    async fn cancel(&self, order: &boxoffice_app::orders::CheckedOut) {
        let cancelled = cancel(&self.app, &Actor::system(), order.order, CancelBy::Organizer, "rain").await;
        cancelled.expect("cancelled");
        self.run_work().await;
    }

    async fn operator(&self) -> Principal {
        Principal { operator: true, ..self.root.attendee("operator@example.org").await }
    }
}

both_databases! {
    async fn an_organizations_own_account_takes_and_gives_back_its_money(app: TestApp) {
        let shop = Shop::open(app).await;
        let before = shop.order().await;
        let secret = shop.own_account(OWN_KEY, OWN_ACCOUNT);
        shop.connect_own(&shop.organizer, OWN_KEY, &secret).await.expect("connected");
        let after = shop.order().await;
        shop.stripe.pay(&session(&before), PAYS);
        shop.deliver_all().await;
        shop.stripe.pay(&session(&after), PAYS);
        shop.deliver_all_to(&shop.organizer).await;
        for order in [&before, &after] {
            assert_eq!(shop.state(order).await, OrderState::Confirmed);
        }
        // Each refund goes back through the account that took the money, also once the keys are replaced.
        let organization = shop.organizer.organization;
        disconnect(&shop.app, &somebody(), &shop.organizer.principal, organization).await.expect("disconnected");
        shop.cancel(&after).await;
        shop.cancel(&before).await;
        assert_eq!(shop.book(), (vec![PRICE, PRICE], vec![PRICE, PRICE]));
        shop.root.expect_no_jobs().await;
    }

    async fn keys_are_sealed_and_open_on_other_nodes_and_after_a_restart(app: TestApp) {
        let shop = Shop::open(app).await;
        let secret = shop.own_account(OWN_KEY, OWN_ACCOUNT);
        shop.connect_own(&shop.organizer, OWN_KEY, &secret).await.expect("connected");
        let organization = shop.organizer.organization;
        let stored = find_own(&shop.app, &shop.organizer.principal, organization).await.expect("found");
        let stored = stored.expect("an account");
        assert_eq!(stored.account_ref, OWN_ACCOUNT);
        let sealed = String::from_utf8_lossy(stored.sealed_keys.as_deref().expect("sealed")).into_owned();
        assert!(!sealed.contains("sk_test") && !sealed.contains("whsec"), "{sealed}");
        assert!(!format!("{:?}", shop.app.stripe).contains(OWN_KEY));
        let wanted = shop.app.settings.stripe.clone();
        let other = shop.root.node_with(|settings| settings.stripe = wanted).await;
        let gateway = other.gateways.find("stripe").expect("here");
        let payee = gateway.payee(Some(organization), "EUR".parse().expect("EUR")).expect("taken");
        assert_eq!(payee.id(), Some(stored.gateway_account_id));
    }

    async fn only_an_owner_with_keys_that_work_may_change_where_the_money_goes(app: TestApp) {
        let shop = Shop::open(app).await;
        let secret = shop.own_account(OWN_KEY, OWN_ACCOUNT);
        let stranger = shop.root.organizer("Somebody Else").await;
        let organization = shop.organizer.organization;
        let try_as = async |principal: &Principal, key: &str, secret: &str| {
            connect_own(&shop.app, &somebody(), principal, organization, &keys(key, secret)).await
        };
        let manager = Principal { memberships: vec![(organization, Role::Manager)], ..stranger.principal.clone() };
        let owner = &shop.organizer.principal;
        let code = |tried: Result<(), ConnectError>| tried.expect_err("refused").code();
        assert_eq!(code(try_as(&stranger.principal, OWN_KEY, &secret).await), "not_found");
        assert_eq!(code(try_as(&manager, OWN_KEY, &secret).await), "not_owner");
        assert_eq!(code(try_as(owner, "sk_live_1", &secret).await), "stripe_live_key");
        assert_eq!(code(try_as(owner, "pk_test_1", &secret).await), "stripe_not_a_key");
        assert_eq!(code(try_as(owner, OWN_KEY, "").await), "stripe_not_a_secret");
        assert_eq!(code(try_as(owner, "sk_test_unknown", &secret).await), "stripe_refused");
        shop.stripe.fault("account.retrieve", Fault::LostAnswer);
        assert_eq!(code(try_as(owner, OWN_KEY, &secret).await), "stripe_no_answer");
        assert!(find_own(&shop.app, &stranger.principal, organization).await.is_err());
        assert!(find_own(&shop.app, owner, organization).await.expect("found").is_none());
        let kept = disconnect(&shop.app, &somebody(), &stranger.principal, organization).await;
        assert_eq!(code(kept), "not_found");
    }

    async fn an_organization_cannot_speak_of_the_money_of_others(app: TestApp) {
        let shop = Shop::open(app).await;
        let theirs = shop.order().await;
        let stranger = shop.root.organizer("Somebody Else").await;
        let secret = shop.own_account("sk_test_somebody", "acct_somebody");
        shop.connect_own(&stranger, "sk_test_somebody", &secret).await.expect("connected");
        shop.stripe.pay(&session(&theirs), PAYS);
        // With the secret of their own account they can sign whatever they like, at their own address.
        let messages = shop.stripe.take_messages();
        for message in &messages {
            let signature = sign(&secret, shop.app.clock.now().seconds(), &message.body);
            let there = shop.deliver_to(Some(stranger.organization), &signature, &message.body).await;
            there.expect("acknowledged");
            let here = shop.deliver_to(None, &signature, &message.body).await;
            assert!(matches!(here, Err(ReceiveError::Refused(WebhookError::Signature))));
        }
        assert_eq!(shop.state(&theirs).await, OrderState::Pending);
        let mut tx = shop.app.store.read().await.expect("a read");
        let stray = tx.list_stray_money(10).await.expect("a list");
        assert_eq!(stray.iter().map(|stray| stray.reason.as_str()).collect::<Vec<_>>(), ["account"]);
        drop(tx);
        for message in &messages {
            shop.deliver(message).await.expect("taken");
        }
        assert_eq!(shop.state(&theirs).await, OrderState::Confirmed);
    }

    async fn secrets_are_changed_without_losing_a_message(app: TestApp) {
        let shop = Shop::open(app).await;
        let old = shop.own_account(OWN_KEY, OWN_ACCOUNT);
        shop.connect_own(&shop.organizer, OWN_KEY, &old).await.expect("connected");
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        shop.connect_own(&shop.organizer, OWN_KEY, &format!("whsec_the_newer_one {old}")).await.expect("changed");
        shop.deliver_all_to(&shop.organizer).await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
    }

    async fn a_connected_account_gets_the_money_less_a_fee_and_gives_both_back(app: TestApp) {
        let shop = Shop::open(app).await;
        shop.stripe.add_account("acct_connected", Some(ACCOUNT));
        let operator = shop.operator().await;
        let organization = shop.organizer.organization;
        let entered = ConnectedAccount { account_ref: "acct_connected".into(), fee_bps: 250 };
        let by_owner = connect(&shop.app, &somebody(), &shop.organizer.principal, organization, &entered).await;
        assert_eq!(by_owner.expect_err("operators only").code(), "not_found");
        let nobody = ConnectedAccount { account_ref: "acct_nobody".into(), fee_bps: 250 };
        let refused = connect(&shop.app, &somebody(), &operator, organization, &nobody).await;
        assert_eq!(refused.expect_err("unknown there").code(), "stripe_refused");
        connect(&shop.app, &somebody(), &operator, organization, &entered).await.expect("connected");
        let order = shop.order().await;
        shop.stripe.pay(&session(&order), PAYS);
        shop.deliver_all().await;
        assert_eq!(shop.state(&order).await, OrderState::Confirmed);
        let intent = &shop.stripe.book("payment_intent")[0];
        assert_eq!(intent["transfer_data"]["destination"], "acct_connected");
        assert_eq!(intent["application_fee_amount"], 62);
        shop.cancel(&order).await;
        assert_eq!(shop.book(), (vec![PRICE], vec![PRICE]));
    }

    async fn the_doctor_sees_keys_endpoints_and_silence(app: TestApp) {
        let shop = Shop::open(app).await;
        let payment = async || {
            let all = examine(&shop.app, |_| Some(10_000)).await;
            all.into_iter().filter(|finding| finding.part == "payment").collect::<Vec<_>>()
        };
        let found = payment().await;
        assert_eq!((found.len(), found[1].verdict), (2, Verdict::Warning), "{found:?}");
        assert!(found[1].sentence.contains("/webhooks/stripe"), "{found:?}");
        shop.stripe.fault("account.retrieve", Fault::LostCall);
        shop.stripe.fault("account.retrieve", Fault::LostCall);
        assert_eq!(payment().await[1].verdict, Verdict::Bad);
    }

    async fn priced_events_are_published_where_an_account_takes_their_currency(app: TestApp) {
        let shop = Shop::open(app).await;
        let wanted = shop.app.settings.stripe.clone();
        let bare = shop.root.node_with(|settings| settings.stripe.base_url = wanted.base_url).await;
        let takes = |organization, code: &str| {
            let stripe = bare.gateways.find("stripe").expect("here");
            stripe.payee(organization, code.parse().expect("a currency")).is_some()
        };
        let organization = Some(shop.organizer.organization);
        assert!(!takes(organization, "EUR") && !takes(None, "EUR"));
        let secret = shop.own_account(OWN_KEY, OWN_ACCOUNT);
        shop.connect_own(&shop.organizer, OWN_KEY, &secret).await.expect("connected");
        bare.stripe.reload().await.expect("learned");
        assert!(takes(organization, "EUR") && !takes(None, "EUR"));
        assert!(!takes(organization, "UGX"));
        standing_event(&bare, &shop.organizer, "EUR", PRICE).await;
    }
}
