//! The main pages as they are sent, in both languages. Chance is seeded and the clock stands still; what may still
//! differ (ids, secrets, codes) is named instead. `cargo xtask bless` accepts what changed on purpose.

use axum::Router;
use boxoffice_app::orders::{Checkout, Method, checkout};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::dated;
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;

use crate::asking::with_router;
use crate::browser::Browser;

/// An evening with seats and a floor, two ticket types, a fee.
fn evening() -> EventDraft {
    let adult = TicketTypeDraft { fee_minor: 200, ..TicketTypeDraft::priced("Adult", 2_500) };
    let draft = EventDraft {
        title: "Night of Bells".into(),
        summary: "Forty bells, one tower, no microphones.".into(),
        description: "It is **loud**.\n\n- Bring ear plugs.".into(),
        category: "music".into(),
        city: "Berlin".into(),
        country: "Germany".into(),
        places: "Floor standing 50; Stalls, rows A–B, 3 seats".into(),
        ticket_types: vec![adult, TicketTypeDraft::priced("Student", 1_200)],
        cancel_until_s: Some(86_400),
        publish: true,
        ..EventDraft::default()
    };
    dated(draft)
}

#[test]
fn the_main_pages_look_as_they_were_reviewed() {
    with_router(async |app, router| {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.event(&organizer, &evening()).await;
        let order = app.buy(&event, 2).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let barcode = order.lines[0].ticket.as_ref().expect("issued").barcode.clone();
        let waiting = app.hold_count(&event, 1).await.expect("held");
        let wish = Checkout { method: Method::Gateway, ..guest_checkout(waiting.cart) };
        let waiting = checkout(&app, &guest(), wish).await.expect("checked out");
        for (lang, code) in [("en", 0), ("de", 1)] {
            let public = [
                ("home", String::new()),
                ("event", format!("/events/{}", event.slug)),
                ("cart", format!("/carts/{}", held.cart)),
                ("checkout", format!("/carts/{}/checkout", held.cart)),
                ("order-waiting", format!("/orders/{}", waiting.secret)),
                ("order", format!("/orders/{}", order.secret)),
                ("ticket", format!("/tickets/{}/1", order.secret)),
            ];
            let mut buyer = Browser::new(&router);
            for (name, path) in public {
                let page = buyer.open(&format!("/{lang}{path}")).await;
                compare(name, lang, page);
            }
            let mut staff = signed_in(&app, &router, &organizer.principal).await;
            compare("dashboard", lang, staff.open(&format!("/{lang}/office/events/{}", event.event)).await);
            compare("door", lang, staff.open(&format!("/{lang}/door/{}", event.event)).await);
            let scanned =
                staff.send(&format!("/door/{}", event.event), &[("code", &barcode), ("gate", "North")]).await;
            compare(if code == 0 { "door-valid" } else { "door-used" }, lang, scanned);
        }
    });
}

async fn signed_in<'r>(
    app: &TestApp,
    router: &'r Router,
    who: &boxoffice_app::accounts::Principal,
) -> Browser<'r> {
    let mut browser = Browser::new(router);
    browser.bear(&app.token(who).await);
    browser
}

fn compare(name: &str, lang: &str, page: &str) {
    assert!(page.starts_with("<!doctype html>"), "{name}: {page}");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("{name}.{lang}"), named(page)));
}

/// The page with one tag per line, and with what chance made replaced by what it is.
fn named(page: &str) -> String {
    let mut named = String::with_capacity(page.len());
    let mut word = String::new();
    for letter in page.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        named.push_str(&name_of(&word));
        word.clear();
        named.push(letter);
    }
    let mut lines = String::with_capacity(named.len());
    for line in named.replace("><", ">\n<").lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        lines.push_str(&drawn(line));
        lines.push('\n');
    }
    lines
}

/// Ids, secrets, digests, codes and order numbers by what they are; every other word as it stands.
fn name_of(word: &str) -> String {
    let all = |is: fn(&u8) -> bool| word.bytes().all(|byte| is(&byte));
    match word.split_once('_') {
        Some((prefix, rest)) if prefix.len() == 3 && rest.len() == 26 => return format!("{prefix}_ID"),
        _ => {}
    }
    let is_hex = all(u8::is_ascii_hexdigit);
    match word.len() {
        12 if is_hex => "DIGEST".into(),
        26 if all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) => "SECRET".into(),
        10 if all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) => "NUMBER".into(),
        40.. => "CODE".into(),
        _ => word.to_owned(),
    }
}

/// A drawn code is as long as it is unreadable; a signature follows from ids.
fn drawn(line: &str) -> String {
    if let Some((before, signed)) = line.split_once("signature=") {
        return format!(
            "{before}signature=SIGNATURE\"{}",
            signed.split_once('"').map_or("", |(_, rest)| rest)
        );
    }
    match line.split_once(" d=\"M").filter(|(_, path)| path.len() > 1_000) {
        Some((before, path)) => {
            format!("{before} d=\"DRAWN\"{}", path.split_once('"').map_or("", |(_, rest)| rest))
        }
        None => line.to_owned(),
    }
}
