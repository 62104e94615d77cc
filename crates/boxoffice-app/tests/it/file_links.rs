//! A signed link opens one file for an hour.

use boxoffice_app::both_databases;
use boxoffice_app::files::link::{LinkError, check, sign};

fn parts(link: &str) -> (String, String, String) {
    let (path, query) = link.split_once('?').expect("query");
    let (expires, signature) = query.split_once("&signature=").expect("signature");
    let path = path.strip_prefix("/files/").expect("path");
    (path.to_owned(), expires.trim_start_matches("expires=").to_owned(), signature.to_owned())
}

both_databases! {
    async fn a_link_opens_its_file_for_an_hour_and_then_no_more(app: TestApp) {
        let (path, expires, signature) = parts(&sign(&app, "tickets/a.pdf"));
        app.advance_s(3_599);
        assert_eq!(check(&app, &path, &expires, &signature), Ok(()));
        app.advance_s(1);
        assert_eq!(check(&app, &path, &expires, &signature), Err(LinkError::Expired));
    }

    async fn a_changed_link_is_not_valid(app: TestApp) {
        let (path, expires, signature) = parts(&sign(&app, "tickets/a.pdf"));
        let later = (expires.parse::<i64>().expect("number") + 1).to_string();
        for (path, expires, signature) in [
            ("tickets/b.pdf", expires.as_str(), signature.as_str()),
            (path.as_str(), later.as_str(), signature.as_str()),
            (path.as_str(), "soon", signature.as_str()),
            (path.as_str(), expires.as_str(), "1.AAAA"),
            (path.as_str(), expires.as_str(), ""),
            (path.as_str(), expires.as_str(), "99.AAAA"),
        ] {
            assert_eq!(check(&app, path, expires, signature), Err(LinkError::Forged), "{path} {expires} {signature}");
        }
    }
}
