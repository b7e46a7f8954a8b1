//! A shop with a stock: an order is written as a whole, and the stock never falls below zero, however many customers
//! buy at once.

use diesel::prelude::*;
use model_core::prelude::*;
use model_examples::{Failure, database};

diesel::table! {
    products (sku) {
        sku -> Text,
        price -> BigInt,
        stock -> BigInt,
    }
}

diesel::table! {
    order_lines (id) {
        id -> BigInt,
        sku -> Text,
        quantity -> BigInt,
        price -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(products, order_lines);

#[derive(Key, Debug, Clone, PartialEq, Eq, Hash)]
struct Sku(String);

impl From<&str> for Sku {
    fn from(sku: &str) -> Self {
        Self(sku.to_owned())
    }
}

fn is_amount(value: &i64) -> Result<(), &'static str> {
    if *value < 0 { Err("must not be negative") } else { Ok(()) }
}

#[derive(Model, Debug, Clone)]
#[model(table = products, audit)]
struct Product {
    #[model(primary_key)]
    sku: Sku,
    #[model(check = is_amount)]
    price: i64, // in cents
    #[model(check = is_amount, expressions)]
    stock: i64,
}

#[derive(Model, Debug, Clone)]
#[model(table = order_lines, audit)]
struct OrderLine {
    id: i64,
    #[model(belongs_to(Product, name = product), skip_update)]
    sku: Sku,
    quantity: i64,
    price: i64,
}

/// Buys several products, or none. The database subtracts, and its CHECK constraint judges what is left.
fn buy(basket: &[(&str, i64)], me: &Actor, conn: &mut SqliteConnection) -> Result<Vec<OrderLine>, Error> {
    model_core::retry(5).transaction(conn, |conn, unit| {
        let mut lines = Vec::new();
        for &(sku, quantity) in basket {
            let sold = Product::patch_by_key(Sku::from(sku)).stock(products::stock - quantity);
            let product = sold.by(me).within(unit).run(conn)?;
            let line = NewOrderLine::builder().sku(product.sku).quantity(quantity).price(product.price).build();
            lines.push(OrderLine::create(line).by(me).within(unit).run(conn)?);
        }
        Ok(lines)
    })
}

fn main() -> Result<(), Failure> {
    let conn = &mut database(
        "CREATE TABLE products (sku TEXT PRIMARY KEY NOT NULL, price BIGINT NOT NULL, \
         stock BIGINT NOT NULL CHECK (stock >= 0)); \
         CREATE TABLE order_lines (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
         sku TEXT NOT NULL REFERENCES products (sku), quantity BIGINT NOT NULL, price BIGINT NOT NULL)",
    )?;
    let (clerk, bob) = (Actor::user("clerk"), Actor::user("bob"));
    let new = |sku: &str, price, stock| NewProduct::builder().sku(sku).price(price).stock(stock).build();
    Product::create_many([new("tea", 450, 3), new("cup", 900, 1)]).by(&clerk).run(conn)?;

    let lines = buy(&[("tea", 2), ("cup", 1)], &bob, conn)?;
    for OrderLine { id, sku, quantity, price } in &lines {
        println!("line {id}: {quantity} x {sku} at {price} cents");
    }
    // There is tea, and no cup: nothing is bought.
    let refused = buy(&[("tea", 1), ("cup", 1)], &bob, conn);
    println!("{}", refused.as_ref().expect_err("there is no cup left"));
    assert!(matches!(refused, Err(Error::Check { .. })));

    let left: Vec<i64> = Product::objects().order(products::sku).select(products::stock).load(conn)?;
    assert_eq!(left, [0, 1]);
    Ok(())
}
