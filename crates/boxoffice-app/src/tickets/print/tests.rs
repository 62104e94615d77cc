//! Printed tickets of every script, read back with the tools that people print and scan with.

use std::path::Path;
use std::process::Command;

use boxoffice_domain::ids::{EventId, OrderId, OrganizationId, PerformanceId, TicketId};

use super::*;

fn ticket(title: &str, holder: &str) -> TicketPrint {
    let start = Zone::named("Europe/Berlin").expect("zone").local("2027-05-01T19:30").expect("time");
    TicketPrint {
        ticket_id: TicketId::from_bytes([2; 16]),
        order_id: OrderId::from_bytes([3; 16]),
        event_id: EventId::from_bytes([1; 16]),
        performance_id: PerformanceId::from_bytes([4; 16]),
        barcode: "AYAQ".repeat(46),
        holder_name: holder.into(),
        ticket_type: "Adult".into(),
        area: "Stalls".into(),
        row_label: Some("D".into()),
        seat_label: Some("14".into()),
        price_minor: 4_200,
        fee_minor: 250,
        currency: "EUR".into(),
        number: "7KQ2M9XA".into(),
        locale: "en".into(),
        title: title.into(),
        slug: "evening".into(),
        image_id: None,
        starts_at: Some(start),
        ends_at: Some(start.plus_s(7_200)),
        doors_at: Some(start.plus_s(-3_600)),
        performance_state: "scheduled".into(),
        time_zone: "Europe/Berlin".into(),
        venue: Some("Kulturhaus am Fluss".into()),
        street: Some("Uferstraße 12".into()),
        city: "Köln".into(),
        country: "DE".into(),
        online: false,
        age_limit: "From 16 years".into(),
        access_notes: "Step-free entrance on the left side.".into(),
        organization_id: OrganizationId::from_bytes([5; 16]),
        organization: "Example Concerts".into(),
        contact_email: "hello@example.org".into(),
        terms: "No refunds after the start. Bags larger than A4 stay outside.\n".repeat(6),
    }
}

fn samples() -> Vec<TicketPrint> {
    let long = "An Evening of Chamber Music with the Friends of the River, Seven Quartets and a Surprise Guest \
                from Far Away, Followed by a Conversation in the Foyer until Midnight";
    vec![
        ticket("Nacht der langen Schatten", "Žaneta Łęcka-Größe"),
        ticket("Αντιγόνη του Σοφοκλή", "Ελένη Παπαδοπούλου"),
        ticket("Вишнёвый сад", "Жанна Щукина"),
        ticket("ليلة الموسيقى العربية", "عمرو عبد الله"),
        ticket("مهرجان Jazz & Blues 2027", "נועה כהן"),
        TicketPrint {
            row_label: None,
            seat_label: None,
            price_minor: 0,
            fee_minor: 0,
            starts_at: None,
            doors_at: None,
            ..ticket(long, "Wolfgang-Amadeus von und zu Hohenstaufen-Württemberg-Ingelfingen der Siebte")
        },
    ]
}

/// A picture as the catalogue stores it.
fn picture() -> Bytes {
    let pixels = image::RgbImage::from_fn(640, 320, |x, y| image::Rgb([(x / 3) as u8, (y / 2) as u8, 160]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut jpeg, image::ImageFormat::Jpeg).expect("jpeg");
    jpeg.into_inner().into()
}

fn run(program: &str, folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new(program).args(arguments).current_dir(folder).output();
    let done =
        done.unwrap_or_else(|error| panic!("{program} is needed (poppler-utils, zbar-tools): {error}"));
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn every_page_carries_its_barcode_and_its_words() {
    let folder = tempfile::tempdir().expect("folder");
    let pdf = print(&samples(), Some(picture()), Lang::DE).expect("pdf");
    std::fs::write(folder.path().join("t.pdf"), &pdf).expect("write");
    run("pdftoppm", folder.path(), &["-r", "150", "-png", "t.pdf", "page"]);
    for page in 1..=samples().len() {
        let read = run("zbarimg", folder.path(), &["-q", "--raw", &format!("page-{page}.png")]);
        assert_eq!(read.trim(), "AYAQ".repeat(46), "page {page}");
    }
    let words = run("pdftotext", folder.path(), &["t.pdf", "-"]);
    for word in
        ["Žaneta Łęcka-Größe", "Αντιγόνη", "Щукина", "7KQ2M9XA", "Kulturhaus am Fluss", "Einlass ab 18:30"]
    {
        assert!(words.contains(word), "{word} is missing from {words}");
    }
    if let Ok(keep) = std::env::var("BOXOFFICE_KEEP_PDF") {
        std::fs::write(keep, &pdf).expect("keep");
    }
}

#[test]
fn a_broken_picture_does_not_keep_anybody_from_a_ticket() {
    print(&samples()[..1], Some(Bytes::from_static(b"no picture")), Lang::EN).expect("pdf");
}

#[test]
fn a_ticket_is_small_and_quick() {
    let tickets = samples();
    print(&tickets[..1], None, Lang::EN).expect("warm");
    let begun = std::time::Instant::now();
    let pdf = print(&tickets[..1], None, Lang::EN).expect("pdf");
    assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
    // Unoptimised code on a busy machine: the figure that counts is measured in release.
    assert!(begun.elapsed().as_secs() < 2, "{:?}", begun.elapsed());
}
