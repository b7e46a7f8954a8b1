//! A wallet: ways to pay, of which each kind has columns of its own, and vehicles with next to nothing on.

use crate::schema::{bank_transfers, banks, cards, holders, payment_methods, trucks, vehicles};
use chrono::{DateTime, Utc};
use diesel::TextExpressionMethods as _;
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of somebody who pays.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HolderId(i64);

/// Somebody who pays.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = holders, soft_delete, audit)]
#[model(has_many(methods = PaymentMethod, on_delete = cascade))]
pub struct Holder {
    /// The key.
    pub id: HolderId,
    /// The name.
    pub name: String,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The key of a way to pay, of whatever kind.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PaymentMethodId(i64);

/// A way to pay.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = payment_methods, timestamps, soft_delete, audit, ordering = "-created_at, label")]
#[model(extended_by(Card, BankTransfer))]
pub struct PaymentMethod {
    /// The key.
    pub id: PaymentMethodId,
    /// Whose it is.
    #[model(belongs_to = Holder)]
    pub holder_id: HolderId,
    /// What it is called.
    #[model(unique(with = [holder_id]), max_length = 20)]
    pub label: String,
    /// How often it was written.
    #[model(version)]
    pub version: i32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

#[scopes]
impl PaymentMethod {
    /// Those whose label begins so.
    pub fn labelled(start: &str) -> Condition<Self> {
        condition!(payment_methods::label.like(format!("{start}%")))
    }
}

/// A card.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = cards, audit, extends = PaymentMethod)]
pub struct Card {
    /// What it is as a way to pay.
    #[model(parent)]
    pub method: PaymentMethod,
    /// Its last digits.
    #[model(max_length = 4)]
    pub last_four: String,
    /// Who runs it.
    #[model(default = "visa")]
    pub network: String,
    /// What the bank calls it.
    #[model(unique)]
    #[audit(mask)]
    pub token: String,
}

/// Where bills go.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct Billed {
    /// The street.
    pub street: Option<String>,
    /// The city.
    #[model(default = "Ghent")]
    pub city: String,
}

/// A transfer, which leaves no trail of its own.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = bank_transfers, extends = PaymentMethod)]
pub struct BankTransfer {
    /// The account.
    pub iban: String,
    /// What it is as a way to pay.
    #[model(parent)]
    #[diesel(column_name = method_id)]
    pub method: PaymentMethod,
    /// The bank, when it is known.
    #[model(belongs_to = Bank)]
    pub bank_id: Option<i64>,
    /// Where the bills go.
    #[model(base)]
    pub billed: Billed,
}

/// A bank.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = banks, soft_delete)]
pub struct Bank {
    /// The key.
    pub id: i64,
    /// The name.
    pub name: String,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The key of a vehicle.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VehicleId(Uuid);

/// A vehicle: removed when it is deleted, without a trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = vehicles, extended_by(Truck), ordering = "plate")]
pub struct Vehicle {
    /// The key.
    pub id: VehicleId,
    /// The plate.
    pub plate: String,
}

/// A truck.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = trucks, extends = Vehicle)]
pub struct Truck {
    /// What it is as a vehicle.
    #[model(parent)]
    pub vehicle: Vehicle,
    /// What it carries, in tons.
    pub load: i32,
}
