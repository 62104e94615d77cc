//! An entry of the activity log as a sentence: who did what to what.

use boxoffice_app::store::report_lists::ActivityRow;
use serde_json::Value;

use crate::frame::Frame;

/// What happened, with the actor and the thing named.
pub(super) fn sentence(frame: &Frame, entry: &ActivityRow) -> String {
    let who = match entry.actor_kind.as_str() {
        "account" => entry.actor_name.clone(),
        "buyer" => frame.t("activity-by-buyer").to_owned(),
        "gateway" => frame.t("activity-by-gateway").to_owned(),
        "command" => frame.t("activity-by-command").to_owned(),
        _ => frame.t("activity-by-system").to_owned(),
    };
    let key = format!("activity-{}", entry.action.replace(['.', '_'], "-"));
    if !frame.lang.has(&key) {
        let what = entry.action.clone();
        return frame.with("activity-unnamed", &[("who", who.into()), ("what", what.into())]);
    }
    frame.with(&key, &[("who", who.into()), ("what", thing(entry).into())])
}

/// What people call the thing: an order by its number, an area, a venue or a ticket type by its name.
fn thing(entry: &ActivityRow) -> String {
    let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let named = ["name", "area", "title"].into_iter().find_map(|field| detail[field].as_str());
    let known =
        [entry.order_number.as_deref(), entry.account_name.as_deref(), named, entry.event_title.as_deref()];
    known.into_iter().flatten().next().unwrap_or_default().to_owned()
}

/// The words that somebody gave as a reason; ours are codes and say nothing more than the sentence.
pub(super) fn reason(entry: &ActivityRow) -> String {
    let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let is_gift = entry.action == "refund.wanted" && detail["kind"] == "amount";
    let has_reason = entry.action.ends_with(".cancelled") || entry.action == "order.reduced" || is_gift;
    let typed = entry.actor_kind == "account" && has_reason;
    detail["reason"].as_str().filter(|_| typed).unwrap_or_default().to_owned()
}
