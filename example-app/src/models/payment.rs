//! How accounts pay.

use super::{Account, AccountId, Secret};
use crate::schema::{bank_transfers, cards, payment_methods};
use chrono::NaiveDate;
use model_core::bases::{SoftDeletes, Timestamps};
use model_core::prelude::*;

/// The key of a payment method, of whatever kind: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaymentMethodId(i64);

/// A way to pay: a card, a bank transfer, or by invoice when it is neither.
#[derive(Model, Debug, Clone)]
#[model(table = payment_methods, audit, ordering = "label", content_type = "payment_method", repr = label)]
#[model(extended_by(Card, BankTransfer))]
pub struct PaymentMethod {
    /// The key.
    pub id: PaymentMethodId,
    /// Whose it is.
    #[model(skip_update, belongs_to = Account)]
    pub account_id: AccountId,
    /// What they call it.
    #[model(max_length = 50, unique(with = [account_id]))]
    pub label: String,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
    /// When it was deleted, and by whom.
    #[model(base)]
    pub deletion: SoftDeletes,
}

/// Who runs a card.
#[derive(Choices, clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Visa.
    Visa,
    /// Mastercard.
    Mastercard,
    /// American Express.
    Amex,
}

/// A card. Its number is nowhere: who takes the money knows it by a token.
#[derive(Model, Debug, Clone)]
#[model(table = cards, audit, extends = PaymentMethod, content_type = "card")]
pub struct Card {
    /// What it is as a way to pay.
    #[model(parent)]
    pub method: PaymentMethod,
    /// The last four digits of the number.
    #[model(check = is_last_four)]
    pub last_four: String,
    /// Who runs it.
    pub network: Network,
    /// The last day on which it can be used.
    pub expires_on: NaiveDate,
    /// What stands for it at who takes the money.
    #[audit(mask)]
    pub token: Secret,
}

/// A bank transfer.
#[derive(Model, Debug, Clone)]
#[model(table = bank_transfers, audit, extends = PaymentMethod, content_type = "bank_transfer")]
pub struct BankTransfer {
    /// What it is as a way to pay.
    #[model(parent)]
    pub method: PaymentMethod,
    /// The number of the bank account, in capitals and without spaces.
    #[model(check = is_iban)]
    #[audit(mask)]
    pub iban: Secret,
    /// Its last four characters, which are shown.
    #[model(max_length = 4)]
    pub last_four: String,
}

fn is_last_four(digits: &str) -> Result<(), &'static str> {
    let fits = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if fits { Ok(()) } else { Err("expected the last four digits of a card") }
}

/// The check digits of ISO 13616: with the first four characters at the end and letters as numbers, 1 is left of 97.
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
