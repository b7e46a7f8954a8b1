//! Products and orders.

use super::{Account, AccountId, PaymentMethod, PaymentMethodId};
use crate::schema::{order_items, orders, products};
use model_core::bases::Timestamps;
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of a product: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProductId(i64);

/// A product. Its table has triggers: a price that somebody changes by plain SQL is in the trail as well.
#[derive(Model, Debug, Clone)]
#[model(table = products, audit(capture), ordering = "name", content_type = "product")]
#[model(has_many(items = OrderItem, on_delete = restrict))]
pub struct Product {
    /// The key.
    pub id: ProductId,
    /// The name.
    #[model(max_length = 50, unique, skip_update)]
    pub name: String,
    /// The price, in cents.
    #[model(check = is_not_negative, expressions)]
    pub price_cents: i64,
    /// How many are in stock. Values are checked here, and what an expression computes by the database.
    #[model(default, check = is_enough, expressions)]
    pub stock: i32,
    /// The version: of two editors who change a product at once, the second is refused.
    #[model(version)]
    #[audit(skip)]
    pub version: i64,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
}

/// The key of an order.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderId(Uuid);

impl OrderId {
    /// The last eight digits, which identify an order.
    pub fn short(&self) -> String {
        let digits = self.0.simple().to_string();
        digits[digits.len() - 8..].to_owned()
    }
}

/// The state of an order.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// It was placed.
    Placed,
    /// It was paid.
    Paid,
    /// It was cancelled, and its items are back in the stock.
    Cancelled,
}

/// A base for rows of one account. Every query has to choose one account or all of them.
#[derive(Base, Debug, Clone)]
pub struct AccountOwned {
    /// The account, live or deleted.
    #[model(skip_update, belongs_to(Account, with_deleted))]
    #[model(default_scope(by = of_account, lifted_by = across_accounts), input = closed)]
    pub account_id: AccountId,
}

/// An order.
#[derive(Model, Debug, Clone)]
#[model(table = orders, audit, ordering = "-created_at", content_type = "order")]
#[model(has_many(items = OrderItem, on_delete = cascade))]
pub struct Order {
    /// The key.
    pub id: OrderId,
    /// The account that buys.
    #[model(base)]
    pub owner: AccountOwned,
    /// The state.
    #[model(default = OrderState::Placed, input = closed)]
    pub state: OrderState,
    /// The total, in cents.
    #[model(skip_update, check = is_not_negative)]
    pub total_cents: i64,
    /// The payment method, live or deleted.
    #[model(belongs_to(PaymentMethod, with_deleted))]
    pub method_id: Option<PaymentMethodId>,
    /// The version: of two people who cancel an order at once, the second is refused.
    #[model(version)]
    #[audit(skip)]
    pub version: i32,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
}

/// An item of an order, one for each product. Its key is the pair.
#[derive(Model, Debug, Clone)]
#[model(table = order_items, audit, ordering = "product_id", content_type = "order_item")]
pub struct OrderItem {
    /// The order.
    #[model(primary_key, belongs_to = Order)]
    pub order_id: OrderId,
    /// The product.
    #[model(primary_key, belongs_to = Product)]
    pub product_id: ProductId,
    /// The quantity.
    #[model(skip_update)]
    pub quantity: i32,
    /// The price at the time of the order, in cents.
    #[model(skip_update, check = is_not_negative)]
    pub price_cents: i64,
}

fn is_not_negative(cents: &i64) -> Result<(), &'static str> {
    if *cents < 0 { Err("must not be negative") } else { Ok(()) }
}

fn is_enough(stock: &i32) -> Result<(), &'static str> {
    if *stock < 0 { Err("must not be negative") } else { Ok(()) }
}
