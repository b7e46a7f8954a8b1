//! `newsroom shop`.

use super::input::line;
use crate::cli::{Global, MethodCommand, ShopCommand};
use crate::db;
use crate::error::{Error, Result};
use crate::import::{self, ProductFile, Stocked};
use crate::models::Secret;
use crate::report;
use crate::services::payments::PaymentDetails;
use crate::services::{accounts, payments, shop};
use crate::session::{listeners, request, signed_in, url};
use crate::text::{counted, fit, price};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

pub(super) fn run(out: &mut dyn Write, global: &Global, command: ShopCommand) -> Result<()> {
    match command {
        ShopCommand::Stock { name, price: cents, count } => {
            let product = signed_in(global, |conn, editor| shop::stock(conn, &name, cents, count, &editor.actor))?;
            let product = product.into_row();
            let (name, price) = (fit(&product.name, 50), price(product.price_cents));
            writeln!(out, "`{name}`: {} in stock at {price}", product.stock)?;
        }
        ShopCommand::List => {
            let products = shop::list(&mut db::open(&url(global)?)?)?;
            report::products(out, &products)?;
            writeln!(out, "{}", counted(products.len(), "product"))?;
        }
        ShopCommand::Import { file, all_or_nothing } => import_products(out, global, &file, all_or_nothing)?,
        ShopCommand::Raise { amount } => {
            let count = signed_in(global, |conn, editor| shop::raise(conn, amount, &editor.actor))?;
            writeln!(out, "raised the price of {} by {}", counted(count, "product"), price(amount))?;
        }
        ShopCommand::Reprice { prices } => {
            let prices = BTreeMap::from_iter(prices);
            let count = signed_in(global, |conn, editor| shop::reprice(conn, &prices, &editor.actor))?;
            writeln!(out, "changed the price of {}", counted(count, "product"))?;
        }
        ShopCommand::Buy { email, items } => {
            let mut wanted = BTreeMap::<String, i32>::new();
            for (name, count) in items {
                let sum = wanted.entry(name).or_default();
                *sum = sum.checked_add(count).ok_or_else(|| Error::Argument("the quantity is too large".to_owned()))?;
            }
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::active(&mut conn, &email)?;
            let order = shop::buy(&mut conn, &account, &wanted, &request(), &listeners(global))?;
            let (name, price) = (fit(account.display_name(), 40), price(order.total_cents));
            writeln!(out, "placed order {} for {name}: {price}", order.id.short())?;
        }
        ShopCommand::Cancel { order } => {
            let order = signed_in(global, |conn, editor| {
                let order = shop::order(conn, &order)?;
                shop::cancel(conn, order.id, &editor.actor)
            })?;
            writeln!(out, "cancelled order {}", order.id.short())?;
        }
        ShopCommand::Pay { order, method } => {
            let mut conn = db::open(&url(global)?)?;
            let order = shop::order(&mut conn, &order)?;
            let (order, method) = payments::pay(&mut conn, order.id, &method, &request())?;
            let (price, method) = (price(order.total_cents), report::payment_method(&method));
            writeln!(out, "paid for order {}: {price} by {method}", order.id.short())?;
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

fn import_products(out: &mut dyn Write, global: &Global, path: &Path, all_or_nothing: bool) -> Result<()> {
    let ProductFile { products, refused } = import::read_products(path)?;
    for line in &refused {
        writeln!(out, "{line}")?;
    }
    if refused.is_empty() || !all_or_nothing {
        let stocked = signed_in(global, |conn, editor| import::stock_products(conn, products, &editor.actor))?;
        let Stocked { created, changed, unchanged } = stocked;
        writeln!(out, "imported {}: {created} new, {changed} changed, {unchanged} unchanged", path.display())?;
    }
    match refused.len() {
        0 => Ok(()),
        count => Err(Error::file(path, format!("{} refused", counted(count, "line")))),
    }
}

fn method(out: &mut dyn Write, global: &Global, command: MethodCommand) -> Result<()> {
    let (email, label, details) = match command {
        MethodCommand::Card { email, label, last_four, network, expires } => {
            let token = Secret::new(line("the token of the card")?);
            (email, label, PaymentDetails::Card { last_four, network, expires_on: expires, token })
        }
        MethodCommand::Transfer { email, label } => {
            let iban = line("the IBAN")?;
            (email, label, PaymentDetails::Transfer { iban })
        }
        MethodCommand::Invoice { email, label } => (email, label, PaymentDetails::Invoice),
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
            return Ok(writeln!(out, "deleted payment method `{}`", fit(&method.label, 50))?);
        }
    };
    let mut conn = db::open(&url(global)?)?;
    let account = accounts::active(&mut conn, &email)?;
    let added = payments::add(&mut conn, &account, &label, details, &request())?;
    let (name, label) = (fit(account.display_name(), 40), fit(&added.parent().label, 50));
    Ok(writeln!(out, "{name} can now pay with `{label}`: {}", report::payment_method(&added))?)
}
