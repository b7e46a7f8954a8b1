//! Relations between models, which foreign keys and generic references define.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::prelude::*;
//! use model_core::relations::Count;
//! # diesel::table! { authors (id) { id -> BigInt, name -> Text, } }
//! # diesel::table! { articles (id) { id -> BigInt, author_id -> BigInt, deleted -> Bool, } }
//! # diesel::table! { article_tags (article_id, tag) { article_id -> BigInt, tag -> Text, } }
//! # diesel::table! { tags (word) { word -> Text, } }
//! # diesel::allow_tables_to_appear_in_same_query!(authors, articles);
//! # #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
//! # pub struct AuthorId(i64);
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = authors, has_many(articles = Article, on_delete = restrict))]
//! pub struct Author {
//!     pub id: AuthorId,
//!     pub name: String,
//! }
//!
//! #[derive(Model, Debug)]
//! #[model(table = articles, soft_delete, many_to_many(tags = Tag, through = ArticleTag))]
//! pub struct Article {
//!     pub id: i64,
//!     #[model(belongs_to = Author)]
//!     pub author_id: AuthorId,
//!     pub deleted: bool,
//! }
//! # #[derive(Model, Debug)]
//! # #[model(table = tags)]
//! # pub struct Tag { #[model(primary_key)] pub word: String }
//! # #[derive(Model, Debug)]
//! # #[model(table = article_tags)]
//! # pub struct ArticleTag {
//! #     #[model(primary_key, belongs_to = Article)] pub article_id: i64,
//! #     #[model(primary_key, belongs_to(Tag, name = word))] pub tag: String,
//! # }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn at_the_desk(article: Article, author: Author, conn: &mut SqliteConnection) -> Result<(), Error> {
//! // From one row: scoped queries.
//! let written_by: Option<Author> = article.author().first(conn).optional()?;
//! let recent: Vec<Article> = author.articles().filter(articles::id.gt(7)).load(conn)?;
//!
//! // For many rows: one query for each relation, however many rows there are.
//! for (article, (author, tags)) in Article::objects().load_with::<(Author, Count<Tag>)>(conn)? {
//!     println!("{} by {:?} has {tags} tags", article.id, author.map(|author| author.name));
//! }
//!
//! // In one query: the scope of the joined side is in ON, so authors without articles are in the result.
//! let all: Vec<(Author, Option<Article>)> = Author::objects().left_join_related::<Article>().load(conn)?;
//!
//! // Links are written in one transaction; existing links are not written again.
//! let changed = article.link::<Tag>().set(["sea".to_owned(), "air".to_owned()]).run(conn)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Naming a relation
//!
//! The column of its foreign key identifies a relation, so a model can have two relations to the same table
//! (`created_by`, `updated_by`). If only one relation leads from a model to another, the name of the other model is
//! enough: `load_with::<Author>`. If there are several, [`Parent<Author, articles::created_by>`](Parent),
//! [`Children<Comment, comments::parent_id>`](Children), [`OneChild`], [`Through`] and [`Referring<Reaction,
//! reactions::target>`](Referring) name one; a `type` alias keeps them short. [`IncludingDeleted`] around either
//! includes the deleted rows of the other side.
//!
//! # Deleted rows
//!
//! Only live rows of the other side are loaded: no deleted children or links, and no deleted parents, unless the
//! `belongs_to` says `with_deleted`. No row of this side is lost: its parent is `None`, or its children are an empty
//! list. (An inner join is the exception, as in SQL.)

pub use crate::effects::impact::{Effect, Impact};
pub use crate::query::relations::belongs_to::BelongsTo;
pub use crate::query::relations::beside::aggregate::Aggregated;
pub use crate::query::relations::beside::plan::Plan;
#[doc(hidden)]
pub use crate::query::relations::beside::with::Beside;
pub use crate::query::relations::beside::with::{LoadBeside, With};
pub use crate::query::relations::beside::{RelatedRows, related};
pub use crate::query::relations::load::counts::Count;
pub use crate::query::relations::load::{LoadRelated, LoadWith};
pub use crate::query::relations::related::{Children, IncludingDeleted, OneChild, Parent, Referring, Through};
pub use crate::verbs::links::{LinkRelated, LinkWrite, Links};
