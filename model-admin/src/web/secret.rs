//! Random values, signatures and sealed texts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt;

const NONCE: usize = 24;

/// The secret of a site. Each use has a key of its own.
#[derive(Clone)]
pub(crate) struct Secret([u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Random bytes.
///
/// # Panics
/// When the operating system has none: nothing that depends on them is safe then.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has random bytes");
    bytes
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The SHA-256 of a text or an id, in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Secret {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length will do");
        for part in [purpose.as_bytes()].iter().chain(parts) {
            // The length comes first, so that no two lists of parts have the same bytes.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }

    /// Signs some parts, for one purpose.
    pub(crate) fn sign(&self, purpose: &str, parts: &[&[u8]]) -> String {
        encode(&self.mac(purpose, parts).finalize().into_bytes())
    }

    /// Whether a signature is right. The comparison takes the same time for every wrong one.
    pub(crate) fn verifies(&self, purpose: &str, parts: &[&[u8]], signature: &str) -> bool {
        decode(signature).is_some_and(|given| self.mac(purpose, parts).verify_slice(&given).is_ok())
    }

    fn cipher(&self, purpose: &str) -> XChaCha20Poly1305 {
        let key = self.mac(purpose, &[b"key"]).finalize().into_bytes();
        XChaCha20Poly1305::new(&Key::try_from(&key[..]).expect("SHA-256 has as many bytes as the key"))
    }

    /// Encrypts a text, which only somebody who names the same `bound` can open.
    pub(crate) fn seal(&self, purpose: &str, bound: &str, text: &[u8]) -> String {
        let nonce = random::<NONCE>();
        let payload = Payload { msg: text, aad: bound.as_bytes() };
        let sealed = self.cipher(purpose).encrypt(&XNonce::from(nonce), payload).expect("a text has less than 256 GB");
        encode(&[&nonce[..], &sealed].concat())
    }

    /// Opens what was sealed for the same purpose and `bound`.
    pub(crate) fn open(&self, purpose: &str, bound: &str, sealed: &str) -> Option<Vec<u8>> {
        let sealed = decode(sealed)?;
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: bound.as_bytes() };
        self.cipher(purpose).decrypt(&XNonce::from(*nonce), payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, random};

    #[test]
    fn a_signature_is_for_one_purpose_and_one_list_of_parts() {
        let secret = Secret::new(random());
        let signed = secret.sign("form", &[b"ab", b"c"]);
        assert!(secret.verifies("form", &[b"ab", b"c"], &signed));
        assert!(!secret.verifies("form", &[b"a", b"bc"], &signed));
        assert!(!secret.verifies("seen", &[b"ab", b"c"], &signed));
        assert!(!Secret::new(random()).verifies("form", &[b"ab", b"c"], &signed));
        assert!(!secret.verifies("form", &[b"ab", b"c"], ""));
    }

    #[test]
    fn a_sealed_text_opens_for_whom_it_was_sealed() {
        let secret = Secret::new(random());
        let sealed = secret.seal("kept", "ada", b"a draft");
        assert_eq!(secret.open("kept", "ada", &sealed).as_deref(), Some(&b"a draft"[..]));
        assert_eq!(secret.open("kept", "bob", &sealed), None);
        assert_eq!(secret.open("base", "ada", &sealed), None);
        assert_eq!(secret.open("kept", "ada", "AAAA"), None);
        let mut other = sealed.into_bytes();
        let last = other.len() - 2;
        other[last] = if other[last] == b'A' { b'B' } else { b'A' };
        assert_eq!(secret.open("kept", "ada", &String::from_utf8(other).unwrap()), None);
    }
}
