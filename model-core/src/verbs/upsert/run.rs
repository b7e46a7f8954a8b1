//! Create a row, or write to the one with the same unique value.
//!
//! The INSERT goes first and leaves a duplicate out, so that of many writers at once one creates the row. When there is
//! a duplicate, it is locked, looked at, and updated by its key. Each step is a transaction of its own (a savepoint when
//! one is open), and either writes all that the upsert writes or nothing; when the row is gone between the two, the
//! steps are taken again.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::change::Change;
use crate::hooks::context::Context;
use crate::hooks::draft::{Draft, HookChanges};
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
use crate::meta::unique::{OnDeleted, Unique};
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::sql::dialect::Dialect;
use crate::sql::lock::{is_in_transaction, take_write_lock_of};
use crate::sql::on::RowOn;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::values::{Values, write_slug};
use crate::verbs::upsert::backend::Upserts;
use crate::verbs::upsert::found::{ExistingRow, find, find_locked};
use crate::verbs::upsert::new::NewRow;
use crate::write::insert::slug;
use crate::write::unique::violated;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

/// How often the row may be gone again after it stood in the way of the INSERT.
const ATTEMPTS: usize = 20;

/// What an upsert did, and the row as it is stored now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Upserted<R> {
    /// There was no such row, and now there is this.
    Created(R),
    /// The row was there, and has other values now.
    Updated(R),
    /// The row was there with these values: nothing was written, no timestamp moved, no audit row was added.
    Unchanged(R),
    /// The row was deleted, and was restored with these values.
    Revived(R),
    /// The row was there, and the condition of `update_if` did not hold: nothing was written.
    Kept(R),
}

impl<R> Upserted<R> {
    /// The row.
    pub fn row(&self) -> &R {
        match self {
            Self::Created(row) | Self::Updated(row) | Self::Unchanged(row) | Self::Revived(row) | Self::Kept(row) => {
                row
            }
        }
    }

    /// The row alone.
    pub fn into_row(self) -> R {
        match self {
            Self::Created(row) | Self::Updated(row) | Self::Unchanged(row) | Self::Revived(row) | Self::Kept(row) => {
                row
            }
        }
    }

    /// Whether the row is new.
    pub fn is_created(&self) -> bool {
        matches!(self, Self::Created(_))
    }
}

/// What an upsert has besides the row.
#[derive(Debug, Clone, Copy)]
pub struct UpsertPlan {
    pub(crate) unique: &'static Unique,
    pub(crate) on_deleted: OnDeleted,
    pub(crate) on_live: OnLive,
}

/// What happens to a live row that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnLive {
    /// It gets the new values, where the guard lets it.
    Patch,
    /// It is left alone.
    Keep,
}

impl UpsertPlan {
    /// Where a row is looked for that stands in the way of a new one.
    fn scope<M: Model>(&self) -> RequiredState {
        if self.unique.is_partial(M::META) { RequiredState::Live } else { RequiredState::Any }
    }

    /// Whether a deleted row matters that is not in the way of a new one.
    fn minds_deleted<M: Model>(&self) -> bool {
        self.on_deleted != OnDeleted::Insert && self.unique.is_partial(M::META)
    }
}

pub(crate) fn upsert<Conn, M, G>(
    conn: &mut Conn,
    new: NewRow<M>,
    plan: UpsertPlan,
    guard: &G,
    operation: Operation<'_>,
) -> Result<Upserted<M>>
where
    Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    let mut write = Write { new, plan, guard, operation, slug: None };
    write.choose_slug();
    write.new.require(plan.unique)?;
    // A read before anything is locked: what is usually there is not written in vain, and where an INSERT is refused
    // rather than left out, it does not lock the row for reading, which many could do at once and none could undo.
    // Hooks of a new row do not run in vain either.
    let looks = plan.on_live == OnLive::Keep || !<Conn::Backend as Dialect>::PARTIAL_INDEX || HooksFor::<Conn, M>::ANY;
    // Two writers of one row can deadlock, most of all on MySQL and MariaDB, which lock the gaps of an index: then the
    // database has undone the step of one of them, and that is all there was in its transaction.
    let is_alone = !is_in_transaction(conn)? && <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_none();
    for _ in 0..ATTEMPTS {
        match write.attempt(conn, looks) {
            Ok(Some(done)) => return Ok(done),
            Ok(None) => {}
            Err(Error::Conflict) if is_alone => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::Conflict)
}

/// What became of the INSERT.
enum InsertOutcome<M> {
    Row(M),
    /// A row with the same value was there.
    InTheWay,
    /// A deleted row with the same value was there, and the policy is not to stand beside it: the INSERT was undone.
    Deleted,
}

/// Why the INSERT was undone.
enum InsertRolledBack {
    Deleted,
    Error(Error),
}

impl<E: Into<Error>> From<E> for InsertRolledBack {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// An upsert on its way.
struct Write<'s, M: Model, G> {
    new: NewRow<M>,
    plan: UpsertPlan,
    guard: &'s G,
    operation: Operation<'s>,
    /// The unique key of a slug that is to be made, when it is another than the one that rows are matched by.
    slug: Option<&'static Unique>,
}

impl<M: Model, G> Write<'_, M, G> {
    /// A slug that the caller leaves out: where rows are matched by it, it is that of the text; elsewhere one is found
    /// when the row is inserted.
    fn choose_slug(&mut self) {
        match slug::wanted::<M>(&self.new.values) {
            Some(unique) if unique.index == self.plan.unique.index => {
                write_slug(&mut self.new.values, 1);
                self.new.has_slug();
            }
            other => self.slug = other,
        }
    }

    /// Looks for the row without locking it. A row that is to be updated is locked and looked at again.
    fn look<Conn>(&mut self, conn: &mut Conn) -> Result<Option<Upserted<M>>>
    where
        Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        let scope = self.plan.scope::<M>();
        take_write_lock_of::<_, M>(conn)?;
        let Self { new, plan, guard, .. } = self;
        match find(conn, &new.values, plan.unique, scope, *guard)? {
            None if plan.minds_deleted::<M>() => {
                match find::<_, M, G>(conn, &new.values, plan.unique, RequiredState::Deleted, *guard)? {
                    None => Ok(None),
                    Some(_) => self.settle(conn, RequiredState::Deleted),
                }
            }
            None => Ok(None),
            Some(found) if found.is_foreign => Err(self.unique_violation()),
            Some(found) if self.plan.on_live == OnLive::Keep && !found.is_deleted => {
                Ok(Some(Upserted::Kept(found.row)))
            }
            Some(_) => self.settle(conn, scope),
        }
    }

    /// Takes the steps once; nothing when the row that was in the way is gone.
    fn attempt<Conn>(&mut self, conn: &mut Conn, looks: bool) -> Result<Option<Upserted<M>>>
    where
        Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        if looks && let Some(done) = self.look(conn)? {
            return Ok(Some(done));
        }
        let inserted = if HooksFor::<Conn, M>::ANY { self.insert_hooked(conn)? } else { self.insert(conn)? };
        match inserted {
            InsertOutcome::Row(row) => Ok(Some(Upserted::Created(row))),
            InsertOutcome::InTheWay => self.settle(conn, self.plan.scope::<M>()),
            InsertOutcome::Deleted => self.settle(conn, RequiredState::Deleted),
        }
    }

    /// Inserts the row, unless one with the same value stands in the way.
    fn insert<Conn>(&mut self, conn: &mut Conn) -> Result<InsertOutcome<M>>
    where
        Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        let Self { new, plan, guard, operation, slug } = self;
        let attempt = |conn: &mut Conn, values: &M::Values| insert(conn, values, *plan, *guard, *operation);
        let Some(own) = *slug else { return attempt(conn, &new.values) };
        slug::numbered::<_, M, _>(conn, &mut new.values, own, |conn, values| {
            match crate::sql::lock::transaction(conn, |conn| attempt(conn, values)) {
                Err(Error::UniqueViolation { field, .. }) if field.is_some() && field == field_of::<M>(own) => Ok(None),
                result => result.map(Some),
            }
        })
    }

    /// The same with the hooks of a new row, which leave nothing behind where there is none.
    fn insert_hooked<Conn>(&mut self, conn: &mut Conn) -> Result<InsertOutcome<M>>
    where
        Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        let operation = self.operation;
        let mut changes = HookChanges::of(&self.new.values);
        let mut left = None;
        let result = hooks::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            take_write_lock_of::<_, M>(conn)?;
            let mut draft = Draft::new(&mut self.new.values, &mut changes);
            HooksFor::<Conn, M>::before_create(&mut draft, &mut Context::new(conn, operation))?;
            operation.fill(|fill| self.new.values.fill_create(fill))?;
            match self.insert(conn)? {
                InsertOutcome::Row(row) => {
                    HooksFor::<Conn, M>::after_create(&row, &mut Context::new(conn, operation))?;
                    HooksFor::<Conn, M>::done(&operation, || Change::Created(&row))?;
                    Ok(row)
                }
                other => {
                    left = Some(other);
                    Err(Error::NotFound)
                }
            }
        });
        changes.undo(&mut self.new.values);
        match (left, result) {
            (Some(other), Err(_)) => Ok(other),
            (_, result) => result.map(InsertOutcome::Row),
        }
    }

    /// Locks the row that was found, and does with it what the plan says; nothing when it is gone.
    fn settle<Conn>(&mut self, conn: &mut Conn, scope: RequiredState) -> Result<Option<Upserted<M>>>
    where
        Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        hooks::with_unit(conn, self.operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            take_write_lock_of::<_, M>(conn)?;
            let found = find_locked(conn, &self.new.values, self.plan.unique, scope, self.guard)?;
            match found {
                None => Ok(None),
                Some(found) if found.is_foreign => Err(self.unique_violation()),
                Some(found) if found.is_deleted => self.settle_deleted(conn, found, operation),
                Some(ExistingRow { row, .. }) if self.plan.on_live == OnLive::Keep => Ok(Some(Upserted::Kept(row))),
                Some(ExistingRow { row, passes: false, .. }) => Ok(Some(Upserted::Kept(row))),
                Some(found) => self.patch(conn, &found.row, operation).map(Some),
            }
        })
    }

    /// What a create would say of the row that is in the way.
    fn unique_violation(&self) -> Error {
        let unique = self.plan.unique;
        Error::UniqueViolation { field: field_of::<M>(unique), constraint: unique.index.to_owned() }
    }

    fn patch<Conn>(&mut self, conn: &mut Conn, row: &M, operation: Operation<'_>) -> Result<Upserted<M>>
    where
        Conn: LoadConnection<Backend: Writes<Conn, M>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
    {
        let operation = operation.as_action(Action::Patch);
        let outcome =
            self.new.as_patch(|values| hooks::patch(conn, ByKey::<M>::new(row.key()), values, operation, |_| {}))?;
        match outcome {
            Outcome::Changed(row) => Ok(Upserted::Updated(row)),
            other => other.into_result().map(Upserted::Unchanged),
        }
    }

    fn settle_deleted<Conn>(
        &mut self,
        conn: &mut Conn,
        found: ExistingRow<M>,
        operation: Operation<'_>,
    ) -> Result<Option<Upserted<M>>>
    where
        Conn: LoadConnection<Backend: Writes<Conn, M>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
    {
        match self.plan.on_deleted {
            OnDeleted::Revive if found.passes => self.revive(conn, &found.row, operation),
            // It stays as it is, and that is deleted.
            OnDeleted::Revive | OnDeleted::Refuse => Err(Error::Deleted),
            // The caller asked for a row beside it, which a unique key of all rows does not allow.
            OnDeleted::Insert => Err(self.unique_violation()),
        }
    }

    fn revive<Conn>(&mut self, conn: &mut Conn, row: &M, operation: Operation<'_>) -> Result<Option<Upserted<M>>>
    where
        Conn: LoadConnection<Backend: Writes<Conn, M>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
    {
        let operation = operation.as_action(Action::Restore);
        let unique = self.plan.unique.index;
        let result = hooks::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            self.new.as_revival(|values| hooks::restore(conn, ByKey::<M>::new(row.key()), values, operation))
        });
        match result {
            // A live row has taken its place meanwhile: that one is found in the next attempt.
            Err(error) if violated::<M, Conn::Backend>(&error).is_some_and(|other| other.index == unique) => Ok(None),
            result => result?.into_result().map(|row| Some(Upserted::Revived(row))),
        }
    }
}

/// One INSERT, undone again where a deleted row with the same value is there and the policy minds it.
///
/// The search comes after the INSERT, when nobody else can create and delete such a row any more. It takes no lock: who
/// has one on the deleted row, to restore it, may be waiting for this INSERT.
fn insert<Conn, M, G>(
    conn: &mut Conn,
    values: &M::Values,
    plan: UpsertPlan,
    guard: &G,
    operation: Operation<'_>,
) -> Result<InsertOutcome<M>>
where
    Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    let create =
        |conn: &mut Conn| <Conn::Backend as Writes<Conn, M>>::create_if_absent(conn, values, plan.unique, operation);
    if !plan.minds_deleted::<M>() {
        return Ok(create(conn)?.map_or(InsertOutcome::InTheWay, InsertOutcome::Row));
    }
    let result = crate::sql::lock::transaction::<_, InsertRolledBack, _>(conn, |conn| {
        let Some(row) = create(conn)? else { return Ok(InsertOutcome::InTheWay) };
        match find::<_, M, G>(conn, values, plan.unique, RequiredState::Deleted, guard)? {
            None => Ok(InsertOutcome::Row(row)),
            Some(_) => Err(InsertRolledBack::Deleted),
        }
    });
    match result {
        Ok(inserted) => Ok(inserted),
        Err(InsertRolledBack::Deleted) => Ok(InsertOutcome::Deleted),
        Err(InsertRolledBack::Error(error)) => Err(error),
    }
}

/// The field that a unique key is named after.
fn field_of<M: Model>(unique: &Unique) -> Option<&'static str> {
    unique.columns.first().map(|index| M::META.fields[*index].name)
}
