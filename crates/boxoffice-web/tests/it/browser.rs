//! A browser without scripts: it keeps cookies, reads forms as they stand in the page, and follows redirects.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::Request;

use crate::asking::{Answer, ask};

/// One visitor.
pub(crate) struct Browser<'r> {
    router: &'r Router,
    cookies: BTreeMap<String, String>,
    token: Option<String>,
    /// The page that is open.
    pub(crate) page: String,
    /// Its address.
    pub(crate) address: String,
    /// Its status.
    pub(crate) status: u16,
}

impl<'r> Browser<'r> {
    /// A visitor who was never here.
    pub(crate) fn new(router: &'r Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            token: None,
            page: String::new(),
            address: String::new(),
            status: 0,
        }
    }

    /// Signs in with a token instead of the form.
    pub(crate) fn bear(&mut self, token: &str) {
        self.token = Some(format!("Bearer {token}"));
    }

    /// Opens an address.
    pub(crate) async fn open(&mut self, address: &str) -> &str {
        self.go("GET", address, None).await;
        &self.page
    }

    /// Sends the form with this action, its hidden and filled-in fields replaced or joined by `typed`.
    pub(crate) async fn send(&mut self, action: &str, typed: &[(&str, &str)]) -> &str {
        let (target, mut fields) = form(&self.page, action);
        for (name, _) in typed {
            fields.retain(|(field, _)| field != name);
        }
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.go("POST", &target, Some(body.join("&"))).await;
        &self.page
    }

    async fn go(&mut self, method: &str, address: &str, body: Option<String>) {
        let mut answer = self.ask(method, address, body).await;
        let mut at = address.to_owned();
        for _ in 0..5 {
            if !answer.status.is_redirection() {
                break;
            }
            at = answer.header("location").replace("http://127.0.0.1:8080", "");
            answer = self.ask("GET", &at, None).await;
        }
        (self.page, self.address, self.status) = (answer.body, at, answer.status.as_u16());
    }

    async fn ask(&mut self, method: &str, address: &str, body: Option<String>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(address).header("host", "127.0.0.1:8080");
        request = request.header("accept", "text/html").header("sec-fetch-site", "same-origin");
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", token);
        }
        if body.is_some() {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        let request = request.body(Body::from(body.unwrap_or_default())).expect("a request");
        let answer = ask(self.router, request).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().expect("a cookie").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a name and a value");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// Address of the first link or button whose address contains this.
    pub(crate) fn link(&self, part: &str) -> String {
        let mut links = self.page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        links
            .find(|href| href.contains(part))
            .unwrap_or_else(|| panic!("no link to {part}: {}", self.page))
            .to_owned()
    }

    /// Value of the first attribute that begins so.
    pub(crate) fn value(&self, before: &str) -> String {
        let rest = self.page.split(before).nth(1).unwrap_or_else(|| panic!("no {before}: {}", self.page));
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

/// Target and fields of the form whose action ends so.
fn form(page: &str, action: &str) -> (String, Vec<(String, String)>) {
    for form in page.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        let target = attribute(form, "formaction").filter(|target| target.ends_with(action));
        let target = target.or_else(|| attribute(form, "action").filter(|target| target.ends_with(action)));
        if let Some(target) = target {
            return (target, form.split("<input").skip(1).filter_map(field).collect());
        }
    }
    panic!("no form {action} in {page}");
}

fn field(input: &str) -> Option<(String, String)> {
    let input = input.split('>').next()?;
    let kind = attribute(input, "type").unwrap_or_default();
    let ticks = kind == "checkbox" || kind == "radio";
    if ticks && !input.contains(" checked") {
        return None;
    }
    Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default()))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
    Some(rest.split('"').next()?.replace("&amp;", "&").replace("&#38;", "&"))
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
