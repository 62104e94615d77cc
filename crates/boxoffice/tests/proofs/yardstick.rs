//! What this machine can do at most: the shop's HTTP stack without a shop, asked by the same buyers on the same cores.

use std::thread;

use axum::routing::post;
use axum::{Json, Router};
use rehearse::{Door, Plan, Scenario};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Echoes a second of the machine whose figures the targets were set on.
pub(crate) const REFERENCE: f64 = 92_000.0;
const SECONDS: u64 = 5;

#[derive(Serialize, Deserialize)]
struct Said {
    number: usize,
    quantity: u32,
}

/// Echoes a second with the better crowd.
pub(crate) async fn measure() -> f64 {
    let url = serve();
    let mut best: f64 = 0.0;
    for buyers in [64, 256] {
        let plan = Plan {
            url: url.clone(),
            event: String::new(),
            scenario: Scenario::Echo,
            buyers,
            seconds: SECONDS,
            quantity: 2,
            door: Door::default(),
        };
        let report = rehearse::run(&plan).await.expect("the echoes are counted");
        assert_eq!(report.broken, 0, "an echo broke");
        best = best.max(report.per_s);
    }
    best
}

/// Starts it on a runtime of its own, as the shop has one. It ends with the test.
fn serve() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a listener that does not block");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    thread::spawn(move || {
        Runtime::new().expect("a runtime").block_on(async {
            let echo = Router::new().route("/", post(async |Json(said): Json<Said>| Json(said)));
            let listener = TcpListener::from_std(listener).expect("the listener");
            axum::serve(listener, echo).await.expect("the echoes");
        });
    });
    url
}
