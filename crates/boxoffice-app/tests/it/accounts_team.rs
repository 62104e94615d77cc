//! Teams: roles act within a second, only owners change them, and there is always an owner.

use boxoffice_app::accounts::authenticate::authenticate;
use boxoffice_app::accounts::login::LoggedIn;
use boxoffice_app::accounts::organization::{CreateOrganizationError, create_organization};
use boxoffice_app::accounts::team::{TeamError, add_member, change_member, list_team, remove_member};
use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::{App, both_databases, two_nodes};
use boxoffice_domain::ids::OrganizationId;

use crate::people::{PASSWORD, guest, settle, sign_in, sign_up, subjects};

async fn person(app: &App, email: &str) -> LoggedIn {
    settle(app, email).await;
    sign_in(app, email, PASSWORD).await.expect("signed in")
}

/// Who holds the sign-in now, with the rights of now.
async fn now(app: &App, signed_in: &LoggedIn) -> Principal {
    let found = authenticate(app, &signed_in.secret.text()).await.expect("store");
    Principal::clone(&found.expect("signed in"))
}

async fn own(app: &App, owner: &LoggedIn) -> OrganizationId {
    create_organization(app, &guest(), &owner.principal, "Harbour Stage", "stage@example.org")
        .await
        .expect("an organization")
}

both_databases! {
    async fn creating_an_organization_makes_an_organizer(app: TestApp) {
        sign_up(&app, "ada@example.org").await.expect("registered");
        let ada = sign_in(&app, "ada@example.org", PASSWORD).await.expect("in");
        let refused = create_organization(&app, &guest(), &ada.principal, "Harbour Stage", "a@b.example").await;
        assert!(matches!(refused, Err(CreateOrganizationError::NotConfirmed)));
        let owner = person(&app, "bob@example.org").await;
        let first = own(&app, &owner).await;
        let second = own(&app, &owner).await;
        let owner = now(&app, &owner).await;
        assert!(owner.is_organizer());
        assert_eq!(owner.memberships, [(first, Role::Owner), (second, Role::Owner)]);
    }

    async fn an_owner_adds_changes_and_removes_and_it_acts_at_once(app: TestApp) {
        let (owner, door) = (person(&app, "ada@example.org").await, person(&app, "bob@example.org").await);
        let organization = own(&app, &owner).await;
        let ada = now(&app, &owner).await;
        app.advance_s(1);
        add_member(&app, &guest(), &ada, organization, "bob@example.org", Role::Door).await.expect("added");
        assert_eq!(subjects(&app, "bob@example.org").await[0], "You now work for Harbour Stage");
        let bob = now(&app, &door).await;
        assert!(bob.may_scan(organization) && !bob.may_sell(organization) && !bob.is_organizer());
        let again = add_member(&app, &guest(), &ada, organization, "bob@example.org", Role::Door).await;
        assert!(matches!(again, Err(TeamError::AlreadyMember)));
        change_member(&app, &guest(), &ada, organization, bob.account, Role::Manager).await.expect("changed");
        assert!(now(&app, &door).await.may_manage(organization));
        assert_eq!(list_team(&app, &ada, organization).await.expect("team").len(), 2);
        remove_member(&app, &guest(), &ada, organization, bob.account).await.expect("removed");
        assert!(now(&app, &door).await.memberships.is_empty());
    }

    async fn a_stranger_sees_no_organization_and_a_manager_may_not_change_the_team(app: TestApp) {
        let (owner, manager) = (person(&app, "ada@example.org").await, person(&app, "bob@example.org").await);
        let stranger = person(&app, "eve@example.org").await.principal;
        let organization = own(&app, &owner).await;
        let ada = now(&app, &owner).await;
        add_member(&app, &guest(), &ada, organization, "bob@example.org", Role::Manager).await.expect("added");
        let bob = now(&app, &manager).await;
        assert!(list_team(&app, &bob, organization).await.is_ok());
        let by_bob = add_member(&app, &guest(), &bob, organization, "eve@example.org", Role::Owner).await;
        assert!(matches!(by_bob, Err(TeamError::NotOwner)));
        let by_bob = change_member(&app, &guest(), &bob, organization, bob.account, Role::Owner).await;
        assert!(matches!(by_bob, Err(TeamError::NotOwner)));
        assert!(matches!(list_team(&app, &stranger, organization).await, Err(TeamError::NotFound)));
        let by_eve = remove_member(&app, &guest(), &stranger, organization, ada.account).await;
        assert!(matches!(by_eve, Err(TeamError::NotFound)));
        // A right that has ended does not count, even if the caller was looked up before it did.
        change_member(&app, &guest(), &ada, organization, bob.account, Role::Owner).await.expect("changed");
        let bob_as_owner = now(&app, &manager).await;
        change_member(&app, &guest(), &ada, organization, bob.account, Role::Door).await.expect("changed");
        let late = remove_member(&app, &guest(), &bob_as_owner, organization, ada.account).await;
        assert!(matches!(late, Err(TeamError::NotOwner)));
    }

    async fn only_confirmed_accounts_are_added(app: TestApp) {
        let owner = person(&app, "ada@example.org").await;
        let organization = own(&app, &owner).await;
        let ada = now(&app, &owner).await;
        sign_up(&app, "bob@example.org").await.expect("registered");
        for email in ["bob@example.org", "nobody@example.org"] {
            let refused = add_member(&app, &guest(), &ada, organization, email, Role::Door).await;
            assert!(matches!(refused, Err(TeamError::NoSuchAccount)), "{email}");
        }
    }

    async fn there_is_always_an_owner_also_when_two_leave_at_once(app: TestApp) {
        let (one, two) = (person(&app, "ada@example.org").await, person(&app, "bob@example.org").await);
        let organization = own(&app, &one).await;
        let ada = now(&app, &one).await;
        let alone = remove_member(&app, &guest(), &ada, organization, ada.account).await;
        assert!(matches!(alone, Err(TeamError::LastOwner)));
        let alone = change_member(&app, &guest(), &ada, organization, ada.account, Role::Door).await;
        assert!(matches!(alone, Err(TeamError::LastOwner)));
        add_member(&app, &guest(), &ada, organization, "bob@example.org", Role::Owner).await.expect("added");
        let bob = now(&app, &two).await;
        let (actor, other) = (guest(), guest());
        let (left, right) = tokio::join!(
            remove_member(&app, &actor, &ada, organization, ada.account),
            remove_member(&app, &other, &bob, organization, bob.account),
        );
        assert!(left.is_ok() != right.is_ok(), "{left:?} {right:?}");
    }
}

two_nodes! {
    async fn a_role_ends_on_the_other_node_within_a_second(one: TestApp, two: App) {
        let (owner, member) = (person(&one, "ada@example.org").await, person(&one, "bob@example.org").await);
        let organization = own(&one, &owner).await;
        let ada = now(&one, &owner).await;
        add_member(&one, &guest(), &ada, organization, "bob@example.org", Role::Manager).await.expect("added");
        let bob = now(&two, &member).await;
        assert!(bob.may_manage(organization));
        remove_member(&one, &guest(), &ada, organization, bob.account).await.expect("removed");
        one.advance_s(1);
        assert!(!now(&two, &member).await.may_manage(organization));
    }
}
