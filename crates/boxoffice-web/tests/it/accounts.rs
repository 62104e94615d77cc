//! The pages of accounts, as a browser without scripts uses them.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use boxoffice_app::App;
use boxoffice_app::accounts::setup::open_setup;
use boxoffice_app::jobs::run_due;
use boxoffice_app::notices::outbox;

use crate::asking::{Answer, ask, get, request, with_router};

pub(crate) const PASSWORD: &str = "Curtain-7-canary";

/// Sends a form as our own page would.
pub(crate) async fn post(router: &Router, path: &str, cookie: &str, form: &str) -> Answer {
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie)
        .body(Body::from(form.to_owned()))
        .expect("a request");
    ask(router, request).await
}

pub(crate) async fn get_as(router: &Router, path: &str, cookie: &str) -> Answer {
    let mut request = request("GET", path);
    request.headers_mut().insert("cookie", cookie.parse().expect("a cookie"));
    ask(router, request).await
}

/// The link of the newest mail, as a path.
async fn newest_link(app: &App, email: &str) -> String {
    run_due(app).await.expect("jobs run");
    let mails = outbox::list(app, Some(email), 1).await.expect("outbox");
    let text = &mails.first().expect("a mail").text_body;
    let link = text.split_whitespace().find(|word| word.contains("token=")).expect("a link");
    link.strip_prefix(&app.settings.public_url).expect("our own address").to_owned()
}

pub(crate) async fn sign_up(app: &App, router: &Router, email: &str) {
    let form = format!("name=Ada&email={email}&password={PASSWORD}");
    let sent = post(router, "/en/register", "", &form).await;
    assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/en/check-mail?for=confirm"));
    let link = newest_link(app, email).await;
    let token = link.split("token=").nth(1).expect("a token");
    let page = get(router, &link).await;
    assert!(page.status == StatusCode::OK && page.body.contains(token));
    let confirmed = post(router, "/en/confirm", "", &format!("token={token}")).await;
    assert_eq!(confirmed.header("location"), "/en/login?done=confirmed");
    assert_eq!(get(router, &link).await.status, StatusCode::GONE);
}

/// Signs in and gives the cookie as the browser sends it back.
pub(crate) async fn sign_in(router: &Router, email: &str, password: &str, before: &str) -> String {
    let answer = post(router, "/en/login", before, &format!("email={email}&password={password}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
    cookie.split(';').next().expect("a value").to_owned()
}

#[test]
fn a_visitor_registers_confirms_signs_in_and_out() {
    with_router(async |app, router| {
        sign_up(&app, &router, "ada@example.org").await;
        let cookie = sign_in(&router, "ada@example.org", PASSWORD, "").await;
        let page = get_as(&router, "/en/account", &cookie).await;
        assert!(page.status == StatusCode::OK && page.body.contains("ada@example.org"));
        assert_eq!(page.header("cache-control"), "private, no-store");
        let out = post(&router, "/en/logout", &cookie, "").await;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        let after = get_as(&router, "/en/account", &cookie).await;
        assert_eq!(after.header("location"), "/en/login?next=/en/account");
    });
}

#[test]
fn a_planted_session_is_not_taken_over_and_the_one_before_ends() {
    with_router(async |app, router| {
        sign_up(&app, &router, "ada@example.org").await;
        let planted = "session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let first = sign_in(&router, "ada@example.org", PASSWORD, planted).await;
        assert_ne!(first, planted);
        let second = sign_in(&router, "ada@example.org", PASSWORD, &first).await;
        assert_ne!(first, second);
        assert_eq!(get_as(&router, "/en/account", &first).await.status, StatusCode::SEE_OTHER);
        assert_eq!(get_as(&router, "/en/account", &second).await.status, StatusCode::OK);
    });
}

#[test]
fn a_refused_form_comes_back_as_typed_without_the_password() {
    with_router(async |_, router| {
        let form = "name=Ada+Lovelace&email=ada&password=canary";
        let page = post(&router, "/en/register", "", form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("<title>Error:"), "{}", page.body);
        assert!(page.body.contains("value=\"Ada Lovelace\"") && page.body.contains("href=\"#f-email\""));
        assert!(page.body.contains("needs a number") && page.body.contains("needs a symbol"));
        assert!(!page.body.contains("canary"));
        let page = post(&router, "/de/login", "", "email=ada%40example.org&password=canary").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("ist falsch") && !page.body.contains("canary"));
    });
}

#[test]
fn signing_in_goes_on_to_this_site_only() {
    with_router(async |app, router| {
        sign_up(&app, &router, "ada@example.org").await;
        for (next, goal) in [
            ("%2Fen%2Faccount%2Forganization", "/en/account/organization"),
            ("%2F%2Fevil.example", "/en/account"),
            ("https%3A%2F%2Fevil.example", "/en/account"),
            ("%2F%5Cevil.example", "/en/account"),
        ] {
            let form = format!("email=ada%40example.org&password={PASSWORD}&next={next}");
            assert_eq!(post(&router, "/en/login", "", &form).await.header("location"), goal, "{next}");
        }
    });
}

#[test]
fn a_forgotten_password_is_set_anew_by_mail() {
    with_router(async |app, router| {
        sign_up(&app, &router, "ada@example.org").await;
        app.advance_s(1);
        let asked = post(&router, "/en/forgot", "", "email=ada%40example.org").await;
        let nobody = post(&router, "/en/forgot", "", "email=nobody%40example.org").await;
        assert_eq!(asked.header("location"), nobody.header("location"));
        let link = newest_link(&app, "ada@example.org").await;
        let token = link.split("token=").nth(1).expect("a token");
        let weak = post(&router, "/en/reset", "", &format!("token={token}&password=weak")).await;
        assert!(weak.status == StatusCode::UNPROCESSABLE_ENTITY && weak.body.contains(token));
        let set = post(&router, "/en/reset", "", &format!("token={token}&password=Other-pass-1")).await;
        assert_eq!(set.header("location"), "/en/login?done=reset");
        sign_in(&router, "ada@example.org", "Other-pass-1", "").await;
        let again = post(&router, "/en/reset", "", &format!("token={token}&password=Third-pass-1")).await;
        assert_eq!(again.status, StatusCode::GONE);
    });
}

#[test]
fn an_attendee_becomes_an_organizer_and_shares_the_work() {
    with_router(async |app, router| {
        sign_up(&app, &router, "ada@example.org").await;
        sign_up(&app, &router, "bob@example.org").await;
        let (ada, bob) = (
            sign_in(&router, "ada@example.org", PASSWORD, "").await,
            sign_in(&router, "bob@example.org", PASSWORD, "").await,
        );
        assert_eq!(get_as(&router, "/en/office/team", &ada).await.status, StatusCode::FORBIDDEN);
        let form = "name=Harbour+Stage&contact_email=stage%40example.org";
        let made = post(&router, "/en/account/organization", &ada, form).await;
        assert_eq!(made.header("location"), "/en/account?done=organization");
        let page = get_as(&router, "/en/office/team", &ada).await;
        assert_eq!(page.status, StatusCode::OK);
        let rest = page.body.split("action=\"/en/office/team/").nth(1).expect("a form");
        let organization = rest.split('/').next().expect("an id");
        let members = format!("/en/office/team/{organization}/members");
        let added = post(&router, &members, &ada, "email=bob%40example.org&role=door").await;
        assert_eq!(added.header("location"), "/en/office/team?done=team");
        let nobody = post(&router, &members, &ada, "email=nobody%40example.org&role=door").await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        let by_bob = post(&router, &members, &bob, "email=eve%40example.org&role=owner").await;
        assert_eq!(by_bob.status, StatusCode::FORBIDDEN);
        let team = get_as(&router, "/en/office/team", &bob).await;
        assert!(team.status == StatusCode::OK && !team.body.contains("ada@example.org"));
        let elsewhere = "/en/office/team/org_00000000000000000000000000/members";
        let missing = post(&router, elsewhere, &ada, "email=eve%40example.org&role=owner").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_first_run_page_needs_the_code_and_then_is_gone() {
    with_router(async |app, router| {
        assert_eq!(get(&router, "/setup").await.header("location"), "/en/setup");
        let code = open_setup(&app).await.expect("store").expect("open");
        let form = |code: &str| format!("code={code}&name=Ada&email=ada%40example.org&password={PASSWORD}");
        let wrong = post(&router, "/en/setup", "", &form("AAAA")).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("terminal"));
        let done = post(&router, "/en/setup", "", &form(&code)).await;
        assert_eq!(done.header("location"), "/en/account");
        assert!(done.header("set-cookie").starts_with("session="));
        assert_eq!(get(&router, "/en/setup").await.status, StatusCode::NOT_FOUND);
        assert_eq!(post(&router, "/en/setup", "", &form(&code)).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn another_website_cannot_send_our_forms() {
    with_router(async |app, router| {
        sign_up(&app, &router, "ada@example.org").await;
        let cookie = sign_in(&router, "ada@example.org", PASSWORD, "").await;
        let request = Request::builder()
            .method("POST")
            .uri("/en/logout")
            .header("host", "127.0.0.1:8080")
            .header("origin", "https://evil.example")
            .header("sec-fetch-site", "cross-site")
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::empty())
            .expect("a request");
        assert_eq!(ask(&router, request).await.status, StatusCode::FORBIDDEN);
        assert_eq!(get_as(&router, "/en/account", &cookie).await.status, StatusCode::OK);
    });
}
