//! Signing in without a password, for stories that begin after it.

use boxoffice_domain::ids::OrganizationId;

use super::TestApp;
use crate::App;
use crate::accounts::session::SessionSecret;
use crate::accounts::{Principal, Role};
use crate::jwt;
use crate::store::sessions::StoredSession;

impl TestApp {
    /// A bearer token of an account that is signed in from a loopback address.
    pub async fn token(&self, principal: &Principal) -> String {
        self.token_at(self, principal).await
    }

    /// The same, as a node issues it that is known by another address.
    pub async fn token_at(&self, node: &App, principal: &Principal) -> String {
        let (secret, now) = (SessionSecret::new(&self.random), self.clock.now());
        let session = StoredSession {
            session_hash: secret.id().bytes().to_vec(),
            account_id: principal.account,
            created_at: now,
            seen_at: now,
            expires_at: now.plus_s(86_400),
            address: "127.0.0.1".into(),
            agent: "test".into(),
        };
        let mut tx = self.store.begin().await.expect("a transaction");
        tx.insert_session(&session).await.expect("a session");
        tx.commit().await.expect("the session is stored");
        jwt::issue(node, principal, secret.id()).token
    }
}

impl TestApp {
    /// Lets an account work for an organization.
    pub async fn add_member(&self, organization: OrganizationId, who: &Principal, role: Role) {
        let mut tx = self.store.begin().await.expect("a transaction");
        tx.insert_test_member(organization, who.account, role.as_str(), self.clock.now())
            .await
            .expect("a member");
        tx.commit().await.expect("the member is stored");
    }

    /// Lets an account run the installation.
    pub async fn make_operator(&self, who: &Principal) {
        let mut tx = self.store.begin().await.expect("a transaction");
        tx.make_test_operator(who.account).await.expect("an operator");
        tx.commit().await.expect("the operator is stored");
    }
}
