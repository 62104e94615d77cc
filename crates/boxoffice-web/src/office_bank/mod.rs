//! Bank transfers in the office: statements are brought in, looked at and taken; what matched nothing is decided by
//! hand; refunds that people carry out are noted as done.

mod deeds;
pub mod statement;
pub mod transfers;

use boxoffice_app::accounts::Role;
use boxoffice_domain::bank::judge::Verdict;
use boxoffice_domain::limits::STATEMENT_BYTES_MAX;

use crate::policy::Policy;
use crate::routes::Routes;

/// What a form takes around a statement.
const FORM_BYTES: usize = 16 * 1024;

pub(crate) fn routes(routes: &mut Routes) {
    let manager = Policy::Organizer(Role::Manager);
    routes
        .get("/{lang}/office/bank", manager, transfers::show)
        .upload(
            "/{lang}/office/bank/accounts/{organization}/statements",
            manager,
            STATEMENT_BYTES_MAX + FORM_BYTES,
            deeds::bring_in,
        )
        .get("/{lang}/office/bank/statements/{statement}", manager, statement::show)
        .post("/{lang}/office/bank/statements/{statement}/entries", manager, deeds::take)
        .post("/{lang}/office/bank/entries/{entry}/orders", manager, deeds::assign)
        .post("/{lang}/office/bank/entries/{entry}/notes", manager, deeds::set_aside)
        .post("/{lang}/office/bank/refunds/{order}/{refund}/payouts", manager, deeds::pay_back);
}

/// The key of what an entry is, and the kind of its badge.
fn words(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Exact => ("bank-exact", "success"),
        Verdict::TooLittle => ("bank-too-little", "warning"),
        Verdict::TooMuch => ("bank-too-much", "warning"),
        Verdict::Unknown => ("bank-unknown", "neutral"),
        Verdict::Ambiguous => ("bank-ambiguous", "warning"),
        Verdict::Paid => ("bank-paid", "warning"),
        Verdict::Over => ("bank-over", "warning"),
        Verdict::Known => ("bank-known", "neutral"),
    }
}
