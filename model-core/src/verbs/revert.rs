//! `revert`.

use crate::audit::entry::AuditEntry;
use crate::audit::past::{Recalls, Source, cell, misfits, recall, unfit};
use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::policy::RunsHooksOf;
use crate::meta::action::Action;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::{Error, Result};
use crate::meta::log::Shown;
use crate::meta::outcome::Outcome;
use crate::meta::{Field, Role};
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::key::RowKey;
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::sql::target::ByKey;
use crate::values::Values;
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use diesel::result::Error::DeserializationError;
use serde_json::Value;
use uuid::Uuid;

/// The revert of one row to the values from before an entry of its history, which has not run yet.
///
/// It writes back the application's own fields; timestamps, actors and columns that the database writes are updated as
/// in any other change. A field that was changed again since is written back as well: the revert concerns this entry,
/// whatever came after it.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct Revert<M: Model, A> {
    key: M::Key,
    /// The values to write back, or why that is impossible.
    old: Result<Old>,
    options: WriteOptions<A>,
}

/// The values that an entry started from.
struct Old {
    values: Vec<(usize, Value)>,
    /// The first field whose value the entry does not have.
    masked: Option<&'static str>,
}

write_options!([M: Model] Revert<M>, { key, old });

impl<M: Model> Revert<M, NoActor> {
    pub(crate) fn new(key: M::Key, entry: &AuditEntry<M>) -> Self {
        Self { old: old_values(&key, entry), key, options: WriteOptions::new() }
    }
}

fn old_values<M: Model>(key: &M::Key, entry: &AuditEntry<M>) -> Result<Old> {
    let refused = |message: String| Err(Error::invalid("entry", message));
    if entry.object_id != key.text() {
        return refused(format!("the entry belongs to the row {}", entry.object_id));
    }
    match entry.action.as_str() {
        name if name == Action::Patch.name() => {}
        name if name == Action::Create.name() => return refused("use `delete` to undo a creation".to_owned()),
        name if name == Action::Begin.name() => {
            return refused("it starts the row's trail, and changed nothing".to_owned());
        }
        name if name == Action::Restore.name() => return refused("use `delete` to undo a restoration".to_owned()),
        name if name == Action::Delete.name() && !entry.is_removal() => {
            return refused("use `restore` to undo a deletion".to_owned());
        }
        name if name == Action::Delete.name() || name == Action::HardDelete.name() => {
            return refused("the row was removed: use `recreate` to bring it back".to_owned());
        }
        name => return refused(format!("`{name}` is an event and changed nothing")),
    }
    let mut old = Old { values: Vec::new(), masked: None };
    for (index, shown) in entry.known_changes() {
        let field = &M::META.fields[index];
        match shown {
            _ if !is_reverted(field) => {}
            Shown::Values { old: Some(value), .. } => old.values.push((index, value.clone())),
            Shown::Values { old: None, .. } => {}
            Shown::Masked => {
                old.masked.get_or_insert(field.name);
            }
        }
    }
    Ok(old)
}

/// Whether a field has a value of the application.
fn is_reverted(field: &Field) -> bool {
    field.role == Role::Plain && !field.by_database
}

impl<M: Model, A> Revert<M, A> {
    /// Skips masked fields, whose values the trail does not have, instead of refusing to revert an entry with such a
    /// field.
    pub fn without_masked(self) -> Self {
        Self { old: self.old.map(|old| Old { masked: None, ..old }), ..self }
    }
}

/// Writes the old values back, if one of them differs from the stored value, and returns the row.
///
/// SQL: one SELECT that converts the old values to the types of their columns, and then the statements of `patch`
///
/// # Errors
/// [`NotFound`](Error::NotFound), [`Deleted`](Error::Deleted); [`Invalid`](Error::Invalid) for `entry` when it
/// belongs to another row or is not the entry of a patch, and for a field that is masked in it or whose old value
/// no longer fits its column; the database's refusals, as for [`Create::run`](crate::verbs::Create::run).
impl<M: Model, A> Run for Revert<M, A> {
    type Output = M;
}

impl<M: Model, A> Ready for Revert<M, A> where A: ActsFor<M::Attribution> {}

impl<Conn, M: Model, A> RunOn<Conn> for Revert<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, M> + Recalls<Conn, M>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<M> {
        self.attempt(conn)?.into_result()
    }
}

/// Does the same as [`run`](Run::run), but returns what was found as an [`Outcome`].
///
/// # Errors
/// As for [`run`](Run::run), without the first two.
impl<M: Model, A> RunOutcome for Revert<M, A> {
    type Outcome = Outcome<M>;
}

impl<Conn, M: Model, A> OutcomeOn<Conn> for Revert<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, M> + Recalls<Conn, M>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn attempt(self, conn: &mut Conn) -> Result<Outcome<M>> {
        let Old { values: old, masked } = self.old?;
        if let Some(field) = masked {
            return Err(Error::invalid(field, "the audit trail does not record the values of this field"));
        }
        let mut cells = vec![None; M::META.fields.len()];
        let mut columns = ColumnSet::default();
        for (index, value) in &old {
            cells[*index] = Some(cell(&M::META.fields[*index], value)?);
            columns.insert(*index);
        }
        let row = match recall(conn, Source::Row(self.key.clone()), cells.clone()) {
            Err(Error::Database(DeserializationError(error))) => {
                return Err(match misfits::<_, M>(conn, &self.key, &cells)?.first() {
                    Some(misfit) => unfit(&M::META.fields[*misfit]),
                    None => Error::Database(DeserializationError(error)),
                });
            }
            other => other?,
        };
        let Some(row) = row else { return Ok(Outcome::NotFound) };
        let mut values = M::Values::of_row(row, columns);
        let operation = self.options.operation(Action::Patch);
        hooks::run::patch(conn, ByKey::new(self.key), &mut values, operation, |_, _| {})
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/revert.rs"]
pub(crate) mod twin;
