//! The verbs of a model: what one can do with it. What it is, the derive says: [`Model`].

use crate::audit::entry::AuditEntry;
use crate::audit::history::History;
use crate::audit::past::AsOf;
use crate::audit::verify::{Discrepancy, Verifies, verify};
use crate::meta::bulk::Unspecified;
use crate::meta::error::Result;
use crate::model::actor::NoActor;
use crate::model::edit::{Edit, Editable};
use crate::model::{KeyOf, Model, SoftDelete, StartOf};
use crate::query::objects::scope::FullyScoped;
use crate::sql::target::ByKey;
use crate::verbs::create::{Create, CreateMany};
use crate::verbs::delete::Delete;
use crate::verbs::hard_delete::HardDelete;
use crate::verbs::purge::{Progress, Purge};
use crate::verbs::revert::Revert;
use crate::verbs::upsert::{GetOrCreate, NoGuard, NoTarget, Upsert, UpsertMany};
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;

/// What one can do with the rows of a model. Implemented for every [`Model`], and imported with the prelude.
pub trait ModelVerbs: Model {
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
    fn create_many(new: impl IntoIterator<Item = Self::New>) -> CreateMany<Self, Unspecified, NoActor> {
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
        StartOf<Self>: FullyScoped<Self>,
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
        StartOf<Self>: FullyScoped<Self>,
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
    fn verify_history<Conn>(conn: &mut Conn) -> Result<Vec<Discrepancy>>
    where
        Conn: LoadConnection<Backend: Verifies<Conn, Self>>,
    {
        verify::<Self, Conn>(conn)
    }

    /// The row with this key as it was at an instant, rebuilt from its audit trail: `Article::as_of(&id, monday).load(conn)?`.
    /// For a row in a [default scope](crate::objects::DefaultScope) that is [`as_of_row`](Self::as_of_row).
    fn as_of(key: impl KeyOf<Self>, instant: DateTime<Utc>) -> AsOf<Self>
    where
        StartOf<Self>: FullyScoped<Self>,
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
        StartOf<Self>: FullyScoped<Self>,
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
        StartOf<Self>: FullyScoped<Self>,
    {
        History::new(key.borrow())
    }

    /// [`history`](Self::history) of a row that was read, deleted or not.
    fn history_of(row: &Self) -> History<Self> {
        History::new(&row.key())
    }
}

impl<M: Model> ModelVerbs for M {}
