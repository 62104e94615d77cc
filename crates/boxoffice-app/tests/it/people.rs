//! What stories about accounts share: people who register, and their mailboxes.

use boxoffice_app::App;
use boxoffice_app::accounts::confirm::confirm;
use boxoffice_app::accounts::login::{LoggedIn, LoginError, login};
use boxoffice_app::accounts::register::{RegisterError, Registration, register};
use boxoffice_app::activity::Actor;
use boxoffice_app::jobs::run_due;
use boxoffice_app::notices::outbox;

/// A password that the policy takes.
pub(crate) const PASSWORD: &str = "Curtain-7-canary";

/// A guest at an address of a documentation network.
pub(crate) fn guest() -> Actor {
    Actor::buyer("192.0.2.1")
}

/// Registers with [`PASSWORD`].
pub(crate) async fn sign_up(app: &App, email: &str) -> Result<(), RegisterError> {
    sign_up_with(app, email, PASSWORD).await
}

/// Registers with any password.
pub(crate) async fn sign_up_with(app: &App, email: &str, password: &str) -> Result<(), RegisterError> {
    let registration = Registration {
        email: email.into(),
        password: password.into(),
        name: "Ada".into(),
        locale: "en".into(),
    };
    register(app, &guest(), &registration).await
}

/// Registers and confirms.
pub(crate) async fn settle(app: &App, email: &str) {
    sign_up(app, email).await.expect("registered");
    let token = newest_token(app, email).await;
    confirm(app, &guest(), &token).await.expect("confirmed");
}

/// Signs in.
pub(crate) async fn sign_in(app: &App, email: &str, password: &str) -> Result<LoggedIn, LoginError> {
    login(app, &guest(), "Firefox", email, password).await
}

/// Subjects in a mailbox, newest first.
pub(crate) async fn subjects(app: &App, email: &str) -> Vec<String> {
    run_due(app).await.expect("jobs run");
    let mails = outbox::list(app, Some(email), 50).await.expect("outbox");
    mails.into_iter().map(|mail| mail.subject).collect()
}

/// Tokens in a mailbox, newest first.
pub(crate) async fn tokens(app: &App, email: &str) -> Vec<String> {
    run_due(app).await.expect("jobs run");
    let mails = outbox::list(app, Some(email), 50).await.expect("outbox");
    let token = |text: String| {
        let rest = text.split("token=").nth(1)?;
        Some(rest.split_whitespace().next()?.to_owned())
    };
    mails.into_iter().filter_map(|mail| token(mail.text_body)).collect()
}

/// The token of the newest link in a mailbox.
pub(crate) async fn newest_token(app: &App, email: &str) -> String {
    tokens(app, email).await.into_iter().next().expect("a mail with a link")
}
