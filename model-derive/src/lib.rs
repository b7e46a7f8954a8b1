//! The derives of `model-core`; use them through that crate, which re-exports them.
//!
//! Each derive is one pipeline (see `pipeline.rs`): attributes are read into spanned options, the options become a
//! checked description, and the expansion sees nothing but that. Every mistake is collected on the way, so all of them
//! are reported at once, each at the word that is wrong.
#![forbid(unsafe_code)]

mod attr;
mod base;
mod check;
mod choices;
mod ctxt;
mod embed;
mod expand;
mod fallback;
mod generic;
mod key;
mod library;
mod model;
mod pipeline;
mod proxy;
mod relay;
mod scopes;
mod symbol;
#[cfg(test)]
mod tests;
mod words;

use proc_macro::TokenStream;
use relay::{Derive, Relay};
use syn::{DeriveInput, ItemImpl, parse_macro_input};

#[doc = include_str!("docs/model.md")]
#[proc_macro_derive(Model, attributes(model, audit, diesel, serde))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    pipeline::embedding(&Relay::start(Derive::Model, input), &site()).into()
}

#[doc = include_str!("docs/base.md")]
#[proc_macro_derive(Base, attributes(model, audit, diesel, serde))]
pub fn derive_base(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    pipeline::embedding(&Relay::start(Derive::Base, input), &site()).into()
}

/// Continues a derive that waits for the columns of a base. Only the macros of bases call it.
#[doc(hidden)]
#[proc_macro]
pub fn embed(input: TokenStream) -> TokenStream {
    pipeline::embedding(&parse_macro_input!(input as Relay), &site()).into()
}

/// The position of the macro that is being expanded. Only callable inside the compiler.
fn site() -> String {
    let site = proc_macro::Span::call_site();
    format!("{} {} {}", site.file(), site.line(), site.column())
}

/// Makes a tuple struct the typed key of a model, so that the key of an author cannot be used as the key of an article.
///
/// ```text
/// #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
/// pub struct ArticleId(Uuid);
/// ```
///
/// The type inside is `Uuid`, `i64`, `i32`, `String`, `i16`, `bool`, `Vec<u8>`, `NaiveDate`, `NaiveDateTime`,
/// `DateTime<Utc>`, `BigDecimal`, or any other type with `Display`, `FromStr` and Diesel's `ToSql`, `FromSql` and
/// `AsExpression`. It is recognised by the last name of its path: `uuid::Uuid` works as well as `Uuid`. An alias of it
/// counts as another type, whose key the application has to give.
///
/// The struct may have type parameters, with a `PhantomData` as its second field: one type for the keys of many models.
///
/// ```text
/// #[derive(Key)]
/// pub struct Id<T>(Uuid, PhantomData<fn() -> T>);
/// ```
///
/// Generated are the traits of Diesel, `Display`, `FromStr`, the conversions from and into the type inside, and for
/// `Uuid` a `generate()`.
///
/// # `#[model(..)]`
///
/// - `no_display`: leaves out `Display` and `FromStr`, to write them by hand. The text in the trail stays that of the
///   type inside.
/// - `no_from`: leaves out the conversions from and into the type inside.
/// - `crate = ::application::model_core`: the path of the library in this crate, if it is not `model_core`.
#[proc_macro_derive(Key, attributes(model))]
pub fn derive_key(input: TokenStream) -> TokenStream {
    pipeline::key(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum without fields the type of a text or integer column with a fixed set of values, and gives each value a
/// label.
///
/// ```text
/// #[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
/// pub enum Status {
///     Draft,                                                   // stored as "draft", read as "Draft"
///     InReview,                                                // stored as "in_review", read as "In review"
///     #[choices(value = "live", label = "On the site")]
///     Published,
/// }
/// ```
///
/// # `#[choices(..)]` on a variant
///
/// - `value = "live"`: the stored text: not empty, and different for each variant. The default is the name of the
///   variant in snake case.
/// - `value = 3`: the stored number. Either each variant has a number, or none has one. The column is a `SmallInt`,
///   `Integer` or `BigInt`, whichever holds all numbers. Instead of `Display` and `FromStr`, the enum gets `From` and
///   `TryFrom` for `i16`, `i32` and `i64`, so that serde can send the numbers too:
///   `#[serde(into = "i16", try_from = "i16")]`.
/// - `label = "On the site"`: the text for readers. The default is the words of the name.
///
/// # `#[choices(..)]` on the enum
///
/// - `sql_type = crate::schema::sql_types::Mood`: the SQL type of the columns instead of `Text`: an enum of PostgreSQL,
///   as `diesel print-schema` names it. A model with a trail needs `#[model(encoding = text)]` on the field.
/// - `no_display`: leaves out `Display` and `FromStr`, for an enum that has its own.
///
/// # `#[model(..)]`
///
/// `crate = ::application::model_core`: the path of the library in this crate, if it is not `model_core`.
#[proc_macro_derive(Choices, attributes(choices, model))]
pub fn derive_choices(input: TokenStream) -> TokenStream {
    pipeline::choices(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum of keys a reference to a row of one of several models.
///
/// ```text
/// #[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
/// pub enum Target {
///     Article(ArticleId),              // a row of the model `Article`
///     Comment(CommentId),
///     #[generic(crate::models::Visit)] // a row of this one, whose key has no type of its own
///     View(i32),
/// }
/// ```
///
/// A variant is named after a model and holds its key. The key is one column, and no two variants refer to the same
/// model. `From` is implemented for each type of key that only one variant has.
///
/// In addition to the impls, it generates `TargetRow`, an enum of rows with the same variants, which
/// `Target::load_many` returns. `Display`, `FromStr`, `Serialize` and `Deserialize` are included, all with the text
/// that is stored: `articles:7`. See `model_core::generic` for columns that hold a reference, for the reverse
/// direction, and for dangling references.
///
/// # `#[generic(..)]` on a variant
///
/// The path of the model whose key it holds, if the variant is not named after it. Then, for references of two columns:
///
/// - `kind = "visit"`, `kind = 3`: what the column next to the key has for rows of this model. The default is the
///   content type of the model. With a path: `#[generic(crate::models::Visit, kind = 3)]`.
///
/// # `#[model(..)]`
///
/// `crate = ::application::model_core`: the path of the library in this crate, if it is not `model_core`.
#[proc_macro_derive(GenericRef, attributes(generic, model))]
pub fn derive_generic_ref(input: TokenStream) -> TokenStream {
    pipeline::generic_ref(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a tuple struct around a model a proxy of it: the same table and rows, with its own filter, order and methods.
///
/// ```text
/// #[derive(Proxy, Debug, Clone)]
/// #[proxy(of = Article, filter(status = Status::Published), ordering = "-published_at, title")]
/// pub struct PublishedArticle(Article);
/// ```
///
/// A proxy cannot add columns: those belong to the model and its table.
///
/// # `#[proxy(..)]`
///
/// - `of = Article`: **required.** The model, written in the same way as the type of the field.
/// - `filter(status = Status::Published, featured = true)`: the rows of the proxy: those in which each of these fields
///   has this value. The default is all rows.
/// - `ordering = "-published_at, title"`: the default order of reads: field names of the model, with `-` before a
///   descending one and `nulls_first` or `nulls_last` after one. The default is the order of the model.
///
/// # `#[model(..)]`
///
/// `crate = ::application::model_core`: the path of the library in this crate, if it is not `model_core`.
#[proc_macro_derive(Proxy, attributes(proxy, model))]
pub fn derive_proxy(input: TokenStream) -> TokenStream {
    pipeline::proxy(&parse_macro_input!(input as DeriveInput)).into()
}

/// Turns functions that return a condition into scopes of their model: methods with the same names on every query over
/// its rows.
///
/// ```text
/// #[scopes]
/// impl Article {
///     /// The articles that everybody can read.
///     pub fn published() -> Condition<Self> {
///         condition!(articles::status.eq(Status::Published))
///     }
///
///     /// The articles of one author.
///     pub fn by_author(id: AuthorId) -> Condition<Self> {
///         condition!(articles::author_id.eq(id))
///     }
/// }
///
/// Article::objects().published().by_author(ann).load(conn)?;
/// author.articles().published().count().get_result(conn)?;
/// ```
///
/// The `impl` is not changed. The macro also generates a trait, `ArticleScopes`, with these functions as methods of
/// `Article::objects()`, of relations to it, of joins that begin with it, and of its proxies; import it where you call
/// them. See `model_core::condition` for what a condition can be.
///
/// Each function of the `impl` returns `Condition<Self>`, takes no `self`, and has the same visibility as the others.
///
/// Scopes of a base return `BaseCondition<Self>`, built from `Self::COLUMNS`, and are methods of queries over rows of
/// every model that has a field of that base:
///
/// ```text
/// #[scopes]
/// impl Publishable {
///     /// The rows that everybody can read and that were published before an instant.
///     pub fn published_before(instant: DateTime<Utc>) -> BaseCondition<Self> {
///         Self::published().and(Self::COLUMNS.published_at.lt(instant))
///     }
/// }
/// ```
///
/// # `#[scopes(..)]`
///
/// The name of the trait, for a second `impl` of the same model: `#[scopes(ArticleReports)]`. The default is the
/// name of the model followed by `Scopes`. After it, `crate = ::application::model_core`: the path of the library in
/// this crate, if it is not `model_core`.
#[proc_macro_attribute]
pub fn scopes(options: TokenStream, item: TokenStream) -> TokenStream {
    let written = proc_macro2::TokenStream::from(item.clone());
    let item = parse_macro_input!(item as ItemImpl);
    let expansion = pipeline::scopes(&options.into(), &item);
    [written, expansion].into_iter().collect::<proc_macro2::TokenStream>().into()
}
