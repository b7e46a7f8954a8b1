//! The shop and its payment methods.

use crate::models::Network;
use crate::text;
use chrono::{Datelike, Months, NaiveDate};
use clap::Subcommand;
use std::path::PathBuf;

/// The commands of the shop.
#[derive(Debug, Subcommand)]
pub enum ShopCommand {
    /// Add a product, or set the price and the stock of an existing one.
    Stock {
        /// The name of the product.
        name: String,
        /// The price: 12.50, for example.
        #[arg(long, value_parser = cents)]
        price: i64,
        /// How many are in stock.
        #[arg(long, value_parser = clap::value_parser!(i32).range(0..))]
        count: i32,
    },
    /// List the products.
    List,
    /// Add and change products from a CSV file with the columns `name`, `price` and `stock`. Lines with mistakes are
    /// printed with the fields that are wrong, and make the command fail; the other lines are imported.
    Import {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Import nothing if any line has a mistake.
        #[arg(long)]
        all_or_nothing: bool,
    },
    /// Raise the price of every product by an amount.
    Raise {
        /// The amount: 0.50, for example.
        #[arg(value_parser = cents)]
        amount: i64,
    },
    /// Set the price of each of several products.
    Reprice {
        /// The products with their prices: `mug=13.00`.
        #[arg(value_name = "PRODUCT=PRICE", required = true, value_parser = priced)]
        prices: Vec<(String, i64)>,
    },
    /// Buy products: all of them, or nothing.
    Buy {
        /// The e-mail address of the account that buys.
        email: String,
        /// The products with their quantities: `mug=2`, or `mug` for one.
        #[arg(value_name = "PRODUCT", required = true, value_parser = item)]
        items: Vec<(String, i32)>,
    },
    /// Cancel an order, and put its items back into stock.
    Cancel {
        /// The last digits of the id of the order, as `newsroom shop orders` prints them.
        order: String,
    },
    /// Pay for an order with a payment method of the account that placed it.
    Pay {
        /// The last digits of the id of the order, as `newsroom shop orders` prints them.
        order: String,
        /// The name of the payment method.
        method: String,
    },
    /// List orders, latest first.
    Orders {
        /// Only orders of this account.
        #[arg(long, value_name = "EMAIL")]
        of: Option<String>,
    },
    /// Add, list and delete payment methods.
    #[command(subcommand)]
    Method(MethodCommand),
}

/// The commands on payment methods.
#[derive(Debug, Subcommand)]
pub enum MethodCommand {
    /// Add a card. The token from the payment provider is the first line of the standard input.
    Card {
        /// The e-mail address of the account.
        email: String,
        /// A name for the card.
        label: String,
        /// The last four digits of the card number.
        #[arg(long, value_name = "DIGITS")]
        last_four: String,
        /// The card network.
        #[arg(long, value_enum)]
        network: Network,
        /// The last month in which the card is valid: 2030-05, for example.
        #[arg(long, value_name = "MONTH", value_parser = last_day)]
        expires: NaiveDate,
    },
    /// Add a bank account. Its IBAN is the first line of the standard input.
    Transfer {
        /// The e-mail address of the account.
        email: String,
        /// A name for the bank account.
        label: String,
    },
    /// Add payment by invoice.
    Invoice {
        /// The e-mail address of the account.
        email: String,
        /// A name for the payment method.
        label: String,
    },
    /// List the payment methods of an account.
    List {
        /// The e-mail address of the account.
        email: String,
    },
    /// Delete a payment method. Orders that were paid with it stay.
    Forget {
        /// The e-mail address of the account.
        email: String,
        /// The name of the payment method.
        label: String,
    },
}

/// The last day of a month.
fn last_day(text: &str) -> Result<NaiveDate, String> {
    let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok();
    let first = first.filter(|day| day.format("%Y-%m").to_string() == text && (1000..=9999).contains(&day.year()));
    let last = first.and_then(|day| day.checked_add_months(Months::new(1))?.pred_opt());
    last.ok_or_else(|| "expected a month like 2030-05".to_owned())
}

/// A price, written with or without a decimal point, in cents.
fn cents(text: &str) -> Result<i64, String> {
    text::cents(text).ok_or_else(|| "expected a price like 12.50".to_owned())
}

/// A product and its quantity.
fn item(text: &str) -> Result<(String, i32), String> {
    let (name, count) = text.rsplit_once('=').unwrap_or((text, "1"));
    let count = count.parse().ok().filter(|count| *count > 0);
    match (name.trim(), count) {
        (name, Some(count)) if !name.is_empty() => Ok((name.to_owned(), count)),
        _ => Err("expected a product and a quantity, like mug=2".to_owned()),
    }
}

/// A product and its price.
fn priced(text: &str) -> Result<(String, i64), String> {
    match text.rsplit_once('=').map(|(name, price)| (name.trim(), cents(price))) {
        Some((name, Ok(price))) if !name.is_empty() => Ok((name.to_owned(), price)),
        _ => Err("expected a product and a price, like mug=13.00".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_in_cents() {
        assert_eq!((cents("12.50"), cents("12"), cents("0.05")), (Ok(1250), Ok(1200), Ok(5)));
        for text in ["", ".", "1.5", "1.505", "-1", "+1", "1.-5", "one", "92233720368547758.08"] {
            assert!(cents(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_has_a_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!((last_day("2028-02"), last_day("9999-12")), (Ok(day("2028-02-29")), Ok(day("9999-12-31"))));
        for text in ["", "2030", "2030-13", "2030-5", "05/30", "2030-05-01", "0030-05", "+2030-5"] {
            assert!(last_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_item_is_a_name_and_a_number() {
        assert_eq!((item("mug"), item("red mug=12")), (Ok(("mug".to_owned(), 1)), Ok(("red mug".to_owned(), 12))));
        for text in ["", "=1", "mug=", "mug=0", "mug=-1", "mug=2147483648", "mug=two"] {
            assert!(item(text).is_err(), "{text}");
        }
    }
}
