//! The shop: the stock never becomes negative, and an order is written completely or not at all.

use super::blank::refuse_blank;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::events::{Event, Listeners};
use crate::models::{
    Account, AccountOwnedDefaultScope as _, NewOrder, NewOrderItem, NewProduct, Order, OrderId, OrderItem, OrderState,
    Product, ProductPatch,
};
use crate::schema::products;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::related;
use std::collections::BTreeMap;

/// Adds a product, or sets the price and the stock of an existing one.
///
/// # Errors
/// The name is blank or too long, the price or the stock is negative, or the database fails.
pub fn stock(conn: &mut Conn, name: &str, price_cents: i64, count: i32, actor: &Actor) -> Result<Upserted<Product>> {
    refuse_blank("the name of a product", name)?;
    upsert(conn, NewProduct::builder().name(name.trim()).price_cents(price_cents).stock(count).build(), actor)
}

/// The same for a product that was read elsewhere.
///
/// # Errors
/// The model refuses it, or the database fails.
pub fn upsert(conn: &mut Conn, new: NewProduct, actor: &Actor) -> Result<Upserted<Product>> {
    Ok(Product::upsert(new).on(products::name).by(actor).run(conn)?)
}

/// All products.
///
/// # Errors
/// Database errors.
pub fn list(conn: &mut Conn) -> Result<Vec<Product>> {
    Ok(Product::objects().load(conn)?)
}

/// Raises every price by an amount, in cents, and returns how many there are.
///
/// # Errors
/// A price would become negative, or the database fails.
pub fn raise(conn: &mut Conn, cents: i64, actor: &Actor) -> Result<usize> {
    Ok(Product::objects().patch().price_cents(products::price_cents + cents).by(actor).run(conn)?)
}

/// Sets the prices of products, each its own, in one write, and returns how many were changed.
///
/// # Errors
/// A product does not exist, a price is negative, or the database fails.
pub fn reprice(conn: &mut Conn, prices: &BTreeMap<String, i64>, actor: &Actor) -> Result<usize> {
    let priced = |(name, cents): (&String, &i64)| Ok((find(conn, name)?.id, ProductPatch::new().price_cents(*cents)));
    let patches = prices.iter().map(priced).collect::<Result<Vec<_>>>()?;
    Ok(Product::patch_many(patches).by(actor).run(conn)?)
}

/// Buys products, each in a quantity: all of them, or nothing. The database takes from the stock, and its CHECK keeps
/// that from becoming negative: of two buyers of the last item, the second starts again and finds none. Listeners are
/// notified of the order.
///
/// # Errors
/// The order is empty, a product does not exist or is sold out, the total is too large, or the database fails.
pub fn buy(
    conn: &mut Conn,
    buyer: &Account,
    items: &BTreeMap<String, i32>,
    request: &str,
    listeners: &Listeners,
) -> Result<Order> {
    buy_and(conn, buyer, items, &buyer.actor(request), listeners, |_, _| Ok(()))
}

/// The same, by this actor, and with `more` in the transaction of the order.
///
/// # Errors
/// As for [`buy`], and those of `more`.
pub fn buy_and(
    conn: &mut Conn,
    buyer: &Account,
    items: &BTreeMap<String, i32>,
    actor: &Actor,
    listeners: &Listeners,
    more: impl Fn(&mut Conn, &Order) -> Result<()>,
) -> Result<Order> {
    if items.is_empty() {
        return Err(Error::Argument("an order needs at least one product".to_owned()));
    }
    db::retry_unit(conn, |conn, unit| {
        let found: Vec<Product> = Product::objects().filter(products::name.eq_any(items.keys())).load(conn)?;
        let line = |(name, count): (&String, &i32)| {
            let product = found.iter().find(|product| product.name == *name).cloned();
            Ok((product.ok_or_else(|| unknown(name))?, *count))
        };
        let mut lines = items.iter().map(line).collect::<Result<Vec<_>>>()?;
        // All buyers lock products in the same order, so there is no deadlock.
        lines.sort_by_key(|(product, _)| product.id);
        let new = NewOrder::builder().account_id(buyer.id).total_cents(total(&lines)?).build();
        let order = Order::create(new).by(actor).run(conn)?;
        let (email, order_id, total_cents) = (buyer.email.clone(), order.id.short(), order.total_cents);
        listeners.notify(unit, Event::Placed { email, order: order_id, total_cents })?;
        for (product, count) in &lines {
            if product.stock < *count {
                return Err(Error::SoldOut { product: product.name.clone(), left: product.stock });
            }
            let taken = Product::patch_by_key(product.id).stock(products::stock - *count).by(actor).run(conn);
            taken.map_err(|error| match error {
                // Another buyer has been faster since the product was read.
                model_core::Error::Check { .. } => model_core::Error::Conflict,
                other => other,
            })?;
        }
        let item = |(product, count): &(Product, i32)| {
            let new = NewOrderItem::builder().order_id(order.id).product_id(product.id);
            new.quantity(*count).price_cents(product.price_cents).build()
        };
        OrderItem::create_many(lines.iter().map(item)).by(actor).execute(conn)?;
        more(conn, &order)?;
        Ok(order)
    })
}

/// Cancels an order, and puts its items back into the stock.
///
/// # Errors
/// There is no such order, it is already paid or cancelled, or the database fails.
pub fn cancel(conn: &mut Conn, id: OrderId, actor: &Actor) -> Result<Order> {
    db::retry(conn, |conn| {
        let order: Order = Order::objects().across_accounts().find(id).first(conn)?;
        check_placed(&order)?;
        let cancelled = order.patch().state(OrderState::Cancelled).by(actor).run(conn)?;
        let items: Vec<OrderItem> = order.items().load(conn)?;
        let products = items.load_related::<Product>(conn)?;
        for (item, product) in items.iter().zip(products) {
            let product = product.ok_or(model_core::Error::NotFound)?;
            if product.stock.checked_add(item.quantity).is_none() {
                return Err(Error::Argument(format!("the stock of `{}` is too large", product.name)));
            }
            Product::patch_by_key(product.id).stock(products::stock + item.quantity).by(actor).run(conn)?;
        }
        Ok(cancelled)
    })
}

/// An order with its account, and with its items and their products.
pub type OrderDetails = (Order, Option<Account>, Vec<(OrderItem, Option<Product>)>);

/// The orders of one account or of all accounts, latest first, in four queries for any number of them.
///
/// # Errors
/// Database errors.
pub fn orders(conn: &mut Conn, of: Option<&Account>) -> Result<Vec<OrderDetails>> {
    let beside = (related::<Account>().with_deleted(), related::<OrderItem>().with(related::<Product>()));
    let orders = match of {
        Some(account) => Order::objects().of_account(account.id).with(beside).load(conn)?,
        None => Order::objects().across_accounts().with(beside).load(conn)?,
    };
    Ok(orders.into_iter().map(|(order, (account, items))| (order, account, items)).collect())
}

/// The order with these last digits of its id.
///
/// # Errors
/// No order matches, or several do.
pub fn order(conn: &mut Conn, digits: &str) -> Result<Order> {
    let digits = digits.trim().to_ascii_lowercase();
    let orders: Vec<Order> = Order::objects().across_accounts().load(conn)?;
    // Fewer than four digits are more likely a typing mistake.
    let matches = |order: &Order| digits.len() >= 4 && order.id.to_string().ends_with(&digits);
    let mut matching = orders.into_iter().filter(matches);
    match (matching.next(), matching.next()) {
        (Some(order), None) => Ok(order),
        (Some(_), Some(_)) => Err(Error::Argument(format!("`{digits}` matches several orders: give more digits"))),
        (None, _) => Err(Error::NotFound(format!("order `{digits}`"))),
    }
}

/// Refuses an order that was already paid or cancelled.
///
/// # Errors
/// It was.
pub(super) fn check_placed(order: &Order) -> Result<()> {
    match order.state {
        OrderState::Placed => Ok(()),
        state => Err(Error::Argument(format!("order {} is already {state}", order.id.short()))),
    }
}

/// The total of an order, in cents.
fn total(lines: &[(Product, i32)]) -> Result<i64> {
    let mut total = Some(0_i64);
    for (product, count) in lines {
        let price = product.price_cents.checked_mul(i64::from(*count));
        total = total.zip(price).and_then(|(total, price)| total.checked_add(price));
    }
    total.ok_or_else(|| Error::Argument("the total of the order is too large".to_owned()))
}

fn find(conn: &mut Conn, name: &str) -> Result<Product> {
    let product: Option<Product> = Product::objects().filter(products::name.eq(name)).first(conn).optional()?;
    product.ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> Error {
    Error::NotFound(format!("product `{name}`"))
}
