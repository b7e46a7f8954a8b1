//! Rows for tests and demos, generated from the rules of their fields.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::factory::Builder;
//! use model_core::prelude::*;
//! # diesel::table! { writers (id) { id -> BigInt, name -> Text, } }
//! # diesel::table! { notes (id) { id -> BigInt, title -> Text, stars -> Integer, writer_id -> BigInt, } }
//! # diesel::allow_tables_to_appear_in_same_query!(notes, writers);
//! # #[derive(Model, Debug)]
//! # #[model(table = writers)]
//! # pub struct Writer { pub id: i64, pub name: String }
//!
//! #[derive(Model, Debug)]
//! #[model(table = notes)]
//! pub struct Note {
//!     pub id: i64,
//!     #[model(max_length = 12, unique)]
//!     pub title: String,
//!     pub stars: i32,
//!     #[model(belongs_to = Writer)]
//!     pub writer_id: i64,
//! }
//!
//! /// A combination with a name.
//! fn praised(new: Builder<Note>) -> Builder<Note> {
//!     new.stars(5)
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Error> {
//! # let conn = &mut SqliteConnection::establish(":memory:").unwrap();
//! # diesel::sql_query("CREATE TABLE writers (id INTEGER PRIMARY KEY, name TEXT NOT NULL)").execute(conn)?;
//! # diesel::sql_query("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE,
//! #     stars INTEGER NOT NULL, writer_id BIGINT NOT NULL REFERENCES writers (id))").execute(conn)?;
//! let note = Note::factory().with(praised).run(conn)?; // and its writer
//! assert!(note.stars == 5 && note.title.chars().count() <= 12);
//!
//! let ann = Writer::factory().with(|new| new.name("Ann")).run(conn)?;
//! let notes = Note::factory().parent(&ann).seed(7).many(50).run(conn)?;
//! assert!(notes.iter().all(|note| note.writer_id == ann.id));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```

mod dice;
mod fill;
mod make;
mod text;
mod value;

#[doc(hidden)]
pub use self::make::MadeOn;
#[doc(hidden)]
pub use crate::model::buildable::Buildable;

use self::dice::Dice;
use self::make::Plan;
use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{Model, SoftDelete};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::query::relations::belongs_to::{BelongsTo, ForeignKeyTo, HoldsKeyOf, RefersTo};
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use std::fmt;
use uuid::Uuid;

/// The builder of a new row in a factory: `NewArticle::builder()`, of which no setter has to be called.
pub type Builder<M> = <M as Buildable>::Builder;

/// Creates a row: [`ModelVerbs::factory`](crate::ModelVerbs::factory) starts one.
///
/// A required field that is not set gets a value that fits its rules: its choices, `max_length`, `validate`, the type
/// of its column, and its name (`email`, `city`, `title`). If a `check` rejects the value, the factory tries some
/// dozens of others. A unique field gets a text or number that is very unlikely to repeat. The library fills in
/// defaults, slugs and its own fields as usual. Nullable fields are NULL, unless [`complete`](Self::complete) is
/// called. Fields that are closed to clients (`input = closed`) must be set.
///
/// For each [`belongs_to`](crate::relations) that needs a row, and for which none was given, the factory of the parent
/// creates one parent for all rows of a run. The rows and their parents are written in one transaction, and share one
/// batch of the trail. If the model of a parent needs an actor and this write has none, the actor is
/// [`Actor::system`].
#[must_use = "a factory does nothing until `.run(conn)`"]
pub struct Factory<M: Model, A = NoActor> {
    plan: Plan<M>,
    options: WriteOptions<A>,
}

/// Creates many rows; see [`Factory::many`].
#[must_use = "a factory does nothing until `.run(conn)`"]
pub struct FactoryOfMany<M: Model, A = NoActor> {
    count: usize,
    plan: Plan<M>,
    options: WriteOptions<A>,
}

write_options!([M: Model] Factory<M>, { plan });
write_options!([M: Model] FactoryOfMany<M>, { count, plan });

impl<M: Model> Factory<M> {
    pub(crate) fn new() -> Self {
        Self { plan: Plan::new(), options: WriteOptions::new() }
    }
}

impl<M: Model, A> Factory<M, A> {
    /// Sets fields with the setters of the builder: `.with(|new| new.title("The sea").status(Status::Published))`. To
    /// name a combination of fields, write a function: `.with(published)`. If calls set the same field, the last one
    /// counts.
    pub fn with(self, set: impl Fn(M::Builder) -> M::Builder + Send + Sync + 'static) -> Self
    where
        M: Buildable,
    {
        self.with_each(move |new, _| set(new))
    }

    /// The same with the number of the row, from 0: `.with_each(|new, n| new.title(format!("Part {n}")))`.
    pub fn with_each(mut self, set: impl Fn(M::Builder, usize) -> M::Builder + Send + Sync + 'static) -> Self
    where
        M: Buildable,
    {
        self.plan.push(move |values, number| {
            let given = std::mem::take(values);
            *values = M::values_of(set(M::builder_of(given), number));
        });
        self
    }

    /// Creates the rows under an existing parent. If there are two relations to the same model, set the field instead.
    pub fn parent<P>(mut self, parent: &P) -> Self
    where
        P: Model,
        M: RefersTo<P> + BelongsTo<P, ForeignKeyTo<M, P>>,
    {
        let key = parent.key();
        self.plan.push(move |values, _| M::set_foreign_key(values, HoldsKeyOf::of_key(key.clone())));
        self
    }

    /// Generates the same values in each run, except for times and for keys that the library generates. An update of
    /// the crate `fake` changes the values. Two factories of a model with the same seed generate the same unique
    /// values.
    pub fn seed(mut self, seed: u64) -> Self {
        self.plan.seed = Some(seed);
        self
    }

    /// Also fills in nullable fields, except foreign keys.
    pub fn complete(mut self) -> Self {
        self.plan.complete = true;
        self
    }

    /// Deletes each row after it was created, as `row.delete()` does: `run` returns the row after that. Each row is a
    /// separate deletion.
    pub fn deleted(mut self) -> Self
    where
        M: SoftDelete,
    {
        self.plan.deleted = true;
        self
    }

    /// Creates this many rows: `run` returns all of them. Rows of a model without hooks are written as by
    /// [`create_many`](crate::ModelVerbs::create_many), rows of a model with hooks one by one.
    pub fn many(self, count: usize) -> FactoryOfMany<M, A> {
        FactoryOfMany { count, plan: self.plan, options: self.options }
    }
}

impl<M: Model, A> fmt::Debug for Factory<M, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Factory").field("model", &M::META.name).field("seed", &self.plan.seed).finish_non_exhaustive()
    }
}

impl<M: Model, A> fmt::Debug for FactoryOfMany<M, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("FactoryOfMany");
        shown.field("model", &M::META.name).field("seed", &self.plan.seed).field("count", &self.count);
        shown.finish_non_exhaustive()
    }
}

/// Creates the row, and the parents that it needs.
///
/// # Errors
/// [`Invalid`](crate::Error::Invalid) for a given value that is not valid, and for a field for which no valid value was
/// found: set it with [`with`](Factory::with). Those of [`create`](crate::ModelVerbs::create).
impl<M: Model, A> Run for Factory<M, A> {
    type Output = M;
}

impl<M: Model, A> Ready for Factory<M, A> where A: ActsFor<M::Attribution> {}

impl<Conn, M, A> RunOn<Conn> for Factory<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection,
    M: MadeOn<Conn>,
{
    fn perform(self, conn: &mut Conn) -> Result<M> {
        let operation = self.options.operation(Action::Create);
        let mut dice = Dice::new(self.plan.seed);
        let mut made = M::make(conn, self.plan, 1, &mut dice, operation)?;
        // One row was asked for.
        Ok(made.swap_remove(0))
    }
}

/// Creates the rows, and the parents that they need, in one transaction.
///
/// # Errors
/// As for [`Factory`]; none of the rows is written.
impl<M: Model, A> Run for FactoryOfMany<M, A> {
    type Output = Vec<M>;
}

impl<M: Model, A> Ready for FactoryOfMany<M, A> where A: ActsFor<M::Attribution> {}

impl<Conn, M, A> RunOn<Conn> for FactoryOfMany<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection,
    M: MadeOn<Conn>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<M>> {
        let operation = self.options.operation(Action::Create);
        let mut dice = Dice::new(self.plan.seed);
        M::make(conn, self.plan, self.count, &mut dice, operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/factory/mod.rs"]
pub(crate) mod twin;
