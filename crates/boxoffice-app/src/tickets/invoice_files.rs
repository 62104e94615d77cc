//! The PDF of an invoice or credit note: made whenever somebody wants it, from what was frozen when it was issued.

use boxoffice_domain::ids::InvoiceId;

use super::files::{TicketFileError, TicketPdf};
use super::print::print_invoice;
use crate::App;
use crate::files::link;

/// The path that a signed link to a document names.
pub fn link_path(invoice: InvoiceId) -> String {
    format!("invoices/{invoice}.pdf")
}

/// The document that a path of [`link_path`] names.
pub fn invoice_of_path(path: &str) -> Option<InvoiceId> {
    path.strip_prefix("invoices/")?.strip_suffix(".pdf")?.parse().ok()
}

/// The address that downloads a document without signing in, for an hour.
pub fn sign_link(app: &App, invoice: InvoiceId) -> String {
    link::sign(app, &link_path(invoice))
}

/// The PDF of a document, if there is one.
pub async fn invoice_pdf(app: &App, id: InvoiceId) -> Result<Option<TicketPdf>, TicketFileError> {
    let Some(invoice) = app.store.read().await?.find_invoice(id).await? else { return Ok(None) };
    let document = invoice.read()?;
    let name = format!("{}-{}.pdf", invoice.kind.replace('_', "-"), document.number);
    // Milliseconds of pure computing: not on a thread that answers buyers.
    let made = tokio::task::spawn_blocking(move || print_invoice(&invoice, &document));
    let content = made.await.map_err(|_| TicketFileError::Interrupted)??;
    Ok(Some(TicketPdf { name, path: link_path(id), content: content.into() }))
}
