//! Events: what happened without a change of a row.

use crate::audit::named::ReadsName;
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::meta::log::AuditLog;
use crate::model::actor::{Actor, ActsFor, Attributed, NoActor};
use crate::model::key::RowKey;
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::document::Document;
use crate::trail::insert::{AuditRow, insert_alone};
use crate::values::refused::{NUL, why_not};
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use serde_json::Value;
use std::fmt;
use uuid::Uuid;

/// The prefix of the names of the library's own events.
const OWN: &str = "audit.";

impl AuditLog {
    /// Starts an event: something that happened without a change of a row, such as the start of an export.
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
            place: NoSubject,
            details: Value::Object(serde_json::Map::new()),
            options: WriteOptions::new(),
        }
    }
}

/// An event that is not recorded yet.
#[derive(Debug, Clone)]
#[must_use = "an event is not recorded until `.run(conn)`"]
pub struct Event<A, Subject = NoSubject> {
    name: String,
    place: Subject,
    details: Value,
    options: WriteOptions<A>,
}

/// The subject of an event without a row.
#[derive(Debug, Clone, Copy)]
pub struct NoSubject;

/// The subject of an event that concerns a row of `M`.
pub struct OnRow<M: Model>(M::Key);

impl<M: Model> Clone for OnRow<M> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<M: Model> fmt::Debug for OnRow<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OnRow<{}>({})", M::META.name, self.0.text())
    }
}

/// The subject of an event, as the trail records it.
pub trait EventSubject<Conn>: Send + Sync {
    /// The name under which the trail files the row; empty without a row.
    const CONTENT_TYPE: &'static str;

    /// The key of the row as text, and its current name.
    ///
    /// # Errors
    /// Database errors.
    fn row(&self, conn: &mut Conn) -> Result<(String, String)>;
}

impl<Conn> EventSubject<Conn> for NoSubject {
    const CONTENT_TYPE: &'static str = "";

    fn row(&self, _: &mut Conn) -> Result<(String, String)> {
        Ok(Default::default())
    }
}

impl<Conn, M> EventSubject<Conn> for OnRow<M>
where
    Conn: LoadConnection<Backend: ReadsName<Conn, M>>,
    M: Model,
{
    const CONTENT_TYPE: &'static str = M::META.content_type;

    fn row(&self, conn: &mut Conn) -> Result<(String, String)> {
        Ok((self.0.text(), <Conn::Backend as ReadsName<Conn, M>>::name(&self.0, conn)?))
    }
}

impl<Subject> Event<NoActor, Subject> {
    /// Sets the actor. An event cannot be recorded without one.
    pub fn by(self, actor: &Actor) -> Event<&Actor, Subject> {
        let Self { name, place, details, options } = self;
        Event { name, place, details, options: options.by(actor) }
    }
}

impl<A, Subject> Event<A, Subject> {
    /// Sets the row that the event concerns: the event is then part of the history of that row, under the name that the
    /// row has when the event is recorded. The name is read from the table if the model has a `repr`; it is empty if
    /// the row no longer exists.
    ///
    /// SQL: `SELECT title FROM articles WHERE id = ..`, before the event
    pub fn on<Row: Manager>(self, row: &Row) -> Event<A, OnRow<Row::Model>> {
        let Self { name, place: _, details, options } = self;
        Event { name, place: OnRow(row.as_model().key()), details, options }
    }

    /// Sets the details of the event.
    pub fn details(self, details: Value) -> Self {
        Self { details, ..self }
    }

    /// Sets the time of the event, instead of now.
    pub fn at(self, instant: DateTime<Utc>) -> Self {
        Self { options: self.options.at(instant), ..self }
    }

    /// Adds the event to the batch of an operation.
    pub fn batch(self, id: Uuid) -> Self {
        Self { options: self.options.batch(id), ..self }
    }
}

impl<A: ActsFor<Attributed>, Subject> Event<A, Subject> {
    /// Records the event without checking its name.
    pub(crate) fn record<Conn>(self, conn: &mut Conn) -> Result<()>
    where
        Conn: LoadConnection<Backend: Dialect>,
        Subject: EventSubject<Conn>,
    {
        let operation = self.options.event(self.options.actor.actor(), &self.name);
        let changes = Document::new(self.details.to_string());
        let (object_id, object_repr) = self.place.row(conn)?;
        let row = AuditRow { object_id, object_repr, changes, nul: None };
        insert_alone(conn, Subject::CONTENT_TYPE, &operation, &row)
    }
}

/// Records the event.
///
/// SQL: `INSERT INTO audit_logs (..) VALUES (..)`
///
/// # Errors
/// [`Error::Invalid`] when the name is empty, longer than 100 bytes, the name of a write, or starts with `audit.`,
/// which the events of the library use, when it or the details contain a NUL character, when the details have more than
/// 120 levels, and when the actor cannot be recorded; [`Error::Database`] from the database.
impl<A, Subject> Run for Event<A, Subject> {
    type Output = ();
}

impl<A: ActsFor<Attributed>, Subject> Ready for Event<A, Subject> {}

impl<Conn, A: ActsFor<Attributed>, Subject> RunOn<Conn> for Event<A, Subject>
where
    Conn: SyncConnection<Backend: Dialect>,
    Subject: EventSubject<Conn>,
{
    fn perform(self, conn: &mut Conn) -> Result<()> {
        if Action::is_name(&self.name) {
            return Err(Error::invalid("event", format!("`{}` is the name of a write: choose another", self.name)));
        }
        if self.name.is_empty() || self.name.len() > 100 {
            return Err(Error::invalid("event", "the name must be 1 to 100 bytes long"));
        }
        if self.name.contains('\0') {
            return Err(Error::invalid("event", NUL));
        }
        if let Some(why) = why_not(&self.details) {
            return Err(Error::invalid("details", why));
        }
        if self.name.starts_with(OWN) {
            return Err(Error::invalid("event", format!("names that start with `{OWN}` are reserved")));
        }
        self.record(conn)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/event.rs"]
pub(crate) mod twin;
