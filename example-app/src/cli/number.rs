//! Numbers of rows, as a person writes them.

use crate::error::Error;
use crate::models::CommentId;

/// The number of a row. The sign `#`, with which numbers are printed, may come before it.
pub(super) fn number(text: &str) -> Result<i64, String> {
    let number = text.strip_prefix('#').unwrap_or(text).parse().ok();
    number.filter(|number| *number > 0).ok_or_else(|| "expected a number, like 12".to_owned())
}

/// The comment with this number.
///
/// # Errors
/// It is not a number.
pub(crate) fn comment(text: &str) -> Result<CommentId, Error> {
    let wrong = |expected| Error::Argument(format!("`{text}` is not a comment: {expected}"));
    number(text.trim()).map(Into::into).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_or_without_its_sign() {
        assert_eq!((number("12"), number("#12")), (Ok(12), Ok(12)));
        for text in ["", "#", "0", "-1", "twelve", "##1", "9223372036854775808"] {
            assert!(number(text).is_err(), "{text}");
        }
    }
}
