//! What people see of an order's money: derived from what its payments, refunds and disputes did, never stored.

use crate::order::OrderState;
use crate::payment::{DisputeState, PaymentState, RefundKind, RefundState};

/// Where an order's money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderMoney {
    /// Nothing is owed.
    Free,
    /// Owed, and may still come.
    Paying,
    /// The gateway was asked and did not answer: neither paid nor failed.
    Unknown,
    /// It never came.
    Unpaid,
    /// Paid.
    Paid,
    /// Paid more than once; the rest goes back.
    Overpaid,
    /// Came after the places were gone; it goes back.
    Late,
    /// The buyer's bank asks it back, or has it.
    Disputed,
    /// Some of it went back.
    PartlyRefunded,
    /// All of it went back.
    Refunded,
}

/// A refund, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Back {
    /// Where it stands.
    pub state: RefundState,
    /// What for.
    pub kind: RefundKind,
    /// How much.
    pub amount_minor: i64,
}

impl OrderMoney {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Paying => "paying",
            Self::Unknown => "unknown",
            Self::Unpaid => "unpaid",
            Self::Paid => "paid",
            Self::Overpaid => "overpaid",
            Self::Late => "late",
            Self::Disputed => "disputed",
            Self::PartlyRefunded => "partly_refunded",
            Self::Refunded => "refunded",
        }
    }

    /// Derives it. `total_minor` is what the order costs.
    pub fn of(
        order: OrderState,
        total_minor: i64,
        payments: &[(PaymentState, i64)],
        refunds: &[Back],
        disputes: &[DisputeState],
    ) -> Self {
        let captured: i64 =
            sum(payments.iter().filter(|(state, _)| *state == PaymentState::Captured).map(|p| p.1));
        if disputes.iter().any(|state| *state != DisputeState::Won) {
            return Self::Disputed;
        }
        if captured == 0 {
            return Self::without_capture(order, total_minor, payments);
        }
        let surplus = |back: &&Back| back.kind == RefundKind::Surplus;
        if refunds.iter().filter(surplus).any(|back| back.state != RefundState::Done) {
            return if order == OrderState::Confirmed { Self::Overpaid } else { Self::Late };
        }
        let kept = captured - sum(refunds.iter().filter(surplus).map(|back| back.amount_minor));
        let back = sum(refunds
            .iter()
            .filter(|back| !surplus(back) && back.state != RefundState::Failed)
            .map(|back| back.amount_minor));
        match (kept, back) {
            (_, 0) if kept > 0 => Self::Paid,
            (kept, back) if back < kept => Self::PartlyRefunded,
            _ => Self::Refunded,
        }
    }

    fn without_capture(order: OrderState, total_minor: i64, payments: &[(PaymentState, i64)]) -> Self {
        if total_minor == 0 {
            Self::Free
        } else if payments.iter().any(|(state, _)| *state == PaymentState::Unknown) {
            Self::Unknown
        } else if order == OrderState::Pending || payments.iter().any(|(state, _)| state.is_unfinished()) {
            Self::Paying
        } else {
            Self::Unpaid
        }
    }
}

fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    amounts.fold(0, i64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrderState::{Cancelled, Confirmed, Expired, Pending};
    use PaymentState::{Captured, Created, Failed};
    use RefundKind::{Amount, Surplus, Tickets};

    type Row<'a> = (OrderState, &'a [(PaymentState, i64)], &'a [Back], &'a [DisputeState], OrderMoney);

    const fn back(kind: RefundKind, state: RefundState, amount_minor: i64) -> Back {
        Back { state, kind, amount_minor }
    }

    #[test]
    fn what_is_shown_follows_from_what_happened() {
        use RefundState::{Done, Failed as Refused, Pending as OnItsWay, Wanted};
        let paid: &[(PaymentState, i64)] = &[(Captured, 100)];
        let twice: &[(PaymentState, i64)] = &[(Captured, 100), (Captured, 100)];
        let table: &[Row<'_>] = &[
            (Pending, &[], &[], &[], OrderMoney::Paying),
            (Pending, &[(Created, 100)], &[], &[], OrderMoney::Paying),
            (Pending, &[(PaymentState::Unknown, 100)], &[], &[], OrderMoney::Unknown),
            (Expired, &[(Failed, 100)], &[], &[], OrderMoney::Unpaid),
            (Cancelled, &[(PaymentState::Pending, 100)], &[], &[], OrderMoney::Paying),
            (Confirmed, paid, &[], &[], OrderMoney::Paid),
            (Confirmed, &[(Failed, 100), (Captured, 100)], &[], &[], OrderMoney::Paid),
            (Confirmed, twice, &[back(Surplus, Wanted, 100)], &[], OrderMoney::Overpaid),
            (Confirmed, twice, &[back(Surplus, Refused, 100)], &[], OrderMoney::Overpaid),
            (Confirmed, twice, &[back(Surplus, Done, 100)], &[], OrderMoney::Paid),
            (Expired, paid, &[back(Surplus, OnItsWay, 100)], &[], OrderMoney::Late),
            (Expired, paid, &[back(Surplus, Done, 100)], &[], OrderMoney::Refunded),
            (Confirmed, paid, &[back(Amount, Done, 30)], &[], OrderMoney::PartlyRefunded),
            (Confirmed, paid, &[back(Tickets, Wanted, 50)], &[], OrderMoney::PartlyRefunded),
            (
                Cancelled,
                paid,
                &[back(Tickets, Done, 50), back(Tickets, Wanted, 50)],
                &[],
                OrderMoney::Refunded,
            ),
            (Confirmed, paid, &[back(Amount, Refused, 30)], &[], OrderMoney::Paid),
            (Confirmed, paid, &[], &[DisputeState::Opened], OrderMoney::Disputed),
            (Cancelled, paid, &[], &[DisputeState::Lost], OrderMoney::Disputed),
            (Confirmed, paid, &[], &[DisputeState::Won], OrderMoney::Paid),
        ];
        for (order, payments, refunds, disputes, shown) in table {
            assert_eq!(
                OrderMoney::of(*order, 100, payments, refunds, disputes),
                *shown,
                "{order:?} {payments:?} {refunds:?}"
            );
        }
        assert_eq!(OrderMoney::of(Confirmed, 0, &[], &[], &[]), OrderMoney::Free);
    }
}
