//! Selling: from a wish to a hold. `desk.rs` is the one way to change inventory; each verb has its file.
//! A cart is all holds that share a secret; what follows a cart is in `orders/`.

pub mod availability;
pub(crate) mod batch;
mod best_available;
pub mod cart;
mod cart_prices;
pub(crate) mod claims;
pub mod codes;
pub mod desk;
pub mod expire;
pub mod extend;
pub mod hold;
mod load;
pub mod release;
pub mod retake;
pub mod secret;
mod view;

pub use availability::{EventAvailability, SaleStatus, availability, availability_now, free_seats};
pub use cart::{Cart, CartCode, CartHold, CartLine, CartState, find_cart};
pub use codes::{CodeError, apply_code, remove_codes, reveal};
pub use expire::expire_due;
pub use extend::{ExtendError, extend};
pub use hold::{Choice, Held, HoldError, HoldRequest, Item, hold, hold_with_code};
pub use release::{ReleaseError, release};
pub use retake::{Moved, Retaken, retake};
pub use secret::CartSecret;
