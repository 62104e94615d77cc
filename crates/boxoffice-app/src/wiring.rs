//! The lists: every kind of job, every periodic work, every gateway. A further one is one line here.

use std::sync::Arc;

use crate::accounts::mail::SendAccountMail;
use crate::catalog::pricing::RepriceEvents;
use crate::clock::Clock;
use crate::jobs::{Kinds, Periodic, Where};
use crate::notices::SendOrderMail;
use crate::orders::call_off::{CancelEventOrders, CancelPerformanceOrders, TryRefundsAgain};
use crate::orders::issue_invoice::{IssueCreditNotes, IssueInvoice};
use crate::orders::{EndSession, RunRefund};
use crate::payments::stripe::Stripe;
use crate::payments::test_gateway::TestGateway;
use crate::payments::{Gateway, Gateways};
use crate::random::Random;
use crate::settings::Settings;
use crate::store::Store;

/// What the workers can do.
#[derive(Debug)]
pub struct Work {
    /// Kinds of jobs.
    pub kinds: Kinds,
    /// Periodic work, in the order in which [`crate::jobs::run_schedule`] does it.
    pub schedule: Vec<Periodic>,
}

/// Every kind of job and all periodic work.
pub(crate) fn work() -> Work {
    Work { kinds: kinds(), schedule: schedule() }
}

fn kinds() -> Kinds {
    Kinds::default()
        .with::<CancelEventOrders>()
        .with::<CancelPerformanceOrders>()
        .with::<TryRefundsAgain>()
        .with::<EndSession>()
        .with::<IssueCreditNotes>()
        .with::<IssueInvoice>()
        .with::<RepriceEvents>()
        .with::<RunRefund>()
        .with::<SendAccountMail>()
        .with::<SendOrderMail>()
}

fn schedule() -> Vec<Periodic> {
    use crate::jobs::measure::measure;
    use crate::jobs::sweep;
    use Where::{EveryNode, OneNode};
    vec![
        crate::accounts::sessions::SWEEP,
        crate::keys::LEARN,
        crate::payments::stripe::LEARN,
        crate::orders::check_refunds::CHECK,
        crate::orders::check_sessions::CHECK,
        crate::orders::check_messages::CHECK,
        crate::orders::check_sessions::MEASURE,
        crate::search::index::REFRESH,
        crate::tickets::files::CLEANUP,
        Periodic { name: "forget old answers", every_s: 600, on: OneNode, work: sweep::forget_answers },
        Periodic { name: "expire holds", every_s: 1, on: OneNode, work: sweep::expire_holds },
        Periodic { name: "expire unpaid orders", every_s: 2, on: OneNode, work: sweep::expire_orders },
        Periodic {
            name: "follow the database's clock",
            every_s: 60,
            on: EveryNode,
            work: sweep::follow_clock,
        },
        Periodic { name: "measure the jobs", every_s: 15, on: EveryNode, work: measure },
        Periodic {
            name: "send waiting test webhooks",
            every_s: 2,
            on: OneNode,
            work: sweep::send_test_webhooks,
        },
        Periodic {
            name: "forget delivered test webhooks",
            every_s: 3_600,
            on: OneNode,
            work: sweep::forget_test_webhooks,
        },
    ]
}

/// The test gateway, in test mode only.
pub(crate) fn test_gateway(
    store: &Store,
    clock: &Clock,
    random: &Random,
    settings: &Settings,
) -> Option<Arc<TestGateway>> {
    settings.is_test().then(|| Arc::new(TestGateway::start(store, clock, random, settings)))
}

/// Every gateway that works here; the first that takes a currency gets new payments in it.
pub(crate) fn gateways(stripe: &Arc<Stripe>, test: Option<&Arc<TestGateway>>) -> Gateways {
    let mut gateways: Vec<Arc<dyn Gateway>> = vec![Arc::clone(stripe) as Arc<dyn Gateway>];
    gateways.extend(test.map(|gateway| Arc::clone(gateway) as Arc<dyn Gateway>));
    Gateways::new(gateways)
}
