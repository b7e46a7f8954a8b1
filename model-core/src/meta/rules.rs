//! The rules of `#[model(validate(..))]`, also for use in your own functions.
//!
//! They come from [garde](https://docs.rs/garde): of the two well-maintained validation crates, it is the one whose
//! rules are plain functions over a value, with a feature for each rule that needs other crates, and with errors that
//! say what is wrong (`validator` returns a `bool`, and always depends on its URL and regex parsers). The derive of
//! garde checks whole structs; here a field is checked when it is set, so that a patch is checked for the fields it
//! changes.

use garde::rules;

fn message(result: Result<(), garde::Error>) -> Result<(), String> {
    result.map_err(|error| error.to_string())
}

/// An e-mail address, as HTML forms accept it: `ann@example.org`.
///
/// # Errors
/// The reason why the value is invalid.
pub fn email(value: &str) -> Result<(), String> {
    message(rules::email::apply(&value, ()))
}

/// An absolute URL: `https://example.org/a`.
///
/// # Errors
/// The reason why the value is invalid.
pub fn url(value: &str) -> Result<(), String> {
    message(rules::url::apply(&value, ()))
}

/// An IP address, of either version.
///
/// # Errors
/// The reason why the value is invalid.
pub fn ip(value: &str) -> Result<(), String> {
    message(rules::ip::apply(&value, (rules::ip::IpKind::Any,)))
}

/// ASCII characters only.
///
/// # Errors
/// The reason why the value is invalid.
pub fn ascii(value: &str) -> Result<(), String> {
    message(rules::ascii::apply(&value, ()))
}

/// Letters and digits only, of any script.
///
/// # Errors
/// The reason why the value is invalid.
pub fn alphanumeric(value: &str) -> Result<(), String> {
    message(rules::alphanumeric::apply(&value, ()))
}
