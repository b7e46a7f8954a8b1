//! What is for sale, and who bought it.

use super::{Account, AccountId, PaymentMethod, PaymentMethodId};
use crate::schema::{order_items, orders, products};
use model_core::bases::Timestamps;
use model_core::prelude::*;
use uuid::Uuid;

/// The key of a product: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(i64);

/// Something that is for sale.
#[derive(Model, Debug, Clone)]
#[model(table = products, audit, ordering = "name", content_type = "product")]
#[model(has_many(items = OrderItem, on_delete = restrict))]
pub struct Product {
    /// The key.
    pub id: ProductId,
    /// What it is called.
    #[model(max_length = 50, unique, skip_update)]
    pub name: String,
    /// What one costs, in cents.
    #[model(check = is_not_negative)]
    pub price_cents: i64,
    /// How many there are.
    #[model(default, check = is_enough)]
    pub stock: i32,
    /// How often it was written: of two who take the last one, one is told so.
    #[model(version)]
    #[audit(skip)]
    pub version: i64,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
}

/// The key of an order.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrderId(Uuid);

impl OrderId {
    /// The last eight digits, which tell orders apart.
    pub fn short(&self) -> String {
        let digits = self.0.simple().to_string();
        digits[digits.len() - 8..].to_owned()
    }
}

/// How far an order is.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// It was placed.
    Placed,
    /// It was paid.
    Paid,
    /// It was cancelled, and what was in it is for sale again.
    Cancelled,
}

/// Rows of one account: a query over them says whose they are, or that it is about those of all.
#[derive(Base, Debug, Clone)]
pub struct AccountOwned {
    /// Whose it is, also when they are gone.
    #[model(skip_update, belongs_to(Account, with_deleted))]
    #[model(default_scope(by = of_account, lifted_by = across_accounts))]
    pub account_id: AccountId,
}

/// An order.
#[derive(Model, Debug, Clone)]
#[model(table = orders, audit, ordering = "-created_at", content_type = "order", has_many(items = OrderItem, on_delete = cascade))]
pub struct Order {
    /// The key.
    pub id: OrderId,
    /// Who buys.
    #[model(base)]
    pub owner: AccountOwned,
    /// How far it is.
    #[model(default = OrderState::Placed)]
    pub state: OrderState,
    /// What all of it costs, in cents.
    #[model(skip_update, check = is_not_negative)]
    pub total_cents: i64,
    /// How it was paid, also when the method is gone.
    #[model(belongs_to(PaymentMethod, with_deleted))]
    pub method_id: Option<PaymentMethodId>,
    /// How often it was written: of two who cancel it, one is told so.
    #[model(version)]
    #[audit(skip)]
    pub version: i32,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
}

/// What is in an order, once for each product. Its key is the pair.
#[derive(Model, Debug, Clone)]
#[model(table = order_items, audit, ordering = "product_id", content_type = "order_item")]
pub struct OrderItem {
    /// The order.
    #[model(primary_key, belongs_to = Order)]
    pub order_id: OrderId,
    /// The product.
    #[model(primary_key, belongs_to = Product)]
    pub product_id: ProductId,
    /// How many.
    #[model(skip_update)]
    pub quantity: i32,
    /// What one cost then, in cents.
    #[model(skip_update, check = is_not_negative)]
    pub price_cents: i64,
}

fn is_not_negative(cents: &i64) -> Result<(), &'static str> {
    if *cents < 0 { Err("cannot be below zero") } else { Ok(()) }
}

fn is_enough(stock: &i32) -> Result<(), &'static str> {
    if *stock < 0 { Err("cannot be below zero") } else { Ok(()) }
}
