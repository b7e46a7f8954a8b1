//! What the samples have no room for: a decimal number, a UUID that is no key, a choice that may be none.

use super::Status;
use crate::schema::offers;
use bigdecimal::BigDecimal;
use model_core::prelude::*;
use uuid::Uuid;

/// An offer.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = offers, audit)]
pub struct Offer {
    /// The key.
    pub id: i64,
    /// A decimal number or NULL.
    pub price: Option<BigDecimal>,
    /// A UUID or NULL.
    pub token: Option<Uuid>,
    /// A choice or none.
    pub status: Option<Status>,
}
