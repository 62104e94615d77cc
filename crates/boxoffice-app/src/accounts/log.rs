//! What the activity log says about accounts.

use boxoffice_domain::ids::{AccountId, OrganizationId};
use serde_json::Value;

use crate::App;
use crate::activity::{Activity, Actor};

/// An entry about an account itself.
pub(super) fn about_account(
    app: &App,
    actor: &Actor,
    account: AccountId,
    action: &'static str,
    detail: Value,
) -> Activity {
    Activity {
        organization: None,
        at: app.clock.now(),
        actor: actor.clone(),
        action,
        subject_kind: "account",
        subject: *account.as_bytes(),
        event: None,
        detail,
    }
}

/// An entry about somebody's place in a team, readable by the organization.
pub(super) fn about_member(
    app: &App,
    actor: &Actor,
    organization: OrganizationId,
    account: AccountId,
    action: &'static str,
    detail: Value,
) -> Activity {
    Activity {
        organization: Some(organization),
        subject_kind: "member",
        ..about_account(app, actor, account, action, detail)
    }
}
