//! Importing tables of events: what can be taken goes in once, the rest is named.

use std::path::Path;

use boxoffice_app::both_databases;
use boxoffice_app::catalog::import::{ImportError, ImportOptions, import_events};
use boxoffice_app::search::{EventQuery, events};

const TABLE: &str =
    "\u{feff}title,category,starts_on,ends_on,city,country,online,url,venue,price,currency,capacity
\"Night, of Bells\",music,2027-05-01,,Wrocław,Poland,no,https://example.org,Cellar,12.50,PLN,40
Online Talk,talk,2027-06-01,2027-06-02,,,yes,,,,,
,talk,2027-06-01,2027-06-02,,,yes,,,,,
Bad Day,talk,2027-13-01,,,,,,,,,
Bad Price,talk,2027-05-01,,,,,,,about ten,,
";

both_databases! {
    async fn rows_that_cannot_be_taken_are_named_and_the_rest_goes_in(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let publish = ImportOptions { publish: true, dry_run: false };
        let import = async |options| {
            import_events(&app, &organizer.editor(), organizer.organization, TABLE.as_bytes(), options)
                .await
                .expect("the table is read")
        };
        let report = import(ImportOptions { dry_run: true, ..publish }).await;
        assert_eq!((report.imported, report.refused.len()), (2, 3));
        let report = import(publish).await;
        let lines: Vec<u64> = report.refused.iter().map(|(line, _)| *line).collect();
        assert_eq!((report.imported, lines), (2, vec![4, 5, 6]));
        assert!(report.refused[0].1.contains("title"), "{:?}", report.refused);
        let report = import(publish).await;
        assert_eq!((report.imported, report.unchanged), (0, 2));

        let found = events(&app, &EventQuery { text: "wroclaw".into(), ..EventQuery::default() }).await.expect("found");
        let card = &found.events[0];
        assert_eq!((card.title.as_str(), card.venue_name.as_str()), ("Night, of Bells", "Cellar"));
        assert_eq!((card.price_from_minor, card.currency.as_str()), (Some(1_250), "PLN"));
        assert_eq!(card.time_zone, "Europe/Warsaw");
    }

    async fn a_spreadsheet_with_semicolons_is_read_like_one_with_commas(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let table = "title;starts_on;city;online;price\nFado;2027-05-01;Lisboa;nein;12,50\nRap;2027-05-02;;perhaps;\n";
        let options = ImportOptions { publish: true, dry_run: false };
        let report = import_events(&app, &organizer.editor(), organizer.organization, table.as_bytes(), options).await;
        let report = report.expect("the table is read");
        assert_eq!(report.imported, 1);
        assert!(report.refused[0].1.contains("online: must be yes or no"), "{:?}", report.refused);
        let found = events(&app, &EventQuery { text: "fado".into(), ..EventQuery::default() }).await.expect("found");
        assert_eq!(found.events[0].price_from_minor, Some(1_250));
    }

    async fn a_table_without_titles_or_of_somebody_else_is_refused(app: TestApp) {
        let mine = app.organizer("Mine").await;
        let theirs = app.organizer("Theirs").await;
        let options = ImportOptions::default();
        let refused = import_events(&app, &mine.editor(), mine.organization, b"name,city\nx,y\n", options).await;
        assert!(matches!(refused, Err(ImportError::NoTitleColumn)));
        let refused = import_events(&app, &mine.editor(), theirs.organization, TABLE.as_bytes(), options).await;
        assert!(matches!(refused, Err(ImportError::NotYours)));
    }

    async fn real_conferences_import_and_are_found_as_people_mean_them(app: TestApp) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/events.csv");
        let Ok(csv) = std::fs::read(&path) else {
            println!("the shared table of real events is missing at {}: nothing was checked", path.display());
            return;
        };
        let organizer = app.organizer("Conferences").await;
        let options = ImportOptions { publish: true, dry_run: false };
        let report = import_events(&app, &organizer.editor(), organizer.organization, &csv, options)
            .await
            .expect("the table is read");
        assert_eq!(report.refused, Vec::new());
        assert_eq!(report.imported + report.unchanged, 6_007);
        for (text, fits) in [
            ("wroclav", (|city, _| city == "Wrocław") as fn(&str, &str) -> bool),
            ("nurnberg", |city, _| city == "Nürnberg" || city == "Nuremberg"),
            ("ruby braz", |_, country| country == "Brazil"),
            ("st johns", |city, _| city.starts_with("St. John")),
        ] {
            let query = EventQuery { text: text.into(), include_past: true, ..EventQuery::default() };
            let found = events(&app, &query).await.expect("found");
            assert!(!found.events.is_empty(), "{text} finds nothing");
            let first = &found.events[0];
            assert!(fits(&first.city, &first.country), "{text} finds {} in {} first", first.title, first.city);
        }
    }
}
