//! Generic references: a column, or two, that refers to a row of one of several models.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::prelude::*;
//! use model_core::generic::Stored;
//! use model_core::relations::Count;
//! # diesel::table! { articles (id) { id -> BigInt, title -> Text, } }
//! # diesel::table! { comments (id) { id -> BigInt, body -> Text, } }
//! # diesel::table! { reactions (id) { id -> BigInt, target -> Text, kind -> Text, } }
//! # #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
//! # pub struct ArticleId(i64);
//! # #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
//! # pub struct CommentId(i64);
//!
//! #[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
//! pub enum Target {
//!     Article(ArticleId),
//!     Comment(CommentId),
//! }
//!
//! #[derive(Model, Debug)]
//! #[model(table = reactions)]
//! pub struct Reaction {
//!     pub id: i64,
//!     #[model(generic)]
//!     pub target: Stored<Target>,          // in a column of text: `articles:7`
//!     pub kind: String,
//! }
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = articles, referred_by(reactions = Reaction))]
//! pub struct Article { pub id: ArticleId, pub title: String }
//! # #[derive(Model, Debug, Clone)]
//! # #[model(table = comments)]
//! # pub struct Comment { pub id: CommentId, pub body: String }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn at_the_desk(article: Article, conn: &mut SqliteConnection) -> Result<(), Error> {
//! let new = NewReaction::builder().target(Target::of(&article)).kind("like").build();
//! let reaction = Reaction::create(new).run(conn)?;
//! match &reaction.target {
//!     Stored::Known(Target::Article(id)) => println!("article {id}"),
//!     Stored::Known(Target::Comment(id)) => println!("comment {id}"),
//!     Stored::Unknown(other) => println!("{other}: an unknown type"),
//! }
//!
//! // The reverse direction: a scoped query, like every relation.
//! let likes: i64 = article.reactions().filter(reactions::kind.eq("like")).count().get_result(conn)?;
//!
//! // For many rows: also one query.
//! for (article, count) in Article::objects().load_with::<Count<Reaction>>(conn)? {
//!     println!("{}: {count}", article.title);
//! }
//!
//! // The rows that many references refer to: one query for each model.
//! let reactions: Vec<Reaction> = Reaction::objects().load(conn)?;
//! for row in Target::load_many(reactions.iter().map(|reaction| &reaction.target), conn)? {
//!     match row {
//!         Some(TargetRow::Article(article)) => println!("{}", article.title),
//!         Some(TargetRow::Comment(comment)) => println!("{}", comment.body),
//!         None => println!("gone"),
//!     }
//! }
//!
//! // The database does not prevent dangling references. This deletes them.
//! Reaction::objects().dangling().delete().run(conn)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Storage
//!
//! One column of text, with the content type of the model (`#[model(content_type = ..)]`, by default the name of its
//! table), a colon, and the key: `articles:0192f0c1-..`, `comments:7`. It is one value in Rust, in SQL, in JSON and in
//! a URL; an index on the column serves the reverse direction, and `unique(with = [..])` accepts it like any other
//! field. The content type must not change: set `content_type` before you rename a table.
//!
//! Make the column long enough for the content type and the key (on MySQL and MariaDB `VARCHAR(255) CHARACTER SET
//! utf8mb4 COLLATE utf8mb4_bin`). Keys are compared byte by byte, whatever the collation of the column.
//!
//! # Two columns
//!
//! Tables that exist already may have the kind of the row in one column and its key in another:
//! `#[model(generic(owner = Owner, kind = owner_kind, key = owner_id))]` on the struct makes the two fields a generic
//! reference. A variant says what the kind is, as text or as a number: `#[generic(kind = "team")]`. Statements compare
//! the columns as they are, so that an index over both serves the reverse direction.
//!
//! # Missing rows
//!
//! A reference whose row was removed is a value like any other; [`Objects::dangling`](crate::Objects::dangling) finds
//! such references. A soft deleted row still exists, and can be restored. A stored text whose type the enum does not
//! have is [`Stored::Unknown`], which can be read, shown and written back.

pub(crate) mod columns;
pub(crate) mod dangling;
pub(crate) mod field;
pub(crate) mod kind;
pub(crate) mod load;
pub(crate) mod macros;
pub(crate) mod pointer;
pub(crate) mod reverse;
pub(crate) mod stored;

pub use self::load::LoadReferences;
pub use self::stored::{Stored, UnknownRef, UnknownTarget};

use crate::meta::log::AuditLog;
use crate::model::key::{KeyValue, RowKey, of_own_text};
use crate::model::{Manager, Model};
use std::fmt;

/// A reference to a row of one of several models, made by `#[derive(GenericRef)]` on an enum of their keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a generic reference",
    label = "expected an enum with `#[derive(GenericRef)]`"
)]
pub trait GenericRef: Sized + Send + Sync + 'static {
    /// A row of one of the models.
    type Row: Send;
    /// The models: a list of pairs.
    type Types: Types<Self>;

    /// The name of the enum, for messages.
    const NAME: &'static str;

    /// The reference to a row of a model, or of a proxy of it: `Target::of(&article)`.
    fn of<Row>(row: &Row) -> Self
    where
        Row: Manager,
        Self: Targets<Row::Model>,
    {
        <Self as Targets<Row::Model>>::of_key(KeyFor::of_key(row.as_model().key()))
    }

    /// The row that an entry of the audit trail is about.
    fn of_log(log: &AuditLog) -> Stored<Self> {
        Stored::of_parts(&log.content_type, &log.object_id)
    }

    /// The content type of the model.
    fn tag(&self) -> &'static str {
        Self::Types::parts(self).0
    }

    /// The key, as text.
    fn key_text(&self) -> String {
        Self::Types::parts(self).1
    }
}

/// A generic reference that can be to a row of `M`. Implemented by `#[derive(GenericRef)]` for each of its variants.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot refer to a row of `{M}`",
    label = "no variant of `{Self}` holds the key of `{M}`",
    note = "add a variant to the enum: name it after the model, or write `#[generic({M})]` above it"
)]
#[doc(hidden)]
pub trait Targets<M: Model>: GenericRef {
    /// The type of the key.
    type Key: KeyFor<M>;

    /// What a column has for rows of this model, if it is next to a column with the key.
    const KIND: kind::Kind = kind::Kind::Text(M::META.content_type);

    /// The reference to the row with this key.
    fn of_key(key: Self::Key) -> Self;

    /// The key, when the reference is to a row of this model.
    fn key(&self) -> Option<&Self::Key>;

    /// The variant for a row of this model.
    fn of_row(row: M) -> Self::Row;
}

/// The type of the key of `M`, when a generic reference can hold it: it is one column, and can be read from text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the key of `{M}`",
    label = "expected the type of the key of `{M}`",
    note = "a variant holds the key of the model that it is named after, or that `#[generic(..)]` above it names; a \
            key with several columns is not supported"
)]
#[doc(hidden)]
pub trait KeyFor<M: Model>: Sized + 'static {
    /// From the key of a row.
    fn of_key(key: M::Key) -> Self;

    /// As the key of a row.
    fn as_key(&self) -> &M::Key;

    /// From a text, when it is the text of a key.
    fn read(text: &str) -> Option<Self>;

    /// As text.
    fn text(&self) -> String;
}

#[diagnostic::do_not_recommend]
impl<M, K> KeyFor<M> for K
where
    M: Model<Key = K>,
    K: KeyValue,
{
    fn of_key(key: K) -> K {
        key
    }

    fn as_key(&self) -> &K {
        self
    }

    fn read(text: &str) -> Option<K> {
        of_own_text(text)
    }

    fn text(&self) -> String {
        self.key_text()
    }
}

/// The models of a generic reference.
#[doc(hidden)]
pub trait Types<T> {
    /// The reference with this content type and key; none when the content type is not one of these, or the text is not
    /// a key.
    fn read(tag: &str, key: &str) -> Option<T>;

    /// Reads a reference from a text; none when the text is not one.
    fn read_whole(text: &str) -> Option<T>;

    /// The content type and the key.
    fn parts(target: &T) -> (&'static str, String);
}

impl<T> Types<T> for () {
    fn read(_: &str, _: &str) -> Option<T> {
        None
    }

    fn read_whole(_: &str) -> Option<T> {
        None
    }

    fn parts(_: &T) -> (&'static str, String) {
        // Every variant has a model, so an earlier one in the list has returned.
        ("", String::new())
    }
}

impl<T, M, Rest> Types<T> for (M, Rest)
where
    T: Targets<M>,
    M: Model,
    Rest: Types<T>,
{
    fn read(tag: &str, key: &str) -> Option<T> {
        if tag != M::META.content_type {
            return Rest::read(tag, key);
        }
        T::Key::read(key).map(T::of_key)
    }

    fn read_whole(text: &str) -> Option<T> {
        match text.strip_prefix(M::META.content_type).and_then(|rest| rest.strip_prefix(':')) {
            Some(key) => Self::read(M::META.content_type, key),
            None => Rest::read_whole(text),
        }
    }

    fn parts(target: &T) -> (&'static str, String) {
        match target.key() {
            Some(key) => (M::META.content_type, key.text()),
            None => Rest::parts(target),
        }
    }
}

/// A value with a target: a stored reference, the enum itself, or an `Option` of either.
#[doc(hidden)]
pub trait AsTarget<T> {
    /// The target, unless its type is unknown.
    fn as_target(&self) -> Option<&T>;
}

impl<T: GenericRef> AsTarget<T> for T {
    fn as_target(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T: GenericRef> AsTarget<T> for Stored<T> {
    fn as_target(&self) -> Option<&T> {
        self.known()
    }
}

impl<T, X: AsTarget<T>> AsTarget<T> for Option<X> {
    fn as_target(&self) -> Option<&T> {
        self.as_ref()?.as_target()
    }
}

/// Shows a reference, for generated code.
///
/// # Errors
/// Errors of the formatter.
#[doc(hidden)]
pub fn show<T: GenericRef>(target: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (tag, key) = T::Types::parts(target);
    write!(f, "{tag}:{key}")
}

/// Shows which row was loaded, for generated code: only its key, none of its values.
///
/// # Errors
/// Errors of the formatter.
#[doc(hidden)]
pub fn show_row<M: Model>(variant: &str, row: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{variant}({})", row.key().text())
}

/// A reference as it is stored, for generated code.
#[doc(hidden)]
pub fn text<T: GenericRef>(target: &T) -> String {
    let (tag, key) = T::Types::parts(target);
    format!("{tag}:{key}")
}

/// Checks the content types of a generic reference at compile time.
///
/// # Panics
/// When a content type contains a colon, or two are the same. Only constants call this function, so the panic is a
/// compile error.
#[doc(hidden)]
pub const fn check_tags(metas: &[&crate::meta::Meta]) {
    let mut at = 0;
    while at < metas.len() {
        let tag = metas[at].content_type.as_bytes();
        let mut place = 0;
        while place < tag.len() {
            assert!(tag[place] != b':', "a model in this generic reference has a colon in its `content_type`");
            place += 1;
        }
        let mut other = 0;
        while other < at {
            assert!(
                !crate::meta::same(metas[at].content_type, metas[other].content_type),
                "two models in this generic reference have the same `content_type`"
            );
            other += 1;
        }
        at += 1;
    }
}
