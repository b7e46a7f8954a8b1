//! Payment methods: a parent model and two children.

use super::{Account, AccountId, Secret};
use crate::schema::{bank_transfers, cards, payment_methods};
use chrono::NaiveDate;
use model_core::bases::{SoftDeletes, Timestamps};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};

/// The key of a payment method, of whatever kind: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PaymentMethodId(i64);

/// A payment method: a card, a bank transfer, or, without a child row, an invoice.
#[derive(Model, Debug, Clone)]
#[model(table = payment_methods, audit, ordering = "label", content_type = "payment_method", repr = label)]
#[model(extended_by(Card, BankTransfer))]
pub struct PaymentMethod {
    /// The key.
    pub id: PaymentMethodId,
    /// The account that it belongs to.
    #[model(skip_update, belongs_to = Account)]
    pub account_id: AccountId,
    /// A name for it.
    #[model(max_length = 50, unique(with = [account_id]))]
    pub label: String,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
    /// When it was deleted, and by whom.
    #[model(base)]
    pub deletion: SoftDeletes,
}

/// A card network.
#[derive(Choices, clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Visa.
    Visa,
    /// Mastercard.
    Mastercard,
    /// American Express.
    Amex,
}

/// A card. Its number is not stored: the payment provider knows the card by a token.
#[derive(Model, Debug, Clone)]
#[model(table = cards, audit, extends = PaymentMethod, content_type = "card")]
pub struct Card {
    /// The columns of the parent.
    #[model(parent)]
    pub method: PaymentMethod,
    /// The last four digits of the number.
    #[model(check = is_last_four)]
    pub last_four: String,
    /// The card network.
    pub network: Network,
    /// The last day on which it can be used.
    pub expires_on: NaiveDate,
    /// The token by which the payment provider knows the card.
    #[audit(mask)]
    pub token: Secret,
}

/// A bank transfer.
#[derive(Model, Debug, Clone)]
#[model(table = bank_transfers, audit, extends = PaymentMethod, content_type = "bank_transfer")]
pub struct BankTransfer {
    /// The columns of the parent.
    #[model(parent)]
    pub method: PaymentMethod,
    /// The IBAN, in capitals and without spaces.
    #[model(check = is_iban)]
    #[audit(mask)]
    pub iban: Secret,
    /// The last four characters of the IBAN, which are shown.
    #[model(max_length = 4)]
    pub last_four: String,
}

fn is_last_four(digits: &str) -> Result<(), &'static str> {
    let fits = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if fits { Ok(()) } else { Err("expected the last four digits of a card") }
}

/// Checks the digits of ISO 13616: with the first four characters moved to the end, and letters as numbers, the
/// remainder of a division by 97 is 1.
fn is_iban(iban: &Secret) -> Result<(), &'static str> {
    let wrong = "expected a valid IBAN";
    let iban = iban.reveal();
    if !iban.is_ascii() || !(15..=34).contains(&iban.len()) {
        return Err(wrong);
    }
    let (start, rest) = iban.split_at(4);
    let left = rest.chars().chain(start.chars()).try_fold(0, |left, character| match character.to_digit(36)? {
        digit @ 0..=9 => Some((left * 10 + digit) % 97),
        letter => Some((left * 100 + letter) % 97),
    });
    if left == Some(1) { Ok(()) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_has_check_digits() {
        let fits = |text: &str| is_iban(&Secret::new(text.to_owned())).is_ok();
        assert!(fits("BE71096123456769") && fits("GB33BUKB20201555555555"));
        for text in ["", "BE71", "BE71096123456768", "EB71096123456769", "BE71-0961-2345-6769", "BÉ71096123456769"] {
            assert!(!fits(text), "{text}");
        }
    }

    #[test]
    fn a_card_shows_four_digits() {
        assert!(is_last_four("4242").is_ok());
        for text in ["", "424", "42424", "424x", "٤٢٤٢"] {
            assert!(is_last_four(text).is_err(), "{text}");
        }
    }
}
