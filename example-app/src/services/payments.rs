//! Payment methods: cards, bank transfers and invoices.

use super::blank::refuse_blank;
use super::shop::check_placed;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{
    Account, AccountOwnedDefaultScope as _, BankTransfer, Card, Network, NewBankTransfer, NewCard, NewPaymentMethod,
    Order, OrderId, OrderState, PaymentMethod, PaymentMethodKind, Secret,
};
use crate::schema::payment_methods;
use chrono::NaiveDate;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::IncludingDeleted;
use model_core::{Error as ModelError, clock};

/// A payment method to add.
#[derive(Debug)]
pub enum PaymentDetails {
    /// By card.
    Card {
        /// The last four digits of its number.
        last_four: String,
        /// The card network.
        network: Network,
        /// The last day on which it can be used.
        expires_on: NaiveDate,
        /// The token by which the payment provider knows the card.
        token: Secret,
    },
    /// By bank transfer.
    Transfer {
        /// The IBAN, with or without spaces.
        iban: String,
    },
    /// By invoice.
    Invoice,
}

/// Adds a payment method to an account.
///
/// # Errors
/// The label is blank, too long or in use, the digits of the card or the IBAN are invalid, or the database fails.
pub fn add(
    conn: &mut Conn,
    account: &Account,
    label: &str,
    details: PaymentDetails,
    request: &str,
) -> Result<PaymentMethodKind> {
    refuse_blank("the name of a payment method", label)?;
    let method = NewPaymentMethod::builder().account_id(account.id).label(label.trim()).build();
    let actor = account.actor(request);
    let added = match details {
        PaymentDetails::Card { last_four, network, expires_on, token } => {
            let new = NewCard::builder().method(method).last_four(last_four).network(network);
            let new = new.expires_on(expires_on).token(token).build();
            Card::create(new).by(&actor).run(conn).map(PaymentMethodKind::Card)
        }
        PaymentDetails::Transfer { iban } => {
            let iban: String = iban.split_whitespace().collect::<String>().to_uppercase();
            let last_four: Vec<char> = iban.chars().rev().take(4).collect();
            let new = NewBankTransfer::builder().method(method).last_four(String::from_iter(last_four.iter().rev()));
            let new = new.iban(Secret::new(iban)).build();
            BankTransfer::create(new).by(&actor).run(conn).map(PaymentMethodKind::BankTransfer)
        }
        PaymentDetails::Invoice => {
            PaymentMethod::create(method).by(&actor).run(conn).map(PaymentMethodKind::PaymentMethod)
        }
    };
    added.map_err(|error| match error {
        ModelError::UniqueViolation { field: Some("label"), .. } => {
            Error::AlreadyExists("a payment method with this name")
        }
        error => error.into(),
    })
}

/// The payment methods of an account, each as its own type, in one query.
///
/// # Errors
/// Database errors.
pub fn list(conn: &mut Conn, account: &Account) -> Result<Vec<PaymentMethodKind>> {
    Ok(account.methods().kinds().load(conn)?)
}

/// Deletes a payment method of any kind. Orders that were paid with it stay.
///
/// # Errors
/// The account has no payment method with this label, or the database fails.
pub fn forget(conn: &mut Conn, account: &Account, label: &str, request: &str) -> Result<PaymentMethod> {
    let method = account.methods().filter(payment_methods::label.eq(label.trim())).first(conn);
    let method: PaymentMethod = method.optional()?.ok_or_else(|| missing(label))?;
    Ok(method.delete().by(&account.actor(request)).run(conn)?.into_row())
}

/// Pays an order with a payment method of the account that placed it.
///
/// # Errors
/// There is no such order or payment method, the order is already paid or cancelled, the card has expired, or the
/// database fails.
pub fn pay(conn: &mut Conn, id: OrderId, label: &str, request: &str) -> Result<(Order, PaymentMethodKind)> {
    db::retry(conn, |conn| {
        let orders = Order::objects().across_accounts().find(id).load_with::<IncludingDeleted<Account>>(conn)?;
        let (order, account) = orders.into_iter().next().ok_or(ModelError::NotFound)?;
        let account = account.ok_or(ModelError::NotFound)?;
        check_placed(&order)?;
        let method = account.methods().filter(payment_methods::label.eq(label.trim())).kinds().first(conn);
        let method: PaymentMethodKind = method.optional()?.ok_or_else(|| missing(label))?;
        match &method {
            PaymentMethodKind::Card(card) if card.expires_on < clock::now().date_naive() => {
                return Err(Error::Argument(format!("the card expired on {}", card.expires_on)));
            }
            PaymentMethodKind::Card(_) | PaymentMethodKind::BankTransfer(_) | PaymentMethodKind::PaymentMethod(_) => {}
        }
        let paid = order.patch().state(OrderState::Paid).method_id(method.parent().id);
        Ok((paid.by(&account.actor(request)).run(conn)?, method))
    })
}

fn missing(label: &str) -> Error {
    Error::NotFound(format!("payment method `{}`", label.trim()))
}
