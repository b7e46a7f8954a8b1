//! Erases the identity of an actor from the trail, and keeps the entries.

use crate::meta::encoding::Encoding;
use crate::meta::error::{Error, Result};
use crate::meta::log::AuditLog;
use crate::model::actor::Actor;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::rows::statement;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use uuid::Uuid;

impl AuditLog {
    /// Starts the erasure of one actor, by kind and id: the entries stay in the trail, but no longer say who acted.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # #[cfg(feature = "sqlite")]
    /// # fn forget(conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    /// use model_core::AuditLog;
    ///
    /// let entries = AuditLog::erase_actor(&Actor::user(42)).run(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// In every entry of the actor the id becomes a pseudonym, `erased-` and a new UUID, the same in all of them; the
    /// request, the address and the program are removed. Later writes of the actor are recorded under the id again.
    ///
    /// The recorded changes, reasons and contexts stay as they are, so the trail
    /// [verifies](crate::verbs::VerifyHistory::verify_history) as before. The values in them (a `created_by` column,
    /// the row of the person, the details of an event) are data of the application, and may still name the person: keep
    /// such columns out of the trail with `#[audit(mask)]` or `#[audit(skip)]`.
    pub fn erase_actor(actor: &Actor) -> EraseActor<'_> {
        EraseActor { actor }
    }
}

/// The erasure of an actor, which has not run yet.
#[derive(Debug, Clone, Copy)]
#[must_use = "nothing is erased until `.run(conn)`"]
pub struct EraseActor<'a> {
    actor: &'a Actor,
}

/// Erases the actor, in one statement, and returns the number of changed entries.
///
/// SQL: `UPDATE audit_logs SET actor_id = .., request_id = NULL, ip = NULL, user_agent = NULL WHERE actor_kind = ..
/// AND actor_id = ..`, with the id compared byte by byte
///
/// # Errors
/// [`Error::Invalid`] when the actor has no id; [`Error::Database`] and [`Error::Conflict`] from the database.
impl Run for EraseActor<'_> {
    type Output = usize;
}

impl Ready for EraseActor<'_> {}

impl<Conn> RunOn<Conn> for EraseActor<'_>
where
    Conn: SyncConnection<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        let Some(id) = self.actor.id() else {
            return Err(Error::invalid("actor", format!("`{}` has no id to erase", self.actor.kind())));
        };
        let pseudonym = format!("erased-{}", Uuid::now_v7());
        Ok(crate::sql::rows::execute(conn, Erase { kind: self.actor.kind(), id, pseudonym })?)
    }
}

/// `UPDATE audit_logs SET actor_id = .. WHERE actor_kind = .. AND actor_id = ..`
struct Erase<'a> {
    kind: &'a str,
    id: &'a str,
    pseudonym: String,
}

statement!(['a] Erase<'a>);

impl QueryId for Erase<'_> {
    type QueryId = Erase<'static>;
}

impl<DB: Dialect> QueryFragment<DB> for Erase<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { kind, id, pseudonym } = self;
        out.push_sql("UPDATE audit_logs SET actor_id = ");
        DB::text(pseudonym, &mut out)?;
        out.push_sql(", request_id = NULL, ip = NULL, user_agent = NULL WHERE actor_kind = ");
        DB::text(kind, &mut out)?;
        out.push_sql(" AND actor_id = ");
        DB::text(id, &mut out)?;
        // The first comparison uses the index. The second excludes other actors: for MySQL and MariaDB `7` equals `7 `.
        for (column, value) in [("actor_kind", kind), ("actor_id", id)] {
            out.push_sql(" AND NOT (");
            let name = |out: &mut AstPass<'_, 'b, DB>| {
                out.push_sql(column);
                Ok(())
            };
            DB::differ(Encoding::Text, name, |out| DB::text(value, out), &mut out)?;
            out.push_sql(")");
        }
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/erase.rs"]
pub(crate) mod twin;
