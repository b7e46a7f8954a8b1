//! `newsroom shop`.

use super::{request, signed_in, url};
use crate::cli::{Global, ShopCommand};
use crate::db;
use crate::error::{Error, Result};
use crate::report::{self, counted, fit};
use crate::services::{accounts, shop};
use std::collections::BTreeMap;
use std::io::Write;

pub(super) fn run(out: &mut dyn Write, global: &Global, command: ShopCommand) -> Result<()> {
    match command {
        ShopCommand::Stock { name, price, count } => {
            let product = signed_in(global, |conn, editor| shop::stock(conn, &name, price, count, &editor.actor))?;
            let product = product.into_row();
            let price = report::price(product.price_cents);
            writeln!(out, "there are {} of `{}` at {price}", product.stock, fit(&product.name, 50))?;
        }
        ShopCommand::List => {
            let products = shop::list(&mut db::open(&url(global)?)?)?;
            report::products(out, &products)?;
            writeln!(out, "{}", counted(products.len(), "product"))?;
        }
        ShopCommand::Buy { email, items } => {
            let mut wanted = BTreeMap::<String, i32>::new();
            for (name, count) in items {
                let sum = wanted.entry(name).or_default();
                *sum = sum.checked_add(count).ok_or_else(|| Error::Argument("nobody needs that many".to_owned()))?;
            }
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::active(&mut conn, &email)?;
            let order = shop::buy(&mut conn, &account, &wanted, &request())?;
            let (name, price) = (fit(account.display_name(), 40), report::price(order.total_cents));
            writeln!(out, "order {} of {name}: {price}", order.id.short())?;
        }
        ShopCommand::Cancel { order } => {
            let order = signed_in(global, |conn, editor| {
                let order = shop::order(conn, &order)?;
                shop::cancel(conn, order.id, &editor.actor)
            })?;
            writeln!(out, "order {} is cancelled", order.id.short())?;
        }
        ShopCommand::Orders => {
            let orders = shop::orders(&mut db::open(&url(global)?)?)?;
            report::orders(out, &orders)?;
            writeln!(out, "{}", counted(orders.len(), "order"))?;
        }
    }
    Ok(())
}
