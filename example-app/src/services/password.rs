//! Passwords and tokens, of which only hashes are stored.

use crate::error::{Error, Result};
use crate::models::Secret;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use uuid::Uuid;

/// The fewest characters of a password, as NIST SP 800-63B has it.
const SHORTEST: usize = 8;
/// More is nobody's password.
const LONGEST: usize = 1024;

/// A hash of nothing that anybody knows, made as every other.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bmV3c3Jvb20gbm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The hash of a new password.
///
/// # Errors
/// It is too short or too long.
pub(super) fn hash(password: &str) -> Result<Secret> {
    match password.chars().count() {
        SHORTEST..=LONGEST => hashed(password),
        _ => Err(Error::Argument(format!("a password has {SHORTEST} to {LONGEST} characters"))),
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

/// Whether a password or a token is the one that was hashed. Without a hash it is not, after the same time.
pub(super) fn fits(text: &str, hash: Option<&Secret>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.map_or(NOBODYS, Secret::reveal)) else { return false };
    let fits = Argon2::default().verify_password(text.as_bytes(), &parsed).is_ok();
    fits && hash.is_some()
}

fn hashed(text: &str) -> Result<Secret> {
    // What went wrong is not told with what it went wrong with.
    let failed = |error| Error::Argument(format!("this cannot be hashed: {error}"));
    Ok(Secret::new(Argon2::default().hash_password(text.as_bytes()).map_err(failed)?.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn a_hash_fits_its_password_and_shows_nothing() {
        let hash = hash("correct horse").unwrap();
        assert!(fits("correct horse", Some(&hash)));
        assert!(!fits("correct horse ", Some(&hash)) && !fits("", Some(&hash)) && !fits("correct horse", None));
        assert_eq!(format!("{hash:?} {hash:#?}"), "Secret(..) Secret(..)");
        assert_ne!(hash, super::hash("correct horse").unwrap(), "each has a salt of its own");
    }

    #[test]
    fn a_password_has_a_length() {
        for password in ["", "1234567", &"x".repeat(1025)] {
            assert!(hash(password).is_err());
        }
        assert!(hash("äöüßäöüß").is_ok(), "characters are counted, and not bytes");
    }

    #[test]
    fn nobodys_hash_takes_the_time_of_any_other() {
        let made = hash("correct horse").unwrap();
        let settings = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(settings(NOBODYS), settings(made.reveal()));
        let fastest = |hash: Option<&Secret>| {
            let run = |_| {
                let start = Instant::now();
                assert!(!fits("wrong horse", hash));
                start.elapsed()
            };
            (0..5).map(run).min().unwrap_or(Duration::MAX)
        };
        let (known, unknown) = (fastest(Some(&made)), fastest(None));
        assert!(unknown * 3 > known && known * 3 > unknown, "{known:?} {unknown:?}");
    }
}
