//! Double entry: money only ever moves from one account to another, so what is posted sums to zero by construction.
//! An amount above zero lies in an account, one below zero is owed or was earned by it.

use std::collections::BTreeMap;

use crate::ids::PerformanceId;
use crate::money::Currency;

/// Where money can be, or what it can be owed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// At a payment gateway.
    Gateway,
    /// In the till of a box office.
    BoxOffice,
    /// On the organizer's own bank account.
    Bank,
    /// Taken back by a buyer's bank until it has decided.
    Disputed,
    /// Owed to buyers; refunds on their way.
    Buyers,
    /// Owed to buyers, but the gateway could not give it back; a person must look.
    Undelivered,
    /// Earned with tickets, before fees and taxes.
    FaceValue,
    /// Earned with fees on top.
    Fee,
    /// Taken for the tax office.
    Tax,
    /// Kept when a buyer cancelled.
    KeptFee,
    /// Given to buyers beyond what their tickets cost, or not given because they had it already.
    Allowance,
    /// Lost to buyers' banks.
    DisputeLoss,
    /// Paid out to the organizer.
    Payout,
}

/// What caused a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An order was paid and confirmed.
    Sale,
    /// Part of an order's price came and waits for the rest; below zero: the rest is there, or will not come.
    Deposit,
    /// Money came that buys nothing.
    Surplus,
    /// A refund was decided.
    RefundWanted,
    /// The buyer has it.
    RefundDone,
    /// It could not be given back.
    RefundFailed,
    /// It is tried again.
    RefundAgain,
    /// A buyer's bank took money back.
    DisputeOpened,
    /// It gave it back.
    DisputeWon,
    /// It kept it.
    DisputeLost,
    /// Money went to the organizer.
    Payout,
}

impl Account {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Gateway,
        Self::BoxOffice,
        Self::Bank,
        Self::Disputed,
        Self::Buyers,
        Self::Undelivered,
        Self::FaceValue,
        Self::Fee,
        Self::Tax,
        Self::KeptFee,
        Self::Allowance,
        Self::DisputeLoss,
        Self::Payout,
    ];

    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::BoxOffice => "box_office",
            Self::Bank => "bank",
            Self::Disputed => "disputed",
            Self::Buyers => "buyers",
            Self::Undelivered => "undelivered",
            Self::FaceValue => "face_value",
            Self::Fee => "fee",
            Self::Tax => "tax",
            Self::KeptFee => "kept_fee",
            Self::Allowance => "allowance",
            Self::DisputeLoss => "dispute_loss",
            Self::Payout => "payout",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|account| account.as_str() == text)
    }

    /// Where a gateway's money is, by the name that payments store.
    pub fn of_gateway(name: &str) -> Self {
        [Self::BoxOffice, Self::Bank].into_iter().find(|own| own.as_str() == name).unwrap_or(Self::Gateway)
    }

    /// Whether people give back by hand what lies here: no gateway can be asked to.
    pub const fn is_by_hand(self) -> bool {
        matches!(self, Self::BoxOffice | Self::Bank)
    }
}

impl Cause {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Deposit => "deposit",
            Self::Surplus => "surplus",
            Self::RefundWanted => "refund_wanted",
            Self::RefundDone => "refund_done",
            Self::RefundFailed => "refund_failed",
            Self::RefundAgain => "refund_again",
            Self::DisputeOpened => "dispute_opened",
            Self::DisputeWon => "dispute_won",
            Self::DisputeLost => "dispute_lost",
            Self::Payout => "payout",
        }
    }
}

/// One side of a movement: an account, for the accounts that know performances of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    /// The account.
    pub account: Account,
    /// Which performance's.
    pub performance: Option<PerformanceId>,
}

impl Account {
    /// This account, of no performance.
    pub const fn whole(self) -> Side {
        Side { account: self, performance: None }
    }

    /// This account of one performance.
    pub const fn of(self, performance: PerformanceId) -> Side {
        Side { account: self, performance: Some(performance) }
    }
}

/// One transaction of the ledger. There is no way to make one that does not sum to zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Why.
    pub cause: Cause,
    /// In which currency.
    pub currency: Currency,
    legs: BTreeMap<Side, i64>,
}

impl Posting {
    /// An empty one.
    pub const fn new(cause: Cause, currency: Currency) -> Self {
        Self { cause, currency, legs: BTreeMap::new() }
    }

    /// Moves an amount; below zero it moves the other way.
    /// Amounts within `limits.rs` are far from the end of the numbers; beyond it both sides wrap alike.
    pub fn move_minor(&mut self, minor: i64, from: Side, to: Side) {
        let leg = self.legs.entry(from).or_default();
        *leg = leg.wrapping_sub(minor);
        let leg = self.legs.entry(to).or_default();
        *leg = leg.wrapping_add(minor);
    }

    /// The same, for a posting of few movements.
    #[must_use]
    pub fn moving(mut self, minor: i64, from: Side, to: Side) -> Self {
        self.move_minor(minor, from, to);
        self
    }

    /// What changes in each account; what does not is left out.
    pub fn legs(&self) -> impl Iterator<Item = (Side, i64)> {
        self.legs.iter().filter(|(_, minor)| **minor != 0).map(|(side, minor)| (*side, *minor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side() -> impl Strategy<Value = Side> {
        (0..Account::ALL.len(), proptest::option::of(0_u8..3)).prop_map(|(account, performance)| Side {
            account: Account::ALL[account],
            performance: performance.map(|byte| PerformanceId::from_bytes([byte; 16])),
        })
    }

    #[test]
    fn a_sale_has_one_row_for_the_money_and_one_for_each_thing_it_was_for() {
        let performance = PerformanceId::from_bytes([1; 16]);
        let mut sale = Posting::new(Cause::Sale, Currency::EUR);
        for _ in 0..3 {
            sale.move_minor(2_000, Account::FaceValue.of(performance), Account::Gateway.whole());
            sale.move_minor(150, Account::Fee.of(performance), Account::Gateway.whole());
        }
        let legs: Vec<_> = sale.legs().map(|(side, minor)| (side.account, minor)).collect();
        assert_eq!(legs, [(Account::Gateway, 6_450), (Account::FaceValue, -6_000), (Account::Fee, -450)]);
    }

    #[test]
    fn nothing_moved_is_nothing_posted() {
        let free = Posting::new(Cause::Sale, Currency::EUR).moving(
            0,
            Account::FaceValue.whole(),
            Account::Gateway.whole(),
        );
        assert_eq!(free.legs().count(), 0);
    }

    #[test]
    fn every_account_reads_back() {
        for account in Account::ALL {
            assert_eq!(Account::parse(account.as_str()), Some(account));
        }
    }

    proptest! {
        #[test]
        fn whatever_moves_sums_to_zero(moves in proptest::collection::vec((-1_000_000_000_i64..1_000_000_000, side(), side()), 0..40)) {
            let mut posting = Posting::new(Cause::Sale, Currency::EUR);
            for (minor, from, to) in moves {
                posting.move_minor(minor, from, to);
            }
            prop_assert_eq!(posting.legs().map(|(_, minor)| minor).sum::<i64>(), 0);
        }
    }
}
