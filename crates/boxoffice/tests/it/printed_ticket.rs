//! The QR code of a ticket that the running program made, printed and read back, lets one person in once.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::program::Program;

/// Print and cheap scanners: 150 dots per inch must do.
const DOTS_PER_INCH: &str = "150";

fn run(program: &str, folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new(program).args(arguments).current_dir(folder).output();
    let done = done.unwrap_or_else(|error| {
        panic!("{program} cannot be run ({error}); apt-get install poppler-utils zbar-tools")
    });
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn printed_ticket_scans_valid_once_and_used_the_second_time() {
    let program = Program::start();
    let organizer = program.account("hall@example.org", "organizer");
    let attendee = program.account("ada@example.org", "attendee");
    let event =
        program.post("/api/v1/events", &organizer, &json!({ "title": "Ночь · ليلة · Nacht", "capacity": 5 }));
    assert_eq!(event.status, 201, "{}", event.text());
    let wish = json!({ "eventId": event.json()["eventId"], "email": "ada@example.org" });
    let registered = program.post("/api/v1/register", &attendee, &wish);
    assert_eq!(registered.status, 201, "{}", registered.text());
    let link = registered.json()["ticketUrl"].as_str().expect("a link").to_owned();

    let pdf = program.get(&link);
    assert_eq!(pdf.status, 200, "{}", pdf.text());
    assert!(pdf.headers.to_ascii_lowercase().contains("content-type: application/pdf"), "{}", pdf.headers);
    assert_eq!(program.get(&format!("{link}x")).status, 404, "a changed link opens nothing");

    std::fs::write(program.folder().join("ticket.pdf"), &pdf.body).expect("the ticket is kept");
    run("pdftoppm", program.folder(), &["-r", DOTS_PER_INCH, "-png", "-singlefile", "ticket.pdf", "ticket"]);
    let code = run("zbarimg", program.folder(), &["-q", "--raw", "ticket.png"]);

    let scan = json!({ "barcode": code.trim(), "gate": "North" });
    let first = program.post("/api/v1/scan", &organizer, &scan);
    assert_eq!(first.json()["status"], "VALID", "{}", first.text());
    let second = program.post("/api/v1/scan", &organizer, &scan);
    assert_eq!(second.json()["status"], "USED", "{}", second.text());
    assert!(second.json()["usedAt"].is_i64(), "{}", second.text());
    println!(
        "FIGURE printed at {DOTS_PER_INCH} dpi, read as {} characters: VALID, then USED",
        code.trim().len()
    );
}
