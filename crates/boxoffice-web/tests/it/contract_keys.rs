//! `seed-api.md`, `Idempotency-Key`: same key and body, same answer and one effect.

use boxoffice_app::both_databases;
use boxoffice_app::idempotency::{Begun, IdempotencyKey, begin, digest};
use boxoffice_domain::limits;
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::organizer;

async fn count(api: &Api) -> usize {
    api.get("/events").await.is(200).as_array().map(Vec::len).expect("an array")
}

fn event() -> Value {
    json!({ "title": "A", "capacity": 5 })
}

both_databases! {
    async fn the_same_request_twice_has_one_effect_and_one_answer(app: TestApp) {
        let (api, _) = organizer(&app, "Bells").await;
        let first = api.keyed("k-1").post("/events", &event()).await;
        let again = api.keyed("k-1").post("/events", &event()).await;
        assert_eq!(first.is(201), again.is(201));
        assert_eq!(first.text, again.text);
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(count(&api).await, 1);
        api.keyed("k-2").post("/events", &event()).await.is(201);
        assert_eq!(count(&api).await, 2);
    }

    async fn refusals_are_answers_too(app: TestApp) {
        let (api, _) = organizer(&app, "Bells").await;
        let wrong = json!({ "title": "A", "capacity": 0 });
        let first = api.keyed("k-1").post("/events", &wrong).await;
        let again = api.keyed("k-1").post("/events", &wrong).await;
        first.is_refused(422, "invalid_value");
        assert_eq!(first.text, again.text);
        assert_eq!(again.header("idempotency-replayed"), "true");
    }

    async fn a_key_used_for_another_request_is_refused(app: TestApp) {
        let (api, _) = organizer(&app, "Bells").await;
        api.keyed("k-1").post("/events", &event()).await.is(201);
        let other = json!({ "title": "B", "capacity": 5 });
        api.keyed("k-1").post("/events", &other).await.is_refused(422, "idempotency_key_reused");
        assert_eq!(count(&api).await, 1);
    }

    async fn keys_belong_to_their_caller(app: TestApp) {
        let (bells, _) = organizer(&app, "Bells").await;
        let (drums, _) = organizer(&app, "Drums").await;
        let mine = bells.keyed("k-1").post("/events", &event()).await.is(201);
        let theirs = drums.keyed("k-1").post("/events", &event()).await.is(201);
        assert_ne!(mine, theirs);
        // Without a good token nobody's answer is given away.
        Api::of(&app).bearing("x").keyed("k-1").post("/events", &event()).await.is_refused(401, "not_signed_in");
    }

    async fn a_key_that_is_no_key_is_refused(app: TestApp) {
        let (api, _) = organizer(&app, "Bells").await;
        let long = "k".repeat(limits::IDEMPOTENCY_KEY_BYTES_MAX + 1);
        for key in ["", "   ", &long, &"k".repeat(10_000)] {
            api.keyed(key).post("/events", &event()).await.is_refused(400, "idempotency_key");
        }
        assert_eq!(count(&api).await, 0);
    }

    async fn twenty_at_once_have_one_effect(app: TestApp) {
        let (api, _) = organizer(&app, "Bells").await;
        let api = api.keyed("k-1");
        let body = event();
        let answers = futures_util::future::join_all((0..20).map(|_| api.post("/events", &body))).await;
        let ids: std::collections::BTreeSet<String> =
            answers.iter().map(|answer| answer.is(201)["eventId"].to_string()).collect();
        assert_eq!(ids.len(), 1);
        assert_eq!(count(&api).await, 1);
    }

    async fn a_crash_between_effect_and_answer_gives_no_second_effect(app: TestApp) {
        let (api, organizer) = organizer(&app, "Bells").await;
        let body = event().to_string();
        // The crash: a run that claimed the key and had its effect, and never answered.
        let caller = organizer.principal.account.to_string();
        let key = IdempotencyKey::parse(&caller, "/api/v1/events", "k-1").expect("a key");
        let asked = digest(&[b"/api/v1/events", b"application/json", body.as_bytes()]);
        let Ok(Begun::Run(claim)) = begin(&app, &key, asked).await else { panic!("the key is free") };
        let draft = boxoffice_domain::catalog::draft::EventDraft {
            id: Some(boxoffice_domain::ids::EventId::from_bytes(claim.ids.id("evt"))),
            publish: true,
            ..boxoffice_domain::catalog::draft::EventDraft::standing("A", 5, 0)
        };
        let created = app.event(&organizer, &draft).await;
        app.advance_s(limits::IDEMPOTENCY_LEASE_S + 1);
        let answer = api.keyed("k-1").post_text("/events", &body).await.is(201);
        assert_eq!(answer["eventId"], created.event.uuid());
        assert_eq!(count(&api).await, 1);
    }
}
