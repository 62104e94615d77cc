//! Bytes of a statement as text: UTF-8, or what German banks' programs still write.

/// The text of a file. What is not UTF-8 is taken for Windows-1252, in which every byte means something.
pub(super) fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| if *byte == 0x80 { '€' } else { char::from(*byte) }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_give_the_same_text() {
        assert_eq!(decode("\u{feff}Müller; 5 €".as_bytes()), "Müller; 5 €");
        assert_eq!(decode(b"M\xfcller; 5 \x80"), "Müller; 5 €");
    }
}
