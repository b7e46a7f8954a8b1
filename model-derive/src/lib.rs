//! The derives of `model-core`; use them through that crate, which re-exports them.
//!
//! Each derive is one pipeline: attributes are read into spanned options, the options become a checked description, and the
//! expansion sees nothing but that. Every mistake is collected on the way, so all of them are reported at once, each under
//! the word that is wrong.
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

/// Makes a struct with one named field for each column a model: scoped reads with `objects()`, and typed, timestamped,
/// audited writes.
///
/// Beside the impls it generates two items: `NewArticle`, the values of a row to be created, and `ArticlePatch`, the values
/// to be changed in one. Diesel's `Queryable`, `Selectable` and `Identifiable` are included; where one of them is derived
/// beside `Model`, that one is left to Diesel. (The condition of a `cfg_attr` around such a derive is only known when the
/// attribute stands below that of `Model`; above it, it is taken to hold.)
///
/// ```text
/// #[derive(Model, Debug, Clone)]
/// #[model(table = articles, timestamps, soft_delete, audit, ordering = "-created_at")]
/// pub struct Article {
///     pub id: ArticleId,
///     #[model(max_length = 200)]
///     pub title: String,
///     #[audit(mask)]
///     pub body: String,
///     #[model(default = Status::Draft)]
///     pub status: Status,
///     pub published_at: Option<DateTime<Utc>>,
///     pub created_at: DateTime<Utc>,
///     pub updated_at: DateTime<Utc>,
///     pub deleted_at: Option<DateTime<Utc>>,
/// }
/// ```
///
/// # `#[model(..)]` on the struct
///
/// May be repeated; each option is given once.
///
/// | option | meaning |
/// |---|---|
/// | `table = articles` | **Required.** The path of the `diesel::table!` module, such as `crate::schema::articles`. |
/// | `timestamps` | The library keeps the fields `created_at` and `updated_at`, or those marked so. One of the two is enough. |
/// | `soft_delete` | Deleting marks the row. The marker is the field `deleted_at`, else `deleted`, else `is_deleted`, or the one marked `deleted_at`: a nullable timestamp or a boolean. |
/// | `audit` | Every write leaves a row in the audit trail, with who, what, old and new. |
/// | `audit(explicit)` | The same, and every field has to say with `#[audit(..)]` what the trail holds of it, except the key and the fields that the library keeps. |
/// | `ordering = "-created_at, title"` | The order of reads that ask for none: field names, `-` for descending. |
/// | `content_type = "article"` | The name of the model in stored references, of at most 100 bytes. By default the name of the table. |
/// | `repr = title` | The field that names a row to a reader of the audit trail. By default `title`, `name` or `label`, the first that exists and is neither masked nor skipped. |
/// | `edit` | Rows can be changed by assignment: `let mut edit = article.edit(); edit.title = ..; edit.save().by(&me).run(conn)`. The struct needs `Clone`, and every field `PartialEq`. |
/// | `hooks` | The `impl model_core::hooks::Hooks<Conn>` of the model runs with each write to a row, in its transaction, and may change or refuse it. A write to a set then says `.each()` or `.without_hooks()`. |
/// | `after_commit` | The `impl model_core::commit::AfterCommit` of the model is told of each write to a row after the outermost commit, and never after a rollback. Needs `hooks`, and `Clone` on the struct. |
/// | `has_many(comments = Comment, on_delete = cascade)` | The rows of `Comment` that belong to a row: `article.comments()`. |
/// | `has_one(profile = Profile, on_delete = cascade)` | The one that belongs to a row: `author.profile()`. |
/// | `many_to_many(tags = Tag, through = ArticleTag)` | The rows of `Tag` that rows of `ArticleTag` link to a row: `article.tags()`, and `article.link::<Tag>()` to write the links. |
/// | `referred_by(reactions = Reaction)` | The rows of `Reaction` whose generic reference is to a row: `article.reactions()`, and `load_with::<Reaction>` or `Count<Reaction>` for many. With `by = reactions::target` where it has several. May be repeated. |
/// | `extends = PaymentMethod` | The rows are those of another model with columns in a table of their own. See below. |
/// | `extended_by(Card, BankTransfer)` | The models that extend this one. |
///
/// # `#[model(..)]` on a field
///
/// | option | meaning |
/// |---|---|
/// | `primary_key` | The field is the key, or a part of it when several are marked. By default the field `id`. |
/// | `created_at`, `updated_at` | The field is that timestamp, under another name. Needs `timestamps`. |
/// | `created_at(db)`, `updated_at(db)` | The same, kept by the database: read, and never written. |
/// | `deleted_at` | The field is the deletion marker, under another name. Needs `soft_delete`. |
/// | `created_by`, `updated_by` | The library writes the actor here. Never found by name. |
/// | `deleted_by` | The library writes here who deleted the row. Needs `soft_delete`; never found by name. |
/// | `deletion_batch` | The field (an `Option<Uuid>`) says which deletion took the row, or which restoration brought it back: what a cascade takes has the same one. Needs `soft_delete`, and is needed where `on_delete` is anything but `keep`; found by the name `deletion_batch`. |
/// | `version` | The library counts the writes to the row here, in an `i32` or `i64`: 1 in a new row. A write that starts from a row is refused with `Error::Stale` once somebody else has written it. Never found by name. |
/// | `change_log` | The library keeps a log of the row's changes here, in a `model_core::ChangeLog` over a column of JSON: `[]` in a new row, and one entry more with each write that changes it. Never found by name, and never in the audit trail. See `model_core::change_log` for what it costs. |
/// | `default` | A new row without a value gets `Default::default()`. |
/// | `default = Status::Draft` | A new row without a value gets this expression. |
/// | `max_length = 200` | A longer text is refused before anything is sent. |
/// | `check = is_handle` | A value is refused where this function refuses it. It takes a reference, `&str` for text, and returns `Result<(), impl Display>`. May be repeated. See below. |
/// | `validate(email)` | A value is refused where this rule of `model_core::rules` refuses it: `email`, `url`, `ip`, `ascii`, `alphanumeric`, or several. Needs the feature `validate`. |
/// | `unique` | No two rows have the same value; with `soft_delete`, no two live ones. See below. |
/// | `slug = title` | A new row without a value gets the slug of that field, `hello-world`, or `hello-world-2` where that is taken. Needs `unique`. |
/// | `skip_insert` | The column is in no INSERT: the database fills it. On the key: the database generates it. |
/// | `skip_update` | The column is in no UPDATE: it never changes after creation. |
/// | `db` | The database keeps the column: read, and never written. |
/// | `belongs_to = Author` | The field is a foreign key: `article.author()` is the author it refers to, by the field's name without `_id`. |
/// | `belongs_to(Author, name = writer, with_deleted)` | The same under another name, and with an author who is deleted. |
/// | `default_scope(by = for_tenant, lifted_by = across_tenants)` | In a base: queries over the rows of its models say which value of the field they are about, by the first method, or take all rows by the second. See [`Base`](macro@Base). |
/// | `generic` | The field is a generic reference: a `Stored<Target>`, or an `Option` of it, over a column of text. `Target` has `#[derive(GenericRef)]`. |
/// | `base` | The field holds the columns of a [`Base`](macro@Base), which are the model's own. Has no other options. |
/// | `parent` | The field holds the row of the model that this one extends. Has no other options but `#[diesel(column_name = ..)]`, which names the column of the shared key where it is not `id`. |
///
/// A field of type `Option<_>` without a `default` is NULL in a new row unless a value is given. Every other field without
/// one of these options is required: a `NewArticle` without it does not compile.
///
/// # What is refused
///
/// `max_length`, `check` and `validate` look at the values that a write sets, in a new row the defaults among them: a patch
/// is judged by what it changes, and a stored value that an old rule let through is in nobody's way. NULL is never
/// refused. Everything that is wrong with a write is one `Error::Invalid { field, message, others }`, before anything is
/// sent. A slug that the library makes is not asked about. A `check` of several fields together belongs where the write is made, or in a constraint of the database.
///
/// # Relations
///
/// The side with the column declares `belongs_to`; the other side may declare the way back. The field has the type of the
/// parent's key, or is an `Option` of it, and the two columns have one SQL type. What the accessors return are scoped
/// queries, like `objects()`: live rows in their default order, which Diesel's methods compose with. See
/// `model_core::relations` for joins, for loading what is related to many rows, and for writing links.
///
/// `has_many`, `has_one` and `many_to_many` may be repeated. After the name and the model they take:
///
/// | option | of | meaning |
/// |---|---|---|
/// | `on_delete = cascade` | `has_many`, `has_one` | **Required.** What becomes of the rows when the one they belong to is deleted: `cascade` (they are deleted with it), `restrict` (it cannot be deleted while there are any), `set_null` (they stay, and refer to nothing: the foreign key has to be an `Option`) or `keep` (they stay as they are). |
/// | `without_hooks` | `has_many`, `has_one`, `many_to_many` | Where the model of the rows, or of the links, has `hooks`: that what `on_delete` writes, or a removal takes along, runs none of them. Without it, that does not compile. |
/// | `by = comments::article_id` | all | The column that refers to this model, where the other has several. |
/// | `through = ArticleTag` | `many_to_many` | **Required.** The model whose rows are the links: it belongs to both sides. Links stay while a row is marked as deleted, and are removed, each with an audit row, before a row that is removed for good. |
/// | `to = article_tags::tag_id` | `many_to_many` | The column that refers to the other model, where the links have several. |
///
/// # `on_delete = ..`
///
/// A deletion, and all that it brings about, is one transaction: where it returns an error, nothing is written. The rows that
/// it takes are written set by set, one statement for each table and level (more where a backend needs several for an
/// audited write), and each has its entry in the trail. `.preview(conn)` in the place of `.run(conn)` says what would go.
///
/// | policy | a row is marked as deleted | a row is removed for good | it is restored |
/// |---|---|---|---|
/// | `cascade` | The live ones that belong to it are marked too, with the same `deletion_batch`, and so on downwards. | They are removed before it, deleted ones too, and so on downwards. | Those that this deletion took come back, and no others. |
/// | `restrict` | `Error::Restricted` while one of them is live. | The same while there is any, deleted or not. | Nothing. |
/// | `set_null` | Their foreign key becomes NULL, in deleted ones too. | The same. | Nothing: the trail knows what they belonged to. |
/// | `keep` | Nothing. | Nothing: the database may refuse it by a foreign key. | Nothing. |
///
/// ```text
/// UPDATE comments SET deleted_at = .., deletion_batch = .. WHERE article_id IN (SELECT id FROM articles WHERE deletion_batch = ..) AND deleted_at IS NULL
/// ```
///
/// An index on each foreign key, and one on each `deletion_batch`, make that fast; on MySQL and MariaDB they also keep
/// deletions of different rows out of each other's way.
///
/// `cascade` onto a model without soft deletion or without `deletion_batch` does not compile (for a parent without soft
/// deletion it does: there the rows are removed), nor does one that would write audited rows without an actor. Cascades that
/// lead from one model to another and back do not compile where the first of them is deleted (the compiler calls it an
/// overflow); those of a model onto itself do. An upsert that
/// revives a row brings back what its deletion took, as `restore` does.
///
/// The other way round, a row is not created, moved or restored under a deleted parent: that is `Error::ParentDeleted`,
/// also when the parent is deleted at the same moment, because the write locks it (`SELECT .. FROM articles WHERE id IN (..)
/// FOR SHARE`). A `belongs_to` with `with_deleted` takes no such care. On PostgreSQL this holds in transactions at the
/// default level and at `SERIALIZABLE`; a deletion at `REPEATABLE READ` does not see children that were created while it
/// waited for the lock.
///
/// # `extends = ..`
///
/// ```text
/// #[derive(Model, Debug, Clone)]
/// #[model(table = payment_methods, timestamps, soft_delete, audit, extended_by(Card, BankTransfer))]
/// pub struct PaymentMethod { pub id: PaymentMethodId, pub label: String, .. }
///
/// #[derive(Model, Debug, Clone)]
/// #[model(table = cards, audit, extends = PaymentMethod)]       // cards.id is the key, and refers to payment_methods.id
/// pub struct Card {
///     #[model(parent)]
///     pub method: PaymentMethod,
///     pub last_four: String,
/// }
/// ```
///
/// A `Card` is a `PaymentMethod` with more columns: one row in each table, with one key. `Card::objects()` reads both by a
/// join, and `create`, `create_many`, `patch`, `delete`, `restore` and `hard_delete` write both in one transaction; what has
/// no change is not written. `PaymentMethod::objects().kinds()` gives each row as what it is, as the generated
/// `PaymentMethodKind`. See `model_core::inherit` for the statements, what they cost, and what to try before.
///
/// The child takes `table`, `audit`, `content_type` and `repr`, and its fields take `default`, `max_length`, `check`,
/// `validate`, `unique`, `slug`, `skip_insert`, `skip_update`, `db`, `belongs_to` (looked at, and without an accessor) and `base`
/// (one without hooks). Everything else is the parent's to say: keys, timestamps, actors, versions, soft deletion, order, and
/// what belongs to a row.
///
/// # `unique(..)`
///
/// It names an index of the database, tells `Error::UniqueViolation` which field it is about, and is what `upsert` and
/// `get_or_create` find a row by. `model_core::ddl::unique_indexes` writes the indexes for a migration.
///
/// | option | meaning |
/// |---|---|
/// | `with = [tenant_id, kind]` | Unique together with these fields. |
/// | `forever` | Deleted rows count: a value is never used again. |
/// | `name = "articles_slug"` | The name of the index in the database. By default the table, the columns and `unique`: `articles_slug_unique`. |
/// | `on_deleted = insert` | An upsert creates a new row beside a deleted one with the same value. This is the default, except with `forever`. |
/// | `on_deleted = revive` | An upsert restores the deleted row and updates it, as one change. |
/// | `on_deleted = refuse` | An upsert returns `Error::Deleted`. This is the default with `forever`. |
///
/// # `slug = title`
///
/// The text in lower-case ASCII letters, digits and hyphens, with letters of other scripts transliterated, cut to
/// `max_length`; `n-a` for a text without any. A number tells it from the others that are unique with it, also when
/// several connections create rows at once. A value that the caller gives is used as it is. The slug stays as it is when
/// the other field changes. A model has one slug.
///
/// # `#[audit(..)]` on a field
///
/// One choice at the most for each field of a model with `audit`:
///
/// | choice | meaning |
/// |---|---|
/// | `include` | The trail holds the old and the new value. This is the default. |
/// | `mask` | The trail holds that the column changed, and no value. Not for the key, which names the row there. |
/// | `skip` | The trail does not mention the column; a write that changes no other leaves no entry, and `verify_history` does not ask who moved `updated_at` or the version. |
///
/// Beside it, `renamed_from = "headline"` (or several names, `renamed_from = ["head", "headline"]`) says what the field was
/// called when older entries were written: they are read as its own.
///
/// # `#[diesel(..)]` on a field
///
/// `column_name = title` names the column when it is not the field's name. The other options are Diesel's and are left to
/// its derives. `embed` is refused: a model lists its columns flat.
#[proc_macro_derive(Model, attributes(model, audit, diesel))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    pipeline::embedding(&Relay::start(Derive::Model, input), &site()).into()
}

/// Makes a struct of columns that several models share a base of theirs.
///
/// A model takes it in with `#[model(base)]` on a field of its type. The columns are the model's own: there is no other
/// table, setters and `META` are flat, and a value is read as `note.stamps.created_at`.
///
/// ```text
/// #[derive(Base, Debug, Clone, PartialEq)]
/// pub struct TenantOwned {
///     #[model(belongs_to = Tenant, skip_update)]
///     pub tenant_id: TenantId,
/// }
///
/// #[derive(Model, Debug, Clone)]
/// #[model(table = notes)]
/// pub struct Note {
///     pub id: NoteId,
///     pub title: String,
///     #[model(base)]
///     pub owner: TenantOwned,
///     #[model(base)]
///     pub stamps: Timestamps,
/// }
///
/// let note = NewNote::builder().title("Milk").tenant_id(tenant).build();
/// ```
///
/// The fields take the options that the fields of a model take, and what these say means what it means where the base is
/// defined: nothing that a base names has to be imported by a model. Its fields are as visible as the struct, or more. A
/// base may have bases of its own, and type parameters, for which a model gives types; it has no lifetimes. `slug` and
/// `unique(with = ..)` may name fields that only the model has.
///
/// Two columns of one name in a model, from two bases or from one and the model, are an error under the later of them.
///
/// Beside the struct stands a macro of the same name, by which its columns reach the models: `use` imports both.
///
/// `TenantOwned::COLUMNS` has the columns by their names, for the scopes of the base, which [`scopes`](macro@scopes) makes
/// methods of every query over rows of its models.
///
/// # `default_scope(..)` on a field
///
/// ```text
/// #[derive(Base, Debug, Clone, PartialEq)]
/// pub struct TenantOwned {
///     #[model(belongs_to = Tenant, skip_update, default_scope(by = for_tenant, lifted_by = across_tenants))]
///     pub tenant_id: TenantId,
/// }
///
/// Note::objects().load(conn)?;                                          // does not compile
/// Note::objects().for_tenant(id).filter(a).or_filter(b).load(conn)?;    // tenant_id = ? stays outside
/// Note::objects().with_deleted().across_tenants().load(conn)?;          // lifted by name only
/// ```
///
/// The rows of each value are kept apart in the models that embed the base: what reads or writes them, and does not start
/// from a row at hand, says which of them it is about. The field is not an `Option`, and a model has one default scope. The
/// methods are those of the trait `TenantOwnedDefaultScope`, which is imported where they are called. What each verb asks
/// for is told by `model_core::objects::DefaultScope`.
///
/// # `#[model(..)]` on the struct
///
/// | option | meaning |
/// |---|---|
/// | `timestamps` | The fields `created_at` and `updated_at`, or those marked so, are kept by the library. The models need not say `timestamps` as well. |
/// | `soft_delete` | The field `deleted_at`, `deleted` or `is_deleted`, or the one marked `deleted_at`, is the deletion marker. The models need not say `soft_delete` as well. |
/// | `hooks` | The `impl model_core::hooks::BaseHooks<M, Conn>` of the base runs with each write to a row of a model `M` that embeds it, before those of the model's own `hooks`, which it need not have. The models then have the rules of a model with `hooks`. |
#[proc_macro_derive(Base, attributes(model, audit, diesel))]
pub fn derive_base(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    pipeline::embedding(&Relay::start(Derive::Base, input), &site()).into()
}

/// Goes on with a derive that waits for the columns of a base. Called by the macros of bases only.
#[doc(hidden)]
#[proc_macro]
pub fn embed(input: TokenStream) -> TokenStream {
    pipeline::embedding(&parse_macro_input!(input as Relay), &site()).into()
}

/// Where the macro that is being expanded now stands. Only callable inside the compiler.
fn site() -> String {
    let site = proc_macro::Span::call_site();
    format!("{} {} {}", site.file(), site.line(), site.column())
}

/// Makes a tuple struct around `Uuid`, `i64`, `i32` or `String` the typed key of a model, so that the key of an author is
/// never taken for that of an article.
///
/// ```text
/// #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
/// pub struct ArticleId(Uuid);
/// ```
///
/// The type is recognised by its name, the last one of a path: `uuid::Uuid` is as good as `Uuid`, an alias is not.
#[proc_macro_derive(Key)]
pub fn derive_key(input: TokenStream) -> TokenStream {
    pipeline::key(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum without fields a text column with a fixed set of values, and gives each value a label for its readers.
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
/// | option | meaning |
/// |---|---|
/// | `value = "live"` | What the column holds: not empty, and not that of another variant. By default the name in snake case. |
/// | `label = "On the site"` | What a reader sees. By default the words of the name. |
#[proc_macro_derive(Choices, attributes(choices))]
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
/// A variant holds the key of the model that it is called after. The key is one column, and no two variants are of the
/// same model. `From` is there for each type of key that only one variant has.
///
/// Beside the impls it generates `TargetRow`, an enum of rows with the same variants, which `Target::load_many` returns.
/// `Display`, `FromStr`, `Serialize` and `Deserialize` are included, all with the text that is stored: `articles:7`. See
/// `model_core::generic` for columns that hold one, for the reverse direction, and for references that dangle.
///
/// # `#[generic(..)]` on a variant
///
/// The path of the model whose key it holds. By default the name of the variant.
#[proc_macro_derive(GenericRef, attributes(generic))]
pub fn derive_generic_ref(input: TokenStream) -> TokenStream {
    pipeline::generic_ref(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a tuple struct around a model a proxy of it: the same table and the same rows, with a filter, an order and methods
/// of its own.
///
/// ```text
/// #[derive(Proxy, Debug, Clone)]
/// #[proxy(of = Article, filter(status = Status::Published), ordering = "-published_at, title")]
/// pub struct PublishedArticle(Article);
/// ```
///
/// A proxy cannot add columns: those belong to its base and its table.
///
/// # `#[proxy(..)]`
///
/// | option | meaning |
/// |---|---|
/// | `of = Article` | **Required.** The model, written in the same way as the type of the field. |
/// | `filter(status = Status::Published, featured = true)` | The rows that the proxy shows: those in which each of these fields has this value. By default all of them. |
/// | `ordering = "-published_at, title"` | The order of reads that ask for none: field names of the base, `-` for descending. By default that of the base. |
#[proc_macro_derive(Proxy, attributes(proxy))]
pub fn derive_proxy(input: TokenStream) -> TokenStream {
    pipeline::proxy(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes functions that return a condition scopes of their model: methods with the same names, on every query over its
/// rows.
///
/// ```text
/// #[scopes]
/// impl Article {
///     /// Those that everybody reads.
///     pub fn published() -> Condition<Self> {
///         condition!(articles::status.eq(Status::Published))
///     }
///
///     /// Those of one author.
///     pub fn by_author(id: AuthorId) -> Condition<Self> {
///         condition!(articles::author_id.eq(id))
///     }
/// }
///
/// Article::objects().published().by_author(ann).load(conn)?;
/// author.articles().published().count().get_result(conn)?;
/// ```
///
/// The `impl` stays as it is written. Beside it stands a trait, `ArticleScopes`, with these functions as methods of
/// `Article::objects()`, of relations to it, of joins that begin with it, and of its proxies; import it where they are
/// called. See `model_core::condition` for what a condition can be.
///
/// Each function of the `impl` returns `Condition<Self>`, takes no `self`, and is as visible as the others.
///
/// Those of a base return `BaseCondition<Self>`, built from `Self::COLUMNS`, and are methods of queries over rows of every
/// model that embeds the base by a field of its own:
///
/// ```text
/// #[scopes]
/// impl Publishable {
///     /// Those that everybody reads and that were published before an instant.
///     pub fn published_before(instant: DateTime<Utc>) -> BaseCondition<Self> {
///         Self::published().and(Self::COLUMNS.published_at.lt(instant))
///     }
/// }
/// ```
///
/// # `#[scopes(..)]`
///
/// The name of the trait, for a second `impl` of the same model: `#[scopes(ArticleReports)]`. By default the name of the
/// model with `Scopes` behind it.
#[proc_macro_attribute]
pub fn scopes(options: TokenStream, item: TokenStream) -> TokenStream {
    let written = proc_macro2::TokenStream::from(item.clone());
    let item = parse_macro_input!(item as ItemImpl);
    let expansion = pipeline::scopes(&options.into(), &item);
    [written, expansion].into_iter().collect::<proc_macro2::TokenStream>().into()
}
