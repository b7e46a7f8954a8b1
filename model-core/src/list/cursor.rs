//! Where a page begins: the place of a row in an order, as a text that nobody else can make.

use crate::list::bound::Bound;
use crate::list::error::ListError;
use crate::meta::{Meta, OrderTerm};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::LazyLock;
use uuid::Uuid;

/// The first byte of every cursor.
const VERSION: u8 = 1;
/// How much of the signature a cursor has.
const SIGNATURE: usize = 16;
/// How much of the hash of its list and order.
const ORDER: usize = 8;

/// Where the next page begins, or the page before: a text to be sent back as `after` or `before`.
///
/// It has the values that a row has in the columns of the order, encoded and signed, not encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in an order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    /// Whether the page ends here, and does not begin here.
    pub(crate) back: bool,
    /// Whether the row at this place is on the page.
    pub(crate) inclusive: bool,
    /// The values of the columns of the order.
    pub(crate) values: Vec<Bound>,
}

impl Place {
    /// The place as a cursor of this order.
    pub(crate) fn sealed(&self, meta: &Meta, order: &[OrderTerm], secret: &[u8]) -> Cursor {
        let mut bytes = vec![VERSION, u8::from(self.back) | u8::from(self.inclusive) << 1];
        bytes.extend(hash(meta, order));
        self.values.iter().for_each(|value| value.write(&mut bytes));
        let signature = signature(&bytes, secret).map(|mac| mac.finalize().into_bytes()[..SIGNATURE].to_vec());
        bytes.extend(signature.unwrap_or_default());
        Cursor(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads the value of the parameter `after`, or `before` if `back` says so.
    pub(crate) fn opened(
        text: &str,
        back: bool,
        meta: &Meta,
        order: &[OrderTerm],
        secret: &[u8],
    ) -> Result<Self, ListError> {
        let parameter = if back { "before" } else { "after" };
        let malformed = || ListError::new(parameter, "cursor_malformed", "is not a cursor of this list");
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed())?;
        let (bytes, signed) = bytes.split_last_chunk::<SIGNATURE>().ok_or_else(malformed)?;
        let is_ours = signature(bytes, secret).is_some_and(|mac| mac.verify_truncated_left(signed).is_ok());
        let [VERSION, flags, rest @ ..] = bytes else { return Err(malformed()) };
        let (of, rest) = rest.split_first_chunk::<ORDER>().filter(|_| is_ours).ok_or_else(malformed)?;
        if *of != hash(meta, order) {
            let message = "belongs to another list or another order: begin at the first page";
            return Err(ListError::new(parameter, "cursor_of_another_list", message));
        }
        if (flags & 1 == 1) != back {
            let other = if back { "after" } else { "before" };
            let message = format!("goes in the other direction: send it as `{other}`");
            return Err(ListError::new(parameter, "cursor_direction", message).with("parameter", other));
        }
        let values = values(meta, order, rest).ok_or_else(malformed)?;
        Ok(Self { back, inclusive: flags & 2 == 2, values })
    }
}

fn values(meta: &Meta, order: &[OrderTerm], mut bytes: &[u8]) -> Option<Vec<Bound>> {
    let mut values = Vec::with_capacity(order.len());
    for term in order {
        let (value, rest) = Bound::take(bytes)?;
        bytes = rest;
        if value.is_null() && !meta.fields[term.field].nullable {
            return None;
        }
        values.push(value);
    }
    bytes.is_empty().then_some(values)
}

/// The secret of lists without one: no other process has it.
pub(crate) fn own_secret() -> Vec<u8> {
    static SECRET: LazyLock<[u8; 32]> = LazyLock::new(|| {
        let mut hash = Sha256::new();
        // Each has 32 random bits of its own, and the first 40 more.
        (0..4).for_each(|_| hash.update(Uuid::now_v7().as_bytes()));
        hash.finalize().into()
    });
    SECRET.to_vec()
}

fn signature(bytes: &[u8], secret: &[u8]) -> Option<Hmac<Sha256>> {
    // A key of any length is accepted.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(bytes);
    Some(mac)
}

/// The fingerprint of a list and its order.
fn hash(meta: &Meta, order: &[OrderTerm]) -> [u8; ORDER] {
    let mut hash = Sha256::new();
    hash.update(meta.name);
    hash.update([0]);
    hash.update(meta.content_type);
    for term in order {
        hash.update([0, u8::from(term.descending), term.nulls_first.map_or(2, u8::from)]);
        hash.update(meta.fields[term.field].column);
    }
    let mut short = [0; ORDER];
    short.copy_from_slice(&hash.finalize()[..ORDER]);
    short
}
