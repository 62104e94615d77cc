//! Jobs run once their transaction is durable, again when they fail, and are put aside visibly in the end.

use boxoffice_app::jobs::{self, Job, Lane, NewJob};
use boxoffice_app::orders::{EndSession, RunRefund};
use boxoffice_app::{App, both_databases, two_nodes};
use boxoffice_domain::ids::{JobId, PaymentId, RefundId};
use boxoffice_domain::limits::JOB_ATTEMPTS_MAX;

async fn enqueue(app: &App, jobs: &[NewJob]) {
    let mut tx = app.store.begin().await.expect("a transaction");
    tx.enqueue(jobs).await.expect("enqueued");
    tx.commit().await.expect("committed");
}

/// Succeeds at once: there is no such payment, so there is nothing to end.
fn easy(app: &App) -> NewJob {
    NewJob::now(app, &EndSession { payment: PaymentId::from_bytes(app.random.bytes()) })
}

/// Can never succeed: a refund that is not there.
fn hopeless(app: &App) -> NewJob {
    NewJob::now(app, &RunRefund { refund: RefundId::from_bytes([9; 16]) })
}

/// Of a kind that only a newer program knows.
fn unknown(app: &App) -> NewJob {
    NewJob { kind: "fold_time", ..easy(app) }
}

async fn counts(app: &App) -> (i64, i64) {
    let backlog = jobs::backlog(app).await.expect("counted");
    (backlog.iter().map(|kind| kind.ready).sum(), backlog.iter().map(|kind| kind.dead).sum())
}

both_databases! {
    async fn jobs_run_in_batches_until_none_is_left(app: TestApp) {
        let many: Vec<NewJob> = (0..200).map(|_| easy(&app)).collect();
        enqueue(&app, &many).await;
        assert_eq!(counts(&app).await, (200, 0));
        assert_eq!(jobs::run_due(&app).await.expect("run"), 200);
        assert_eq!(counts(&app).await, (0, 0));
    }

    async fn a_job_exists_exactly_if_its_transaction_commits(app: TestApp) {
        let mut tx = app.store.begin().await.expect("a transaction");
        tx.enqueue(&[easy(&app)]).await.expect("enqueued");
        tx.rollback().await.expect("undone");
        assert_eq!(jobs::run_due(&app).await.expect("run"), 0);
    }

    async fn a_job_for_later_waits_for_its_time(app: TestApp) {
        let payment = PaymentId::from_bytes([1; 16]);
        enqueue(&app, &[NewJob::at(&app, &EndSession { payment }, app.clock.now().plus_s(60))]).await;
        assert_eq!(jobs::run_due(&app).await.expect("run"), 0);
        app.advance_s(60);
        assert_eq!(jobs::run_due(&app).await.expect("run"), 1);
    }

    async fn a_hopeless_job_is_put_aside_at_once_and_can_be_revived(app: TestApp) {
        enqueue(&app, &[hopeless(&app), easy(&app)]).await;
        jobs::run_due(&app).await.expect("run");
        assert_eq!(counts(&app).await, (0, 1));
        let dead = jobs::dead(&app, 10).await.expect("listed");
        assert_eq!((dead[0].kind.as_str(), dead[0].attempts), (RunRefund::KIND, 1));
        assert!(dead[0].last_error.as_deref().is_some_and(|why| why.contains("no such refund")));
        assert!(jobs::revive(&app, dead[0].job_id).await.expect("revived"));
        assert!(!jobs::revive(&app, JobId::from_bytes([0; 16])).await.expect("asked"));
        assert_eq!(counts(&app).await, (1, 0));
    }

    async fn a_failing_job_is_tried_again_later_and_later_and_then_put_aside(app: TestApp) {
        enqueue(&app, &[unknown(&app)]).await;
        let mut tries = 0;
        while counts(&app).await.0 > 0 {
            tries += jobs::run_due(&app).await.expect("run");
            assert_eq!(jobs::run_due(&app).await.expect("run"), 0, "there is a pause between two tries");
            app.advance_s(3_600);
        }
        assert_eq!(tries as i64, JOB_ATTEMPTS_MAX);
        assert_eq!(counts(&app).await, (0, 1));
    }

    async fn what_a_dead_process_had_claimed_is_run_by_the_next_one_at_once(app: TestApp) {
        enqueue(&app, &[easy(&app)]).await;
        let claim = "update job set run_at = 900000000000000000, locked_until = 900000000000000000, attempts = 1";
        app.store.run(claim).await.expect("claimed");
        assert_eq!(jobs::run_due(&app).await.expect("run"), 0);
        jobs::take_over(&app).await.expect("taken over");
        assert_eq!(jobs::run_due(&app).await.expect("run"), 1);
        assert_eq!(counts(&app).await, (0, 0));
    }

    async fn workers_wake_on_commit_and_stop_in_order(app: TestApp) {
        let workers = jobs::start(&app, 1);
        let many: Vec<NewJob> = (0..100).map(|_| easy(&app)).collect();
        enqueue(&app, &many).await;
        while counts(&app).await.0 > 0 {
            tokio::task::yield_now().await;
        }
        workers.stop().await;
    }
}

two_nodes! {
    async fn two_nodes_share_the_jobs_and_only_one_keeps_the_schedule(one: TestApp, two: App) {
        let many: Vec<NewJob> = (0..200).map(|_| easy(&one)).collect();
        enqueue(&one, &many).await;
        let (first, second) = tokio::join!(jobs::run_due(&one), jobs::run_due(&two));
        assert_eq!(first.expect("run") + second.expect("run"), 200);
        let now = one.clock.now();
        assert!(jobs::take_lease(&one, &[1; 16], now).await.expect("asked"));
        assert!(jobs::take_lease(&one, &[1; 16], now).await.expect("renewed"));
        assert!(!jobs::take_lease(&two, &[2; 16], now).await.expect("asked"));
        assert!(jobs::take_lease(&two, &[2; 16], now.plus_s(60)).await.expect("the first has gone"));
    }
}

#[test]
fn lanes_are_stored_by_name() {
    assert_eq!(Lane::ALL.map(Lane::as_str), ["prompt", "bulk"]);
    assert_eq!(RunRefund::LANE, Lane::Prompt);
}
