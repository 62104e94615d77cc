//! Ids are types: a performance can never be passed where an order is meant.
//! An id prints with its prefix (`prf_…`, Base32 hex lower case), so that logs and support mails show what it is.
//! Secrets (order links, barcodes, sessions) are never ids; they are random values of their own.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32HEX_NOPAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is a UUID, or {0}_ and 26 characters")]
pub struct NotAnId(pub &'static str);

/// 128 bits of a version 7 UUID: sortable by the time it was made.
/// `unix_ms` is that time in milliseconds, `chance` ten random bytes.
pub fn uuid_v7(unix_ms: u64, chance: [u8; 10]) -> [u8; 16] {
    *uuid::Builder::from_unix_timestamp_millis(unix_ms, &chance).as_uuid().as_bytes()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// What the id prints before its digits.
            pub const PREFIX: &'static str = $prefix;

            /// The id with these 16 bytes.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes, as the databases store them.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// The same bytes as a slice, ready to be bound to a statement.
            pub const fn bytes(&self) -> &[u8] {
                &self.0
            }

            /// The bare UUID text that the REST contract's six calls use.
            pub fn uuid(&self) -> String {
                uuid::Uuid::from_bytes(self.0).hyphenated().to_string()
            }

            /// Reads a bare UUID text.
            pub fn from_uuid(text: &str) -> Result<Self, NotAnId> {
                uuid::Uuid::try_parse(text)
                    .map(|uuid| Self(*uuid.as_bytes()))
                    .map_err(|_| NotAnId($prefix))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, BASE32HEX_NOPAD.encode(&self.0).to_ascii_lowercase())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        /// Reads the printed form and, because clients of the contract send it, a bare UUID.
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let Some(digits) = text.strip_prefix(concat!($prefix, "_")) else {
                    return Self::from_uuid(text);
                };
                BASE32HEX_NOPAD
                    .decode(digits.to_ascii_uppercase().as_bytes())
                    .ok()
                    .and_then(|bytes| bytes.try_into().ok())
                    .map(Self)
                    .ok_or(NotAnId($prefix))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+

        /// Calls a macro once for every id type; the store maps columns with it.
        #[macro_export]
        macro_rules! for_each_id {
            ($callback:ident) => { $( $callback!($crate::ids::$name); )+ };
        }
    };
}

ids! {
    /// A sign-in. A buyer needs none.
    AccountId, "acc";
    /// A party that puts on events and receives the money (the tenant).
    OrganizationId, "org";
    /// A place where performances happen.
    VenueId, "ven";
    /// What is advertised: a play, a concert, a fair.
    EventId, "evt";
    /// One dated occurrence of an event: what is sold.
    PerformanceId, "prf";
    /// A section of numbered seats, or a counted standing area, of one performance.
    AreaId, "are";
    /// One numbered seat of one performance.
    SeatId, "sea";
    /// Who a ticket is for or what it includes: Adult, Student, VIP.
    TicketTypeId, "tty";
    /// A cap counted over one or more ticket types of one performance.
    QuotaId, "quo";
    /// A buyer's timed claim on places of one performance.
    HoldId, "hld";
    /// A discount or access code of an event.
    CodeId, "cod";
    /// What a buyer asked for and owes.
    OrderId, "ord";
    /// One priced entry of an order: one place.
    OrderLineId, "lin";
    /// One attempt to move money for an order.
    PaymentId, "pay";
    /// An organization's own account at a gateway.
    GatewayAccountId, "gwa";
    /// Money back: a record of its own.
    RefundId, "ref";
    /// A buyer's bank asking the money back.
    DisputeId, "dsp";
    /// A file of bank entries that somebody brought in.
    BankStatementId, "bst";
    /// An entry of a bank statement: the same entry has the same id, however often it is brought in.
    BankEntryId, "bke";
    /// Money sent to an organizer.
    PayoutId, "out";
    /// An invoice or a credit note.
    InvoiceId, "inv";
    /// The right to enter one performance once, for one person.
    TicketId, "tkt";
    /// A scan that let someone in.
    CheckInId, "chk";
    /// One reading of a barcode, with its result.
    ScanId, "scn";
    /// Work to be done after a transaction.
    JobId, "job";
    /// A message to one person.
    MailId, "mai";
    /// An uploaded picture.
    ImageId, "img";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_prints_with_its_prefix_and_reads_back() {
        let id = OrderId::from_bytes(uuid_v7(1_700_000_000_000, [7; 10]));
        let text = id.to_string();
        assert!(text.starts_with("ord_"), "{text}");
        assert_eq!(text.parse::<OrderId>(), Ok(id));
        assert_eq!(id.uuid().parse::<OrderId>(), Ok(id));
        assert_eq!(text.parse::<HoldId>(), Err(NotAnId("hld")));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let early = OrderId::from_bytes(uuid_v7(1, [255; 10]));
        let late = OrderId::from_bytes(uuid_v7(2, [0; 10]));
        assert!(early < late);
    }
}
