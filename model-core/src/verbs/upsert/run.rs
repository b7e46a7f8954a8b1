//! Creates a row, or writes to the one with the same unique value.
//!
//! The INSERT runs first and skips a duplicate, so that one of many concurrent writers creates the row. A duplicate is
//! locked, checked, and updated by its key. Each step is a transaction of its own (a savepoint if a transaction is
//! open), and writes either everything or nothing; if the row disappears between the two steps, they are repeated.

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
use crate::verbs::upsert::found::{ExistingRow, find, find_locked, find_now};
use crate::verbs::upsert::new::NewRow;
use crate::write::insert::slug;
use crate::write::insert::slug::WriteNumbered;
use crate::write::unique::violates;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

/// How often the duplicate of the INSERT may disappear before its update.
const ATTEMPTS: usize = 20;

/// What an upsert did, and the stored row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Upserted<Row> {
    /// The row did not exist, and was created.
    Created(Row),
    /// The row existed, and was updated.
    Updated(Row),
    /// The row existed with these values: nothing was written, no timestamp changed, and no audit row was added.
    Unchanged(Row),
    /// The row was deleted, and was restored with the new values.
    Revived(Row),
    /// The row existed, and the condition of `update_if` did not hold: nothing was written.
    Kept(Row),
}

impl<Row> Upserted<Row> {
    /// The row.
    pub fn row(&self) -> &Row {
        match self {
            Self::Created(row) | Self::Updated(row) | Self::Unchanged(row) | Self::Revived(row) | Self::Kept(row) => {
                row
            }
        }
    }

    /// The row alone.
    pub fn into_row(self) -> Row {
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

/// The parts of an upsert other than the row.
#[derive(Debug, Clone, Copy)]
pub struct UpsertPlan {
    pub(crate) unique: &'static Unique,
    pub(crate) on_deleted: OnDeleted,
    pub(crate) on_live: OnLive,
    /// The column in which a new row must be newer than the existing one to be written.
    pub(crate) newest: Option<usize>,
}

/// What happens to an existing live row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnLive {
    /// It gets the new values, if the condition holds.
    Patch,
    /// It is not written.
    Keep,
}

impl UpsertPlan {
    /// The state of the rows that conflict with a new one.
    fn scope<M: Model>(&self) -> RequiredState {
        if self.unique.is_partial(M::META) { RequiredState::Live } else { RequiredState::Any }
    }

    /// Whether a deleted row matters although it does not conflict with a new one.
    fn minds_deleted<M: Model>(&self) -> bool {
        self.on_deleted != OnDeleted::Insert && self.unique.is_partial(M::META)
    }
}

pub(crate) fn upsert<Conn, M, Guard>(
    conn: &mut Conn,
    new: NewRow<M>,
    plan: UpsertPlan,
    guard: &Guard,
    operation: Operation<'_>,
) -> Result<Upserted<M>>
where
    Conn: LoadConnection<Backend: Upserts<Conn, M, Guard>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
    M: Model + RowOn<Conn::Backend>,
    Guard: QueryFragment<Conn::Backend>,
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
    let mut met = false;
    for _ in 0..ATTEMPTS {
        match write.try_once(conn, looks) {
            Ok(Some(done)) => return Ok(done),
            Ok(None) => {}
            Err(Error::Conflict) if is_alone => met = true,
            Err(error) => return Err(error),
        }
    }
    // A row that is always in the way and never found has another value than the given one: a trigger has changed it.
    Err(if met { Error::Conflict } else { write.unique_violation() })
}

/// The result of the INSERT.
enum InsertOutcome<M> {
    Row(M),
    /// A row with the same value exists.
    InTheWay,
    /// A deleted row with the same value exists, and the policy is not to create a second row: the INSERT was rolled
    /// back.
    Deleted,
}

/// Why the INSERT was rolled back.
enum InsertRolledBack {
    Deleted,
    Error(Error),
}

impl<E: Into<Error>> From<E> for InsertRolledBack {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// A running upsert.
struct Write<'s, M: Model, G> {
    new: NewRow<M>,
    plan: UpsertPlan,
    guard: &'s G,
    operation: Operation<'s>,
    /// The unique key of a slug that has to be made, if it is not the conflict target.
    slug: Option<&'static Unique>,
}

impl<M: Model, G> Write<'_, M, G> {
    /// Makes a slug that the caller left out. If rows are matched by it, it is the slug of the text; otherwise a free
    /// slug is found when the row is inserted.
    fn choose_slug(&mut self) {
        match slug::wanted::<M>(&self.new.values) {
            Some(unique) if unique.index == self.plan.unique.index => {
                write_slug(&mut self.new.values, 1);
                self.new.has_slug();
            }
            other => self.slug = other,
        }
    }

    /// Reads the row without a lock. A row that will be updated is read again with a lock.
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
        match find_now(conn, &new.values, plan.unique, scope, *guard, plan.newest)? {
            None if plan.minds_deleted::<M>() => {
                let deleted = RequiredState::Deleted;
                match find_now::<_, M, G>(conn, &new.values, plan.unique, deleted, *guard, plan.newest)? {
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

    /// Runs the steps once; returns none if the duplicate has disappeared.
    fn try_once<Conn>(&mut self, conn: &mut Conn, looks: bool) -> Result<Option<Upserted<M>>>
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

    /// Inserts the row, unless a row with the same value exists.
    fn insert<Conn>(&mut self, conn: &mut Conn) -> Result<InsertOutcome<M>>
    where
        Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        let Self { new, plan, guard, operation, slug } = self;
        let Some(own) = *slug else { return insert(conn, &new.values, *plan, *guard, *operation) };
        let mut write = InsertNumbered { plan: *plan, guard: *guard, operation: *operation, slug: own };
        slug::numbered::<_, M, _>(conn, &mut new.values, own, &mut write)
    }

    /// Does the same with the hooks of a new row, whose writes are rolled back if no row is inserted.
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
        let result = hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
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
        // The row that is in the way has the value that the hooks have made of the given one.
        let kept = if left.is_some() { self.plan.unique.columns } else { &[] };
        changes.undo_but(kept, &mut self.new.values);
        match (left, result) {
            (Some(other), Err(_)) => Ok(other),
            (_, result) => result.map(InsertOutcome::Row),
        }
    }

    /// Locks the existing row, and applies the plan to it; returns none if it has disappeared.
    fn settle<Conn>(&mut self, conn: &mut Conn, scope: RequiredState) -> Result<Option<Upserted<M>>>
    where
        Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        hooks::run::with_unit(conn, self.operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            take_write_lock_of::<_, M>(conn)?;
            let found = find_locked(conn, &self.new.values, self.plan.unique, scope, self.guard, self.plan.newest)?;
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

    /// The error that a create would return for the existing row.
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
        let values = self.new.begin_patch();
        let outcome = hooks::run::patch(conn, ByKey::<M>::new(row.key()), values, operation, |_, _| {});
        self.new.end_update();
        match outcome? {
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
            OnDeleted::Revive | OnDeleted::Restore if found.passes => self.revive(conn, &found.row, operation),
            // The row stays deleted.
            OnDeleted::Revive | OnDeleted::Restore | OnDeleted::Refuse => Err(Error::Deleted),
            // The caller requested a second row, which a unique key over all rows does not allow.
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
        let unique = self.plan.unique;
        let (values, reset) = self.new.begin_revival(self.plan.on_deleted == OnDeleted::Revive);
        let result = hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            hooks::run::restore(conn, ByKey::<M>::new(row.key()), values, reset, operation)
        });
        self.new.end_update();
        match result {
            // Another writer has created a live row with the value: the next attempt finds that row.
            Err(error) if violates::<M, Conn::Backend>(&error, unique) => Ok(None),
            result => result?.into_result().map(|row| Some(Upserted::Revived(row))),
        }
    }
}

/// Inserts the row with a slug that was made, in a transaction of its own.
struct InsertNumbered<'s, G> {
    plan: UpsertPlan,
    guard: &'s G,
    operation: Operation<'s>,
    /// The unique key of the slug.
    slug: &'static Unique,
}

impl<Conn, M, G> WriteNumbered<Conn, M> for InsertNumbered<'_, G>
where
    Conn: LoadConnection<Backend: Upserts<Conn, M, G>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    type Written = InsertOutcome<M>;

    fn write(&mut self, conn: &mut Conn, values: &M::Values) -> Result<Option<InsertOutcome<M>>> {
        let Self { plan, guard, operation, slug } = *self;
        match crate::sql::lock::transaction(conn, |conn| insert(conn, values, plan, guard, operation)) {
            Err(Error::UniqueViolation { field, .. }) if field.is_some() && field == field_of::<M>(slug) => Ok(None),
            result => result.map(Some),
        }
    }
}

/// Runs one INSERT, and rolls it back if a deleted row with the same value matters for the policy.
///
/// The search comes after the INSERT, because then no other writer can create and delete such a row. It takes no lock:
/// a writer that has locked the deleted row to restore it may be waiting for this INSERT.
fn insert<Conn, M, Guard>(
    conn: &mut Conn,
    values: &M::Values,
    plan: UpsertPlan,
    guard: &Guard,
    operation: Operation<'_>,
) -> Result<InsertOutcome<M>>
where
    Conn: LoadConnection<Backend: Upserts<Conn, M, Guard>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
    M: Model + RowOn<Conn::Backend>,
    Guard: QueryFragment<Conn::Backend>,
{
    if !plan.minds_deleted::<M>() {
        let row = <Conn::Backend as Writes<Conn, M>>::create_if_absent(conn, values, plan.unique, operation)?;
        return Ok(row.map_or(InsertOutcome::InTheWay, InsertOutcome::Row));
    }
    let result = crate::sql::lock::transaction::<_, InsertRolledBack, _>(conn, |conn| {
        let row = <Conn::Backend as Writes<Conn, M>>::create_if_absent(conn, values, plan.unique, operation)?;
        let Some(row) = row else { return Ok(InsertOutcome::InTheWay) };
        match find::<_, M, Guard>(conn, values, plan.unique, RequiredState::Deleted, guard, plan.newest)? {
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

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/upsert/run.rs"]
pub(crate) mod twin;
