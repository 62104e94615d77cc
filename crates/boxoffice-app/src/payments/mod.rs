//! Money comes and goes here: sessions at a gateway, its messages, refunds.
//! What a payment means for an order is decided in `orders/`; this module moves it and reports.
//! `gateway.rs` is the wall: a gateway's name appears only in its own file and in `wiring.rs`.

mod gateway;
mod open_session;
pub mod test_gateway;

pub use open_session::{OpenSessionError, open_session};

pub use gateway::{
    Answer, Capture, Gateway, GatewayError, GatewayEvent, Gateways, RefundRequest, Session, SessionEnd,
    SessionRequest, SessionState, Told, WebhookError,
};
