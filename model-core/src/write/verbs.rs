//! The verbs: what each write is called, and what `.run(conn)` gives back.

use super::backend::{Writes, WritesSets};
use super::target::{ByFilter, ByKey, Target};
use super::terms::{Action, Entry, Terms};
use crate::actor::{Actor, ActsFor, NoActor};
use crate::error::Result;
use crate::model::{DeletionPolicy, Manager, Model, Soft};
use crate::outcome::Outcome;
use crate::values::{Fill, Values};
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use uuid::Uuid;

use super::update::{DeleteKind, Kind, PatchKind, RestoreKind};
#[cfg(feature = "postgres")]
use super::{insert::pg::PgInsert, remove::pg::PgDelete, update::pg::PgUpdate};

/// The methods that every write has before it is run.
macro_rules! terms {
    ([$($generics:tt)*] $name:ident<$($arg:ident),*>, { $($field:ident),* }) => {
        impl<$($generics)*> $name<$($arg),*, NoActor> {
            /// Says who acts. A write to an audited model does not compile without it.
            pub fn by<'a>(self, actor: &'a Actor) -> $name<$($arg),*, &'a Actor> {
                $name { terms: self.terms.by(actor), $($field: self.$field),* }
            }
        }

        impl<A, $($generics)*> $name<$($arg),*, A> {
            /// Says when, instead of now: the instant of every timestamp and audit row of this write, cut to
            /// microseconds.
            pub fn at(self, instant: DateTime<Utc>) -> Self {
                Self { terms: self.terms.at(instant), ..self }
            }

            /// Joins this write to an operation: its audit rows carry this batch id instead of a fresh one.
            pub fn batch(self, id: Uuid) -> Self {
                Self { terms: self.terms.batch(id), ..self }
            }
        }
    };
}

/// A new row, not yet written.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct Create<M: Model, A> {
    values: M::Values,
    terms: Terms<A>,
}

terms!([M: Model] Create<M>, { values });

impl<M: Model> Create<M, NoActor> {
    pub(crate) fn new(values: M::Values) -> Self {
        Self { values, terms: Terms::new() }
    }
}

impl<M: Model, A: ActsFor<M::Attribution>> Create<M, A> {
    /// Writes the row and returns it as it is stored.
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid) before anything is sent; [`UniqueViolation`](crate::Error::UniqueViolation),
    /// [`ForeignKey`](crate::Error::ForeignKey), [`NotNull`](crate::Error::NotNull), [`Check`](crate::Error::Check)
    /// or [`Database`](crate::Error::Database) from the database.
    pub fn run<Conn>(mut self, conn: &mut Conn) -> Result<M>
    where
        Conn: LoadConnection,
        Conn::Backend: Writes<Conn, M>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Create);
        entry.fill(|fill| self.values.fill_insert(fill))?;
        <Conn::Backend as Writes<Conn, M>>::create(conn, self.values, entry)
    }

    /// The one statement that this write is on PostgreSQL, for a connection of another kind (diesel-async): load it
    /// as [`Written<M>`](super::Written).
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid).
    #[cfg(feature = "postgres")]
    pub fn statement<'a>(mut self) -> Result<PgInsert<'a, M>>
    where
        A: 'a,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Create);
        entry.fill(|fill| self.values.fill_insert(fill))?;
        Ok(PgInsert::new(vec![self.values], entry))
    }
}

/// Many new rows, not yet written.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct CreateMany<M: Model, A> {
    rows: Vec<M::Values>,
    terms: Terms<A>,
}

terms!([M: Model] CreateMany<M>, { rows });

impl<M: Model> CreateMany<M, NoActor> {
    pub(crate) fn new(rows: Vec<M::Values>) -> Self {
        Self { rows, terms: Terms::new() }
    }
}

impl<M: Model, A: ActsFor<M::Attribution>> CreateMany<M, A> {
    /// Writes all rows in one transaction, and returns them in the order of the input. One instant serves them all.
    ///
    /// # Errors
    /// As for [`Create::run`]; none of the rows is written.
    pub fn run<Conn>(mut self, conn: &mut Conn) -> Result<Vec<M>>
    where
        Conn: LoadConnection,
        Conn::Backend: Writes<Conn, M>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Create);
        entry.fill(|fill| self.rows.iter_mut().for_each(|row| row.fill_insert(fill)))?;
        <Conn::Backend as Writes<Conn, M>>::create_many(conn, self.rows, entry)
    }
}

/// A change of one row or of a set, not yet written.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct Update<M: Model, T, A> {
    target: T,
    values: M::Values,
    terms: Terms<A>,
}

terms!([M: Model, T] Update<M, T>, { target, values });

/// What a generated patch does once it is bound to a target: `article.patch().title("..").by(&me).run(conn)`.
pub trait Patching: Sized {
    /// The model.
    type Model: Model;
    /// What it applies to.
    type Target;

    /// What it applies to, and the values it sets.
    fn into_parts(self) -> (Self::Target, <Self::Model as Model>::Values);

    /// The patch as a write.
    fn into_update(self) -> Update<Self::Model, Self::Target, NoActor>
    where
        Self::Target: Target,
    {
        let (target, values) = self.into_parts();
        Update { target, values, terms: Terms::new() }
    }

    /// Says who acts. A patch of an audited model does not compile without it.
    fn by(self, actor: &Actor) -> Update<Self::Model, Self::Target, &Actor>
    where
        Self::Target: Target,
    {
        self.into_update().by(actor)
    }

    /// Says when, instead of now.
    fn at(self, instant: DateTime<Utc>) -> Update<Self::Model, Self::Target, NoActor>
    where
        Self::Target: Target,
    {
        self.into_update().at(instant)
    }

    /// Writes the patch, where the model does not ask who acts; see [`Update::run`].
    ///
    /// # Errors
    /// As for [`Update::run`].
    fn run<Conn>(self, conn: &mut Conn) -> Result<<Self::Target as Applies<PatchKind, Conn>>::Output>
    where
        Conn: LoadConnection,
        NoActor: ActsFor<<Self::Model as Model>::Attribution>,
        Self::Target: Target + Applies<PatchKind, Conn, Model = Self::Model>,
    {
        self.into_update().run(conn)
    }
}

/// A target that an update can be applied to: one row gives the row, a set gives how many rows were changed.
#[diagnostic::on_unimplemented(
    message = "this write cannot be run on this connection",
    label = "the connection's backend cannot store or read every field of the model",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Applies<K: Kind, Conn> {
    /// The model.
    type Model: Model;
    /// What comes back.
    type Output;
    /// What comes back when "not there" is an answer.
    type Outcome;

    /// Runs it.
    ///
    /// # Errors
    /// Those of the database.
    fn apply(self, conn: &mut Conn, values: <Self::Model as Model>::Values, entry: Entry<'_>) -> Result<Self::Outcome>;

    /// The outcome as a result.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted),
    /// [`NotDeleted`](crate::Error::NotDeleted).
    fn output(outcome: Self::Outcome) -> Result<Self::Output>;
}

impl<K, Conn, R> Applies<K, Conn> for ByKey<R>
where
    K: Kind,
    R: Manager,
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
{
    type Model = R::Model;
    type Output = R;
    type Outcome = Outcome<R>;

    fn apply(self, conn: &mut Conn, values: <R::Model as Model>::Values, entry: Entry<'_>) -> Result<Outcome<R>> {
        <Conn::Backend as Writes<Conn, R>>::update::<K>(conn, self, values, entry)
    }

    fn output(outcome: Outcome<R>) -> Result<R> {
        outcome.into_result()
    }
}

impl<K, Conn, R, W> Applies<K, Conn> for ByFilter<R, W>
where
    K: Kind,
    R: Manager,
    Conn: LoadConnection<Backend: WritesSets<Conn, R, W>>,
{
    type Model = R::Model;
    type Output = usize;
    type Outcome = usize;

    fn apply(self, conn: &mut Conn, values: <R::Model as Model>::Values, entry: Entry<'_>) -> Result<usize> {
        <Conn::Backend as WritesSets<Conn, R, W>>::update::<K>(conn, self, values, entry)
    }

    fn output(count: usize) -> Result<usize> {
        Ok(count)
    }
}

impl<M, T, A> Update<M, T, A>
where
    M: Model,
    A: ActsFor<M::Attribution>,
{
    fn entry<'a>(&mut self) -> Result<Entry<'a>>
    where
        A: 'a,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Patch);
        entry.fill(|fill| self.values.fill_update(fill))?;
        Ok(entry)
    }

    /// Writes the columns that were set, where one of them differs from what is stored. One row comes back as it is
    /// stored now, changed or not; a set comes back as the number of rows that were changed.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound) and [`Deleted`](crate::Error::Deleted) for one row;
    /// [`Invalid`](crate::Error::Invalid) before anything is sent; the database's refusals, as for [`Create::run`].
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<T::Output>
    where
        Conn: LoadConnection,
        T: Applies<PatchKind, Conn, Model = M>,
    {
        T::output(self.outcome(conn)?)
    }

    /// Like [`run`](Self::run), with [`Outcome`] telling apart what was found.
    ///
    /// # Errors
    /// As for [`run`](Self::run), without the first two.
    pub fn outcome<Conn>(mut self, conn: &mut Conn) -> Result<T::Outcome>
    where
        Conn: LoadConnection,
        T: Applies<PatchKind, Conn, Model = M>,
    {
        let entry = self.entry()?;
        self.target.apply(conn, self.values, entry)
    }

    /// The one statement that this write is on PostgreSQL, for a connection of another kind (diesel-async): load it
    /// as [`Written<M>`](super::Written) for one row, as `i64` counts for a set.
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid).
    #[cfg(feature = "postgres")]
    pub fn statement<'a>(mut self) -> Result<PgUpdate<'a, M, T, PatchKind>>
    where
        A: 'a,
    {
        let entry = self.entry()?;
        Ok(PgUpdate::new(self.target, self.values, entry))
    }
}

/// The verbs that mark or unmark rows, which differ in little but their name.
macro_rules! marking {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[must_use = "a write does nothing until `.run(conn)`"]
        #[derive(Debug)]
        pub struct $name<T, A> {
            target: T,
            terms: Terms<A>,
        }

        terms!([T] $name<T>, { target });

        impl<T> $name<T, NoActor> {
            pub(crate) fn new(target: T) -> Self {
                Self { target, terms: Terms::new() }
            }
        }
    };
}

marking! {
    /// The deletion of one row or of a set, not yet written.
    Delete
}

marking! {
    /// The return of one deleted row or of a set, not yet written.
    Restore
}

/// The values that a deletion or a restoration writes.
fn marks<M: Model>(entry: &Entry<'_>, mark: fn(&mut M::Values, &mut Fill<'_>)) -> Result<M::Values> {
    let mut values = M::Values::default();
    entry.fill(|fill| {
        mark(&mut values, fill);
        values.fill_update(fill);
    })?;
    Ok(values)
}

impl<R, A> Delete<ByKey<R>, A>
where
    R: Manager,
    A: ActsFor<<R::Model as Model>::Attribution>,
{
    /// Deletes the row. With soft deletion it comes back as [`Deleted`](crate::Deleted), without as the row it was.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) when it is deleted already;
    /// the database's refusals, as for [`Create::run`].
    #[allow(clippy::type_complexity)]
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<<<R::Model as Model>::Deletion as DeletionPolicy>::Gone<R>>
    where
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
    {
        self.outcome(conn)?.into_result()
    }

    /// Like [`run`](Self::run), with [`Outcome`] telling apart what was found.
    ///
    /// # Errors
    /// As for [`run`](Self::run), without the first two.
    #[allow(clippy::type_complexity)]
    pub fn outcome<Conn>(
        self,
        conn: &mut Conn,
    ) -> Result<Outcome<<<R::Model as Model>::Deletion as DeletionPolicy>::Gone<R>>>
    where
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Delete);
        let outcome = if <R::Model as Model>::Deletion::SOFT {
            let values = marks::<R::Model>(&entry, Values::fill_delete)?;
            <Conn::Backend as Writes<Conn, R>>::update::<DeleteKind>(conn, self.target, values, entry)
        } else {
            <Conn::Backend as Writes<Conn, R>>::remove(conn, self.target, Needs::Any, entry)
        };
        Ok(outcome?.map(Into::into))
    }
}

impl<R, W, A> Delete<ByFilter<R, W>, A>
where
    R: Manager,
    A: ActsFor<<R::Model as Model>::Attribution>,
{
    /// Deletes every row of the set, and returns how many.
    ///
    /// # Errors
    /// The database's refusals, as for [`Create::run`].
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        Conn: LoadConnection<Backend: WritesSets<Conn, R, W>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Delete);
        if <R::Model as Model>::Deletion::SOFT {
            let values = marks::<R::Model>(&entry, Values::fill_delete)?;
            <Conn::Backend as WritesSets<Conn, R, W>>::update::<DeleteKind>(conn, self.target, values, entry)
        } else {
            <Conn::Backend as WritesSets<Conn, R, W>>::remove(conn, self.target, entry)
        }
    }
}

impl<R, A> Restore<ByKey<R>, A>
where
    R: Manager<Model: Model<Deletion = Soft>>,
    A: ActsFor<<R::Model as Model>::Attribution>,
{
    /// Brings the row back, and returns it live.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound); [`NotDeleted`](crate::Error::NotDeleted) when somebody else has brought
    /// it back; [`UniqueViolation`](crate::Error::UniqueViolation) when a live row has taken its place.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<R>
    where
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
    {
        self.outcome(conn)?.into_result()
    }

    /// Like [`run`](Self::run), with [`Outcome`] telling apart what was found.
    ///
    /// # Errors
    /// As for [`run`](Self::run), without the first two.
    pub fn outcome<Conn>(self, conn: &mut Conn) -> Result<Outcome<R>>
    where
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Restore);
        let values = marks::<R::Model>(&entry, Values::fill_restore)?;
        <Conn::Backend as Writes<Conn, R>>::update::<RestoreKind>(conn, self.target, values, entry)
    }
}

impl<R, W, A> Restore<ByFilter<R, W>, A>
where
    R: Manager<Model: Model<Deletion = Soft>>,
    A: ActsFor<<R::Model as Model>::Attribution>,
{
    /// Brings every row of the set back, and returns how many.
    ///
    /// # Errors
    /// [`UniqueViolation`](crate::Error::UniqueViolation) when a live row has taken the place of one of them: then
    /// none is brought back.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        Conn: LoadConnection<Backend: WritesSets<Conn, R, W>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Restore);
        let values = marks::<R::Model>(&entry, Values::fill_restore)?;
        <Conn::Backend as WritesSets<Conn, R, W>>::update::<RestoreKind>(conn, self.target, values, entry)
    }
}

/// The state that a write needs a row to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Not deleted.
    Live,
    /// Deleted.
    Deleted,
    /// Either.
    Any,
}

impl Needs {
    /// What a model without soft deletion makes of it.
    pub(crate) fn of<M: Model>(self) -> Self {
        if M::Deletion::SOFT { self } else { Self::Any }
    }
}

/// The removal of one row or of a set for good, not yet written.
#[must_use = "a write does nothing until `.run(conn)`"]
#[derive(Debug)]
pub struct HardDelete<T, A> {
    target: T,
    needs: Needs,
    terms: Terms<A>,
}

terms!([T] HardDelete<T>, { target, needs });

impl<T> HardDelete<T, NoActor> {
    pub(crate) fn live(target: T) -> Self {
        Self { target, needs: Needs::Live, terms: Terms::new() }
    }

    pub(crate) fn deleted(target: T) -> Self {
        Self { target, needs: Needs::Deleted, terms: Terms::new() }
    }

    pub(crate) fn any(target: T) -> Self {
        Self { target, needs: Needs::Any, terms: Terms::new() }
    }
}

impl<R, A> HardDelete<ByKey<R>, A>
where
    R: Manager,
    A: ActsFor<<R::Model as Model>::Attribution>,
{
    /// Removes the row, and returns it as it was.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound); [`Deleted`](crate::Error::Deleted) or
    /// [`NotDeleted`](crate::Error::NotDeleted) when its state has changed since it was loaded;
    /// [`ForeignKey`](crate::Error::ForeignKey) when it is still referred to.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<R>
    where
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
    {
        self.outcome(conn)?.into_result()
    }

    /// Like [`run`](Self::run), with [`Outcome`] telling apart what was found.
    ///
    /// # Errors
    /// As for [`run`](Self::run), without the first three.
    pub fn outcome<Conn>(self, conn: &mut Conn) -> Result<Outcome<R>>
    where
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::HardDelete);
        <Conn::Backend as Writes<Conn, R>>::remove(conn, self.target, self.needs.of::<R::Model>(), entry)
    }

    /// The one statement that this write is on PostgreSQL, for a connection of another kind (diesel-async): load it
    /// as [`Written<R>`](super::Written).
    #[cfg(feature = "postgres")]
    pub fn statement<'a>(self) -> PgDelete<'a, R, ByKey<R>>
    where
        A: 'a,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::HardDelete);
        PgDelete::new(self.target, self.needs.of::<R::Model>(), entry)
    }
}

impl<R, W, A> HardDelete<ByFilter<R, W>, A>
where
    R: Manager,
    A: ActsFor<<R::Model as Model>::Attribution>,
{
    /// Removes every row of the set, and returns how many.
    ///
    /// # Errors
    /// [`ForeignKey`](crate::Error::ForeignKey) when one of them is still referred to: then none is removed.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        Conn: LoadConnection<Backend: WritesSets<Conn, R, W>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::HardDelete);
        <Conn::Backend as WritesSets<Conn, R, W>>::remove(conn, self.target, entry)
    }
}
