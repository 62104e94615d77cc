//! The teams of the organizations that the caller works for: who is in them, and as what.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::organization::list_organizations;
use boxoffice_app::accounts::team::{TeamError, add_member, change_member, list_team, remove_member};
use boxoffice_app::accounts::{Principal, Role};
use boxoffice_domain::ids::{AccountId, OrganizationId};
use serde::Deserialize;

use super::refusals::note_fields;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::office::tabs::{Tabs, of_office};
use crate::page::{Page, Sample};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

const ROLES: [Role; 4] = [Role::Owner, Role::Manager, Role::BoxOffice, Role::Door];

/// Somebody new for a team.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddForm {
    email: String,
    role: String,
}

/// Another role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleForm {
    role: String,
}

/// What just happened.
#[derive(Debug, Default, Deserialize)]
pub struct Came {
    #[serde(default)]
    done: String,
}

/// All teams of the caller.
#[derive(Clone, Debug, Template)]
#[template(path = "account/team.html")]
pub struct TeamPage {
    frame: Frame,
    tabs: Tabs,
    teams: Vec<Team>,
    roles: Vec<(&'static str, String)>,
    problem: String,
    done: bool,
}

/// One organization's team.
#[derive(Clone, Debug)]
struct Team {
    organization: String,
    name: String,
    /// Whether the caller may change it.
    is_owner: bool,
    members: Vec<MemberLine>,
    typed: Typed,
}

/// One member, as the table shows them.
#[derive(Clone, Debug)]
struct MemberLine {
    account: String,
    name: String,
    email: String,
    role: &'static str,
    role_name: String,
    is_self: bool,
}

impl Sample for TeamPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let line = |name: &str, role: Role, is_self| MemberLine {
            account: name.to_lowercase(),
            name: name.into(),
            email: format!("{}@example.org", name.to_lowercase()),
            role: role.as_str(),
            role_name: frame.t(role_key(role)).to_owned(),
            is_self,
        };
        let members = vec![line("Ada", Role::Owner, true), line("Grace", Role::Door, false)];
        let team = |is_owner, typed| Team {
            organization: "org_sample".into(),
            name: "Harbour Stage".into(),
            is_owner,
            members: members.clone(),
            typed,
        };
        let mut refused = Typed::filled([("email", "nobody@example.org".to_owned())]);
        refused.refuse("email", frame.t("error-no-such-account"));
        let page = |team| Self {
            frame: frame.clone(),
            tabs: of_office(frame, "/team"),
            teams: vec![team],
            roles: role_options(frame),
            problem: String::new(),
            done: false,
        };
        vec![
            page(team(true, Typed::default())),
            page(team(true, refused)),
            page(team(false, Typed::default())),
        ]
    }
}

pub(super) fn routes(routes: &mut Routes) {
    routes
        .get("/{lang}/office/team", Policy::Staff, show)
        .post("/{lang}/office/team/{organization}/members", Policy::Staff, add)
        .post("/{lang}/office/team/{organization}/members/{account}/role", Policy::Staff, change)
        .post("/{lang}/office/team/{organization}/members/{account}/remove", Policy::Staff, remove);
}

/// `GET /{lang}/office/team`
async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Query(came): Query<Came>,
) -> Result<Page<TeamPage>, Problem> {
    let page = TeamPage::load(&app, frame, &principal).await?;
    Ok(Page::new(TeamPage { done: came.done == "team", ..page }))
}

/// `POST /{lang}/office/team/{organization}/members`
async fn add(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(organization): Path<OrganizationId>,
    Form { value, typed }: Form<AddForm>,
) -> Result<Response, Problem> {
    let role = Role::parse(&value.role).ok_or_else(|| Problem::bad_request(&"no such role"))?;
    let actor = client.actor(Some(&principal));
    let added = add_member(&app, &actor, &principal, organization, &value.email, role).await;
    answer(&app, frame, &principal, organization, typed, added).await
}

/// `POST /{lang}/office/team/{organization}/members/{account}/role`
async fn change(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((organization, account)): Path<(OrganizationId, AccountId)>,
    Form { value, .. }: Form<RoleForm>,
) -> Result<Response, Problem> {
    let role = Role::parse(&value.role).ok_or_else(|| Problem::bad_request(&"no such role"))?;
    let actor = client.actor(Some(&principal));
    let changed = change_member(&app, &actor, &principal, organization, account, role).await;
    answer(&app, frame, &principal, organization, Typed::default(), changed).await
}

/// `POST /{lang}/office/team/{organization}/members/{account}/remove`
async fn remove(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((organization, account)): Path<(OrganizationId, AccountId)>,
) -> Result<Response, Problem> {
    let actor = client.actor(Some(&principal));
    let removed = remove_member(&app, &actor, &principal, organization, account).await;
    if removed.is_ok() && account == principal.account {
        return Ok(Redirect::to(&frame.href("/account")).into_response());
    }
    answer(&app, frame, &principal, organization, Typed::default(), removed).await
}

/// Back to the page, or the page again with what was refused.
async fn answer(
    app: &App,
    frame: Frame,
    principal: &Principal,
    organization: OrganizationId,
    mut typed: Typed,
    done: Result<(), TeamError>,
) -> Result<Response, Problem> {
    let mut problem = String::new();
    match done {
        Ok(()) => return Ok(Redirect::to(&frame.href("/office/team?done=team")).into_response()),
        Err(TeamError::NotFound) => return Err(Problem::not_found()),
        Err(error @ TeamError::NotOwner) => {
            return Err(Problem::refused(StatusCode::FORBIDDEN, error.code(), &error));
        }
        Err(TeamError::TooMany(error)) => return Err(error.into()),
        Err(TeamError::Store(error)) => return Err(error.into()),
        Err(TeamError::Fields(refused)) => note_fields(&frame, &mut typed, &refused),
        Err(error) => {
            let most = boxoffice_domain::limits::TEAM_MEMBERS_MAX as i64;
            problem = frame.lang.error(error.code(), &[("max", most.into())]);
        }
    }
    let mut page = TeamPage::load(app, frame, principal).await?;
    page.problem = problem;
    if let Some(team) = page.teams.iter_mut().find(|team| team.organization == organization.to_string()) {
        team.typed = typed;
    }
    Ok(Page::refused(page).into_response())
}

impl TeamPage {
    async fn load(app: &App, frame: Frame, principal: &Principal) -> Result<Self, Problem> {
        let mut teams = Vec::new();
        for (organization, role) in list_organizations(app, principal).await? {
            let id = organization.organization_id;
            let members = if principal.may_manage(id) {
                list_team(app, principal, id).await.map_err(|error| Problem::fault(&error))?
            } else {
                Vec::new()
            };
            let lines = members.into_iter().map(|member| MemberLine {
                account: member.account.to_string(),
                is_self: member.account == principal.account,
                name: member.name,
                email: member.email,
                role: member.role.as_str(),
                role_name: frame.t(role_key(member.role)).to_owned(),
            });
            teams.push(Team {
                organization: id.to_string(),
                name: organization.name,
                is_owner: role == Role::Owner,
                members: lines.collect(),
                typed: Typed::filled([("role", Role::Door.as_str().to_owned())]),
            });
        }
        let roles = role_options(&frame);
        Ok(Self {
            tabs: of_office(&frame, "/team"),
            frame,
            teams,
            roles,
            problem: String::new(),
            done: false,
        })
    }
}

/// The message that names a role.
pub(super) fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "account-role-owner",
        Role::Manager => "account-role-manager",
        Role::BoxOffice => "account-role-box-office",
        Role::Door => "account-role-door",
    }
}

fn role_options(frame: &Frame) -> Vec<(&'static str, String)> {
    ROLES.iter().map(|role| (role.as_str(), frame.t(role_key(*role)).to_owned())).collect()
}
