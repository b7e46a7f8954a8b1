//! What a person types on the standard input.

use crate::error::{Error, Result};
use std::io::{self, BufRead};

/// Reads a line of the standard input. `what` names it in the error message.
pub(super) fn line(what: &str) -> Result<String> {
    let mut line = String::new();
    let missing = || Error::Argument(format!("expected {what} on the standard input, but it is empty"));
    let length = io::stdin().lock().read_line(&mut line).map_err(|_| missing())?;
    match length {
        0 => Err(missing()),
        _ => Ok(line.trim_end_matches(['\n', '\r']).to_owned()),
    }
}
