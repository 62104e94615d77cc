//! The card numbers that mean something to the test gateway. No other number is ever stored or sent.

/// A card of the test gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// Pays.
    Pays,
    /// Is declined.
    Declined,
}

/// Why what was typed is not a test card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not one of the two test cards")]
pub struct NotATestCard;

/// The number that pays.
pub const PAYING_NUMBER: &str = "4242 4242 4242 4242";
/// The number that is declined.
pub const DECLINED_NUMBER: &str = "4000 0000 0000 0002";

impl std::str::FromStr for Card {
    type Err = NotATestCard;

    /// Reads a number with or without spaces or hyphens.
    fn from_str(text: &str) -> Result<Self, NotATestCard> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        match digits.as_str() {
            "4242424242424242" => Ok(Self::Pays),
            "4000000000000002" => Ok(Self::Declined),
            _ => Err(NotATestCard),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_test_numbers_are_cards() {
        assert_eq!(PAYING_NUMBER.parse(), Ok(Card::Pays));
        assert_eq!("4242424242424242".parse(), Ok(Card::Pays));
        assert_eq!(DECLINED_NUMBER.parse(), Ok(Card::Declined));
        assert_eq!("4111 1111 1111 1111".parse::<Card>(), Err(NotATestCard));
        assert_eq!("".parse::<Card>(), Err(NotATestCard));
    }
}
