//! Reading the audit trail.

use super::MASKED;
use crate::error::Result;
use crate::key::RowKey;
use crate::model::Model;
use crate::schema::audit_logs;
use crate::sql;
use crate::write::{Dialect, load, statement};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, Queryable, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::NamedRow;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::marker::PhantomData;
use std::ops::Deref;
use uuid::Uuid;

/// One row of `audit_logs`.
///
/// It is `Queryable`, so the trail can be read by any Diesel query over [`schema::audit_logs`](crate::schema):
/// `audit_logs::table.filter(..).order(audit_logs::id).load::<AuditLog>(conn)`.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct AuditLog {
    /// The place in the trail: larger means later, for one row of the application without exception.
    pub id: i64,
    /// The instant of the operation.
    pub created_at: DateTime<Utc>,
    /// What kind of actor: `user`, `service`, `system`, `anonymous`, or one of the application's own.
    pub actor_kind: String,
    /// Who, within the kind.
    pub actor_id: Option<String>,
    /// `create`, `patch`, `delete`, `restore` or `hard_delete`.
    pub action: String,
    /// Which model the row belongs to.
    pub content_type: String,
    /// The key of the row, as text.
    pub object_id: String,
    /// A name of the row, for readers.
    pub object_repr: String,
    /// The columns that changed, as JSON; see [`changes`](Self::changes).
    pub changes: Value,
    /// The request that caused the write.
    pub request_id: Option<String>,
    /// The address the request came from.
    pub ip: Option<String>,
    /// The program the request came from.
    pub user_agent: Option<String>,
    /// The operation that the write was part of.
    pub batch_id: Uuid,
}

impl AuditLog {
    /// The columns that changed, in the order of their names.
    pub fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        let fields = self.changes.as_object().into_iter().flatten();
        fields.map(|(field, change)| Change {
            field,
            value: match change.get(MASKED) {
                Some(_) => Shown::Masked,
                None => Shown::Values { old: change.get("old"), new: change.get("new") },
            },
        })
    }

    /// The change of one field, if it changed.
    pub fn change(&self, field: &str) -> Option<Change<'_>> {
        self.changes().find(|change| change.field == field)
    }
}

/// What happened to one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change<'a> {
    /// The name of the field.
    pub field: &'a str,
    /// What the trail shows of it.
    pub value: Shown<'a>,
}

/// What the trail shows of a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown<'a> {
    /// The values.
    Values {
        /// Before; none where the row was new.
        old: Option<&'a Value>,
        /// After; none where the row was removed.
        new: Option<&'a Value>,
    },
    /// That it changed, and nothing else.
    Masked,
}

/// One entry in the history of a row of `M`.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry<M> {
    log: AuditLog,
    model: PhantomData<M>,
}

impl<M> AuditEntry<M> {
    /// The value of a field before this write, as a `T`: nothing when the field did not change, is masked, or has no
    /// such value.
    ///
    /// # Errors
    /// The stored value is no `T`.
    pub fn old<T: DeserializeOwned>(&self, field: &str) -> serde_json::Result<Option<T>> {
        self.side(field, "old")
    }

    /// The value of a field after this write, as a `T`; see [`old`](Self::old).
    ///
    /// # Errors
    /// The stored value is no `T`.
    pub fn new_value<T: DeserializeOwned>(&self, field: &str) -> serde_json::Result<Option<T>> {
        self.side(field, "new")
    }

    /// The entry as a plain row of the trail.
    pub fn into_log(self) -> AuditLog {
        self.log
    }

    fn side<T: DeserializeOwned>(&self, field: &str, side: &str) -> serde_json::Result<Option<T>> {
        let value = self.log.changes.get(field).and_then(|change| change.get(side));
        value.map(|value| T::deserialize(value)).transpose()
    }
}

impl<M> Deref for AuditEntry<M> {
    type Target = AuditLog;

    fn deref(&self) -> &AuditLog {
        &self.log
    }
}

/// The history of one row, oldest entry first: what `Article::history(&id)` returns.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until it is run"]
pub struct History<M> {
    object_id: String,
    model: PhantomData<M>,
}

/// The SQL type of a row of the trail.
pub type LogRow = <audit_logs::table as diesel::query_builder::AsQuery>::SqlType;

impl<M: Model> History<M> {
    pub(crate) fn new(key: &M::Key) -> Self {
        Self { object_id: key.text(), model: PhantomData }
    }

    /// Loads the entries in the order of the trail's sequence, whatever the clocks said.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id = .. ORDER BY id`
    ///
    /// # Errors
    /// Those of the database.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<Vec<AuditEntry<M>>>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let rows: Vec<Read> =
            load(conn, SelectHistory { content_type: M::META.content_type, object_id: self.object_id })?;
        Ok(rows.into_iter().map(|Read(log)| AuditEntry { log, model: PhantomData }).collect())
    }
}

struct Read(AuditLog);

impl<DB: Dialect> QueryableByName<DB> for Read {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        DB::read_log(row).map(Self)
    }
}

struct SelectHistory {
    content_type: &'static str,
    object_id: String,
}

statement!([] SelectHistory);

impl QueryId for SelectHistory {
    type QueryId = Self;
}

impl<DB: Dialect> QueryFragment<DB> for SelectHistory {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        use diesel::Column;
        let columns = [
            audit_logs::id::NAME,
            audit_logs::created_at::NAME,
            audit_logs::actor_kind::NAME,
            audit_logs::actor_id::NAME,
            audit_logs::action::NAME,
            audit_logs::content_type::NAME,
            audit_logs::object_id::NAME,
            audit_logs::object_repr::NAME,
            audit_logs::changes::NAME,
            audit_logs::request_id::NAME,
            audit_logs::ip::NAME,
            audit_logs::user_agent::NAME,
            audit_logs::batch_id::NAME,
        ];
        out.push_sql("SELECT ");
        sql::separated(columns, ", ", &mut out, |name, out| {
            out.push_sql(name);
            Ok(())
        })?;
        out.push_sql(" FROM audit_logs WHERE content_type = ");
        DB::text(self.content_type, &mut out)?;
        out.push_sql(" AND object_id = ");
        DB::text(&self.object_id, &mut out)?;
        out.push_sql(" ORDER BY id");
        Ok(())
    }
}
