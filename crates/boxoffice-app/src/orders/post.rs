//! What happens to an order's money, as postings of the ledger in the transaction that does it.
//! The rules of double entry are in the domain's `ledger.rs`; `docs/money.md` lists the accounts.

use boxoffice_domain::ids::OrderId;
use boxoffice_domain::ledger::{Account, Cause, Posting};

use crate::selling::batch::{Batch, Dispute, Line, Order, Payment, Refund};
use crate::store::ledger::LedgerRow;

impl Batch {
    /// A paid order was confirmed: what its places cost lies in `cash`. A free one moves nothing.
    pub(crate) fn post_sale(&mut self, order: OrderId, cash: Account) {
        let Some(order) = self.orders.get(&order).map(|kept| kept.value.clone()) else { return };
        let mut sale = Posting::new(Cause::Sale, order.currency);
        for line in &order.lines {
            earn(&mut sale, line, cash);
        }
        self.post(&order, &sale);
    }

    /// Money came that buys nothing: it is its buyer's.
    pub(crate) fn post_surplus(&mut self, payment: &Payment) {
        let cash = Account::of_gateway(&payment.gateway).whole();
        let surplus = Posting::new(Cause::Surplus, payment.currency);
        self.post_of(payment.order, &surplus.moving(payment.amount_minor, Account::Buyers.whole(), cash));
    }

    /// Part of an order's price came by transfer, or (below zero) waits no longer.
    pub(crate) fn post_deposit(&mut self, order: &Order, minor: i64) {
        let deposit = Posting::new(Cause::Deposit, order.currency);
        self.post(order, &deposit.moving(minor, Account::Buyers.whole(), Account::Bank.whole()));
    }

    /// Places were given back: what they cost is their buyer's, less what the organizer keeps, and with what is given
    /// on top.
    pub(crate) fn post_given_back(
        &mut self,
        order: &Order,
        lines: &[Line],
        kept_minor: i64,
        extra_minor: i64,
    ) {
        let buyers = Account::Buyers.whole();
        let mut posting = Posting::new(Cause::RefundWanted, order.currency);
        for line in lines {
            for (account, minor) in earned(line) {
                posting.move_minor(minor, buyers, account.of(line.performance));
            }
        }
        if let Some(line) = lines.first().or(order.lines.first()) {
            posting.move_minor(kept_minor, Account::KeptFee.of(line.performance), buyers);
            posting.move_minor(extra_minor, buyers, Account::Allowance.of(line.performance));
        }
        self.post(order, &posting);
    }

    /// The buyer has a refund.
    pub(crate) fn post_refund_done(&mut self, refund: &Refund) {
        let cash = self.cash_of(refund);
        let done = Posting::new(Cause::RefundDone, refund.currency);
        self.post_of(refund.order, &done.moving(refund.amount_minor, cash.whole(), Account::Buyers.whole()));
    }

    /// A refund could not be carried out, or came back after it was.
    pub(crate) fn post_refund_failed(&mut self, refund: &Refund, was_done: bool) {
        let to = if was_done { self.cash_of(refund) } else { Account::Buyers };
        let failed = Posting::new(Cause::RefundFailed, refund.currency);
        self.post_of(
            refund.order,
            &failed.moving(refund.amount_minor, Account::Undelivered.whole(), to.whole()),
        );
    }

    /// A refund that could not be carried out is tried again.
    pub(crate) fn post_refund_again(&mut self, refund: &Refund) {
        let again = Posting::new(Cause::RefundAgain, refund.currency);
        let (from, to) = (Account::Buyers.whole(), Account::Undelivered.whole());
        self.post_of(refund.order, &again.moving(refund.amount_minor, from, to));
    }

    /// A buyer's bank takes money, gives it back, or keeps it.
    pub(crate) fn post_dispute(&mut self, dispute: &Dispute, cause: Cause) {
        let (disputed, cash) = (Account::Disputed.whole(), Account::Gateway.whole());
        let performance = self.orders.get(&dispute.order).and_then(|kept| kept.value.lines.first());
        let loss = performance
            .map_or(Account::DisputeLoss.whole(), |line| Account::DisputeLoss.of(line.performance));
        let (from, to) = match cause {
            Cause::DisputeWon => (disputed, cash),
            Cause::DisputeLost => (disputed, loss),
            _ => (cash, disputed),
        };
        self.post_of(
            dispute.order,
            &Posting::new(cause, dispute.currency).moving(dispute.amount_minor, from, to),
        );
    }

    /// Places whose money a bank has kept are earned no longer; the loss is that much smaller.
    pub(crate) fn post_lost_places(&mut self, order: &Order, lines: &[Line]) {
        let mut posting = Posting::new(Cause::DisputeLost, order.currency);
        for line in lines {
            let loss = Account::DisputeLoss.of(line.performance);
            for (account, minor) in earned(line) {
                posting.move_minor(minor, loss, account.of(line.performance));
            }
        }
        self.post(order, &posting);
    }

    fn cash_of(&self, refund: &Refund) -> Account {
        let payment = self.payments.get(&refund.payment);
        payment.map_or(Account::Gateway, |kept| Account::of_gateway(&kept.value.gateway))
    }

    fn post_of(&mut self, order: OrderId, posting: &Posting) {
        if let Some(order) = self.orders.get(&order).map(|kept| kept.value.clone()) {
            self.post(&order, posting);
        }
    }

    fn post(&mut self, order: &Order, posting: &Posting) {
        let transaction = self.new_id();
        let event = order.lines.first().map(|line| line.event);
        let rows = posting.legs().map(|(side, amount_minor)| LedgerRow {
            transaction,
            organization: order.organization,
            event: side.performance.map_or(event, |performance| {
                order.lines.iter().find(|line| line.performance == performance).map(|line| line.event)
            }),
            performance: side.performance,
            order: Some(order.id),
            cause: posting.cause.as_str(),
            account: side.account.as_str(),
            currency: posting.currency.code(),
            amount_minor,
            at: self.now,
        });
        self.effects.ledger.extend(rows);
    }
}

fn earn(sale: &mut Posting, line: &Line, cash: Account) {
    for (account, minor) in earned(line) {
        sale.move_minor(minor, account.of(line.performance), cash.whole());
    }
}

/// What a line earns: its price without tax and the fees that its organizer carries, its fees, its tax. Selling posts
/// this, and giving back takes back the very same.
fn earned(line: &Line) -> [(Account, i64); 3] {
    let Some(parts) = line.parts else {
        return [(Account::FaceValue, line.price_minor), (Account::Fee, line.fee_minor), (Account::Tax, 0)];
    };
    [
        (Account::FaceValue, line.price_minor - parts.tax_minor - parts.absorbed_minor),
        (Account::Fee, line.fee_minor - parts.fee_tax_minor + parts.absorbed_minor),
        (Account::Tax, parts.tax_minor + parts.fee_tax_minor),
    ]
}
