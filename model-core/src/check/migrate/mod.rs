//! Migrations from models: the changes that a scratch database lacks after the existing migrations, as a folder for
//! Diesel.
//!
//! ```
//! # use diesel::prelude::*;
//! # use model_core::prelude::*;
//! # diesel::table! { tags (id) { id -> BigInt, name -> Text, } }
//! use model_core::check::migrate::{Make, MakeError};
//!
//! #[derive(Model)]
//! #[model(table = tags)]
//! pub struct Tag {
//!     pub id: i64,
//!     #[model(unique)]
//!     pub name: String,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), MakeError> {
//! let plan = Make::new("tags").plan::<Tag, SqliteConnection>(":memory:", "app/migrations".as_ref())?;
//! assert_eq!(
//!     plan.up(),
//!     "CREATE TABLE `tags` (
//!     `id` INTEGER PRIMARY KEY AUTOINCREMENT,
//!     `name` TEXT NOT NULL
//! );
//! CREATE UNIQUE INDEX `tags_name_unique` ON `tags` (`name`);
//! "
//! );
//! assert_eq!(plan.down(), "-- Destructive: the rows of `tags` are lost.\nDROP TABLE `tags`;\n");
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```
//!
//! [`Plan::write`] writes the folder. Nothing is ever run on the database of the application.

mod capture;
mod changes;
mod error;
mod fill;
mod goal;
mod parse;
mod plan;
mod read;
mod rebuild;
mod scratch;
mod shape;
mod steps;

pub use self::error::MakeError;
pub use self::plan::Plan;

use self::changes::{Altered, Changes};
use self::error::failed;
use self::goal::Goal;
use self::scratch::Scratch;
use self::shape::Shape;
use crate::check::actual::{Actual, Table};
use crate::check::catalog::{self, Catalog};
use crate::check::compare::{self, trail};
use crate::check::schema::{Declarations, Models};
use crate::ddl::declared::{Declared, TableName};
use crate::sql::dialect::{Dialect, System};
use diesel::connection::LoadConnection;
use diesel::migration::MigrationSource;
use diesel_migrations::FileBasedMigrations;
use std::collections::BTreeSet;
use std::path::Path;

/// A migration to write, with the decisions of a person about it.
#[derive(Debug, Clone, Default)]
pub struct Make {
    name: String,
    defaults: Vec<(String, String)>,
    kept: Vec<String>,
    dropped: Vec<String>,
    is_destructive: bool,
}

impl Make {
    /// A migration of this name: `add_summary`.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The value of existing rows in a new column that cannot be NULL. The column is `summary`, or `articles.summary`.
    /// The value is a plain one, or an SQL expression in parentheses: `(title)`.
    #[must_use]
    pub fn fill(mut self, column: impl Into<String>, value: impl Into<String>) -> Self {
        self.defaults.push((column.into(), value.into()));
        self
    }

    /// Keeps a column that no model declares: `articles.imported_from`.
    #[must_use]
    pub fn keep(mut self, column: impl Into<String>) -> Self {
        self.kept.push(column.into());
        self
    }

    /// Drops a table that no model has any more. Other tables are kept, because they may belong to another program.
    #[must_use]
    pub fn drop_table(mut self, table: impl Into<String>) -> Self {
        self.dropped.push(table.into());
        self
    }

    /// Allows the migration to lose values, by dropping a column or a table, or by changing a type.
    #[must_use]
    pub fn allow_destructive(mut self) -> Self {
        self.is_destructive = true;
        self
    }

    /// Plans the migration: runs the library's migrations and then the folder's migrations on a scratch database, and
    /// writes the changes that it lacks. The plan is tested there: up, down, and up again.
    ///
    /// `server` is the URL of a database whose user may create databases. The scratch database is a separate one, which
    /// is dropped in the end; the database of the URL is not changed. On SQLite, the scratch database is in memory.
    ///
    /// # Errors
    /// Decisions that a person has to make, declarations that no migration can implement, and errors of the databases.
    pub fn plan<T, C>(&self, server: &str, folder: &Path) -> Result<Plan, MakeError>
    where
        T: Models,
        C: LoadConnection<Backend: Catalog> + 'static,
    {
        let mut declarations = crate::check::declarations::<T>().map_err(MakeError::Model)?;
        // Views, and the tables of others.
        declarations.tables.retain(|declared| !declared.meta.read_only);
        let system = <C::Backend as Dialect>::SYSTEM;
        let elsewhere = declarations.tables.iter().find(|declared| declared.table.schema.is_some());
        if let (System::Mysql, Some(declared)) = (system, elsewhere) {
            let why = format!("the table `{}` is in another database, which has no scratch copy", declared.table);
            return Err(MakeError::Refused(why));
        }
        let mut scratch = Scratch::<C>::new(server)?;
        for sql in trail::migrations(system) {
            scratch.run(sql, true)?;
        }
        run_folder(&mut scratch, folder)?;
        let (before, changes) = self.changes(&mut scratch, &declarations)?;
        let plan = Plan::new(&self.name, system, &changes);
        if plan.is_empty() {
            return Ok(plan);
        }
        if !self.is_destructive && !plan.destroys().is_empty() {
            return Err(MakeError::Destructive(plan.destroys().to_vec()));
        }
        self.try_out(&mut scratch, &declarations, &plan, &before)?;
        Ok(plan)
    }

    /// Runs a plan up, down, and up again.
    fn try_out<C>(
        &self,
        scratch: &mut Scratch<C>,
        declarations: &Declarations,
        plan: &Plan,
        before: &[Shape],
    ) -> Result<(), MakeError>
    where
        C: LoadConnection<Backend: Catalog>,
    {
        let again = |scratch: &mut Scratch<C>, sql: &str, way| {
            let refused = |error: MakeError| MakeError::Unproven(format!("{way}: {error}; the statements:\n{sql}"));
            scratch.run(sql, plan.runs_in_transaction()).map_err(refused)
        };
        for round in ["up", "up again"] {
            again(scratch, plan.up(), round)?;
            let (_, rest) = self.changes(scratch, declarations)?;
            if !rest.is_empty() {
                let rest = Plan::new(&self.name, <C::Backend as Dialect>::SYSTEM, &rest);
                return Err(MakeError::Unproven(format!("after it, these differences are left:\n{}", rest.up())));
            }
            if round == "up" {
                again(scratch, plan.down(), "down")?;
                let (undone, _) = self.changes(scratch, declarations)?;
                let [found, wanted] = [&undone[..], before].map(|shapes| {
                    let outlines: BTreeSet<_> = shapes.iter().map(Shape::outline).collect();
                    outlines
                });
                if found != wanted {
                    return Err(MakeError::Unproven(format!("down does not undo it: {found:?} instead of {wanted:?}")));
                }
            }
        }
        Ok(())
    }

    /// The current tables, and the changes to them.
    fn changes<C>(
        &self,
        scratch: &mut Scratch<C>,
        declarations: &Declarations,
    ) -> Result<(Vec<Shape>, Changes), MakeError>
    where
        C: LoadConnection<Backend: Catalog>,
    {
        let (mut names, schemas) = declarations.names();
        names.extend(self.dropped.iter().cloned());
        let mut actual = catalog::read(&mut scratch.conn, &names, &schemas).map_err(MakeError::Model)?;
        let shapes = read::shapes(&mut scratch.conn, &actual, &names).map_err(MakeError::Model)?;
        let mut all_renames = Vec::new();
        for group in groups(declarations) {
            let renames = renames(&actual, &group);
            rename(&mut actual, &group[0].table, &renames);
            all_renames.push(renames);
        }
        let findings = compare::compare(declarations, &actual).map_err(MakeError::Model)?;
        if let Some(finding) = findings.iter().find(|finding| {
            finding.id == "model.disagrees" || (finding.id == "table.missing" && finding.sql.is_empty())
        }) {
            return Err(MakeError::Refused(format!("{}: {}", finding.model, finding.message)));
        }
        let mut changes = Changes::default();
        let mut asked = Vec::new();
        for (group, renames) in groups(declarations).into_iter().zip(all_renames) {
            let declared = group[0];
            let Some(table) = actual.table(&declared.table) else {
                changes.created.push(goal::created(actual.system, &group).map_err(MakeError::Model)?);
                continue;
            };
            if table.is_view {
                continue;
            }
            let Some(from) = shapes.iter().find(|shape| is_shape_of(&actual, shape, table)) else { continue };
            let mut altered = Altered { from: from.clone(), to: from.clone(), renames, others: Vec::new() };
            let renamed = altered.renamed(actual.system);
            let mut goal = Goal { actual: &actual, table, models: group, to: renamed.clone(), others: Vec::new() };
            for finding in &findings {
                goal.settle(finding).map_err(MakeError::Model)?;
            }
            let is_kept = |table: &str, column: &str| {
                self.kept.iter().any(|kept| kept == column || *kept == format!("{table}.{column}"))
            };
            goal.drop_rest(&is_kept);
            asked.extend(self.fill_columns(actual.system, &mut goal, &renamed)?);
            (altered.to, altered.others) = (goal.to, goal.others);
            if altered.to == renamed && altered.renames.is_empty() && altered.others.is_empty() {
                continue;
            }
            restore(actual.system, &mut altered);
            changes.altered.push(altered);
        }
        if !asked.is_empty() {
            return Err(MakeError::NeedsValue(asked));
        }
        for table in &self.dropped {
            let is_declared = declarations.tables.iter().any(|declared| declared.table.name == *table);
            let found = shapes.iter().find(|shape| actual.same(&shape.name.name, table));
            changes.dropped.extend(found.filter(|_| !is_declared).cloned());
        }
        let is_own = |shape: &Shape| shape.name.name != "audit_logs";
        Ok((shapes.into_iter().filter(is_own).collect(), changes))
    }

    /// Sets the values of existing rows in new columns; returns the columns that need a decision.
    fn fill_columns(&self, system: System, goal: &mut Goal<'_>, from: &Shape) -> Result<Vec<String>, MakeError> {
        let (table, mut asked) = (goal.to.name.name.clone(), Vec::new());
        for column in goal.to.columns.iter_mut().filter(|column| column.is_not_null && !column.is_numbered) {
            if from.column(&column.name).is_some_and(|old| old.is_not_null) || column.is_generated {
                continue;
            }
            let Some(field) = fill::field_of(&goal.models, &column.name) else { continue };
            let place = format!("{table}.{}", column.name);
            let given = self.defaults.iter().find(|(name, _)| *name == place || *name == column.name);
            column.fill = match given {
                Some((_, value)) => {
                    let refused = |why| MakeError::Refused(format!("{place}: {why}"));
                    Some(fill::given(system, field, value).map_err(refused)?)
                }
                None => fill::known(system, field),
            };
            if column.fill.is_none() {
                asked.push(place);
            }
        }
        Ok(asked)
    }
}

/// Gives values to columns that come back when the migration is undone.
fn restore(system: System, altered: &mut Altered) {
    let back: Vec<(String, String)> = altered.renames.clone();
    let names = |name: &str| back.iter().find(|(from, _)| from == name).map_or(name.to_owned(), |(_, to)| to.clone());
    let shape = altered.from.clone();
    for column in altered.from.columns.iter_mut().filter(|column| column.needs_value()) {
        match altered.to.column(&names(&column.name)) {
            None => *column = fill::restored(system, &shape, column),
            Some(new) if !new.is_not_null => column.fill = fill::restored(system, &shape, column).fill,
            Some(_) => {}
        }
    }
}

fn run_folder<C>(scratch: &mut Scratch<C>, folder: &Path) -> Result<(), MakeError>
where
    C: LoadConnection<Backend: Catalog> + 'static,
{
    if !folder.is_dir() {
        return Ok(());
    }
    let refused = |error: &dyn std::fmt::Display| MakeError::Folder(format!("{}: {error}", folder.display()));
    let source = FileBasedMigrations::from_path(folder).map_err(|error| refused(&error))?;
    let mut migrations = MigrationSource::<C::Backend>::migrations(&source).map_err(|error| refused(&error))?;
    migrations.sort_unstable_by(|one, other| one.name().version().cmp(&other.name().version()));
    for migration in migrations {
        let failed = |error: &dyn std::fmt::Display| MakeError::Folder(format!("{}: {error}", migration.name()));
        let done = match migration.metadata().run_in_transaction() {
            true => scratch.conn.transaction(|conn| migration.run(conn).map_err(RunError)),
            false => migration.run(&mut scratch.conn).map_err(RunError),
        };
        done.map_err(|error| failed(&error.0))?;
    }
    Ok(())
}

/// The error of a migration; a transaction needs more traits than a boxed error has.
struct RunError(Box<dyn std::error::Error + Send + Sync>);

impl From<diesel::result::Error> for RunError {
    fn from(error: diesel::result::Error) -> Self {
        Self(Box::new(error))
    }
}

/// The models of each table, parents first.
fn groups(declarations: &Declarations) -> Vec<Vec<&Declared>> {
    let mut groups: Vec<Vec<&Declared>> = Vec::new();
    for declared in compare::parents_first(&declarations.tables) {
        match groups.iter_mut().find(|group| group[0].table == declared.table) {
            Some(group) => group.push(declared),
            None => groups.push(vec![declared]),
        }
    }
    groups
}

/// The columns whose fields had another name, which the table still has.
fn renames(actual: &Actual, models: &[&Declared]) -> Vec<(String, String)> {
    let Some(table) = actual.table(&models[0].table) else { return Vec::new() };
    let fields = || models.iter().flat_map(|model| model.meta.fields);
    let mut renames: Vec<(String, String)> = Vec::new();
    for field in fields().filter(|field| actual.column(table, field.column).is_none()) {
        let is_free = |name: &&&str| {
            actual.column(table, name).is_some() && !fields().any(|other| actual.same(other.column, name))
        };
        // The latest name is the last one.
        if let Some(before) = field.renamed_from.iter().rev().find(is_free)
            && !renames.iter().any(|(_, to)| to == field.column)
        {
            renames.push(((*before).to_owned(), field.column.to_owned()));
        }
    }
    renames
}

/// Gives columns their new names, so that no other differences are found for them.
fn rename(actual: &mut Actual, table: &TableName, renames: &[(String, String)]) {
    let (system, found) = (actual.system, actual.table(table).map(|table| (table.schema.clone(), table.name.clone())));
    let Some((schema, name)) = found else { return };
    for table in &mut actual.tables {
        for (from, to) in renames {
            let give = |name: &mut String| {
                if name.eq_ignore_ascii_case(from) {
                    to.clone_into(name);
                }
            };
            let is_it = table.schema == schema && table.name == name;
            for key in &mut table.foreign_keys {
                let leads_here = key.schema == schema && key.table == name;
                for (here, there) in &mut key.columns {
                    if is_it {
                        give(here);
                    }
                    if leads_here {
                        give(there);
                    }
                }
            }
            if !is_it {
                continue;
            }
            let quoted = crate::ddl::text::quoted(system, to);
            table.columns.iter_mut().for_each(|column| give(&mut column.name));
            for index in &mut table.indexes {
                index.columns.iter_mut().flatten().for_each(give);
                index.predicate = index.predicate.as_ref().map(|text| parse::renamed(text, from, &quoted));
            }
            table.sql = parse::renamed(&table.sql, from, &quoted);
        }
    }
}

fn is_shape_of(actual: &Actual, shape: &Shape, table: &Table) -> bool {
    let schema = shape.name.schema.as_ref().is_none_or(|schema| actual.same(schema, &table.schema));
    schema && actual.same(&shape.name.name, &table.name) && (shape.name.schema.is_some() || table.is_visible)
}
