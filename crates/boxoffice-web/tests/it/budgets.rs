//! Bytes that a visitor loads, brotli, per class of page (ux.md 2.1).

use boxoffice_web::assets::{names, packed_len};

#[test]
fn the_sheet_of_every_page_is_small() {
    let bytes = packed_len("app.css").expect("there is a sheet");
    assert!(bytes <= 12 * 1024, "app.css has {bytes} bytes packed");
}

#[test]
fn scripts_of_the_shop_are_small() {
    let bytes: usize = names().filter(|name| name.ends_with(".js")).filter_map(packed_len).sum();
    assert!(bytes <= 35 * 1024, "all scripts together have {bytes} bytes packed");
    let every_page = packed_len("app.js").expect("there is a script");
    assert!(every_page <= 3 * 1024, "app.js has {every_page} bytes packed");
}

#[test]
fn icons_are_one_small_file() {
    let bytes = packed_len("icons.svg").expect("there are icons");
    assert!(bytes <= 4 * 1024, "icons.svg has {bytes} bytes packed");
}
