//! The barcode of a ticket: a short signed statement that a scanner can check with no network at all.
//! Its text is Base32 in upper case, which QR codes store densely and keyboards type unchanged.
//! Reading is total: any text is either a well-formed statement or refused, and only `verify` makes it true.

use data_encoding::BASE32_NOPAD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use minicbor::{Decoder, Encoder};

use crate::ids::{EventId, TicketId};
use crate::time::Time;

/// The only version so far. A reader refuses what it does not know.
const VERSION: u8 = 1;
/// Fields of the statement, in this order: version, key, event, ticket, not before, expiry.
const FIELDS: u64 = 6;
/// Length of an Ed25519 signature.
const SIGNATURE_BYTES: usize = 64;
/// Longest text worth decoding; the longest well-formed one has 190 characters.
const TEXT_BYTES_MAX: usize = 256;

/// What a barcode states: this ticket admits to this event, between these times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Barcode {
    /// Which key signed it.
    pub key_id: u32,
    /// The event it admits to.
    pub event: EventId,
    /// The ticket.
    pub ticket: TicketId,
    /// Not valid before, in whole seconds; none when the performance has no date yet.
    pub not_before: Option<Time>,
    /// Not valid from then on, in whole seconds; none when the performance has no date yet.
    pub expires_at: Option<Time>,
}

/// A well-formed statement whose signature nobody has checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    claimed: Barcode,
    signature: Signature,
}

/// Why a text is not the barcode of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BarcodeError {
    /// It is some other text.
    #[error("this is not the code of a ticket")]
    NotABarcode,
    /// It looks like one, but the signature is not ours.
    #[error("this code was not issued here")]
    Forged,
}

impl Barcode {
    /// The signed text that is drawn as the ticket's QR code. The same statement always gives the same text.
    pub fn sign(&self, key: &SigningKey) -> String {
        let statement = self.statement();
        Self::text(&statement, &key.sign(&statement).to_bytes())
    }

    /// What is to be signed, where the secret key is kept elsewhere.
    pub fn statement(&self) -> Vec<u8> {
        self.encode()
    }

    /// The text of a statement and its Ed25519 signature.
    pub fn text(statement: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> String {
        BASE32_NOPAD.encode(&[statement, signature].concat())
    }

    /// True when `now` lies within its times.
    pub fn is_current(&self, now: Time) -> bool {
        self.not_before.is_none_or(|start| start <= now) && self.expires_at.is_none_or(|end| now < end)
    }

    fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::with_capacity(52 + SIGNATURE_BYTES));
        // A vector takes every write, so the error of each step is uninhabited.
        let written: Result<(), minicbor::encode::Error<std::convert::Infallible>> = (|| {
            encoder.array(FIELDS)?.u8(VERSION)?.u32(self.key_id)?;
            encoder.bytes(self.event.bytes())?.bytes(self.ticket.bytes())?;
            for bound in [self.not_before, self.expires_at] {
                match bound {
                    Some(time) => encoder.i64(time.seconds())?,
                    None => encoder.null()?,
                };
            }
            Ok(())
        })();
        debug_assert!(written.is_ok());
        encoder.into_writer()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut decoder = Decoder::new(bytes);
        if decoder.array().ok()? != Some(FIELDS) || decoder.u8().ok()? != VERSION {
            return None;
        }
        let barcode = Self {
            key_id: decoder.u32().ok()?,
            event: EventId::from_bytes(decoder.bytes().ok()?.try_into().ok()?),
            ticket: TicketId::from_bytes(decoder.bytes().ok()?.try_into().ok()?),
            not_before: seconds_or_null(&mut decoder)?,
            expires_at: seconds_or_null(&mut decoder)?,
        };
        // One statement has one spelling: longer integers or trailing bytes are not ours.
        (barcode.encode() == bytes).then_some(barcode)
    }
}

fn seconds_or_null(decoder: &mut Decoder<'_>) -> Option<Option<Time>> {
    if decoder.datatype().ok()? == minicbor::data::Type::Null {
        return decoder.null().ok().map(|()| None);
    }
    decoder.i64().ok().map(|seconds| Some(Time::from_seconds(seconds)))
}

/// Reads what a scanner sends: white space around it and letter case do not matter.
pub fn read(text: &str) -> Result<Parsed, BarcodeError> {
    let text = text.trim();
    if text.len() > TEXT_BYTES_MAX {
        return Err(BarcodeError::NotABarcode);
    }
    let bytes =
        BASE32_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).map_err(|_| BarcodeError::NotABarcode)?;
    let (statement, signature) =
        bytes.split_last_chunk::<SIGNATURE_BYTES>().ok_or(BarcodeError::NotABarcode)?;
    let claimed = Barcode::decode(statement).ok_or(BarcodeError::NotABarcode)?;
    Ok(Parsed { claimed, signature: Signature::from_bytes(signature) })
}

impl Parsed {
    /// The key that is said to have signed it: look it up, then [`Parsed::verify`].
    pub fn key_id(&self) -> u32 {
        self.claimed.key_id
    }

    /// The statement, if `verifies` says that this signature stands under these bytes.
    pub fn verify_by(
        &self,
        verifies: impl FnOnce(&[u8], &[u8; SIGNATURE_BYTES]) -> bool,
    ) -> Result<Barcode, BarcodeError> {
        let signed = verifies(&self.claimed.encode(), &self.signature.to_bytes());
        if signed { Ok(self.claimed) } else { Err(BarcodeError::Forged) }
    }

    /// The statement, if `key` signed exactly it.
    pub fn verify(&self, key: &VerifyingKey) -> Result<Barcode, BarcodeError> {
        self.verify_by(|statement, _| key.verify_strict(statement, &self.signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn sample() -> Barcode {
        Barcode {
            key_id: 1,
            event: EventId::from_bytes([1; 16]),
            ticket: TicketId::from_bytes([2; 16]),
            not_before: Some(Time::from_seconds(1_800_000_000)),
            expires_at: Some(Time::from_seconds(1_800_100_000)),
        }
    }

    fn accepted(text: &str) -> Option<Barcode> {
        read(text).ok()?.verify(&key().verifying_key()).ok()
    }

    #[test]
    fn what_was_signed_reads_back_and_is_dense_in_a_qr_code() {
        let text = sample().sign(&key());
        assert_eq!(accepted(&text), Some(sample()));
        assert!(text.len() <= 190, "{} characters", text.len());
        assert!(text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()), "{text}");
    }

    #[test]
    fn an_event_without_a_date_has_a_barcode_without_times() {
        let barcode = Barcode { not_before: None, expires_at: None, ..sample() };
        assert_eq!(accepted(&barcode.sign(&key())), Some(barcode));
        assert!(barcode.is_current(Time::from_seconds(0)));
    }

    #[test]
    fn a_scanner_in_lower_case_that_sends_a_new_line_is_understood() {
        let text = format!(" {}\r\n", sample().sign(&key()).to_ascii_lowercase());
        assert_eq!(accepted(&text), Some(sample()));
    }

    #[test]
    fn another_key_is_a_forgery() {
        let text = sample().sign(&SigningKey::from_bytes(&[8; 32]));
        let parsed = read(&text).expect("well formed");
        assert_eq!(parsed.verify(&key().verifying_key()), Err(BarcodeError::Forged));
    }

    #[test]
    fn a_statement_spelled_another_way_is_refused() {
        let mut bytes = BASE32_NOPAD.decode(sample().sign(&key()).as_bytes()).expect("base32");
        // The key id 1 written as a two-byte integer.
        bytes.splice(2..3, [0x18, 0x01]);
        assert_eq!(read(&BASE32_NOPAD.encode(&bytes)), Err(BarcodeError::NotABarcode));
    }

    #[test]
    fn it_is_current_only_between_its_times() {
        let at = |seconds| sample().is_current(Time::from_seconds(seconds));
        assert!(!at(1_799_999_999));
        assert!(at(1_800_000_000));
        assert!(!at(1_800_100_000));
    }

    proptest! {
        #[test]
        fn every_statement_reads_back(
            key_id: u32, event: [u8; 16], ticket: [u8; 16],
            start in proptest::option::of(-4_000_000_000_i64..9_000_000_000),
            end in proptest::option::of(-4_000_000_000_i64..9_000_000_000),
        ) {
            let barcode = Barcode {
                key_id,
                event: EventId::from_bytes(event),
                ticket: TicketId::from_bytes(ticket),
                not_before: start.map(Time::from_seconds),
                expires_at: end.map(Time::from_seconds),
            };
            prop_assert_eq!(accepted(&barcode.sign(&key())), Some(barcode));
        }

        #[test]
        fn no_mutation_is_accepted(at in 0_usize..190, with in "[A-Z2-7a-z0-9 é=-]{0,3}") {
            let text = sample().sign(&key());
            let at = at % text.len();
            let mutated = format!("{}{with}{}", &text[..at], &text[at + 1..]);
            prop_assume!(!mutated.trim().eq_ignore_ascii_case(&text));
            prop_assert_eq!(accepted(&mutated), None);
        }

        #[test]
        fn no_flipped_bit_is_accepted(bit in 0_usize..8 * 110) {
            let mut bytes = BASE32_NOPAD.decode(sample().sign(&key()).as_bytes()).expect("base32");
            let at = (bit / 8) % bytes.len();
            bytes[at] ^= 1 << (bit % 8);
            prop_assert_eq!(accepted(&BASE32_NOPAD.encode(&bytes)), None);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,300}", bytes in proptest::collection::vec(any::<u8>(), 0..150)) {
            prop_assert_eq!(accepted(&text), None);
            prop_assert_eq!(accepted(&BASE32_NOPAD.encode(&bytes)), None);
        }
    }
}
