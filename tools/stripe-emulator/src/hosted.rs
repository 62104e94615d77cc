//! The page where a buyer pays, and the second one of the buyer's bank. Plain forms, as a browser test drives them.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::book::text;
use crate::paying::Paid;
use crate::{Shared, lock};

#[derive(Deserialize)]
pub(crate) struct CardForm {
    card_number: String,
}

#[derive(Deserialize)]
pub(crate) struct BankForm {
    answer: String,
}

/// `GET /c/pay/{session}`
pub(crate) async fn show(State(shared): State<Shared>, Path(session): Path<String>) -> Response {
    lock(&shared).pass_time();
    page(&shared, &session, "")
}

/// `POST /c/pay/{session}`
pub(crate) async fn pay(
    State(shared): State<Shared>,
    Path(session): Path<String>,
    Form(form): Form<CardForm>,
) -> Response {
    let paid = lock(&shared).pay(&session, &form.card_number);
    next(&shared, &session, paid)
}

/// `GET /c/pay/{session}/bank`
pub(crate) async fn bank(Path(session): Path<String>) -> Html<String> {
    Html(document(&format!(
        "<h1>Your bank asks</h1><form method=\"post\" action=\"/c/pay/{}/bank\">\
         <button name=\"answer\" value=\"approve\">Approve</button> \
         <button name=\"answer\" value=\"refuse\">Refuse</button></form>",
        escape(&session)
    )))
}

/// `POST /c/pay/{session}/bank`
pub(crate) async fn answer(
    State(shared): State<Shared>,
    Path(session): Path<String>,
    Form(form): Form<BankForm>,
) -> Response {
    let paid = lock(&shared).approve(&session, form.answer == "approve");
    next(&shared, &session, paid)
}

fn next(shared: &Shared, session: &str, paid: Paid) -> Response {
    match paid {
        Paid::Done(url) => Redirect::to(&url).into_response(),
        Paid::Ask => Redirect::to(&format!("/c/pay/{session}/bank")).into_response(),
        Paid::Declined(_) => page(shared, session, "Your card was declined."),
        Paid::Over | Paid::NoSuchSession => page(shared, session, ""),
    }
}

fn page(shared: &Shared, session: &str, refusal: &str) -> Response {
    let book = lock(shared);
    let Some(kept) = book.objects.get(session).filter(|kept| kept.object["object"] == "checkout.session")
    else {
        return (StatusCode::NOT_FOUND, Html(document("<h1>There is no such page</h1>"))).into_response();
    };
    let object = &kept.object;
    if object["status"] != "open" {
        return (StatusCode::GONE, Html(document("<h1>This page is no longer active</h1>"))).into_response();
    }
    let alert = if refusal.is_empty() { String::new() } else { format!("<p role=\"alert\">{refusal}</p>") };
    let back = object["cancel_url"]
        .as_str()
        .map(|url| format!("<p><a href=\"{}\">Back</a></p>", escape(url)))
        .unwrap_or_default();
    let body = format!(
        "<h1>{}</h1><p>{} {}</p>{alert}<form method=\"post\" action=\"/c/pay/{}\">\
         <label for=\"card\">Card number</label> <input id=\"card\" name=\"card_number\" required> \
         <button type=\"submit\">Pay</button></form>{back}",
        escape(&text(&kept.hidden, "name")),
        object["amount_total"],
        escape(&text(object, "currency")),
        escape(session),
    );
    Html(document(&body)).into_response()
}

fn document(body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Stripe emulator</title></head>\
         <body><main>{body}</main></body></html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
