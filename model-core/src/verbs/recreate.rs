//! `recreate`.

use crate::audit::entry::AuditEntry;
use crate::audit::past::{Recalls, Source, cell, last_misfit, recall, unfit};
use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::policy::RunsHooksOf;
use crate::meta::action::Action;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::{Error, Result};
use crate::meta::log::Shown;
use crate::meta::{Field, Role};
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::key::RowKey;
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::values::Values;
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use diesel::result::Error::DeserializationError;
use serde_json::Value;
use uuid::Uuid;

/// A removed row that comes back as the entry of its removal has it, which is not written yet.
///
/// It has the key that it had, its own fields, and when and by whom it was created. What follows the writes of a row
/// starts again: `updated_at`, the version, the change log. It is live, and the rows that were removed with it stay
/// away.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct Recreate<M: Model, A> {
    /// The values of the row, or why there are none.
    old: Result<Vec<(usize, Value)>>,
    options: WriteOptions<A>,
    model: std::marker::PhantomData<fn() -> M>,
}

write_options!([M: Model] Recreate<M>, { old, model });

impl<M: Model> Recreate<M, NoActor> {
    pub(crate) fn new(key: &M::Key, entry: &AuditEntry<M>) -> Self {
        Self { old: old_values(key, entry), options: WriteOptions::new(), model: std::marker::PhantomData }
    }
}

fn old_values<M: Model>(key: &M::Key, entry: &AuditEntry<M>) -> Result<Vec<(usize, Value)>> {
    let refused = |message: String| Err(Error::invalid("entry", message));
    if entry.object_id != key.text() {
        return refused(format!("the entry belongs to the row {}", entry.object_id));
    }
    if !entry.is_removal() {
        return refused(format!("`{}` did not remove the row: use the entry of its removal", entry.action));
    }
    let mut old = Vec::new();
    for (index, shown) in entry.known_changes() {
        if let Shown::Values { old: Some(value), .. } = shown {
            old.push((index, value.clone()));
        }
    }
    Ok(old)
}

/// Whether the row gets back what it had.
fn comes_back(field: &Field) -> bool {
    let kept = matches!(field.role, Role::Plain | Role::Key | Role::CreatedAt | Role::CreatedBy);
    kept && (!field.by_database || field.role == Role::Key)
}

/// Creates the row, and returns it.
///
/// SQL: one SELECT that converts the old values to the types of their columns, and then the statements of `create`
///
/// # Errors
/// [`Invalid`](Error::Invalid) for `entry` when it belongs to another row or removed none, and for a field that the
/// trail does not show, or whose old value no longer fits its column; [`UniqueViolation`](Error::UniqueViolation) when
/// there is a row with this key or with a unique value of this row, and the others of
/// [`Create::run`](crate::verbs::Create::run).
impl<M: Model, A> Run for Recreate<M, A> {
    type Output = M;
}

impl<M: Model, A> Ready for Recreate<M, A> where A: ActsFor<M::Attribution> {}

impl<Conn, M: Model, A> RunOn<Conn> for Recreate<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, M> + Recalls<Conn, M>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<M> {
        let mut cells = vec![None; M::META.fields.len()];
        for (index, value) in &self.old? {
            cells[*index] = Some(cell(&M::META.fields[*index], value)?);
        }
        let mut columns = ColumnSet::default();
        for (index, field) in M::META.fields.iter().enumerate() {
            match field.role {
                // It is in no trail, and starts again.
                Role::ChangeLog => cells[index] = Some(cell(field, &Value::Array(Vec::new()))?),
                _ if cells[index].is_none() => {
                    return Err(Error::invalid(field.name, "the audit trail does not record the values of this field"));
                }
                _ if comes_back(field) => columns.insert(index),
                _ => {}
            }
        }
        let row: Option<M> = match recall(conn, Source::Nowhere, cells.clone()) {
            Err(Error::Database(DeserializationError(error))) => {
                return Err(match last_misfit::<_, M>(conn, &cells)? {
                    Some(misfit) => unfit(&M::META.fields[misfit]),
                    None => Error::Database(DeserializationError(error)),
                });
            }
            other => other?,
        };
        let Some(row) = row else { return Err(Error::NotFound) };
        let operation = self.options.operation(Action::Create);
        hooks::run::create(conn, M::Values::of_row(row, columns), operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/recreate.rs"]
pub(crate) mod twin;
