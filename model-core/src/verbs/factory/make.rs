//! Makes rows over a connection: the parents that nobody gave, and then the rows.

use super::dice::Dice;
use super::fill::fill;
use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::Model;
use crate::operation::Operation;
use crate::query::relations::belongs_to::{BelongsTo, HoldsKeyOf};
use crate::query::relations::reference::{Reference, ReferenceWithin};
use crate::sql::target::ByKey;
use crate::values::Values;
use crate::values::read::ReadValues;
use diesel::connection::LoadConnection;
use diesel::sql_types::is_nullable::{IsNullable, NotNull};

/// Sets fields of the row with a number.
type Step<M> = Box<dyn Fn(&mut <M as Model>::Values, usize) + Send + Sync>;

/// What was asked of a factory.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct Plan<M: Model> {
    steps: Vec<Step<M>>,
    pub(super) seed: Option<u64>,
    pub(super) complete: bool,
    pub(super) deleted: bool,
}

impl<M: Model> Plan<M> {
    pub(super) fn new() -> Self {
        Self { steps: Vec::new(), seed: None, complete: false, deleted: false }
    }

    pub(super) fn push(&mut self, step: impl Fn(&mut M::Values, usize) + Send + Sync + 'static) {
        self.steps.push(Box::new(step));
    }

    /// What was set of the row with this number.
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
    <M::Field as HoldsKeyOf<P::Key>>::Null: MakesParent<Conn, P>,
    Rest: MakesParents<Conn, M>,
{
    fn make_parents(conn: &mut Conn, rows: &mut [M::Values], dice: &mut Dice, operation: Operation<'_>) -> Result<()> {
        let is_needed = M::META.column(M::FOREIGN_KEY).is_needed();
        if is_needed && rows.iter().any(|row| M::value(row).is_none()) {
            let key = <<M::Field as HoldsKeyOf<P::Key>>::Null as MakesParent<Conn, P>>::key(conn, dice, operation)?;
            if let Some(key) = key {
                for row in rows.iter_mut().filter(|row| M::value(row).is_none()) {
                    M::set_foreign_key(row, HoldsKeyOf::of_key(key.clone()));
                }
            }
        }
        Rest::make_parents(conn, rows, dice, operation)
    }
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
    /// The key of a parent that was made; none if none is needed.
    ///
    /// # Errors
    /// As for [`Factory`](super::Factory).
    fn key(conn: &mut Conn, dice: &mut Dice, operation: Operation<'_>) -> Result<Option<P::Key>>;
}

impl<Conn, P: Model> MakesParent<Conn, P> for IsNullable {
    fn key(_: &mut Conn, _: &mut Dice, _: Operation<'_>) -> Result<Option<P::Key>> {
        Ok(None)
    }
}

impl<Conn, P: MadeOn<Conn>> MakesParent<Conn, P> for NotNull {
    fn key(conn: &mut Conn, dice: &mut Dice, operation: Operation<'_>) -> Result<Option<P::Key>> {
        let made = P::make(conn, Plan::new(), 1, dice, operation.by_somebody())?;
        Ok(made.first().map(P::key))
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/factory/make.rs"]
pub(crate) mod twin;
