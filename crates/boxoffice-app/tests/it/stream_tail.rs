//! Several nodes over one PostgreSQL: what one sells, the others show.

use boxoffice_app::selling::availability::availability;
use boxoffice_app::stream_tail::Tail;
use boxoffice_app::{App, jobs, two_nodes};

async fn left(app: &App, event: boxoffice_domain::ids::EventId) -> i64 {
    availability(app, event).await.expect("asked").expect("the event").available
}

two_nodes! {
    async fn what_one_node_sells_the_other_shows(one: TestApp, two: App) {
        let organizer = one.organizer("Hall").await;
        let event = one.standing_event(&organizer, 10, 1_000).await;
        let mut tail = Tail::begin(&two).await.expect("begun");
        while tail.read_on(&two).await.expect("read") {}
        assert_eq!(left(&two, event.event).await, 10);

        one.hold_count(&event, 3).await.expect("held");
        assert_eq!(left(&two, event.event).await, 10, "nobody has told this node");
        let mut told = two.stream.subscribe();
        tail.read_on(&two).await.expect("read");
        assert_eq!(told.recv().await.expect("open pages are told").event, event.event);
        assert_eq!(left(&two, event.event).await, 7);
    }

    async fn a_serving_node_follows_by_itself(one: TestApp, two: App) {
        let organizer = one.organizer("Hall").await;
        let event = one.standing_event(&organizer, 10, 1_000).await;
        assert_eq!(left(&two, event.event).await, 10);
        let mut told = two.stream.subscribe();
        let workers = jobs::start(&two, 1);
        one.hold_count(&event, 4).await.expect("held");
        while left(&two, event.event).await != 6 {
            told.recv().await.expect("open pages are told");
        }
        workers.stop().await;
    }
}
