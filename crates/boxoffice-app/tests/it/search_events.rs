//! Finding events: prefixes, forgiven typing errors, ranks, filters and pages, the same on both databases.

use boxoffice_app::both_databases;
use boxoffice_app::search::{EventQuery, Found, events};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};
use boxoffice_domain::time::Time;

const DAY_S: i64 = 86_400;

fn draft(app: &TestApp, title: &str, city: &str, country: &str, day: i64) -> EventDraft {
    let starts_at = app.clock.now().plus_s(day * DAY_S);
    EventDraft {
        city: city.into(),
        country: country.into(),
        performances: vec![PerformanceDraft {
            ends_at: Some(starts_at.plus_s(7_200)),
            ..PerformanceDraft::at(starts_at)
        }],
        publish: true,
        ..EventDraft::standing(title, 10, 1_000)
    }
}

async fn catalogue(app: &TestApp) -> Organizer {
    let organizer = app.organizer("Glass House").await;
    for (title, category, city, country, day) in [
        ("Radiohead live", "music", "Milano", "Italy", 10),
        ("Jazz in Town", "music", "Wrocław", "Poland", 20),
        ("Wrocław Marathon", "sport", "Poznań", "Poland", 40),
        ("Old Jazz", "music", "Wrocław", "Poland", -20),
        ("St. John\u{2019}s Night", "festival", "Nürnberg", "Germany", 30),
        ("RubyConf", "conference", "São Paulo", "Brazil", 50),
    ] {
        app.event(
            &organizer,
            &EventDraft { category: category.into(), ..draft(app, title, city, country, day) },
        )
        .await;
    }
    let described = EventDraft {
        description: "An evening about Wrocław and radio.".into(),
        performances: Vec::new(),
        ..draft(app, "Film Club", "Berlin", "Germany", 0)
    };
    app.event(&organizer, &described).await;
    let hidden = EventDraft { publish: false, ..draft(app, "Radiohead rehearsal", "Milano", "Italy", 5) };
    app.event(&organizer, &hidden).await;
    organizer
}

fn text(text: &str) -> EventQuery {
    EventQuery { text: text.into(), ..EventQuery::default() }
}

async fn titles(app: &TestApp, query: EventQuery) -> Vec<String> {
    let Found { events, .. } = events(app, &query).await.expect("found");
    events.into_iter().map(|card| card.title).collect()
}

both_databases! {
    async fn words_are_found_as_people_type_them(app: TestApp) {
        catalogue(&app).await;
        for (typed, first) in [
            ("radio", "Radiohead live"),
            ("radiohed", "Radiohead live"),
            ("RADIOHEAD  milano", "Radiohead live"),
            ("nurnberg", "St. John\u{2019}s Night"),
            ("NÜRNB", "St. John\u{2019}s Night"),
            ("nurnbreg", "St. John\u{2019}s Night"),
            ("st johns", "St. John\u{2019}s Night"),
            ("st. john's", "St. John\u{2019}s Night"),
            ("ruby braz", "RubyConf"),
            ("film", "Film Club"),
        ] {
            let found = titles(&app, text(typed)).await;
            assert_eq!(found.first().map(String::as_str), Some(first), "{typed}");
        }
        assert_eq!(titles(&app, text("zzzzzz")).await, Vec::<String>::new());
        assert_eq!(titles(&app, text("\"(*) NOT ' & | !")).await, Vec::<String>::new());
    }

    async fn title_beats_place_beats_description_and_what_is_to_come_beats_the_past(app: TestApp) {
        catalogue(&app).await;
        assert_eq!(titles(&app, text("wroclaw")).await, ["Wrocław Marathon", "Jazz in Town", "Film Club"]);
        let with_past = EventQuery { include_past: true, ..text("wroclaw") };
        assert_eq!(titles(&app, with_past).await, ["Wrocław Marathon", "Jazz in Town", "Old Jazz", "Film Club"]);
        let corrected = events(&app, &text("wroclav")).await.expect("found");
        assert_eq!(corrected.corrected.as_deref(), Some("wroclaw"));
        assert_eq!(corrected.events.len(), 3);
    }

    async fn a_short_word_or_a_number_beside_a_slip_stays_as_typed(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        app.event(&organizer, &draft(&app, "Gala 27 at Sea", "Oslo", "Norway", 3)).await;
        for typed in ["glala 27", "gala osol 27", "glala at sea"] {
            assert_eq!(titles(&app, text(typed)).await, ["Gala 27 at Sea"], "{typed}");
        }
    }

    async fn filters_combine(app: TestApp) {
        let organizer = catalogue(&app).await;
        let now = app.clock.now();
        let music = EventQuery { category: "music".into(), ..EventQuery::default() };
        assert_eq!(titles(&app, music.clone()).await, ["Radiohead live", "Jazz in Town"]);
        let in_town = EventQuery { city: "wroclaw".into(), ..music.clone() };
        assert_eq!(titles(&app, in_town).await, ["Jazz in Town"]);
        let until = EventQuery { to: Some(now.plus_s(15 * DAY_S)), ..music.clone() };
        assert_eq!(titles(&app, until).await, ["Radiohead live"]);
        let last_month = EventQuery {
            from: Some(now.plus_s(-30 * DAY_S)),
            to: Some(now),
            ..EventQuery::default()
        };
        assert_eq!(titles(&app, last_month).await, ["Old Jazz"]);
        let cheap = EventQuery { price_max: Some(999), ..EventQuery::default() };
        assert_eq!(titles(&app, cheap).await, Vec::<String>::new());
        let all = EventQuery { price_max: Some(1_000), only_available: true, ..EventQuery::default() };
        assert_eq!(titles(&app, all).await.len(), 6);
        let mine = EventQuery { organization: Some(organizer.organization), ..text("jazz") };
        assert_eq!(titles(&app, mine).await, ["Jazz in Town"]);
        let land = EventQuery { country: "POLAND".into(), ..EventQuery::default() };
        assert_eq!(titles(&app, land).await, ["Jazz in Town", "Wrocław Marathon"]);
    }

    async fn pages_show_every_event_once(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        for day in [3, -4, 1, -2, 2, -1, 5, 4, -3] {
            app.event(&organizer, &draft(&app, &format!("Day {day}"), "Berlin", "Germany", day)).await;
        }
        for words in ["", "day", "berlin", "dayy"] {
            let mut seen = Vec::new();
            let mut query = EventQuery { include_past: true, limit: 2, ..text(words) };
            loop {
                let found = events(&app, &query).await.expect("found");
                seen.extend(found.events.into_iter().map(|card| card.title.replace("Day ", "")));
                let Some(next) = found.next else { break };
                query.cursor = Some(next.to_string().parse().expect("a cursor reads back"));
            }
            assert_eq!(seen, ["1", "2", "3", "4", "5", "-1", "-2", "-3", "-4"], "{words}");
        }
    }

    async fn an_event_that_runs_on_is_sorted_by_its_next_date(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let start = app.clock.now();
        let daily = (1..=60).map(|day| PerformanceDraft::at(start.plus_s(day * DAY_S))).collect();
        let musical = EventDraft { performances: daily, ..draft(&app, "Musical", "Berlin", "Germany", 0) };
        app.event(&organizer, &musical).await;
        app.event(&organizer, &draft(&app, "Soon", "Berlin", "Germany", 51)).await;
        app.advance_s(49 * DAY_S + 1);
        boxoffice_app::search::index::refresh(&app).await.expect("refreshed");
        assert_eq!(titles(&app, EventQuery::default()).await, ["Musical", "Soon"]);
        assert_eq!(titles(&app, EventQuery { to: Some(Time::from_micros(i64::MAX)), ..text("musical") }).await.len(), 1);
        app.advance_s(20 * DAY_S);
        assert_eq!(titles(&app, EventQuery::default()).await, Vec::<String>::new());
    }
}
