//! The resources of the API: what clients may ask of each, who owns a row, and what the newsroom fills in.

use super::answer::Answer;
use super::resource::{Creates, Resource, live, text};
use super::site;
use crate::db::Conn;
use crate::models::{
    Account, Article, Author, Comment, CommentId, NewArticle, NewComment, NewProduct, NewTag, Order, Product, Tag,
};
use crate::schema::{accounts, articles, authors, comments, orders, products, tags};
use crate::services::comments as discussion;
use crate::services::policy::{self, Rows};
use crate::services::visitor::Visitor;
use model_core::check::SortedLists;
use model_core::list::ListOf;
use model_core::prelude::*;
use model_core::wire::{FieldError, codes};
use serde_json::{Map, Value};

/// The lists of the API and of the site: their orders need indexes.
pub(super) fn lists() -> Vec<Box<dyn SortedLists>> {
    vec![
        Box::new(site::newest()),
        Box::new(Article::list()),
        Box::new(Comment::list()),
        Box::new(Tag::list()),
        Box::new(Author::list()),
        Box::new(Account::list()),
        Box::new(Product::list()),
        Box::new(Order::list()),
    ]
}

/// The orders without an index: those of tables that stay small, and those that are rarely asked for.
pub(super) const SORTED_ANYWAY: [&str; 8] = [
    "Article.words",
    "Comment.reader",
    "Tag.created_at",
    "Author.name",
    "Account.created_at",
    "Account.name",
    "Product.price_cents",
    "Order.total_cents",
];

impl Resource for Article {
    const PLACE: &'static str = "articles";

    fn list() -> ListOf<Self> {
        Self::lists()
            .search((articles::title, articles::standfirst))
            .filter(articles::status)
            .filter(articles::author_id)
            .filter_parent(articles::author_id, authors::handle)
            .filter_text(articles::title)
            .filter_range(articles::published_at)
            .filter_range(articles::updated_at)
            .filter_range(articles::words)
            .sort((
                articles::title,
                articles::created_at,
                articles::published_at,
                articles::updated_at,
                articles::words,
            ))
    }

    fn rows(who: &Visitor) -> Rows<Self> {
        policy::articles_of(who.role(), who.author())
    }

    fn is_own(&self, who: &Visitor) -> bool {
        who.author() == Some(self.author_id)
    }

    fn version(&self) -> Option<i64> {
        Some(self.version.into())
    }
}

/// A field that the newsroom fills in, and that a client therefore must not send.
fn closed(sent: &Map<String, Value>, field: &'static str) -> Vec<FieldError> {
    let refused = || FieldError::new(field, codes::CLOSED, "is filled in by the newsroom");
    sent.contains_key(field).then(refused).into_iter().collect()
}

impl Creates for Article {
    fn prepare(sent: &mut Map<String, Value>, who: &Visitor) -> Vec<FieldError> {
        let mut refused = closed(sent, "author_id");
        refused.extend(closed(sent, "source"));
        match who.author() {
            Some(author) => drop(sent.insert("author_id".to_owned(), author.to_string().into())),
            None => refused.push(FieldError::new("author_id", codes::MISSING, "the account belongs to no author")),
        }
        refused
    }

    fn write(conn: &mut Conn, _: &Map<String, Value>, new: NewArticle, who: &Visitor) -> Answer<Self> {
        Ok(Self::create(new).by(&who.actor).run(conn)?)
    }
}

impl Resource for Comment {
    const PLACE: &'static str = "comments";

    fn list() -> ListOf<Self> {
        Self::lists()
            .search((comments::reader, comments::body))
            .filter(comments::state)
            .filter(comments::article_id)
            .filter(comments::parent_id)
            .filter_range(comments::created_at)
            .sort((comments::created_at, comments::reader))
    }

    fn rows(who: &Visitor) -> Rows<Self> {
        policy::comments_of(who.role())
    }

    fn version(&self) -> Option<i64> {
        Some(self.version.into())
    }
}

impl Creates for Comment {
    fn prepare(sent: &mut Map<String, Value>, who: &Visitor) -> Vec<FieldError> {
        let refused = closed(sent, "reader");
        let name = who.account.as_ref().map(|account| account.display_name().chars().take(50).collect::<String>());
        sent.insert("reader".to_owned(), name.into());
        refused
    }

    fn write(conn: &mut Conn, sent: &Map<String, Value>, _: NewComment, who: &Visitor) -> Answer<Self> {
        let sent_text = |name: &str| sent.get(name).and_then(Value::as_str).unwrap_or_default();
        let (reader, body) = (sent_text("reader"), sent_text("body"));
        let parent = sent.get("parent_id").and_then(Value::as_i64).map(CommentId::from);
        let article = live::<Article>(conn, who, sent_text("article_id"))?.id;
        Ok(match parent {
            None => discussion::post(conn, article, reader, body, &who.actor)?,
            Some(parent) => {
                let parent: Self = live(conn, who, &text(&parent))?;
                if parent.article_id != article {
                    let other = FieldError::new("parent_id", "other_article", "is a comment on another article");
                    return Err(vec![other].into());
                }
                discussion::reply(conn, parent.id, reader, body, &who.actor)?
            }
        })
    }
}

impl Resource for Tag {
    const PLACE: &'static str = "tags";

    fn list() -> ListOf<Self> {
        Self::lists().search((tags::name,)).filter_text(tags::name).sort((tags::name, tags::created_at))
    }
}

impl Creates for Tag {
    fn prepare(sent: &mut Map<String, Value>, _: &Visitor) -> Vec<FieldError> {
        let name = sent.get("name").and_then(Value::as_str).map(Self::name_of);
        match name {
            Some(name) if name.is_empty() => vec![FieldError::new("name", "format", "has no letters or digits")],
            Some(name) => {
                sent.insert("name".to_owned(), name.into());
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn write(conn: &mut Conn, _: &Map<String, Value>, new: NewTag, who: &Visitor) -> Answer<Self> {
        Ok(Self::create(new).by(&who.actor).run(conn)?)
    }
}

impl Resource for Author {
    const PLACE: &'static str = "authors";

    fn list() -> ListOf<Self> {
        Self::lists()
            .search((authors::handle, authors::name))
            .filter(authors::handle)
            .sort((authors::handle, authors::name))
    }
}

impl Resource for Account {
    const PLACE: &'static str = "accounts";

    fn list() -> ListOf<Self> {
        Self::lists()
            .filter(accounts::role)
            .filter_range(accounts::created_at)
            .sort((accounts::created_at, accounts::name))
            .default_sort("created_at")
    }

    fn rows(who: &Visitor) -> Rows<Self> {
        policy::accounts_of(who.account.as_ref())
    }

    fn is_own(&self, who: &Visitor) -> bool {
        who.account.as_ref().is_some_and(|account| account.id == self.id)
    }
}

impl Resource for Product {
    const PLACE: &'static str = "products";

    fn list() -> ListOf<Self> {
        Self::lists()
            .search((products::name,))
            .filter_text(products::name)
            .filter_range(products::price_cents)
            .sort((products::name, products::price_cents))
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Creates for Product {
    fn write(conn: &mut Conn, _: &Map<String, Value>, new: NewProduct, who: &Visitor) -> Answer<Self> {
        Ok(Self::create(new).by(&who.actor).run(conn)?)
    }
}

impl Resource for Order {
    const PLACE: &'static str = "orders";

    fn list() -> ListOf<Self> {
        Self::lists()
            .filter(orders::state)
            .filter_range(orders::created_at)
            .sort((orders::created_at, orders::total_cents))
    }

    fn rows(who: &Visitor) -> Rows<Self> {
        policy::orders_of(who.account.as_ref())
    }

    fn is_own(&self, who: &Visitor) -> bool {
        who.account.as_ref().is_some_and(|account| account.id == self.owner.account_id)
    }

    fn version(&self) -> Option<i64> {
        Some(self.version.into())
    }
}
