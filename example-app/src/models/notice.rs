//! Notices from the desk, and who has read them.

use super::{Account, AccountId, Article, ArticleId, Author, AuthorId};
use crate::schema::{accounts, authors, followings, notices, readings};
use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use model_core::bases::{SoftDeletes, Timestamps, UserTracked};
use model_core::prelude::*;

/// The key of a notice: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NoticeId(i64);

/// The recipients of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipients {
    /// Everybody with an account.
    Everybody,
    /// One account.
    Account(AccountId),
    /// The accounts that follow an article.
    Readers(ArticleId),
    /// The accounts of authors.
    Desk,
}

/// The kind of recipients, as it is stored in a column.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody with an account.
    Everybody,
    /// The account of the notice.
    Account,
    /// The accounts that follow the article of the notice.
    Readers,
    /// The accounts of authors.
    Desk,
}

/// A notice.
#[derive(Model, Debug, Clone)]
#[model(table = notices, audit, ordering = "-id", content_type = "notice", repr = text)]
#[model(many_to_many(readers = Account, through = Reading))]
pub struct Notice {
    /// The key.
    pub id: NoticeId,
    /// The text.
    #[model(max_length = 500)]
    pub text: String,
    /// The kind of recipients. It cannot change.
    #[model(skip_update)]
    pub audience: Audience,
    /// The account, for a notice to one account.
    #[model(skip_update, belongs_to = Account)]
    pub account_id: Option<AccountId>,
    /// The article, for a notice to its followers.
    #[model(skip_update, belongs_to = Article)]
    pub article_id: Option<ArticleId>,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
    /// Who created it and who last wrote it.
    #[model(base)]
    pub people: UserTracked<AuthorId>,
    /// When it was deleted, and by whom.
    #[model(base)]
    pub deletion: SoftDeletes<AuthorId>,
}

#[scopes]
impl Notice {
    /// Notices that an account sees: to everybody, to the account itself, to the followers of an article that it
    /// follows, and, for the account of an author, to the desk. Each notice appears once.
    pub fn for_account(id: AccountId) -> Condition<Self> {
        let followed =
            Following::objects().filter(followings::account_id.eq(id)).select(followings::article_id.nullable());
        let authors = Author::objects().select(authors::id.nullable());
        let at_the_desk = Account::objects().filter(accounts::id.eq(id)).filter(accounts::author_id.eq_any(authors));
        condition!(
            notices::audience
                .eq(Audience::Everybody)
                .or(notices::account_id.eq(id))
                .or(notices::article_id.eq_any(followed))
                .or(notices::audience.eq(Audience::Desk).and(exists(at_the_desk.query())))
        )
    }

    /// Notices that an account has not read.
    pub fn unread_by(id: AccountId) -> Condition<Self> {
        let read = Reading::objects().filter(readings::account_id.eq(id)).select(readings::notice_id);
        condition!(not(notices::id.eq_any(read)))
    }
}

impl Notice {
    /// The recipients. `None` means that the columns contradict each other, which a constraint of the database
    /// prevents.
    pub fn recipients(&self) -> Option<Recipients> {
        match self.audience {
            Audience::Everybody => Some(Recipients::Everybody),
            Audience::Account => self.account_id.map(Recipients::Account),
            Audience::Readers => self.article_id.map(Recipients::Readers),
            Audience::Desk => Some(Recipients::Desk),
        }
    }
}

impl Recipients {
    /// The values of the columns.
    pub fn columns(self) -> (Audience, Option<AccountId>, Option<ArticleId>) {
        match self {
            Self::Everybody => (Audience::Everybody, None, None),
            Self::Account(id) => (Audience::Account, Some(id), None),
            Self::Readers(id) => (Audience::Readers, None, Some(id)),
            Self::Desk => (Audience::Desk, None, None),
        }
    }
}

/// An account follows an article. Its key is the pair.
#[derive(Model, Debug, Clone)]
#[model(table = followings, audit, content_type = "following")]
pub struct Following {
    /// The account.
    #[model(primary_key, belongs_to = Account)]
    pub account_id: AccountId,
    /// The article.
    #[model(primary_key, belongs_to = Article)]
    pub article_id: ArticleId,
}

/// An account has read a notice. Its key is the pair.
#[derive(Model, Debug, Clone)]
#[model(table = readings, timestamps, audit, content_type = "reading")]
pub struct Reading {
    /// The notice.
    #[model(primary_key, belongs_to = Notice)]
    pub notice_id: NoticeId,
    /// The account.
    #[model(primary_key, belongs_to = Account)]
    pub account_id: AccountId,
    /// When it was read.
    pub created_at: DateTime<Utc>,
}
