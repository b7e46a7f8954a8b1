//! `create` and `create_many`.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{HookMode, RunsWith};
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::action::Action;
use crate::meta::bulk::{RowByRow, Unspecified, WithoutHooks};
use crate::meta::error::Result;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::values::Values;
#[cfg(feature = "postgres")]
use crate::values::write_slug;
use crate::verbs::counted::{Counted, ExecuteOn};
use crate::verbs::create_absent::CreateAbsent;
use crate::verbs::upsert::conflict::ConflictTarget;
use crate::verbs::{as_statement, write_options};
#[cfg(feature = "postgres")]
use crate::write::insert::pg::PgInsert;
#[cfg(feature = "postgres")]
use crate::write::insert::slug::wanted;
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use std::marker::PhantomData;
use uuid::Uuid;

/// A new row, which is not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct Create<M: Model, A> {
    values: M::Values,
    options: WriteOptions<A>,
}

write_options!([M: Model] Create<M>, { values });

impl<M: Model> Create<M, NoActor> {
    pub(crate) fn new(values: M::Values) -> Self {
        Self { values, options: WriteOptions::new() }
    }
}

/// Writes the row and returns the stored row.
///
/// SQL: `INSERT .. RETURNING ..`; on SQLite without `RETURNING` if the values alone determine the stored row (text,
/// integers, truth values, UUIDs, instants and dates, keys, choices, and `Option`s of them).
///
/// MySQL and MariaDB, whose INSERT returns no rows, run an `INSERT` and a `SELECT .. WHERE id = ..`: in one
/// transaction if the model is audited or the write has other effects, and otherwise without one. Without a
/// transaction the result is the row right after the write: it may contain changes of another connection, or be
/// [`NotFound`](crate::Error::NotFound) if another connection has removed the row. An error of the `SELECT` does
/// not undo the `INSERT`, and a proxy that sends reads to replicas may read outdated rows: if that matters, write
/// within a transaction.
///
/// # Errors
/// [`Invalid`](crate::Error::Invalid) before anything is sent; [`ParentDeleted`](crate::Error::ParentDeleted) when
/// the row would belong to a deleted row; [`UniqueViolation`](crate::Error::UniqueViolation),
/// [`ForeignKey`](crate::Error::ForeignKey), [`NotNull`](crate::Error::NotNull), [`Check`](crate::Error::Check) or
/// [`Database`](crate::Error::Database) from the database.
impl<M: Model, A> Run for Create<M, A> {
    type Output = M;
}

impl<M: Model, A> Ready for Create<M, A> where A: ActsFor<M::Attribution> {}

impl<Conn, M: Model, A> RunOn<Conn> for Create<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection,
    Conn::Backend: Writes<Conn, M>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<M> {
        let operation = self.options.operation(Action::Create);
        hooks::run::create(conn, self.values, operation)
    }
}

as_statement! {
    [M: Model, A] Create<M, A>, of M,
    "as [`Written<M>`](crate::verbs::Written). A slug that the caller leaves out is made, but not numbered: if it \
     already exists, the statement fails with a [`UniqueViolation`](crate::Error::UniqueViolation).",
    "[`Invalid`](crate::Error::Invalid).";
    mut this => Result<PgInsert<'a, M>>: {
        let operation = this.options.operation(Action::Create);
        operation.fill(|fill| this.values.fill_create(fill))?;
        if wanted::<M>(&this.values).is_some() {
            write_slug(&mut this.values, 1);
        }
        Ok(PgInsert::new(vec![this.values], operation))
    }
}

/// Many new rows, which are not written yet.
#[must_use = "a write does nothing until `.run(conn)` or `.execute(conn)`"]
#[allow(missing_debug_implementations)]
pub struct CreateMany<M: Model, Mode, A> {
    rows: Vec<M::Values>,
    mode: PhantomData<Mode>,
    options: WriteOptions<A>,
}

write_options!([M: Model, Mode] CreateMany<M, Mode>, { rows, mode });

impl<M: Model> CreateMany<M, Unspecified, NoActor> {
    pub(crate) fn new(rows: Vec<M::Values>) -> Self {
        Self { rows, mode: PhantomData, options: WriteOptions::new() }
    }
}

impl<M: Model, A> CreateMany<M, Unspecified, A> {
    /// Writes the rows one by one, each with the [hooks](crate::hooks) of the model, in one transaction.
    pub fn each(self) -> CreateMany<M, RowByRow, A> {
        CreateMany { rows: self.rows, mode: PhantomData, options: self.options }
    }

    /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
    pub fn without_hooks(self) -> CreateMany<M, WithoutHooks, A> {
        CreateMany { rows: self.rows, mode: PhantomData, options: self.options }
    }
}

/// Writes all rows in one transaction, and returns them in the order of the input. All rows have the same instant.
///
/// # Errors
/// As for [`Create::run`]; none of the rows is written.
impl<M: Model, Mode, A> Run for CreateMany<M, Mode, A> {
    type Output = Vec<M>;
}

impl<M: Model, Mode, A> Ready for CreateMany<M, Mode, A>
where
    A: ActsFor<M::Attribution>,
    Mode: HookMode + RunsWith<M::Hooks>,
{
}

impl<Conn, M: Model, Mode, A> RunOn<Conn> for CreateMany<M, Mode, A>
where
    A: ActsFor<M::Attribution>,
    Mode: HookMode + RunsWith<M::Hooks>,
    Conn: SyncConnection,
    Conn::Backend: Writes<Conn, M>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(mut self, conn: &mut Conn) -> Result<Vec<M>> {
        let operation = self.options.operation(Action::Create);
        if Mode::ROW_BY_ROW {
            return hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
                let mut created = Vec::with_capacity(self.rows.len());
                for values in self.rows {
                    created.push(hooks::run::create(conn, values, operation)?);
                }
                Ok(created)
            });
        }
        operation.fill(|fill| self.rows.iter_mut().for_each(|row| row.fill_create(fill)))?;
        <Conn::Backend as Writes<Conn, M>>::create_many(conn, self.rows, operation)
    }
}

impl<M: Model, Mode, A> CreateMany<M, Mode, A> {
    /// Leaves out the rows that are there already, by a unique key, which is named as for an
    /// [`upsert`](crate::ModelVerbs::upsert): `run` returns those that were created.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # diesel::table! { tags (code) { code -> Text, name -> Text, } }
    /// # #[derive(Model, Debug)]
    /// # #[model(table = tags)]
    /// # pub struct Tag { #[model(primary_key)] pub code: String, pub name: String }
    /// # #[cfg(feature = "sqlite")]
    /// # fn take_in(names: Vec<String>, conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    /// let new = names.iter().map(|name| NewTag::builder().code(name.to_lowercase()).name(name).build());
    /// let created: Vec<Tag> = Tag::create_many(new).on_conflict_do_nothing(tags::code).run(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_conflict_do_nothing<C: ConflictTarget<M>>(self, _: C) -> CreateAbsent<M, C::Chosen, Mode, A> {
        CreateAbsent::new(self.rows, self.options)
    }

    /// The same write, of which `run` returns the number of rows, as [`execute`](Self::execute) does: for code in which
    /// another trait has a method `execute`, such as diesel-async's.
    pub fn counted(self) -> Counted<Self> {
        Counted(self)
    }

    /// Writes all rows, and their audit rows, as `run` does, and returns their number instead of reading them back:
    /// for rows that are not needed afterwards, for example in an import.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # diesel::table! { tags (code) { code -> Text, name -> Text, } }
    /// #[derive(Model, Debug)]
    /// #[model(table = tags)]
    /// pub struct Tag {
    ///     #[model(primary_key)]
    ///     pub code: String,
    ///     pub name: String,
    /// }
    ///
    /// # #[cfg(feature = "sqlite")]
    /// # fn take_in(names: Vec<String>, conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    /// let new = names.iter().map(|name| NewTag::builder().code(name.to_lowercase()).name(name).build());
    /// let count: usize = Tag::create_many(new).execute(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// SQL: the same as [`create_many`](crate::ModelVerbs::create_many) without `RETURNING`. For an audited model on
    /// PostgreSQL the statement ends in `SELECT COUNT(*) FROM model_new`; elsewhere the rows are read for the trail.
    ///
    /// # Errors
    /// As for `run`; none of the rows is written.
    pub fn execute<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        A: ActsFor<M::Attribution>,
        Mode: HookMode + RunsWith<M::Hooks>,
        Conn: LoadConnection,
        Conn::Backend: Writes<Conn, M>,
        Conn: RunsHooksOf<<M as Manager>::Model>,
    {
        self.execute_on(conn)
    }
}

impl<Conn, M: Model, Mode, A> ExecuteOn<Conn> for CreateMany<M, Mode, A>
where
    A: ActsFor<M::Attribution>,
    Mode: HookMode + RunsWith<M::Hooks>,
    Conn: SyncConnection,
    Conn::Backend: Writes<Conn, M>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn execute_on(mut self, conn: &mut Conn) -> Result<usize> {
        let operation = self.options.operation(Action::Create);
        if Mode::ROW_BY_ROW {
            return hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
                let count = self.rows.len();
                for values in self.rows {
                    hooks::run::create::<_, M>(conn, values, operation)?;
                }
                Ok(count)
            });
        }
        operation.fill(|fill| self.rows.iter_mut().for_each(|row| row.fill_create(fill)))?;
        <Conn::Backend as Writes<Conn, M>>::create_counted(conn, self.rows, operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/create.rs"]
pub(crate) mod twin;
