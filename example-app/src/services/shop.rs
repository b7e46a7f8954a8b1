//! The shop: stock that cannot go below zero, and orders that are there as a whole or not at all.

use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::events::{Happened, Listeners};
use crate::models::{
    Account, AccountOwnedDefaultScope as _, NewOrder, NewOrderItem, NewProduct, Order, OrderId, OrderItem, OrderState,
    Product,
};
use crate::schema::products;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::WithDeleted;
use std::collections::BTreeMap;

/// Puts a product on sale, or gives one that is there another price and stock.
///
/// # Errors
/// The name is empty or too long, the price or the stock is below zero, or the database fails.
pub fn stock(conn: &mut Conn, name: &str, price_cents: i64, count: i32, actor: &Actor) -> Result<Upserted<Product>> {
    super::comments::check_text("the name of a product", name)?;
    let new = NewProduct::builder().name(name.trim()).price_cents(price_cents).stock(count).build();
    Ok(Product::upsert(new).on(products::name).by(actor).run(conn)?)
}

/// What is for sale.
///
/// # Errors
/// Those of the database.
pub fn list(conn: &mut Conn) -> Result<Vec<Product>> {
    Ok(Product::objects().load(conn)?)
}

/// Buys so many of each product: all of them, or nothing. The stock is written with the version that was read, so of two
/// who take the last one, the second begins again and finds none. Listeners are told of an order that is placed.
///
/// # Errors
/// Nothing is bought, a product is not there or there are too few, the total is too large, or the database fails.
pub fn buy(
    conn: &mut Conn,
    buyer: &Account,
    items: &BTreeMap<String, i32>,
    request: &str,
    listeners: &Listeners,
) -> Result<Order> {
    if items.is_empty() {
        return Err(Error::Argument("an order needs a product".to_owned()));
    }
    let actor = buyer.actor(request);
    db::told_again(conn, |conn, unit| {
        let mut lines =
            items.iter().map(|(name, count)| Ok((find(conn, name)?, *count))).collect::<Result<Vec<_>>>()?;
        // Everybody takes them in one order, so that nobody waits for somebody who waits for them.
        lines.sort_by_key(|(product, _)| product.id);
        let new = NewOrder::builder().account_id(buyer.id).total_cents(total(&lines)?).build();
        let order = Order::create(new).by(&actor).run(conn)?;
        let (email, order_id, total_cents) = (buyer.email.clone(), order.id.short(), order.total_cents);
        listeners.tell(unit, Happened::Placed { email, order: order_id, total_cents })?;
        for (product, count) in &lines {
            let left = product.stock.checked_sub(*count).filter(|left| *left >= 0);
            let left = left.ok_or_else(|| Error::SoldOut { product: product.name.clone(), left: product.stock })?;
            product.patch().stock(left).by(&actor).run(conn)?;
        }
        let item = |(product, count): &(Product, i32)| {
            let new = NewOrderItem::builder().order_id(order.id).product_id(product.id);
            new.quantity(*count).price_cents(product.price_cents).build()
        };
        OrderItem::create_many(lines.iter().map(item)).by(&actor).execute(conn)?;
        Ok(order)
    })
}

/// Cancels an order: what was in it is for sale again.
///
/// # Errors
/// There is no such order, it is paid or cancelled already, or the database fails.
pub fn cancel(conn: &mut Conn, id: OrderId, actor: &Actor) -> Result<Order> {
    db::again(conn, |conn| {
        let order: Order = Order::objects().across_accounts().find(id).first(conn)?;
        order.placed()?;
        let cancelled = order.patch().state(OrderState::Cancelled).by(actor).run(conn)?;
        let items: Vec<OrderItem> = order.items().load(conn)?;
        for item in items {
            let product: Product = item.product().first(conn)?;
            let back = product.stock.checked_add(item.quantity);
            let back = back.ok_or_else(|| Error::Argument(format!("there are too many of {}", product.name)))?;
            product.patch().stock(back).by(actor).run(conn)?;
        }
        Ok(cancelled)
    })
}

/// An order, who placed it, and what is in it with the product.
pub type Placed = (Order, Option<Account>, Vec<(OrderItem, Option<Product>)>);

/// The orders of an account, or of all, the latest first.
///
/// # Errors
/// Those of the database.
pub fn orders(conn: &mut Conn, of: Option<&Account>) -> Result<Vec<Placed>> {
    type Beside = (WithDeleted<Account>, OrderItem);
    let orders = match of {
        Some(account) => Order::objects().of_account(account.id).load_with::<Beside>(conn)?,
        None => Order::objects().across_accounts().load_with::<Beside>(conn)?,
    };
    let mut placed = Vec::new();
    for (order, (account, items)) in orders {
        let products: Vec<Option<Product>> = items.load_related::<Product>(conn)?;
        placed.push((order, account, items.into_iter().zip(products).collect()));
    }
    Ok(placed)
}

/// The order that a person means by its last digits.
///
/// # Errors
/// None fits, or several do.
pub fn order(conn: &mut Conn, digits: &str) -> Result<Order> {
    let digits = digits.trim().to_ascii_lowercase();
    let orders: Vec<Order> = Order::objects().across_accounts().load(conn)?;
    // Fewer digits are more likely a slip than an id.
    let fits = |order: &Order| digits.len() >= 4 && order.id.to_string().ends_with(&digits);
    let mut fitting = orders.into_iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(order), None) => Ok(order),
        (Some(_), Some(_)) => Err(Error::Argument(format!("`{digits}` fits several orders: give more of its digits"))),
        (None, _) => Err(Error::NotFound(format!("order `{digits}`"))),
    }
}

/// What an order costs, in cents.
fn total(lines: &[(Product, i32)]) -> Result<i64> {
    let mut total = Some(0_i64);
    for (product, count) in lines {
        let price = product.price_cents.checked_mul(i64::from(*count));
        total = total.zip(price).and_then(|(total, price)| total.checked_add(price));
    }
    total.ok_or_else(|| Error::Argument("nobody can pay that much".to_owned()))
}

fn find(conn: &mut Conn, name: &str) -> Result<Product> {
    let product: Option<Product> = Product::objects().filter(products::name.eq(name)).first(conn).optional()?;
    product.ok_or_else(|| Error::NotFound(format!("product `{name}`")))
}
