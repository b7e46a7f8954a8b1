//! Makes rows over a connection: the parents that nobody gave, and then the rows.

use super::dice::Dice;
use super::fill::fill;
use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::json::judge::One;
use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
use crate::model::Model;
use crate::operation::Operation;
use crate::query::relations::belongs_to::{BelongsTo, HoldsKeyOf};
use crate::query::relations::reference::{Reference, ReferenceWithin};
use crate::sql::target::ByKey;
use crate::values::read::{ReadValues, read_column};
use crate::values::{Exact, Values};
use diesel::connection::LoadConnection;
use diesel::sql_types::is_nullable::{IsNullable, NotNull};
use serde_json::Value;
use std::collections::HashMap;

/// Sets fields of the row with a number.
type Step<M> = Box<dyn Fn(&mut <M as Model>::Values, usize) + Send + Sync>;

/// A request to a factory.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct Plan<M: Model> {
    steps: Vec<Step<M>>,
    /// Columns that every row has in the encoding of the trail: the part of a key that a child has already.
    parts: Vec<(usize, Value)>,
    pub(super) seed: Option<u64>,
    pub(super) complete: bool,
    pub(super) deleted: bool,
}

impl<M: Model> Plan<M> {
    pub(super) fn new() -> Self {
        Self { steps: Vec::new(), parts: Vec::new(), seed: None, complete: false, deleted: false }
    }

    pub(super) fn push(&mut self, step: impl Fn(&mut M::Values, usize) + Send + Sync + 'static) {
        self.steps.push(Box::new(step));
    }

    /// The values that were set for the row with this number.
    fn given(&self, number: usize) -> M::Values {
        let mut values = M::Values::default();
        self.steps.iter().for_each(|step| step(&mut values, number));
        values
    }
}

/// A model whose rows a factory can make over a connection.
#[diagnostic::on_unimplemented(
    message = "no factory makes rows of `{Self}` over the connection `{Conn}`",
    label = "a field of `{Self}`, or of one of its required parents, has a type that a factory cannot make values for",
    note = "derive `serde::Deserialize` for the type of each field, including keys and choices"
)]
pub trait MadeOn<Conn>: Model {
    /// Makes rows, with the parents that nobody gave.
    ///
    /// # Errors
    /// As for [`Factory`](super::Factory).
    #[doc(hidden)]
    fn make(
        conn: &mut Conn,
        plan: Plan<Self>,
        count: usize,
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> Result<Vec<Self>>;
}

#[diagnostic::do_not_recommend]
impl<Conn, M> MadeOn<Conn> for M
where
    M: Model<Values: for<'de> ReadValues<'de>, References: MakesParents<Conn, M>>,
    Conn: LoadConnection<Backend: Writes<Conn, M>>,
    Conn: RunsHooksOf<M>,
{
    fn make(
        conn: &mut Conn,
        plan: Plan<Self>,
        count: usize,
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> Result<Vec<Self>> {
        hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            <Conn::Backend as Writes<Conn, M>>::take_lock(conn)?;
            let mut rows: Vec<M::Values> = (0..count).map(|number| plan.given(number)).collect();
            for row in &mut rows {
                plan.parts.iter().try_for_each(|(column, value)| part::<M>(row, *column, value))?;
            }
            M::References::make_parents(conn, &mut rows, dice, operation)?;
            for row in &mut rows {
                fill::<M>(row, plan.complete, dice)?;
            }
            let mut made = create_all::<Conn, M>(conn, rows, operation)?;
            if plan.deleted {
                for row in &mut made {
                    let target = ByKey::<M>::new(row.key());
                    let (outcome, _) = hooks::run::delete(conn, target, operation.one_deletion())?;
                    if let Outcome::Changed(deleted) = outcome {
                        *row = deleted;
                    }
                }
            }
            Ok(made)
        })
    }
}

/// Creates the rows: all at once, or row by row where hooks run.
fn create_all<Conn, M>(conn: &mut Conn, mut rows: Vec<M::Values>, operation: Operation<'_>) -> Result<Vec<M>>
where
    M: Model,
    Conn: LoadConnection<Backend: Writes<Conn, M>>,
    Conn: RunsHooksOf<M>,
{
    if !HooksFor::<Conn, M>::ANY {
        operation.fill(|fill| rows.iter_mut().for_each(|row| row.fill_create(fill)))?;
        return <Conn::Backend as Writes<Conn, M>>::create_many(conn, rows, operation);
    }
    let mut created = Vec::with_capacity(rows.len());
    for values in rows {
        created.push(hooks::run::create(conn, values, operation)?);
    }
    Ok(created)
}

/// The list of references of `M`, whose parents can be made over a connection.
pub trait MakesParents<Conn, M: Model> {
    /// Makes one parent for each reference that needs one and that a row does not set, and sets it.
    ///
    /// # Errors
    /// As for [`Factory`](super::Factory).
    fn make_parents(conn: &mut Conn, rows: &mut [M::Values], dice: &mut Dice, operation: Operation<'_>) -> Result<()>;
}

impl<Conn, M: Model> MakesParents<Conn, M> for () {
    fn make_parents(_: &mut Conn, _: &mut [M::Values], _: &mut Dice, _: Operation<'_>) -> Result<()> {
        Ok(())
    }
}

impl<Conn, M, P, C, Rest> MakesParents<Conn, M> for (Reference<P, C>, Rest)
where
    P: Model,
    M: BelongsTo<P, C>,
    <M::Field as HoldsKeyOf<P::Key>>::Absent: MakesParent<Conn, P>,
    Rest: MakesParents<Conn, M>,
{
    fn make_parents(conn: &mut Conn, rows: &mut [M::Values], dice: &mut Dice, operation: Operation<'_>) -> Result<()> {
        let is_needed = M::FOREIGN_KEY.iter().any(|column| M::META.column(*column).is_needed());
        // One parent for the rows that have the same part of its key.
        let mut made: HashMap<String, P::Key> = HashMap::new();
        for row in rows.iter_mut().filter(|row| is_needed && M::value(row).is_none()) {
            let Some(parts) = parts::<M, P, C>(row) else { continue };
            let name = format!("{parts:?}");
            if !made.contains_key(&name) {
                let key = <<M::Field as HoldsKeyOf<P::Key>>::Absent as MakesParent<Conn, P>>::key(
                    conn, parts, dice, operation,
                )?;
                let Some(key) = key else { break };
                made.insert(name.clone(), key);
            }
            if let Some(key) = made.get(&name) {
                M::set_foreign_key(row, HoldsKeyOf::of_key(key.clone()));
            }
        }
        Rest::make_parents(conn, rows, dice, operation)
    }
}

/// The columns of a parent's key whose values a row has already, in the encoding of the trail; none if a value has no
/// such form.
fn parts<M, P, C>(row: &M::Values) -> Option<Vec<(usize, Value)>>
where
    M: BelongsTo<P, C>,
    P: Model,
{
    let set = P::META.key.iter().zip(M::FOREIGN_KEY).filter(|(_, column)| row.columns().contains(**column));
    let part = |(key, column): (&usize, &usize)| {
        let value = match row.exact(*column)? {
            Exact::Integer(number) => Value::from(number),
            Exact::Text(text) => Value::from(text),
            Exact::Uuid(uuid) => Value::from(uuid.to_string()),
            _ => return None,
        };
        Some((*key, value))
    };
    set.map(part).collect()
}

/// Sets a part of a key.
fn part<M>(row: &mut M::Values, column: usize, value: &Value) -> Result<()>
where
    M: Model<Values: for<'de> ReadValues<'de>>,
{
    let field = M::META.column(column).name;
    let refused = |error: serde_json::Error| Error::invalid(field, error.to_string());
    read_column(row, column, &mut One(Some(value))).map_err(refused)
}

/// A row of the same model cannot be made before the first one: it may be NULL, or it is given.
impl<Conn, M, P, C, Rest> MakesParents<Conn, M> for (ReferenceWithin<P, C>, Rest)
where
    M: Model,
    Rest: MakesParents<Conn, M>,
{
    fn make_parents(conn: &mut Conn, rows: &mut [M::Values], dice: &mut Dice, operation: Operation<'_>) -> Result<()> {
        Rest::make_parents(conn, rows, dice, operation)
    }
}

/// Whether a foreign key can be NULL, as the types of Diesel say it: only one that cannot asks for a parent that can be
/// made, so that two models may refer to each other.
pub trait MakesParent<Conn, P: Model> {
    /// The key of a parent that was made with these parts of its key; none if none is needed.
    ///
    /// # Errors
    /// As for [`Factory`](super::Factory).
    fn key(
        conn: &mut Conn,
        parts: Vec<(usize, Value)>,
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> Result<Option<P::Key>>;
}

impl<Conn, P: Model> MakesParent<Conn, P> for IsNullable {
    fn key(_: &mut Conn, _: Vec<(usize, Value)>, _: &mut Dice, _: Operation<'_>) -> Result<Option<P::Key>> {
        Ok(None)
    }
}

impl<Conn, P: MadeOn<Conn>> MakesParent<Conn, P> for NotNull {
    fn key(
        conn: &mut Conn,
        parts: Vec<(usize, Value)>,
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> Result<Option<P::Key>> {
        let made = P::make(conn, Plan { parts, ..Plan::new() }, 1, dice, operation.by_somebody())?;
        Ok(made.first().map(P::key))
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/factory/make.rs"]
pub(crate) mod twin;
