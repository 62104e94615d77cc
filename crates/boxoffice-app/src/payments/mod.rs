//! The companies that move money: what we may ask of them, and what they tell us.
//! What a payment means for an order is decided in `orders/`, which also makes the calls and hears the messages.
//! `gateway.rs` is the wall: a gateway's name appears only in its own file and in `wiring.rs`. `bank/` has no gateway:
//! its messages are statements that people bring in.

pub mod bank;
mod gateway;
pub mod stripe;
pub mod test_gateway;

pub use gateway::{
    Answer, Capture, Gateway, GatewayError, GatewayEvent, Gateways, GivenBack, Payee, RefundNews,
    RefundRequest, Session, SessionEnd, SessionRequest, SessionState, Told, WebhookError,
};
