//! The models that are in the trail.

use crate::error::{Error, Result};
use crate::models::{
    Account, Article, ArticleTag, Author, BankTransfer, Card, Comment, Export, Following, Notice, Order, OrderItem,
    PaymentMethod, Product, Reaction, Reading, Tag, Task,
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
    /// What an article is about.
    Tagging,
    /// A notice.
    Notice,
    /// Who follows an article.
    Following,
    /// Who has read a notice.
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
    /// What is in an order.
    Item,
    /// A payment method.
    #[value(name = "payment_method")]
    Method,
    /// What makes one a card.
    Card,
    /// What makes one a bank transfer.
    #[value(name = "bank_transfer")]
    Transfer,
}

impl Kind {
    /// All of them, what others belong to first.
    pub const ALL: [Self; 18] = [
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
    ];

    /// The model whose struct has this name.
    pub fn of_model(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.meta().name == name)
    }

    /// What one row of it is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Tagging => "tag link",
            Self::Item => "item",
            Self::Method => "payment method",
            Self::Transfer => "bank transfer",
            kind => kind.meta().content_type,
        }
    }

    /// What is known of the model.
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
        }
    }
}

/// Refuses a field that the trail can have no change of.
///
/// # Errors
/// None of the models has a field of this name, or it is kept out of the trail.
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
        true => Err(Error::Argument(format!("the trail does not keep the field `{name}`"))),
        false => Ok(()),
    }
}
