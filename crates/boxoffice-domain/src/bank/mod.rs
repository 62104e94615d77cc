//! Bank transfers: account numbers, the reference by which a transfer finds its order, the code that banking apps
//! read, and what an entry of a statement means for an order. What follows from it is decided at the desk.

pub mod account;
pub mod deadline;
pub mod girocode;
pub mod judge;
pub mod reference;
pub mod statement;

/// The remainder by 97 of a text of digits and letters, where A stands for 10 and Z for 35 (ISO 7064, as account
/// numbers and references use it). None when anything else is in it.
fn mod97(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |rest: u32, letter| {
        let digit = letter.to_digit(36)?;
        Some(if digit < 10 { (rest * 10 + digit) % 97 } else { (rest * 100 + digit) % 97 })
    })
}
