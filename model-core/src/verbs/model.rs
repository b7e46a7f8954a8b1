//! The verbs of a model. [`Model`] explains what a model is.

use crate::audit::entry::AuditEntry;
use crate::audit::history::History;
use crate::audit::labels::Labels;
use crate::audit::past::AsOf;
use crate::meta::builder::Detached;
use crate::meta::bulk::Unspecified;
use crate::model::actor::NoActor;
use crate::model::edit::Editable;
use crate::model::{HasVersion, KeyOf, Model, SoftDelete, StartOf};
use crate::query::objects::scope::FullyScoped;
use crate::sql::target::ByKey;
use crate::verbs::create::{Create, CreateMany};
use crate::verbs::delete::Delete;
#[cfg(feature = "factory")]
use crate::verbs::factory::Factory;
use crate::verbs::hard_delete::HardDelete;
use crate::verbs::patch_many::PatchMany;
use crate::verbs::purge::{Progress, Purge};
use crate::verbs::recreate::Recreate;
use crate::verbs::revert::Revert;
use crate::verbs::update::Patching;
use crate::verbs::upsert::{GetOrCreate, NoGuard, NoTarget, Upsert, UpsertMany};
use chrono::{DateTime, Utc};

/// A deleted row. No model implements it, because deleted rows have another type.
#[diagnostic::on_unimplemented(
    message = "only a deleted row can be restored, but `{Self}` is live",
    label = "this row is live",
    note = "`delete()` returns a `Deleted<..>`, and so does \
            `Article::objects().only_deleted().load::<Deleted<Article>>(conn)`: restore that"
)]
#[doc(hidden)]
pub trait IsDeleted {
    /// The type of the verb.
    type Restored;

    /// Never called.
    fn never(self) -> Self::Restored;
}

/// The verbs of the rows of a model. Implemented for every [`Model`], and imported with the prelude.
pub trait ModelVerbs: Model {
    /// Creates a row: `Article::create(NewArticle::builder()..build()).by(&me).run(conn)`.
    ///
    /// SQL: `INSERT INTO articles (..) VALUES (..) RETURNING ..` and the audit row; on PostgreSQL one statement.
    fn create(new: Self::New) -> Create<Self, NoActor> {
        Create::new(new.into())
    }

    /// Creates many rows, in as few statements as the bind limit of the backend allows, in one transaction; the result
    /// has the order of the input. [`execute`](CreateMany::execute) counts them instead.
    ///
    /// SQL: `INSERT INTO articles (..) VALUES (..), (..) RETURNING ..`; on PostgreSQL, if all rows have the same
    /// columns and every value has a known type (text, integers, truth values, UUIDs, instants and dates, keys,
    /// choices, and `Option`s of them), `INSERT INTO articles (..) SELECT unnest(..), unnest(..) RETURNING ..`, with
    /// one array for each column.
    fn create_many(new: impl IntoIterator<Item = Self::New>) -> CreateMany<Self, Unspecified, NoActor> {
        CreateMany::new(new.into_iter().map(Into::into).collect())
    }

    /// Creates a row, or changes the row with the same unique value:
    /// `Article::upsert(NewArticle::builder()..build()).on(articles::slug).by(&me).run(conn)`.
    ///
    /// An existing row gets the fields that the caller set on the new one, except the key, `created_at`, `created_by`
    /// and those that never change; it is not written if it already has these values. See [`Upsert`].
    ///
    /// SQL: `INSERT INTO articles (..) VALUES (..) ON CONFLICT (slug) WHERE deleted_at IS NULL DO NOTHING RETURNING ..`
    /// and, when that finds a row, `SELECT .. WHERE slug = .. AND deleted_at IS NULL FOR UPDATE` and the UPDATE of a
    /// patch. MySQL and MariaDB have no `ON CONFLICT`: there a SELECT comes first, and the index refuses a duplicate.
    fn upsert(new: Self::New) -> Upsert<Self, NoTarget, NoGuard, NoActor> {
        Upsert::new(new.into())
    }

    /// Does the same as [`upsert`](Self::upsert), under the name that other libraries use.
    fn update_or_create(new: Self::New) -> Upsert<Self, NoTarget, NoGuard, NoActor> {
        Self::upsert(new)
    }

    /// Does an [`upsert`](Self::upsert) for each row, in one transaction and in the order of the input.
    fn upsert_many(new: impl IntoIterator<Item = Self::New>) -> UpsertMany<Self, NoTarget, NoGuard, NoActor> {
        UpsertMany::new(new.into_iter().map(Into::into).collect())
    }

    /// Returns the row with the same unique value, or creates it, and says whether it was created: `let (tag, created)
    /// = Tag::get_or_create(new).on(tags::name).by(&me).run(conn)?`.
    ///
    /// SQL: `SELECT .. WHERE slug = .. AND deleted_at IS NULL`, and the INSERT of an [`upsert`](Self::upsert) when
    /// there is none.
    fn get_or_create(new: Self::New) -> GetOrCreate<Self, NoTarget, NoActor> {
        GetOrCreate::new(new.into())
    }

    /// Changes this row: `article.patch().title("..").by(&me).run(conn)`. Only the fields that are set are written, and
    /// only if one of them differs from the stored value.
    ///
    /// If the model has a [version](crate::model::HasVersion), the patch fails with
    /// [`Error::Stale`](crate::Error::Stale) once another write has modified the row; so do the other writes that start
    /// from a row.
    fn patch(&self) -> Self::Patch<ByKey<Self>> {
        Self::patch_of(ByKey::of(self))
    }

    /// Edits this row by assignment: `let mut edit = article.edit(); edit.title = ..; edit.save().by(&me).run(conn)`.
    /// Only the fields that differ from their old values are written. See [`Edit`](crate::Edit).
    fn edit(self) -> Self::Edit
    where
        Self: Editable,
    {
        self.into_edit()
    }

    /// Changes the row with this key, which need not be loaded first, and which may have any version unless
    /// [`expecting`](crate::verbs::Patching::expecting) sets one.
    ///
    /// For a model with a [default scope](crate::objects::DefaultScope), use a query that decides it:
    /// `objects().for_tenant(..).find(key).patch()`.
    fn patch_by_key(key: impl KeyOf<Self>) -> Self::Patch<ByKey<Self>>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        Self::patch_of(ByKey::new(key.borrow().clone()))
    }

    /// Changes many rows, each to values of its own: `Article::patch_many([(id, ArticlePatch::new().title("..")),
    /// ..]).by(&me).run(conn)`. `run` returns how many were changed; a row that is deleted or gone is left out, and any
    /// version is accepted.
    ///
    /// Patches that set the same columns are written together. A patch with an SQL expression, or with a new parent
    /// that has to be checked, is written by itself, in the same transaction.
    ///
    /// SQL: `UPDATE articles SET title = CASE id WHEN .. THEN .. WHEN .. THEN .. END WHERE id IN (..)`, for 250 rows at
    /// most; on PostgreSQL with the entries of the trail in the same statement.
    fn patch_many<K: KeyOf<Self>>(
        patches: impl IntoIterator<Item = (K, Self::Patch<Detached>)>,
    ) -> PatchMany<Self, Unspecified, NoActor>
    where
        StartOf<Self>: FullyScoped<Self>,
        Self::Patch<Detached>: Patching<Model = Self>,
    {
        let values = |(key, patch): (K, Self::Patch<Detached>)| (key.borrow().clone(), patch.into_parts().1);
        PatchMany::new(patches.into_iter().map(values).collect())
    }

    /// Deletes this row: marks it if the model has soft deletion, and removes it otherwise.
    fn delete(self) -> Delete<ByKey<Self>, NoActor> {
        Delete::new(ByKey::of(&self))
    }

    /// Deletes the row with this key, which need not be loaded first. For a model with a [default
    /// scope](crate::objects::DefaultScope), use a query that decides it:
    /// `objects().for_tenant(..).find(key).delete()`.
    fn delete_by_key(key: impl KeyOf<Self>) -> Delete<ByKey<Self>, NoActor>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        Delete::new(ByKey::new(key.borrow().clone()))
    }

    /// Only a deleted row has this verb: [`Deleted::restore`](crate::Deleted::restore).
    #[doc(hidden)]
    fn restore(self) -> Self::Restored
    where
        Self: IsDeleted,
    {
        self.never()
    }

    /// Removes this row, whether the model has soft deletion or not.
    fn hard_delete(self) -> HardDelete<ByKey<Self>, NoActor> {
        HardDelete::live(ByKey::of(&self))
    }

    /// Removes rows that were deleted long ago, with the rows that belong to them:
    /// `Article::purge().older_than(days(90)).by(&me) .run(conn)?`. See [`Purge`].
    fn purge() -> Purge<Self, fn(Progress), NoActor, StartOf<Self>>
    where
        Self: SoftDelete,
    {
        Purge::new()
    }

    /// The row with this key as it was at an instant, rebuilt from its audit trail: `Article::as_of(&id,
    /// monday).load(conn)?`. For a model with a [default scope](crate::objects::DefaultScope), use
    /// [`as_of_row`](Self::as_of_row).
    fn as_of(key: impl KeyOf<Self>, instant: DateTime<Utc>) -> AsOf<Self>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        AsOf::new(key.borrow().clone(), instant)
    }

    /// [`as_of`](Self::as_of) for a loaded row, deleted or not.
    fn as_of_row(row: &Self, instant: DateTime<Utc>) -> AsOf<Self> {
        AsOf::new(row.key(), instant)
    }

    /// The row with this key as it was when it had this version, rebuilt from its audit trail:
    /// `Article::at_version(&id, 7).load(conn)?`. For a model with a [default scope](crate::objects::DefaultScope), use
    /// [`at_version_of_row`](Self::at_version_of_row).
    fn at_version(key: impl KeyOf<Self>, version: impl Into<i64>) -> AsOf<Self>
    where
        Self: HasVersion,
        StartOf<Self>: FullyScoped<Self>,
    {
        AsOf::at_version(key.borrow().clone(), version.into())
    }

    /// [`at_version`](Self::at_version) for a loaded row, deleted or not.
    fn at_version_of_row(row: &Self, version: impl Into<i64>) -> AsOf<Self>
    where
        Self: HasVersion,
    {
        AsOf::at_version(row.key(), version.into())
    }

    /// Reverts one change: writes the values from before an entry of the row's history, as a new change with an entry
    /// of its own. For a model with a [default scope](crate::objects::DefaultScope), use
    /// [`revert_row`](Self::revert_row).
    fn revert(key: impl KeyOf<Self>, entry: &AuditEntry<Self>) -> Revert<Self, NoActor>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        Revert::new(key.borrow().clone(), entry)
    }

    /// [`revert`](Self::revert) for a loaded row, whatever its current version.
    fn revert_row(row: &Self, entry: &AuditEntry<Self>) -> Revert<Self, NoActor> {
        Revert::new(row.key(), entry)
    }

    /// Brings a removed row back from the entry of its removal, with its old key, as a new row with its own entry:
    /// `Article::recreate(id, &entry)`. Its `updated_at`, version and change log start again. The rows that were
    /// removed with it are not restored.
    fn recreate(key: impl KeyOf<Self>, entry: &AuditEntry<Self>) -> Recreate<Self, NoActor>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        Recreate::new(key.borrow(), entry)
    }

    /// The names of the rows with these keys, by the field that names a row in the audit trail, whether the model has a
    /// trail or not: `let authors = Author::labels(articles.iter().map(|article| article.author_id)).load(conn)?`. Rows
    /// that are deleted or gone have none. For keys that are texts, see [`TextKey`](crate::wire::TextKey).
    ///
    /// SQL: `SELECT id, name FROM authors WHERE id IN (..) AND deleted_at IS NULL`
    fn labels<K: KeyOf<Self>>(keys: impl IntoIterator<Item = K>) -> Labels<Self>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        Labels::new(keys.into_iter().map(|key| key.borrow().clone()).collect())
    }

    /// Makes rows for tests and demonstrations, from the rules of the fields: see [`factory`](mod@crate::factory).
    /// `Article::factory().with(|new| new.title("The sea")).by(&me).run(conn)?`
    #[cfg(feature = "factory")]
    fn factory() -> Factory<Self> {
        Factory::new()
    }

    /// The entries of the audit trail for the row with this key, oldest first. For a model with a [default
    /// scope](crate::objects::DefaultScope), use [`history_of`](Self::history_of).
    fn history(key: impl KeyOf<Self>) -> History<Self>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        History::new(key.borrow())
    }

    /// [`history`](Self::history) of a loaded row, deleted or not.
    fn history_of(row: &Self) -> History<Self> {
        History::new(&row.key())
    }
}

impl<M: Model> ModelVerbs for M {}
