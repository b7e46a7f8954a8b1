//! Passwords and tokens. Only their hashes are stored.

use crate::error::{Error, Result};
use crate::models::Secret;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use uuid::Uuid;

/// The shortest password in characters, as NIST SP 800-63B requires.
const SHORTEST: usize = 8;
/// The longest password. A longer one only costs time.
const LONGEST: usize = 1024;

/// The hash to compare with when there is no account. It has the settings of all others, and no known password.
pub(super) const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bmV3c3Jvb20gbm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The hash of a new password.
///
/// # Errors
/// It is too short or too long.
pub(super) fn hash(password: &str) -> Result<Secret> {
    match password.chars().count() {
        SHORTEST..=LONGEST => hashed(password),
        _ => Err(Error::Argument(format!("a password must have {SHORTEST} to {LONGEST} characters"))),
    }
}

/// A new token, and its hash.
///
/// # Errors
/// The system has no random numbers.
pub(super) fn token() -> Result<(String, Secret)> {
    let token = Uuid::new_v4().simple().to_string();
    let hash = hashed(&token)?;
    Ok((token, hash))
}

/// Whether a password or a token matches a hash. Without a hash it does not, and as much is computed.
pub(super) fn matches(text: &str, hash: Option<&Secret>) -> bool {
    compared(&Argon2::default(), text, hash)
}

fn compared(hasher: &impl PasswordVerifier<PasswordHash>, text: &str, hash: Option<&Secret>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.map_or(DECOY, Secret::reveal)) else { return false };
    let matches = hasher.verify_password(text.as_bytes(), &parsed).is_ok();
    matches && hash.is_some()
}

fn hashed(text: &str) -> Result<Secret> {
    // The message must not contain the text.
    let failed = |error| Error::Argument(format!("the text cannot be hashed: {error}"));
    Ok(Secret::new(Argon2::default().hash_password(text.as_bytes()).map_err(failed)?.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::Params;
    use argon2::password_hash::{CustomizedPasswordHasher, Result};
    use std::cell::RefCell;

    /// Argon2 that notes with which settings it has computed a hash.
    #[derive(Default)]
    struct Noting(RefCell<Vec<Params>>);

    impl CustomizedPasswordHasher<PasswordHash> for Noting {
        type Params = Params;

        fn hash_password_customized(
            &self,
            password: &[u8],
            salt: &[u8],
            algorithm: Option<&str>,
            version: Option<u32>,
            params: Params,
        ) -> Result<PasswordHash> {
            let argon = Argon2::default();
            let hash = argon.hash_password_customized(password, salt, algorithm, version, params.clone())?;
            self.0.borrow_mut().push(params);
            Ok(hash)
        }
    }

    #[test]
    fn a_hash_matches_its_password_and_shows_nothing() {
        let hash = hash("correct horse").unwrap();
        assert!(matches("correct horse", Some(&hash)));
        assert!(
            !matches("correct horse ", Some(&hash)) && !matches("", Some(&hash)) && !matches("correct horse", None)
        );
        assert_eq!(format!("{hash:?} {hash:#?}"), "Secret(..) Secret(..)");
        assert_ne!(hash, super::hash("correct horse").unwrap(), "each hash has its own salt");
    }

    #[test]
    fn a_password_has_a_length() {
        for password in ["", "1234567", &"x".repeat(1025)] {
            assert!(hash(password).is_err());
        }
        assert!(hash("äöüßäöüß").is_ok(), "the length is in characters, not in bytes");
    }

    #[test]
    fn without_a_hash_as_much_is_computed_as_with_a_wrong_password() {
        let made = hash("correct horse").unwrap();
        // The desk takes the decoy for the hash of nobody.
        let decoy = Secret::new(DECOY.to_owned());
        let computed = |hash: Option<&Secret>| {
            let noting = Noting::default();
            assert!(!compared(&noting, "wrong horse", hash));
            noting.0.into_inner()
        };
        let known = computed(Some(&made));
        assert_eq!(known.len(), 1, "one hash is computed");
        assert_eq!((computed(None), computed(Some(&decoy))), (known.clone(), known));
    }
}
