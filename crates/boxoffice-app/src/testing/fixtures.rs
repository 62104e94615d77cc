//! What stories begin with: an organizer with an organization, a buyer, a standing event, a seated one.

use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::ids::{AccountId, OrganizationId};

use super::{TEST_START, TestApp};
use crate::accounts::{Principal, Role};
use crate::catalog::Editor;
use crate::catalog::create_event::{Created, create_event};

/// A signed-in owner of an organization.
#[derive(Clone, Debug)]
pub struct Organizer {
    /// The account.
    pub principal: Principal,
    /// Its organization.
    pub organization: OrganizationId,
}

impl Organizer {
    /// As whom it changes the catalogue.
    pub fn editor(&self) -> Editor {
        Editor::account(&self.principal, "127.0.0.1")
    }
}

impl TestApp {
    /// An organizer with an organization of this name; the address is made from it.
    pub async fn organizer(&self, name: &str) -> Organizer {
        let mut principal =
            self.attendee(&format!("{}@example.org", boxoffice_domain::text::slugify(name, 30))).await;
        let now = self.clock.now();
        let organization = OrganizationId::from_bytes(self.random.id(now));
        let mut tx = self.store.begin().await.expect("a transaction");
        tx.insert_test_organization(organization, principal.account, name, now)
            .await
            .expect("an organization");
        tx.commit().await.expect("the organization is stored");
        principal.memberships.push((organization, Role::Owner));
        Organizer { principal, organization }
    }

    /// A confirmed account with the attendee role.
    pub async fn attendee(&self, email: &str) -> Principal {
        let now = self.clock.now();
        let account = AccountId::from_bytes(self.random.id(now));
        let mut tx = self.store.begin().await.expect("a transaction");
        tx.insert_test_account(account, email, now).await.expect("an account");
        tx.commit().await.expect("the account is stored");
        Principal {
            account,
            email: email.to_owned(),
            name: email.to_owned(),
            locale: "en".into(),
            confirmed: true,
            attendee: true,
            operator: false,
            memberships: Vec::new(),
        }
    }

    /// A published event in 30 days with one standing area (`General admission`) and one ticket type.
    pub async fn standing_event(&self, organizer: &Organizer, capacity: i64, price_minor: i64) -> Created {
        let draft = EventDraft {
            publish: true,
            ..dated(EventDraft::standing("Night of Bells", capacity, price_minor))
        };
        self.event(organizer, &draft).await
    }

    /// A published event in 30 days with the places described (`Stalls, rows A–C, 10 seats`) and one ticket type.
    pub async fn seated_event(&self, organizer: &Organizer, places: &str, price_minor: i64) -> Created {
        let draft = EventDraft {
            title: "The Glass Orchard".into(),
            places: places.into(),
            ticket_types: vec![TicketTypeDraft::priced("Adult", price_minor)],
            publish: true,
            ..EventDraft::default()
        };
        self.event(organizer, &dated(draft)).await
    }

    /// Any event.
    pub async fn event(&self, organizer: &Organizer, draft: &EventDraft) -> Created {
        create_event(self, &organizer.editor(), organizer.organization, draft)
            .await
            .expect("the event is created")
    }
}

/// The draft with one performance, 30 days after the tests' beginning, two hours long.
pub fn dated(mut draft: EventDraft) -> EventDraft {
    let starts_at = TEST_START.plus_s(30 * 86_400);
    draft.performances = vec![PerformanceDraft {
        starts_at: Some(starts_at),
        ends_at: Some(starts_at.plus_s(7_200)),
        doors_at: None,
    }];
    draft
}
