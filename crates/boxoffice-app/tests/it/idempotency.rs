//! The same request sent twice has one effect and one answer.

use boxoffice_app::App;
use boxoffice_app::both_databases;
use boxoffice_app::idempotency::{
    Begun, Claim, IdempotencyKey, KeptAnswer, begin, finish, forget_old, give_back,
};
use boxoffice_app::two_nodes;
use boxoffice_domain::limits;

const REQUEST: [u8; 32] = [1; 32];
const OTHER_REQUEST: [u8; 32] = [2; 32];

fn key(caller: &str) -> IdempotencyKey {
    IdempotencyKey::parse(caller, "POST /api/v1/events", "k-1").expect("a key")
}

fn answer(body: &str) -> KeptAnswer {
    KeptAnswer { status: 201, headers: vec![("location".into(), "/x".into())], body: body.into() }
}

async fn claim(app: &App, caller: &str, request: [u8; 32]) -> Claim {
    match begin(app, &key(caller), request).await.expect("begin") {
        Begun::Run(claim) => claim,
        other => panic!("the key should be free, but {other:?}"),
    }
}

async fn kept(app: &App, caller: &str, request: [u8; 32]) -> KeptAnswer {
    match begin(app, &key(caller), request).await.expect("begin") {
        Begun::Answered(answer) => answer,
        other => panic!("an answer should be kept, but {other:?}"),
    }
}

both_databases! {
    async fn a_key_gives_its_answer_again(app: TestApp) {
        let first = claim(&app, "a", REQUEST).await;
        finish(&app, &first, answer("one")).await.expect("finish");
        assert_eq!(kept(&app, "a", REQUEST).await, answer("one"));
    }

    async fn a_key_is_refused_for_another_request(app: TestApp) {
        let first = claim(&app, "a", REQUEST).await;
        assert!(matches!(begin(&app, &key("a"), OTHER_REQUEST).await, Ok(Begun::OtherRequest)));
        finish(&app, &first, answer("one")).await.expect("finish");
        assert!(matches!(begin(&app, &key("a"), OTHER_REQUEST).await, Ok(Begun::OtherRequest)));
    }

    async fn callers_do_not_see_each_others_answers(app: TestApp) {
        let first = claim(&app, "a", REQUEST).await;
        finish(&app, &first, answer("one")).await.expect("finish");
        claim(&app, "b", REQUEST).await;
    }

    async fn a_key_of_a_dead_process_is_free_for_the_next_one_at_once(app: TestApp) {
        let first = claim(&app, "a", REQUEST).await;
        boxoffice_app::jobs::take_over(&app).await.expect("taken over");
        let again = claim(&app, "a", REQUEST).await;
        assert_eq!(first.ids, again.ids, "what the first had made is found");
        finish(&app, &again, answer("one")).await.expect("finish");
        boxoffice_app::jobs::take_over(&app).await.expect("taken over");
        assert_eq!(kept(&app, "a", REQUEST).await, answer("one"));
    }

    async fn a_repeat_waits_for_the_run_under_way(app: TestApp) {
        let first = claim(&app, "a", REQUEST).await;
        let (repeat, _) = tokio::join!(kept(&app, "a", REQUEST), finish(&app, &first, answer("one")));
        assert_eq!(repeat, answer("one"));
    }

    async fn a_crash_before_the_answer_repeats_the_request_with_the_same_ids(app: TestApp) {
        let first = claim(&app, "a", REQUEST).await;
        app.advance_s(limits::IDEMPOTENCY_LEASE_S + 1);
        let second = claim(&app, "a", REQUEST).await;
        assert_eq!(second.ids.id("ord"), first.ids.id("ord"));
        // The first was only slow: whoever answers first is heard, and both say the same.
        assert_eq!(finish(&app, &second, answer("two")).await.expect("finish"), answer("two"));
        assert_eq!(finish(&app, &first, answer("one")).await.expect("finish"), answer("two"));
    }

    async fn a_key_given_back_runs_again_at_once_with_the_same_ids(app: TestApp) {
        let first = claim(&app, "a", REQUEST).await;
        give_back(&app, &first).await.expect("give back");
        assert_eq!(claim(&app, "a", REQUEST).await.ids, first.ids);
    }

    async fn keys_are_forgotten_after_a_day_and_not_before(app: TestApp) {
        let first = claim(&app, "a", REQUEST).await;
        finish(&app, &first, answer("one")).await.expect("finish");
        app.advance_s(limits::IDEMPOTENCY_TTL_S);
        assert_eq!(forget_old(&app).await.expect("sweep"), 0);
        assert_eq!(kept(&app, "a", REQUEST).await, answer("one"));
        app.advance_s(1);
        assert_eq!(forget_old(&app).await.expect("sweep"), 1);
        claim(&app, "a", OTHER_REQUEST).await;
    }
}

two_nodes! {
    async fn two_nodes_run_a_request_once(one: TestApp, two: App) {
        let (here, there) = tokio::join!(
            begin_and_answer(&one, "here"),
            begin_and_answer(&two, "there"),
        );
        assert_eq!(here, there);
    }
}

async fn begin_and_answer(app: &App, body: &str) -> KeptAnswer {
    match begin(app, &key("a"), REQUEST).await.expect("begin") {
        Begun::Run(claim) => finish(app, &claim, answer(body)).await.expect("finish"),
        Begun::Answered(answer) => answer,
        other => panic!("{other:?}"),
    }
}
