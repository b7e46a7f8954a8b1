//! `newsroom shop`.

use super::accounts::line;
use super::{listeners, request, signed_in, url};
use crate::cli::{Global, MethodCommand, ShopCommand};
use crate::db;
use crate::error::{Error, Result};
use crate::models::Secret;
use crate::report::{self, counted, fit};
use crate::services::payments::Means;
use crate::services::{accounts, payments, shop};
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
            let order = shop::buy(&mut conn, &account, &wanted, &request(), &listeners(global))?;
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
        ShopCommand::Pay { order, method } => {
            let mut conn = db::open(&url(global)?)?;
            let order = shop::order(&mut conn, &order)?;
            let (order, method) = payments::pay(&mut conn, order.id, &method, &request())?;
            let (price, means) = (report::price(order.total_cents), report::means(&method));
            writeln!(out, "order {} is paid: {price} by {means}", order.id.short())?;
        }
        ShopCommand::Method(command) => method(out, global, command)?,
        ShopCommand::Orders { of } => {
            let mut conn = db::open(&url(global)?)?;
            let account = of.map(|email| accounts::active(&mut conn, &email)).transpose()?;
            let orders = shop::orders(&mut conn, account.as_ref())?;
            report::orders(out, &orders)?;
            writeln!(out, "{}", counted(orders.len(), "order"))?;
        }
    }
    Ok(())
}

fn method(out: &mut dyn Write, global: &Global, command: MethodCommand) -> Result<()> {
    let (email, label, means) = match command {
        MethodCommand::Card { email, label, last_four, network, expires } => {
            let token = Secret::new(line("the token of the card")?);
            (email, label, Means::Card { last_four, network, expires_on: expires, token })
        }
        MethodCommand::Transfer { email, label } => {
            let iban = line("the IBAN")?;
            (email, label, Means::Transfer { iban })
        }
        MethodCommand::Invoice { email, label } => (email, label, Means::Invoice),
        MethodCommand::List { email } => {
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::active(&mut conn, &email)?;
            let methods = payments::list(&mut conn, &account)?;
            report::methods(out, &methods)?;
            return Ok(writeln!(out, "{}", counted(methods.len(), "payment method"))?);
        }
        MethodCommand::Forget { email, label } => {
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::active(&mut conn, &email)?;
            let method = payments::forget(&mut conn, &account, &label, &request())?;
            return Ok(writeln!(out, "`{}` is forgotten", fit(&method.label, 50))?);
        }
    };
    let mut conn = db::open(&url(global)?)?;
    let account = accounts::active(&mut conn, &email)?;
    let added = payments::add(&mut conn, &account, &label, means, &request())?;
    let (name, label) = (fit(account.display_name(), 40), fit(&added.parent().label, 50));
    Ok(writeln!(out, "{name} can pay with `{label}`: {}", report::means(&added))?)
}
