//! Signing keys are replaced on the machine; those of printed tickets are not.

use std::process::{Output, Stdio};

use crate::program::boxoffice;

fn rotate(folder: &std::path::Path, purpose: &str) -> Output {
    let mut command = boxoffice(folder);
    command.args(["admin", "keys", "rotate", "--purpose", purpose]).stdout(Stdio::piped());
    command.output().expect("admin runs")
}

#[test]
fn keys_of_tokens_and_links_are_rotated_and_those_of_barcodes_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    for (purpose, key) in [("jwt", 2), ("link", 2), ("jwt", 3)] {
        let done = rotate(folder.path(), purpose);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(said.starts_with(&format!("Key {key} for {purpose} was made.")), "{said}");
    }
    assert!(!rotate(folder.path(), "barcode").status.success());
}
