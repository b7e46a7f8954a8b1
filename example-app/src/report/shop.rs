//! Lists of products and orders.

use super::{fit, listed, moment, table};
use crate::models::{PaymentMethodKind, Product};
use crate::services::shop::Placed;
use model_core::Choices as _;
use std::io::{self, Write};

/// An amount in cents, as a person reads it.
pub fn price(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

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
pub fn orders(out: &mut dyn Write, orders: &[Placed]) -> io::Result<()> {
    let row = |(order, account, items): &Placed| {
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
    table(out, ["id", "placed", "who", "what", "total", "state"], orders.iter().map(row).collect())
}

/// Prints payment methods, one on a line.
///
/// # Errors
/// The output cannot be written.
pub fn methods(out: &mut dyn Write, methods: &[PaymentMethodKind]) -> io::Result<()> {
    let row = |method: &PaymentMethodKind| [fit(&method.parent().label, 50), means(method)];
    table(out, ["name", "means"], methods.iter().map(row).collect())
}

/// What a payment method is, with nothing that anybody could pay with.
pub fn means(method: &PaymentMethodKind) -> String {
    match method {
        PaymentMethodKind::Card(card) => format!("{} ending in {}", card.network.label(), card.last_four),
        PaymentMethodKind::BankTransfer(transfer) => format!("bank transfer from {}", transfer.last_four),
        PaymentMethodKind::PaymentMethod(_) => "invoice".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::price;

    #[test]
    fn cents_have_two_digits() {
        assert_eq!([price(0), price(5), price(1250)], ["0.00", "0.05", "12.50"]);
    }
}
