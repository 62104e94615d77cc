//! Every page renders in every state and language, keeps to the shape of a page, and stays small.

use std::io::Write;

use askama::Template;
use boxoffice_app::i18n::Lang;
use boxoffice_web::frame::Frame;
use boxoffice_web::page::Sample;

use crate::sources::rust_sources;

/// The name of a page and its samples in one language, rendered.
type Rendered = (&'static str, Vec<String>);

macro_rules! pages {
    ($($path:path),* $(,)?) => {
        /// All pages, each in all its states.
        pub(crate) fn render_all(frame: &Frame) -> Vec<Rendered> {
            vec![$((
                stringify!($path),
                <$path as Sample>::samples(frame).iter().map(|page| page.render().expect("it renders")).collect(),
            )),*]
        }
    };
}

// In order of name; a test finds pages that are missing here.
pages! {
    boxoffice_web::account::confirm::ConfirmPage,
    boxoffice_web::account::forgot::ForgotPage,
    boxoffice_web::account::forgot::ResetPage,
    boxoffice_web::account::login::LoginPage,
    boxoffice_web::account::mine::AccountPage,
    boxoffice_web::account::note::NotePage,
    boxoffice_web::account::organization::OrganizationPage,
    boxoffice_web::account::register::RegisterPage,
    boxoffice_web::account::setup::SetupPage,
    boxoffice_web::account::team::TeamPage,
    boxoffice_web::door::ChoosePage,
    boxoffice_web::door::ScanPage,
    boxoffice_web::discover::DiscoverPage,
    boxoffice_web::legal::EditLegalPage,
    boxoffice_web::legal::LegalPage,
    boxoffice_web::office::activity::ActivityPage,
    boxoffice_web::office::comps::CompsPage,
    boxoffice_web::office::dashboard::DashboardPage,
    boxoffice_web::office::earnings::EarningsPage,
    boxoffice_web::office::order::StaffOrderPage,
    boxoffice_web::office::order_deeds::StaffCancelPage,
    boxoffice_web::office::orders::OrdersPage,
    boxoffice_web::office::overview::OverviewPage,
    boxoffice_web::office::refund::RefundPage,
    boxoffice_web::office::registrations::RegistrationsPage,
    boxoffice_web::office_bank::statement::StatementPage,
    boxoffice_web::office_bank::transfers::TransfersPage,
    boxoffice_web::office_events::call_off::CallOffPage,
    boxoffice_web::office_events::codes::CodesPage,
    boxoffice_web::office_events::create::CreateEventPage,
    boxoffice_web::office_events::event::EditEventPage,
    boxoffice_web::office_events::list::OwnEventsPage,
    boxoffice_web::office_events::prices::PricesPage,
    boxoffice_web::office_events::sale::SalePage,
    boxoffice_web::office_venues::form::VenuePage,
    boxoffice_web::office_venues::list::VenuesPage,
    boxoffice_web::operator::payments::OperatorPaymentsPage,
    boxoffice_web::outbox::MailPage,
    boxoffice_web::outbox::OutboxPage,
    boxoffice_web::payment_accounts::bank_account::BankAccountPage,
    boxoffice_web::payment_accounts::list::PaymentAccountsPage,
    boxoffice_web::payment_accounts::own::OwnAccountPage,
    boxoffice_web::payments::book::BookPage,
    boxoffice_web::payments::hosted::HostedPage,
    boxoffice_web::prices::OrganizationPricesPage,
    boxoffice_web::problem::ProblemPage,
    boxoffice_web::rest::viewer::DocsPage,
    boxoffice_web::shop::cancel::CancelPage,
    boxoffice_web::shop::choose::ChoosePage,
    boxoffice_web::shop::event::EventPage,
    boxoffice_web::shop::invoices::InvoicesPage,
    boxoffice_web::shop::mine::MinePage,
    boxoffice_web::shop::show_cart::CartPage,
    boxoffice_web::shop::show_checkout::CheckoutPage,
    boxoffice_web::shop::show_order::OrderPage,
    boxoffice_web::shop::show_ticket::TicketPage,
    boxoffice_web::styleguide::StyleguidePage,
}

fn languages() -> impl Iterator<Item = Lang> {
    Lang::all().chain([Lang::PSEUDO])
}

#[test]
fn every_page_with_samples_is_tested() {
    let known: Vec<&str> = render_all(&Frame::sample(Lang::EN)).iter().map(|(name, _)| *name).collect();
    for (file, source) in rust_sources("boxoffice-web/src") {
        for line in source.lines() {
            let Some(page) = line.strip_prefix("impl Sample for ") else { continue };
            let page = page.trim_end_matches(" {");
            let listed = known.iter().any(|name| name.replace(' ', "").ends_with(&format!("::{page}")));
            assert!(listed, "{page} of {file} is missing in samples.rs");
        }
    }
}

#[test]
fn every_page_renders_in_every_language() {
    for lang in languages() {
        for (name, pages) in render_all(&Frame::sample(lang)) {
            assert!(!pages.is_empty(), "{name} has no samples");
            for page in pages {
                check_shape(name, lang, &page);
            }
        }
    }
}

fn check_shape(name: &str, lang: Lang, page: &str) {
    assert!(page.starts_with("<!doctype html>"), "{name}");
    assert!(page.contains(&format!("<html lang=\"{}\" dir=\"{}\"", lang.code(), lang.dir())), "{name}");
    assert_eq!(page.matches("<h1").count(), 1, "{name} in {} needs exactly one h1", lang.code());
    assert_eq!(page.matches("<main").count(), 1, "{name}");
    assert!(!page.contains("<title> ·"), "{name} has no title");
    for forbidden in [" style=\"", "<style", " onclick=", "<script>", "javascript:"] {
        assert!(!page.contains(forbidden), "{name} contains {forbidden}, which the policy blocks");
    }
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for (index, id) in ids.iter().enumerate() {
        assert!(!ids[..index].contains(id), "{name} has the id {id} twice");
    }
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        // The style guide's examples lead nowhere.
        assert!(target.is_empty() || ids.contains(&target), "{name} links to #{target}, which is not there");
    }
}

/// Largest page of the shop on the wire, in bytes (ux.md 2.1: 12 KB for the shop, 25 KB for the office).
const PAGE_BYTES_MAX: usize = 12 * 1024;
/// The description of the API is read by programmers at their desks.
const API_PAGE_BYTES_MAX: usize = 25 * 1024;

#[test]
fn every_page_is_small_on_the_wire() {
    for (name, pages) in render_all(&Frame::sample(Lang::DE)) {
        for page in pages {
            let mut packed = Vec::new();
            let mut writer = brotli::CompressorWriter::new(&mut packed, 4_096, 5, 22);
            writer.write_all(page.as_bytes()).expect("memory takes it");
            drop(writer);
            let is_api = name.contains("::rest::viewer::");
            let bytes_max = if is_api { API_PAGE_BYTES_MAX } else { PAGE_BYTES_MAX };
            assert!(packed.len() <= bytes_max, "{name} has {} bytes packed", packed.len());
        }
    }
}
