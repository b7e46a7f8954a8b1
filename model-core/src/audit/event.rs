//! Events: what happened that is not the change of a row.

use super::AuditLog;
use super::document::Document;
use super::insert::{NUL, Row, has_nul, insert};
use crate::actor::{Actor, ActsFor, Attributed, NoActor};
use crate::error::{Error, Result};
use crate::key::RowKey;
use crate::model::{Manager, Model};
use crate::write::{Action, Dialect, Terms};
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use serde_json::Value;
use uuid::Uuid;

/// What the names of the library's own events start with.
const OWN: &str = "audit.";

impl AuditLog {
    /// Starts an event: something that happened and is not the change of a row, such as the start of an export.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # #[cfg(feature = "sqlite")]
    /// # fn started(conn: &mut diesel::SqliteConnection, me: &Actor) -> Result<(), Error> {
    /// use model_core::AuditLog;
    ///
    /// AuditLog::event("export.started").details(serde_json::json!({ "rows": 120 })).by(me).run(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn event(name: impl Into<String>) -> Event<NoActor> {
        Event {
            name: name.into(),
            content_type: "",
            object_id: String::new(),
            details: Value::Object(serde_json::Map::new()),
            terms: Terms::new(),
        }
    }
}

/// An event, not yet written.
#[derive(Debug, Clone)]
#[must_use = "an event is not recorded before `.run(conn)`"]
pub struct Event<A> {
    name: String,
    content_type: &'static str,
    object_id: String,
    details: Value,
    terms: Terms<A>,
}

impl Event<NoActor> {
    /// Says who acts. An event is not recorded without it.
    pub fn by(self, actor: &Actor) -> Event<&Actor> {
        let Self { name, content_type, object_id, details, terms } = self;
        Event { name, content_type, object_id, details, terms: terms.by(actor) }
    }
}

impl<A> Event<A> {
    /// The row that it happened to: the event then stands in that row's history.
    pub fn on<R: Manager>(self, row: &R) -> Self {
        let content_type = <R::Model as Model>::META.content_type;
        Self { content_type, object_id: row.as_model().key().text(), ..self }
    }

    /// What there is to say about it.
    pub fn details(self, details: Value) -> Self {
        Self { details, ..self }
    }

    /// Says when, instead of now.
    pub fn at(self, instant: DateTime<Utc>) -> Self {
        Self { terms: self.terms.at(instant), ..self }
    }

    /// Joins the event to an operation.
    pub fn batch(self, id: Uuid) -> Self {
        Self { terms: self.terms.batch(id), ..self }
    }
}

impl<A: ActsFor<Attributed>> Event<A> {
    /// Records the event.
    ///
    /// SQL: `INSERT INTO audit_logs (..) VALUES (..)`
    ///
    /// # Errors
    /// [`Error::Invalid`] when the name is empty, longer than 100 bytes, one of the library's own verbs, or starts with
    /// `audit.`, as the library's own events do, and when the details have a NUL character in them;
    /// [`Error::Database`] from the database.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<()>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        if Action::is_name(&self.name) {
            return Err(Error::invalid("event", format!("`{}` is the name of a write", self.name)));
        }
        if self.name.is_empty() || self.name.len() > 100 {
            return Err(Error::invalid("event", "the name needs 1 to 100 bytes"));
        }
        if has_nul(&self.details) {
            return Err(Error::invalid("details", NUL));
        }
        if self.name.starts_with(OWN) {
            return Err(Error::invalid("event", format!("names that start with `{OWN}` are the library's own")));
        }
        self.record(conn)
    }

    /// Records the event, whatever its name.
    pub(super) fn record<Conn>(self, conn: &mut Conn) -> Result<()>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let entry = self.terms.event(self.terms.actor.actor(), &self.name);
        let changes = Document::new(self.details.to_string());
        let row = Row { object_id: self.object_id, object_repr: String::new(), changes, nul: None };
        insert(conn, self.content_type, &entry, &[row])
    }
}
