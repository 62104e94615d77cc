//! Orders: from a cart to tickets, and back. One file per verb; every change is one deed of the desk.
//! What the money did is in payments and refunds; the order decides what is shown, not the message.

pub mod cancel;
pub mod cancel_performance;
pub mod capture;
pub mod check_in;
pub(crate) mod check_sessions;
pub mod checkout;
pub(crate) mod confirm;
pub mod end_session;
pub mod expire;
pub mod find;
pub mod list;
pub mod mark_paid;
pub mod open_session;
pub mod receive_webhook;
pub mod refund;
pub mod register;
pub mod reopen;
pub(crate) mod rows;
pub mod run_refund;
pub mod session;

pub use cancel::{CancelBy, CancelError, Cancelled, cancel, cancel_event_orders};
pub use capture::{CaptureOutcome, Captured, captured};
pub use check_in::{CheckedIn, Door, check_in, check_in_at, refuse_scan};
pub use check_sessions::check_session;
pub use checkout::{CheckedOut, Checkout, CheckoutError, checkout};
pub use end_session::EndSession;
pub use expire::expire_due_orders;
pub use find::{Order, OrderKey, find_order};
pub use list::{OrderSummary, Registration, list_orders_of, list_registrations};
pub use mark_paid::{MarkPaidError, mark_paid};
pub use open_session::{OpenSessionError, open_session};
pub use receive_webhook::{ReceiveError, receive_webhook};
pub use refund::{refund_done, refund_failed, refund_pending, refund_unknown};
pub use register::{PaySession, RegisterError, Registered, register, start_payment};
pub use reopen::{ReopenError, Reopened, reopen};
pub use run_refund::RunRefund;
pub use session::{payment_failed, session_opened, session_over, session_unknown};

pub use crate::selling::secret::OrderSecret;
pub use boxoffice_domain::order::{Method, OrderState};
