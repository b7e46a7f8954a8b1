//! The audited models.

use crate::error::{Error, Result};
use crate::models::{
    AccessToken, Account, Article, ArticleTag, Author, BankTransfer, Card, Comment, Export, Following, Notice, Order,
    OrderItem, PaymentMethod, Product, Reaction, Reading, Tag, Task,
};
use clap::ValueEnum;
use model_core::meta::{Meta, Privacy};
use model_core::prelude::*;

/// A model, by its name in the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// An article.
    Article,
    /// An author.
    Author,
    /// A comment.
    Comment,
    /// A reaction.
    Reaction,
    /// A tag.
    Tag,
    /// A link from an article to a tag.
    Tagging,
    /// A notice.
    Notice,
    /// An account that follows an article.
    Following,
    /// An account that has read a notice.
    Reading,
    /// A task.
    Task,
    /// An account.
    Account,
    /// An export.
    Export,
    /// A product.
    Product,
    /// An order.
    Order,
    /// An item of an order.
    Item,
    /// A payment method.
    #[value(name = "payment_method")]
    Method,
    /// The card of a payment method.
    Card,
    /// The bank transfer of a payment method.
    #[value(name = "bank_transfer")]
    Transfer,
    /// A token by which a program acts for an account.
    #[value(name = "access_token")]
    Token,
}

impl Kind {
    /// All of them, parents before their children.
    pub const ALL: [Self; 19] = [
        Self::Author,
        Self::Article,
        Self::Comment,
        Self::Reaction,
        Self::Tag,
        Self::Tagging,
        Self::Notice,
        Self::Following,
        Self::Reading,
        Self::Task,
        Self::Account,
        Self::Export,
        Self::Product,
        Self::Order,
        Self::Item,
        Self::Method,
        Self::Card,
        Self::Transfer,
        Self::Token,
    ];

    /// The model whose struct has this name.
    pub fn of_model(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.meta().name == name)
    }

    /// The noun for one row.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Tagging => "tag link",
            Self::Item => "item",
            Self::Method => "payment method",
            Self::Transfer => "bank transfer",
            Self::Token => "access token",
            kind => kind.meta().content_type,
        }
    }

    /// The metadata of the model.
    pub fn meta(self) -> &'static Meta {
        match self {
            Self::Article => Article::META,
            Self::Author => Author::META,
            Self::Comment => Comment::META,
            Self::Reaction => Reaction::META,
            Self::Tag => Tag::META,
            Self::Tagging => ArticleTag::META,
            Self::Notice => Notice::META,
            Self::Following => Following::META,
            Self::Reading => Reading::META,
            Self::Task => Task::META,
            Self::Account => Account::META,
            Self::Export => Export::META,
            Self::Product => Product::META,
            Self::Order => Order::META,
            Self::Item => OrderItem::META,
            Self::Method => PaymentMethod::META,
            Self::Card => Card::META,
            Self::Transfer => BankTransfer::META,
            Self::Token => AccessToken::META,
        }
    }
}

/// Refuses a field of which the trail cannot have a change.
///
/// # Errors
/// None of the models has a field with this name, or the trail skips it.
pub fn check_field(kinds: &[Kind], name: &str) -> Result<()> {
    let fields = || kinds.iter().flat_map(|kind| kind.meta().fields);
    let mut named = fields().filter(|field| field.name == name).peekable();
    if named.peek().is_none() {
        let mut known: Vec<_> =
            fields().filter(|field| field.privacy != Privacy::Skip).map(|field| field.name).collect();
        known.sort_unstable();
        known.dedup();
        return Err(Error::Argument(format!("there is no field `{name}`: expected one of {}", known.join(", "))));
    }
    match named.all(|field| field.privacy == Privacy::Skip) {
        true => Err(Error::Argument(format!("the audit trail does not record the field `{name}`"))),
        false => Ok(()),
    }
}
