//! Texts that have to say something.

use crate::error::{Error, Result};

/// Refuses a text in which nobody could see anything. `name` is what the text is for.
///
/// # Errors
/// The text is empty, or has nothing but white space and control characters.
pub(super) fn refuse_blank(name: &str, text: &str) -> Result<()> {
    match text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        true => Err(Error::Argument(format!("{name} must not be blank"))),
        false => Ok(()),
    }
}
