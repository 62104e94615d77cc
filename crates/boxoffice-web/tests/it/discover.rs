//! The start page: found, filtered, shared, turned over, without a script.

use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};

use crate::asking::{get, with_router};

#[test]
fn visitors_find_events_by_words_days_and_price() {
    with_router(async |app, router| {
        let organizer = app.organizer("Glass House").await;
        let start = app.clock.now().plus_s(3_600);
        for (title, city, price, days) in
            [("Radiohead live", "Milano", 4_200, 0), ("Jazz in Town", "Wrocław", 0, 20)]
        {
            let draft = EventDraft {
                city: city.into(),
                performances: vec![PerformanceDraft::at(start.plus_s(days * 86_400))],
                publish: true,
                ..EventDraft::standing(title, 10, price)
            };
            app.event(&organizer, &draft).await;
        }
        for (address, titles) in [
            ("/en", vec!["Radiohead live", "Jazz in Town"]),
            ("/en/events?q=radiohed", vec!["Radiohead live"]),
            ("/de/events?q=wroclav", vec!["Jazz in Town"]),
            ("/en/events?when=today", vec!["Radiohead live"]),
            ("/en/events?max=41.99", vec!["Jazz in Town"]),
            ("/en/events?city=MILANO&category=&from=&to=&max=&q=", vec!["Radiohead live"]),
            ("/en/events?from=2027-03-15", vec!["Jazz in Town"]),
            (
                "/en/events?from=nonsense&cursor=nonsense&max=nonsense&utm_source=x",
                vec!["Radiohead live", "Jazz in Town"],
            ),
            ("/en/events?q=zzzzzz", vec![]),
        ] {
            let page = get(&router, address).await;
            assert_eq!(page.status, 200, "{address}");
            let shown: Vec<&str> = ["Radiohead live", "Jazz in Town"]
                .into_iter()
                .filter(|title| page.body.contains(&format!(">{title}</a>")))
                .collect();
            assert_eq!(shown, titles, "{address}");
        }
        let nothing = get(&router, "/en/events?q=zzzzzz&city=Milano").await;
        assert!(nothing.body.contains("href=\"/en/events?q=zzzzzz\""), "a way to leave the city out");
    });
}

#[test]
fn what_is_typed_stays_text() {
    with_router(async |_, router| {
        let page = get(&router, "/en/events?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&city=%27%22%3E").await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("<script>alert"));
    });
}

#[test]
fn pictures_that_are_not_there_are_not_found() {
    with_router(async |_, router| {
        for address in
            ["/images/x/480.jpg", "/images/img_00000000000000000000000000/480.jpg", "/images/x/..%2f"]
        {
            assert_eq!(get(&router, address).await.status, 404, "{address}");
        }
    });
}
