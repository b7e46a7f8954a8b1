//! Removes the values of one row from its history, and keeps the entries.

use crate::audit::filters::Filters;
use crate::audit::select::SelectEntries;
use crate::meta::Role;
use crate::meta::error::{Error, Result};
use crate::meta::log::{AuditLog, MASKED};
use crate::meta::{Field, Meta};
use crate::model::key::RowKey;
use crate::model::{KeyOf, Model};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::lock::take_write_lock;
use crate::sql::rows::statement;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use serde_json::{Value, json};

impl AuditLog {
    /// Starts the removal of the values of one row from its history: each entry stays, with its action, its actor and
    /// its instant, and says that these fields changed, as for masked fields.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # diesel::table! { people (id) { id -> BigInt, name -> Text, } }
    /// # #[derive(Model, Debug)]
    /// # #[model(table = people, audit)]
    /// # pub struct Person { pub id: i64, pub name: String }
    /// # #[cfg(feature = "sqlite")]
    /// # fn forget(person: Person, me: &Actor, conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    /// use model_core::AuditLog;
    ///
    /// let id = person.id;
    /// person.hard_delete().by(me).run(conn)?;
    /// AuditLog::forget::<Person>(id).run(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The history can still be [verified](crate::verbs::VerifyHistory::verify_history), and
    /// [`Past::unknown`](crate::audit::Past::unknown) lists the fields. Nothing else changes: not the row itself, which
    /// you change or remove first, nor entries of other rows, reasons and contexts. For the actor, use
    /// [`erase_actor`](Self::erase_actor).
    pub fn forget<M: Model>(key: impl KeyOf<M>) -> Forget {
        Forget { meta: M::META, object_id: key.borrow().text(), only: None }
    }
}

/// The removal of values from a history, which has not run yet.
#[derive(Debug, Clone)]
#[must_use = "nothing is forgotten until `.run(conn)`"]
pub struct Forget {
    meta: &'static Meta,
    object_id: String,
    only: Option<Vec<String>>,
}

impl Forget {
    /// Removes only the values of these fields. By default, the values of all fields of the application, and of columns
    /// that the model no longer has, are removed; those of the library's own columns are kept.
    pub fn only<F: Into<String>>(self, fields: impl IntoIterator<Item = F>) -> Self {
        Self { only: Some(fields.into_iter().map(Into::into).collect()), ..self }
    }

    /// Whether the values of a field, under its current or an earlier name, are removed.
    fn includes(&self, name: &str) -> bool {
        let field = self.meta.known_as(name).map(|index| &self.meta.fields[index]);
        match (&self.only, field) {
            (Some(only), _) => only.iter().any(|only| only == field.map_or(name, |field| field.name)),
            (None, field) => field.is_none_or(|field| field.role == Role::Plain),
        }
    }

    /// Rejects fields that cannot be forgotten.
    fn check(&self) -> Result<()> {
        let key = |field: &&Field| field.role == Role::Key;
        for name in self.only.iter().flatten() {
            if self.meta.fields.iter().find(|field| field.name == name).filter(key).is_some() {
                return Err(Error::invalid("fields", format!("`{name}` is the key, by which the history is found")));
            }
        }
        Ok(())
    }

    /// The entry without the values, if it has any of them.
    fn forgotten(&self, log: AuditLog) -> Option<Forgotten> {
        // The changes of an event are its details.
        log.details().is_none().then_some(())?;
        let AuditLog { id, object_id, object_repr, changes: Value::Object(mut changes), .. } = log else { return None };
        let mut found = false;
        for (name, change) in &mut changes {
            if self.includes(name) && change.get(MASKED).is_none() {
                *change = json!({ MASKED: true });
                found = true;
            }
        }
        let named = self.meta.repr.is_some_and(|index| self.includes(self.meta.fields[index].name));
        let repr = if named { object_id } else { object_repr.clone() };
        let renamed = repr != object_repr;
        (found || renamed).then_some(Forgotten { id, repr, changes: Value::Object(changes) })
    }
}

/// Removes the values, in one transaction, and returns the number of changed entries.
///
/// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id = .. ORDER BY id`, and for each entry `UPDATE
/// audit_logs SET changes = .., object_repr = .. WHERE id = ..`
///
/// # Errors
/// [`Error::Invalid`] if a field is the key; [`Error::Database`] and [`Error::Conflict`] from the database.
impl Run for Forget {
    type Output = usize;
}

impl Ready for Forget {}

impl<Conn> RunOn<Conn> for Forget
where
    Conn: SyncConnection<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        self.check()?;
        crate::sql::lock::transaction(conn, |conn| {
            take_write_lock(conn)?;
            let filters = Filters::of_row(self.meta.content_type, self.object_id.clone());
            let entries = SelectEntries::new(filters, false, None).load(conn)?;
            let mut count = 0;
            for update in entries.into_iter().filter_map(|log| self.forgotten(log)) {
                count += crate::sql::rows::execute(conn, update)?;
            }
            Ok(count)
        })
    }
}

/// `UPDATE audit_logs SET changes = .., object_repr = .. WHERE id = ..`
struct Forgotten {
    id: i64,
    repr: String,
    changes: Value,
}

statement!([] Forgotten);

impl QueryId for Forgotten {
    type QueryId = Self;
}

impl<DB: Dialect> QueryFragment<DB> for Forgotten {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE audit_logs SET changes = ");
        DB::json(&self.changes, &mut out)?;
        out.push_sql(", object_repr = ");
        DB::text(&self.repr, &mut out)?;
        out.push_sql(" WHERE id = ");
        DB::bigint(&self.id, &mut out)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/forget.rs"]
pub(crate) mod twin;
