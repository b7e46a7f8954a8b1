//! The models of the newsroom: rows, their keys, their states and their rules.
//!
//! It may import `schema`, and `db` for the connection of hooks. The files name each other, because a relation is
//! declared on both sides: this is the only folder in which that is allowed.

mod account;
mod article;
mod author;
mod comment;
mod export;
mod notice;
mod payment;
mod reaction;
mod secret;
mod shop;
mod tag;
mod task;
mod web;

pub use self::account::{Account, AccountId, AccountPatch, AccountRole, AccountScopes, NewAccount};
pub use self::article::{
    ArchivedArticle, Article, ArticleId, ArticlePatch, DraftArticle, NewArticle, PublishedArticle,
};
pub use self::author::{Author, AuthorId, AuthorPatch, NewAuthor};
pub use self::comment::{Comment, CommentId, CommentPatch, NewComment, PendingComment, Verdict};
pub use self::export::{Export, ExportId, ExportPatch, ExportState, NewExport};
pub use self::notice::{
    Audience, Following, FollowingPatch, NewFollowing, NewNotice, NewReading, Notice, NoticeId, NoticePatch,
    NoticeScopes, Reading, ReadingPatch, Recipients,
};
pub use self::payment::{
    BankTransfer, BankTransferPatch, Card, CardPatch, Network, NewBankTransfer, NewCard, NewPaymentMethod,
    PaymentMethod, PaymentMethodId, PaymentMethodKind, PaymentMethodPatch,
};
pub use self::reaction::{Mood, NewReaction, Reaction, ReactionId, ReactionPatch, Target, TargetRow};
pub use self::secret::Secret;
pub use self::shop::{
    AccountOwned, AccountOwnedDefaultScope, NewOrder, NewOrderItem, NewProduct, Order, OrderId, OrderItem,
    OrderItemPatch, OrderPatch, OrderState, Product, ProductId, ProductPatch,
};
pub use self::tag::{ArticleTag, ArticleTagPatch, NewArticleTag, NewTag, Tag, TagId, TagPatch};
pub use self::task::{DoneTask, InvalidTransition, NewTask, OpenTask, Task, TaskId, TaskPatch, TaskScopes, TaskState};
pub use self::web::{AccessToken, AccessTokenId, AccessTokenPatch, KeptAnswer, NewAccessToken, NewKeptAnswer};

/// All models, for a check of the database. Cards and bank transfers come with payment methods; the list of published
/// articles has an order of its own.
pub type Everything = (Desk, Readers, Shop, Web);
type Desk = (Author, Article, PublishedArticle, Comment, Tag, ArticleTag, Task, Export);
type Readers = (Account, Reaction, Following, Notice, Reading);
type Shop = (Product, Order, OrderItem, PaymentMethod);
type Web = (AccessToken, KeptAnswer);
