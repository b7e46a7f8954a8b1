//! The traits that `#[derive(Model)]` and `#[derive(Proxy)]` implement, and the verbs they give.

pub mod actor;
pub(crate) mod base;
pub mod choices;
pub(crate) mod deleted;
pub mod edit;
pub mod key;
pub(crate) mod version;

use crate::audit::history::History;
use crate::audit::past::AsOf;
use crate::audit::verify::{Break, Verifies};
use crate::effects::parents::Parents;
use crate::hooks::bulk::Undecided;
use crate::meta::error::Result;
use crate::meta::{Meta, OrderTerm};
use crate::model::actor::{Attribution, NoActor};
use crate::model::deleted::Deleted;
use crate::model::edit::{Edit, Editable};
use crate::model::key::{KeyOf, RowKey};
use crate::query::objects::Objects;
use crate::query::objects::default_scope::Starts;
use crate::query::objects::scope::{Decided, NotDeleted, Unrestricted};
use crate::sql::target::ByKey;
use crate::trail::log::AuditEntry;
use crate::values::{BindValues, Values};
use crate::verbs::create::{Create, CreateMany};
use crate::verbs::hard_delete::HardDelete;
use crate::verbs::mark::Delete;
use crate::verbs::purge::{Progress, Purge};
use crate::verbs::revert::Revert;
use crate::verbs::upsert::{GetOrCreate, NoGuard, NoTarget, Upsert, UpsertMany};
use chrono::{DateTime, Utc};
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::deserialize::FromSqlRow;
use diesel::expression::Expression;
use diesel::query_builder::{AsQuery, QueryFragment, QueryId};
use std::marker::PhantomData;

/// A struct that stands for the rows of one table. Implemented by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "this has to be a struct with `#[derive(Model)]`"
)]
pub trait Model: Manager<Model = Self, Filter: Starts> + Sized + 'static {
    /// The `diesel::table!` of the model.
    type Table: diesel::Table + AsQuery + QueryId + Copy + 'static;
    /// The columns, in the order of the fields.
    type Selection: Expression;
    /// The type of the primary key; a tuple when it has several parts.
    type Key: RowKey;
    /// A new row, as `create` takes it.
    type New: Into<Self::Values>;
    /// One optional value per column.
    type Values: Values<Model = Self>;
    /// A patch that is bound to what it will be applied to.
    type Patch<Target>;
    /// Whether `delete` marks rows or removes them.
    type Deletion: DeletionPolicy;
    /// The declared relations to the rows that a row belongs to: a list of [`Reference`](crate::relations::Reference).
    type References;
    /// Whether a write has to say who acts.
    type Attribution: Attribution;
    /// Whether hooks run with a write: [`NoHooks`](crate::hooks::NoHooks) or [`Hooked`](crate::hooks::Hooked), within
    /// [`Based`](crate::hooks::Based) for each base with hooks.
    type Hooks;

    /// The table.
    const TABLE: &'static Self::Table;
    /// The static description.
    const META: &'static Meta;

    /// The columns, in the order of the fields.
    fn selection() -> Self::Selection;

    /// The primary key of this row.
    fn key(&self) -> Self::Key;

    /// Binds an empty patch to a target.
    fn patch_of<Target>(target: Target) -> Self::Patch<Target>;

    /// A new row: `Article::create(NewArticle::builder()..build()).by(&me).run(conn)`.
    ///
    /// SQL: `INSERT INTO articles (..) VALUES (..) RETURNING ..` and the audit row; on PostgreSQL one statement.
    fn create(new: Self::New) -> Create<Self, NoActor> {
        Create::new(new.into())
    }

    /// Many new rows, in as few statements as the backend's bind limit allows, in one transaction; the result keeps
    /// the order of the input. [`execute`](CreateMany::execute) counts them instead.
    ///
    /// SQL: `INSERT INTO articles (..) VALUES (..), (..) RETURNING ..`; on PostgreSQL, where all have the same columns and
    /// every value is of a known type (text, integers, truth values, UUIDs, instants and dates, keys, choices, and `Option`s of
    /// them), `INSERT INTO articles (..) SELECT unnest(..), unnest(..) RETURNING ..`, with one array for each column.
    fn create_many(new: impl IntoIterator<Item = Self::New>) -> CreateMany<Self, Undecided, NoActor> {
        CreateMany::new(new.into_iter().map(Into::into).collect())
    }

    /// A new row, or a change of the one that has the same unique value:
    /// `Article::upsert(NewArticle::builder()..build()).on(articles::slug).by(&me).run(conn)`.
    ///
    /// A row that is there already gets the fields that the caller set on the new one, except the key, `created_at`,
    /// `created_by` and those that never change; it is left alone when it has these values. See [`Upsert`].
    ///
    /// SQL: `INSERT INTO articles (..) VALUES (..) ON CONFLICT (slug) WHERE deleted_at IS NULL DO NOTHING RETURNING ..`
    /// and, when that finds a row, `SELECT .. WHERE slug = .. AND deleted_at IS NULL FOR UPDATE` and the UPDATE of a
    /// patch. MySQL and MariaDB have no `ON CONFLICT`: they look first, and refuse the duplicate by the index.
    fn upsert(new: Self::New) -> Upsert<Self, NoTarget, NoGuard, NoActor> {
        Upsert::new(new.into())
    }

    /// The same as [`upsert`](Self::upsert), under the name that others know it by.
    fn update_or_create(new: Self::New) -> Upsert<Self, NoTarget, NoGuard, NoActor> {
        Self::upsert(new)
    }

    /// An [`upsert`](Self::upsert) of each row, in one transaction and in the order of the input.
    fn upsert_many(new: impl IntoIterator<Item = Self::New>) -> UpsertMany<Self, NoTarget, NoGuard, NoActor> {
        UpsertMany::new(new.into_iter().map(Into::into).collect())
    }

    /// The row that has the same unique value, or else the new one, with the answer whether it was created:
    /// `let (tag, created) = Tag::get_or_create(new).on(tags::name).by(&me).run(conn)?`.
    ///
    /// SQL: `SELECT .. WHERE slug = .. AND deleted_at IS NULL`, and the INSERT of an [`upsert`](Self::upsert) when there
    /// is none.
    fn get_or_create(new: Self::New) -> GetOrCreate<Self, NoTarget, NoActor> {
        GetOrCreate::new(new.into())
    }

    /// A change of this row: `article.patch().title("..").by(&me).run(conn)`. Only the fields that are set are
    /// written, and only when one of them differs from what is stored.
    ///
    /// Where the model has a [version](HasVersion), the patch is refused with [`Error::Stale`](crate::Error::Stale) once
    /// somebody else has written the row; so are the other writes that start from a row.
    fn patch(&self) -> Self::Patch<ByKey<Self>> {
        Self::patch_of(ByKey::of(self))
    }

    /// This row, to be changed by assignment: `let mut edit = article.edit(); edit.title = ..; edit.save().by(&me).run(conn)`.
    /// Only the fields that differ from what they were are written. See [`Edit`].
    fn edit(self) -> Edit<Self>
    where
        Self: Editable,
    {
        Edit::new(self)
    }

    /// A change of the row with this key, which need not be loaded first, and which may be at any version unless
    /// [`expecting`](crate::write::Patching::expecting) says otherwise.
    ///
    /// A row in a [default scope](crate::objects::DefaultScope) is reached through the query that names it:
    /// `objects().for_tenant(..).find(key).patch()`.
    fn patch_by_key(key: impl KeyOf<Self>) -> Self::Patch<ByKey<Self>>
    where
        StartOf<Self>: Decided<Self>,
    {
        Self::patch_of(ByKey::new(key.borrow().clone()))
    }

    /// Deletes this row: marks it when the model has soft deletion, removes it otherwise.
    fn delete(self) -> Delete<ByKey<Self>, NoActor> {
        Delete::new(ByKey::of(&self))
    }

    /// Deletes the row with this key, which need not be loaded first. A row in a [default scope](crate::objects::DefaultScope)
    /// is reached through the query that names it: `objects().for_tenant(..).find(key).delete()`.
    fn delete_by_key(key: impl KeyOf<Self>) -> Delete<ByKey<Self>, NoActor>
    where
        StartOf<Self>: Decided<Self>,
    {
        Delete::new(ByKey::new(key.borrow().clone()))
    }

    /// Removes this row for good, whether the model has soft deletion or not.
    fn hard_delete(self) -> HardDelete<ByKey<Self>, NoActor> {
        HardDelete::live(ByKey::of(&self))
    }

    /// Removes for good what was deleted long ago, with what went along: `Article::purge().older_than(days(90)).by(&me)
    /// .run(conn)?`. See [`Purge`].
    fn purge() -> Purge<Self, fn(Progress), NoActor, StartOf<Self>>
    where
        Self: SoftDelete,
    {
        Purge::new()
    }

    /// Checks the audit trail of this model: for each row and field, that every entry starts from the value that the
    /// one before it ended with, and that the last one ends with what the row has now. Returns what does not fit: writes
    /// that bypassed the library, and entries that were altered or removed. Masked and skipped columns, and those that
    /// the database writes by itself, cannot be checked. Nor can what follows every write (`updated_at`, `updated_by`, the
    /// version) of a model with a skipped column: a change of that column alone moves it, and leaves no entry. A history may begin in the middle, as pruning leaves it, but only
    /// for a row that is older than the model's whole trail by its `created_at`.
    ///
    /// It reads the whole trail of the model (in parts) and then its table, and keeps the last values of each row in
    /// memory. Run it while nothing writes, or in a transaction that sees one state (`REPEATABLE READ`).
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND id > .. ORDER BY id LIMIT 5000`, until there are no
    /// more, and `SELECT .. FROM articles`
    ///
    /// # Errors
    /// Those of the database.
    fn verify_history<Conn>(conn: &mut Conn) -> Result<Vec<Break>>
    where
        Conn: LoadConnection<Backend: Verifies<Conn, Self>>,
    {
        crate::audit::verify::verify::<Self, Conn>(conn)
    }

    /// The row with this key as it was at an instant, rebuilt from its audit trail: `Article::as_of(&id, monday).load(conn)?`.
    /// For a row in a [default scope](crate::objects::DefaultScope) that is [`as_of_row`](Self::as_of_row).
    fn as_of(key: impl KeyOf<Self>, instant: DateTime<Utc>) -> AsOf<Self>
    where
        StartOf<Self>: Decided<Self>,
    {
        AsOf::new(key.borrow().clone(), instant)
    }

    /// [`as_of`](Self::as_of) for a row that was read, deleted or not.
    fn as_of_row(row: &Self, instant: DateTime<Utc>) -> AsOf<Self> {
        AsOf::new(row.key(), instant)
    }

    /// Takes one change back: writes the values that the entry of the row's history started from, as a new change with an
    /// entry of its own. For a row in a [default scope](crate::objects::DefaultScope) that is
    /// [`revert_row`](Self::revert_row).
    fn revert(key: impl KeyOf<Self>, entry: &AuditEntry<Self>) -> Revert<Self, NoActor>
    where
        StartOf<Self>: Decided<Self>,
    {
        Revert::new(key.borrow().clone(), entry)
    }

    /// [`revert`](Self::revert) for a row that was read, at whatever version it is by now.
    fn revert_row(row: &Self, entry: &AuditEntry<Self>) -> Revert<Self, NoActor> {
        Revert::new(row.key(), entry)
    }

    /// What the audit trail has on the row with this key, oldest first. For a row in a
    /// [default scope](crate::objects::DefaultScope) that is [`history_of`](Self::history_of).
    fn history(key: impl KeyOf<Self>) -> History<Self>
    where
        StartOf<Self>: Decided<Self>,
    {
        History::new(key.borrow())
    }

    /// [`history`](Self::history) of a row that was read, deleted or not.
    fn history_of(row: &Self) -> History<Self> {
        History::new(&row.key())
    }
}

/// Rows that can be asked for by `objects()`: a model, or a proxy of one. Implemented by the derives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a model nor a proxy of one",
    label = "this has to be a struct with `#[derive(Model)]` or `#[derive(Proxy)]`"
)]
pub trait Manager: Sized + 'static {
    /// The model whose table is read.
    type Model: Model;
    /// The default filter: none for a model, unless it has a [default scope](crate::objects::DefaultScope), and the `filter(..)`
    /// of a proxy.
    type Filter;
    /// The default order: [`Unordered`](crate::objects::Unordered), or [`DefaultOrder`](crate::objects::DefaultOrder).
    type Ordering;

    /// The terms of the default order.
    const ORDERING: &'static [OrderTerm];

    /// This row as a row of its model.
    fn as_model(&self) -> &Self::Model;

    /// The live rows, as a query that Diesel's own methods compose with.
    ///
    /// The scope is applied last, outside of every filter, so no `or_filter` can reach around it.
    ///
    /// SQL: `SELECT .. FROM articles WHERE (..) AND deleted_at IS NULL ORDER BY ..`
    #[allow(clippy::type_complexity)]
    fn objects()
    -> Objects<Self, <<Self::Model as Model>::Table as AsQuery>::Query, StartOf<Self::Model>, Self::Ordering>
    where
        <Self::Model as Model>::Table: AsQuery,
    {
        Objects::new(AsQuery::as_query(*Self::Model::TABLE))
    }
}

/// A model that has a `created_at` timestamp, so that `recent` and `older_than` can be asked.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `created_at` timestamp",
    label = "this asks when rows were created",
    note = "add `timestamps` to `#[model(..)]` and a `created_at` field"
)]
pub trait HasCreatedAt: Model {}

/// A model that has an `updated_at` timestamp, so that `updated_since` can be asked.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `updated_at` timestamp",
    label = "this asks when rows were written last",
    note = "add `timestamps` to `#[model(..)]` and an `updated_at` field"
)]
pub trait HasUpdatedAt: Model {}

/// A model with soft deletion, whose deleted rows can be listed and restored.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no soft deletion: its deleted rows are gone",
    label = "this needs rows that were marked as deleted",
    note = "add `soft_delete` to `#[model(..)]` and a `deleted_at` field"
)]
pub trait SoftDelete: Model<Deletion: Marks> {}

/// A model whose rows say which deletion took them, so that a restoration brings back what went together.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which deletion took a row",
    label = "a cascade marks the rows that it takes, and `{Self}` has no field for the mark",
    note = "add `soft_delete` to `#[model(..)]` of `{Self}` and a field `deletion_batch: Option<Uuid>`, or choose \
            `on_delete = restrict`, `set_null` or `keep`"
)]
pub trait HasDeletionBatch: SoftDelete {}

/// A model whose rows count their writes in a field with `#[model(version)]`, so that a write which starts from an old
/// state of a row is refused.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no version",
    label = "this needs rows that count their writes",
    note = "add a field such as `version: i32` with `#[model(version)]` to `{Self}`"
)]
pub trait HasVersion: Model {}

/// What `delete` does: [`Soft`] or [`Hard`], and what becomes of the rows that belong to a deleted one.
pub trait DeletionPolicy: 'static {
    /// The declared relations to rows that belong to a row: a list of [`Owned`](crate::relations::Owned).
    type Owned: 'static;
    /// The restriction that keeps deleted rows of `M` out.
    type Live<M: Model>;
    /// What a deleted row of type `R` is returned as.
    type Gone<R>: From<R>;

    /// Whether rows are marked rather than removed.
    const SOFT: bool;
}

/// A policy under which rows are marked, and can be restored.
pub trait Marks: DeletionPolicy {}

/// Rows are marked as deleted, and can be restored. `Owned` lists the relations to rows that belong to them.
#[derive(Debug, Clone, Copy)]
pub struct Soft<Owned = ()>(PhantomData<Owned>);

/// Rows are removed. `Owned` lists the relations to rows that belong to them.
#[derive(Debug, Clone, Copy)]
pub struct Hard<Owned = ()>(PhantomData<Owned>);

impl<Owned: 'static> Marks for Soft<Owned> {}

impl<Owned: 'static> DeletionPolicy for Soft<Owned> {
    type Owned = Owned;
    type Live<M: Model> = NotDeleted<M>;
    type Gone<R> = Deleted<R>;
    const SOFT: bool = true;
}

impl<Owned: 'static> DeletionPolicy for Hard<Owned> {
    type Owned = Owned;
    type Live<M: Model> = Unrestricted;
    type Gone<R> = R;
    const SOFT: bool = false;
}

/// A model whose writes concern its own rows only, so that each is one statement. Implemented for every model without
/// relations that a write has to look at.
#[diagnostic::on_unimplemented(
    message = "a write to `{Self}` is more than one statement",
    label = "rows of `{Self}` belong to others, or others to them, and the write looks at those as well",
    note = "run it by `.run(conn)`, on a connection that is not asynchronous"
)]
pub trait StandsAlone {}

#[diagnostic::do_not_recommend]
impl<M: Model<Deletion: DeletionPolicy<Owned = ()>, References = ()>> StandsAlone for M {}

/// The scope that a query over rows of `M` starts with.
pub type StartOf<M> = <<M as Manager>::Filter as Starts>::Start;

/// The SQL type of a model's row.
pub type RowOf<M> = <<M as Model>::Selection as Expression>::SqlType;

/// A model that can be read and written on a backend. Implemented for every model whose fields can.
pub trait ModelOn<DB: Backend>:
    Model<Values: BindValues<DB>, Table: QueryFragment<DB>, References: Parents<DB, Self>> + FromSqlRow<RowOf<Self>, DB>
{
}

#[diagnostic::do_not_recommend]
impl<M, DB> ModelOn<DB> for M
where
    DB: Backend,
    M: Model<Values: BindValues<DB>, Table: QueryFragment<DB>, References: Parents<DB, M>> + FromSqlRow<RowOf<M>, DB>,
{
}
