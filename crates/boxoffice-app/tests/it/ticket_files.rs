//! Files of tickets exist while somebody needs them.

use boxoffice_app::both_databases;
use boxoffice_app::keys::Purpose;
use boxoffice_app::tickets::files::{
    TicketFileError, link_path, order_of_path, remove_old_files, ticket_pdf,
};
use boxoffice_app::tickets::read_barcode;
use boxoffice_domain::barcode::Barcode;
use boxoffice_domain::ids::{EventId, OrderId, TicketId};

both_databases! {
    async fn an_order_without_tickets_has_no_file(app: TestApp) {
        let order = OrderId::from_bytes([9; 16]);
        assert!(matches!(ticket_pdf(&app, order).await, Err(TicketFileError::NoTickets)));
        assert_eq!(remove_old_files(&app).await.expect("cleanup"), 0);
    }

    async fn a_barcode_says_what_was_issued_and_nothing_else_is_believed(app: TestApp) {
        let (event, ticket) = (EventId::from_bytes([1; 16]), TicketId::from_bytes([2; 16]));
        let (now, key_id) = (app.clock.now(), app.keys.current_id(Purpose::Barcode, app.clock.now()));
        let barcode = Barcode { key_id, event, ticket, not_before: Some(now), expires_at: Some(now.plus_s(60)) };
        let signature = app.keys.sign_with(Purpose::Barcode, key_id, &barcode.statement()).expect("key");
        let text = Barcode::text(&barcode.statement(), &signature);
        let read = read_barcode(&app, &text).expect("ours");
        assert_eq!((read.event, read.ticket), (event, ticket));
        assert!(read.is_current(app.clock.now()));
        assert_eq!(text.len(), 178, "one character more and the QR code grows");
        assert!(read_barcode(&app, &text.replace('A', "B")).is_err());
    }
}

#[test]
fn a_link_names_the_order_and_nothing_else() {
    let order = OrderId::from_bytes([9; 16]);
    assert_eq!(order_of_path(&link_path(order)), Some(order));
    assert_eq!(order_of_path("tickets/x.pdf"), None);
    assert_eq!(order_of_path("images/x.jpg"), None);
}
