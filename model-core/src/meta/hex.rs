//! Bytes as hexadecimal digits, two for each.

use std::fmt::Write;

/// The digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    push(bytes, &mut digits);
    digits
}

/// The same, behind another text.
pub(crate) fn push(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        // Writing to a String does not fail.
        let _ = write!(out, "{byte:02x}");
    }
}

/// The bytes with these digits; none if they are not digits of bytes.
pub fn from_hex(digits: &str) -> Option<Vec<u8>> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) || !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_from_their_digits() {
        for bytes in [&[][..], &[0, 15, 16, 255]] {
            assert_eq!(from_hex(&hex(bytes)).as_deref(), Some(bytes));
        }
        for text in ["0", "0g", "é"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }
}
