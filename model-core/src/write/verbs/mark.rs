//! `delete` and `restore`.

use super::{Needs, terms};
use crate::actor::{Actor, ActsFor, NoActor};
use crate::error::Result;
#[cfg(feature = "postgres")]
use crate::model::Soft;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::outcome::Outcome;
use crate::values::{Fill, Values};
use crate::write::backend::{Writes, WritesSets};
use crate::write::target::{ByFilter, ByKey};
use crate::write::terms::{Action, Entry, Terms};
#[cfg(feature = "postgres")]
use crate::write::update::pg::PgUpdate;
use crate::write::update::{DeleteKind, RestoreKind};
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use uuid::Uuid;

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
{
    /// Deletes the row. With soft deletion it comes back as [`Deleted`](crate::Deleted), without as the row it was.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) when it is deleted already;
    /// the database's refusals, as for [`Create::run`](crate::Create::run).
    #[allow(clippy::type_complexity)]
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<<<R::Model as Model>::Deletion as DeletionPolicy>::Gone<R>>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
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
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Delete);
        let outcome = if <R::Model as Model>::Deletion::SOFT {
            let values = marks::<R::Model>(&entry, Values::fill_delete)?;
            <Conn::Backend as Writes<Conn, R>>::update::<DeleteKind>(conn, self.target, &values, entry)
        } else {
            <Conn::Backend as Writes<Conn, R>>::remove(conn, self.target, Needs::Any, entry)
        };
        Ok(outcome?.map(Into::into))
    }
}

impl<R, W, A> Delete<ByFilter<R, W>, A>
where
    R: Manager,
{
    /// Deletes every row of the set, and returns how many.
    ///
    /// # Errors
    /// The database's refusals, as for [`Create::run`](crate::Create::run).
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
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
    R: Manager,
{
    /// Brings the row back, and returns it live.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound); [`NotDeleted`](crate::Error::NotDeleted) when somebody else has brought
    /// it back; [`UniqueViolation`](crate::Error::UniqueViolation) when a live row has taken its place.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<R>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
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
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Restore);
        let values = marks::<R::Model>(&entry, Values::fill_restore)?;
        <Conn::Backend as Writes<Conn, R>>::update::<RestoreKind>(conn, self.target, &values, entry)
    }
}

impl<R, W, A> Restore<ByFilter<R, W>, A>
where
    R: Manager,
{
    /// Brings every row of the set back, and returns how many.
    ///
    /// # Errors
    /// [`UniqueViolation`](crate::Error::UniqueViolation) when a live row has taken the place of one of them: then
    /// none is brought back.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: WritesSets<Conn, R, W>>,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Restore);
        let values = marks::<R::Model>(&entry, Values::fill_restore)?;
        <Conn::Backend as WritesSets<Conn, R, W>>::update::<RestoreKind>(conn, self.target, values, entry)
    }
}

#[cfg(feature = "postgres")]
impl<R, A> Delete<ByKey<R>, A>
where
    R: Manager<Model: Model<Deletion = Soft>>,
{
    /// The one statement that this write is on PostgreSQL, for a connection of another kind (diesel-async): load it
    /// as [`Written<R>`](crate::write::Written).
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid) when the actor does not fit `deleted_by` or `updated_by`.
    pub fn statement<'a>(self) -> Result<PgUpdate<'a, R::Model, ByKey<R>, DeleteKind>>
    where
        A: ActsFor<<R::Model as Model>::Attribution> + 'a,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Delete);
        let values = marks::<R::Model>(&entry, Values::fill_delete)?;
        Ok(PgUpdate::new(self.target, values, entry))
    }
}

#[cfg(feature = "postgres")]
impl<R, A> Restore<ByKey<R>, A>
where
    R: Manager,
{
    /// The one statement that this write is on PostgreSQL, for a connection of another kind (diesel-async): load it
    /// as [`Written<R>`](crate::write::Written).
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid) when the actor does not fit `updated_by`.
    pub fn statement<'a>(self) -> Result<PgUpdate<'a, R::Model, ByKey<R>, RestoreKind>>
    where
        A: ActsFor<<R::Model as Model>::Attribution> + 'a,
    {
        let entry = self.terms.entry(self.terms.actor.actor(), Action::Restore);
        let values = marks::<R::Model>(&entry, Values::fill_restore)?;
        Ok(PgUpdate::new(self.target, values, entry))
    }
}
