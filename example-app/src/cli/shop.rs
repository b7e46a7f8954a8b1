//! The shop.

use clap::Subcommand;

/// What is done in the shop.
#[derive(Debug, Subcommand)]
pub enum ShopCommand {
    /// Put a product on sale, or give one another price and stock.
    Stock {
        /// What it is called.
        name: String,
        /// What one costs: 12.50, for example.
        #[arg(long, value_parser = cents)]
        price: i64,
        /// How many there are.
        #[arg(long, value_parser = clap::value_parser!(i32).range(0..))]
        count: i32,
    },
    /// List what is for sale.
    List,
    /// Buy something: all of it, or nothing.
    Buy {
        /// The address of the account that buys.
        email: String,
        /// The products, each with how many: `mug=2`, or `mug` for one.
        #[arg(value_name = "PRODUCT", required = true, value_parser = item)]
        items: Vec<(String, i32)>,
    },
    /// Cancel an order: what was in it is for sale again.
    Cancel {
        /// The last digits of its id, as `newsroom shop orders` prints them.
        order: String,
    },
    /// List orders, the latest first.
    Orders,
}

/// A price in cents, of one that is written with a point or without.
fn cents(text: &str) -> Result<i64, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "00"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let number = |text: &str| text.parse::<i64>().ok().filter(|_| is_number(text));
    let price = number(whole).zip(number(part)).filter(|_| part.len() == 2);
    let price = price.and_then(|(whole, part)| whole.checked_mul(100)?.checked_add(part));
    price.ok_or_else(|| "expected a price like 12.50".to_owned())
}

/// A product, and how many of it.
fn item(text: &str) -> Result<(String, i32), String> {
    let (name, count) = text.rsplit_once('=').unwrap_or((text, "1"));
    let count = count.parse().ok().filter(|count| *count > 0);
    match (name.trim(), count) {
        (name, Some(count)) if !name.is_empty() => Ok((name.to_owned(), count)),
        _ => Err("expected a product and how many, like mug=2".to_owned()),
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
    fn an_item_is_a_name_and_a_number() {
        assert_eq!((item("mug"), item("red mug=12")), (Ok(("mug".to_owned(), 1)), Ok(("red mug".to_owned(), 12))));
        for text in ["", "=1", "mug=", "mug=0", "mug=-1", "mug=2147483648", "mug=two"] {
            assert!(item(text).is_err(), "{text}");
        }
    }
}
