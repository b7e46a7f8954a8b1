//! Lists of products and orders.

use super::table;
use crate::models::{PaymentMethodKind, Product};
use crate::services::shop::OrderDetails;
use crate::text::{fit, listed, moment, price};
use model_core::Choices as _;
use std::io::{self, Write};

/// Prints products, one on a line.
///
/// # Errors
/// The output cannot be written.
pub fn products(out: &mut dyn Write, products: &[Product]) -> io::Result<()> {
    let row = |product: &Product| [fit(&product.name, 50), price(product.price_cents), product.stock.to_string()];
    table(out, ["product", "price", "stock"], products.iter().map(row).collect())
}

/// Prints orders, one on a line.
///
/// # Errors
/// The output cannot be written.
pub fn orders(out: &mut dyn Write, orders: &[OrderDetails]) -> io::Result<()> {
    let row = |(order, account, items): &OrderDetails| {
        let items: Vec<_> = items
            .iter()
            .map(|(item, product)| {
                format!("{} {}", item.quantity, product.as_ref().map_or("?", |product| &product.name))
            })
            .collect();
        let buyer = account.as_ref().map_or("?", |account| account.display_name());
        let (placed, state) = (moment(order.stamps.created_at), order.state.to_string());
        [order.id.short(), placed, fit(buyer, 20), fit(&listed(&items), 40), price(order.total_cents), state]
    };
    table(out, ["id", "placed", "customer", "items", "total", "state"], orders.iter().map(row).collect())
}

/// Prints payment methods, one on a line.
///
/// # Errors
/// The output cannot be written.
pub fn methods(out: &mut dyn Write, methods: &[PaymentMethodKind]) -> io::Result<()> {
    let row = |method: &PaymentMethodKind| [fit(&method.parent().label, 50), payment_method(method)];
    table(out, ["name", "kind"], methods.iter().map(row).collect())
}

/// The kind of a payment method, without the secret that it pays with.
pub fn payment_method(method: &PaymentMethodKind) -> String {
    match method {
        PaymentMethodKind::Card(card) => format!("{} ending in {}", card.network.label(), card.last_four),
        PaymentMethodKind::BankTransfer(transfer) => {
            format!("bank transfer from account ending in {}", transfer.last_four)
        }
        PaymentMethodKind::PaymentMethod(_) => "invoice".to_owned(),
    }
}
