//! Orders: from a cart to tickets, and back. One file per verb; every change is one deed of the desk.
//! What the money did is in payments and refunds; the order decides what is shown, not the message.

pub mod assign_entry;
pub mod call_off;
pub mod cancel;
pub mod capture;
mod cart_holds;
pub mod check_in;
pub(crate) mod check_messages;
pub(crate) mod check_refunds;
pub(crate) mod check_sessions;
pub mod checkout;
pub(crate) mod confirm;
pub mod dispute;
pub mod end_session;
pub mod expire;
pub mod find;
pub mod find_money;
pub mod find_transfer;
pub mod give_back;
pub mod give_comps;
pub mod list;
pub mod list_transfers;
pub mod mark_paid;
pub(crate) mod new_payment;
pub mod open_session;
pub(crate) mod owe;
pub(crate) mod pay_later;
pub(crate) mod post;
pub(crate) mod receive_transfer;
pub mod receive_webhook;
pub mod refund;
pub mod refund_order;
pub mod register;
pub mod reopen;
pub(crate) mod rows;
pub mod run_refund;
pub mod session;
pub mod take_statement;
pub mod try_refund_again;
pub mod unfinished;

pub use assign_entry::{AssignEntryError, assign_entry, set_entry_aside};
pub use cancel::{CancelBy, CancelError, Cancelled, cancel};
pub use capture::{CaptureOutcome, Captured, captured};
pub use check_in::{CheckedIn, Door, check_in, check_in_at, refuse_scan};
pub use check_sessions::check_session;
pub use checkout::{CheckedOut, Checkout, CheckoutError, checkout};
pub use dispute::{DisputeOutcome, Disputed, disputed};
pub use end_session::EndSession;
pub use expire::expire_due_orders;
pub use find::{Order, OrderKey, find_order};
pub use find_transfer::find_transfer_of;
pub use give_back::GivenBack;
pub use give_comps::{CompError, NewComp, give_comps};
pub use list::{OrderSummary, Registration, list_orders_of, list_registrations};
pub use list_transfers::{Transfers, find_transfers};
pub use mark_paid::{MarkPaidError, mark_paid};
pub use open_session::{OpenSessionError, open_session};
pub use receive_webhook::{ReceiveError, receive_webhook};
pub use refund::{refund_done, refund_failed, refund_pending, refund_unknown};
pub use refund_order::{Part, RefundError, refund_order};
pub use register::{PaySession, RegisterError, Registered, register, start_payment};
pub use reopen::{ReopenError, Reopened, reopen};
pub use run_refund::RunRefund;
pub use session::{payment_failed, session_opened, session_over, session_unknown};
pub use take_statement::{
    LookedStatement, StatementFile, TakeStatementError, bring_in_statement, look_at_statement, take_statement,
};
pub use try_refund_again::{RefundAgainError, hand_over_refund, try_refund_again};

pub use crate::selling::secret::OrderSecret;
pub use boxoffice_domain::order::{Method, OrderState};
