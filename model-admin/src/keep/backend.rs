//! The statements of the desk, on each backend.

use crate::data::{Entries, Entry, Told, Who};
use crate::keep::{Failure, NewFailure, NewSession, Session, SessionId, admin_failures, admin_sessions};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::audit::{AuditLog, Shown};
use model_core::prelude::*;
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;

/// Which entries of the trail are asked for.
#[derive(Debug, Clone, Default)]
pub struct TrailFilter {
    pub(crate) content_type: Option<String>,
    pub(crate) object: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) actor: Option<Who>,
    pub(crate) field: Option<String>,
    pub(crate) request: Option<String>,
    pub(crate) batch: Option<Uuid>,
    pub(crate) since: Option<DateTime<Utc>>,
    pub(crate) until: Option<DateTime<Utc>>,
    pub(crate) before: Option<i64>,
    pub(crate) limit: usize,
}

/// A backend on which the desk keeps what it needs.
pub trait Keeps<Conn>: diesel::backend::Backend {
    #[doc(hidden)]
    fn session(conn: &mut Conn, id: &str) -> Result<Option<Session>, Error>;
    #[doc(hidden)]
    fn begin(conn: &mut Conn, id: String, staff: &str, oldest: Duration) -> Result<(), Error>;
    #[doc(hidden)]
    fn end(conn: &mut Conn, id: &str) -> Result<(), Error>;
    #[doc(hidden)]
    fn end_all(conn: &mut Conn, staff: &str) -> Result<usize, Error>;
    #[doc(hidden)]
    fn failures(conn: &mut Conn, subject: &str, within: Duration) -> Result<i64, Error>;
    #[doc(hidden)]
    fn failed(conn: &mut Conn, subjects: Vec<String>, within: Duration) -> Result<(), Error>;
    #[doc(hidden)]
    fn forgive(conn: &mut Conn, subject: &str) -> Result<(), Error>;
    #[doc(hidden)]
    fn event(conn: &mut Conn, name: &str, details: Value, by: &Actor) -> Result<(), Error>;
    #[doc(hidden)]
    fn trail(conn: &mut Conn, filter: TrailFilter) -> Result<Entries, Error>;
}

/// An entry of the trail, without the type of its model.
pub(crate) fn entry(log: &AuditLog) -> Entry {
    let told = |shown: Shown<'_>| match shown {
        Shown::Masked => Told::Masked,
        Shown::Values { old, new } => Told::Values(old.cloned(), new.cloned()),
    };
    Entry {
        id: log.id,
        at: log.created_at,
        who: Who { kind: log.actor_kind.clone(), id: log.actor_id.clone() },
        action: log.action.clone(),
        content_type: log.content_type.clone(),
        object: log.object_id.clone(),
        label: log.object_repr.clone(),
        request: log.request_id.clone(),
        batch: log.batch_id,
        reason: log.reason.clone(),
        changes: log.changes().map(|change| (change.field.to_owned(), told(change.value))).collect(),
    }
}

/// How many entries a filter that no index serves looks at for one page.
const LOOKS_AT: usize = 10_000;

macro_rules! keeps {
    ($backend:ty) => {
        impl<Conn> Keeps<Conn> for $backend
        where
            Conn: diesel::connection::LoadConnection<Backend = Self>,
        {
            fn session(conn: &mut Conn, id: &str) -> Result<Option<Session>, Error> {
                let id = SessionId::from_inner(id.to_owned());
                Ok(Session::objects().find(id).first(conn).optional()?)
            }

            fn begin(conn: &mut Conn, id: String, staff: &str, oldest: Duration) -> Result<(), Error> {
                // Whoever logs in sweeps up what has expired.
                Session::objects().older_than(oldest).hard_delete().run(conn)?;
                let id = SessionId::from_inner(id);
                Session::create(NewSession::builder().id(id).staff(staff).build()).run(conn)?;
                Ok(())
            }

            fn end(conn: &mut Conn, id: &str) -> Result<(), Error> {
                let id = SessionId::from_inner(id.to_owned());
                Session::objects().filter(admin_sessions::id.eq(id)).hard_delete().run(conn)?;
                Ok(())
            }

            fn end_all(conn: &mut Conn, staff: &str) -> Result<usize, Error> {
                let theirs = Session::objects().filter(admin_sessions::staff.eq(staff.to_owned()));
                theirs.hard_delete().run(conn)
            }

            fn failures(conn: &mut Conn, subject: &str, within: Duration) -> Result<i64, Error> {
                let of_subject = Failure::objects().filter(admin_failures::subject.eq(subject));
                Ok(of_subject.recent(within).count().get_result(conn)?)
            }

            fn failed(conn: &mut Conn, subjects: Vec<String>, within: Duration) -> Result<(), Error> {
                Failure::objects().older_than(within).hard_delete().run(conn)?;
                let rows = subjects.into_iter().map(|subject| NewFailure::builder().subject(subject).build());
                Failure::create_many(rows).run(conn)?;
                Ok(())
            }

            fn forgive(conn: &mut Conn, subject: &str) -> Result<(), Error> {
                let of_subject = Failure::objects().filter(admin_failures::subject.eq(subject.to_owned()));
                of_subject.hard_delete().run(conn)?;
                Ok(())
            }

            fn event(conn: &mut Conn, name: &str, details: Value, by: &Actor) -> Result<(), Error> {
                AuditLog::event(name).details(details).by(by).run(conn)?;
                Ok(())
            }

            fn trail(conn: &mut Conn, filter: TrailFilter) -> Result<Entries, Error> {
                let mut trail = AuditLog::trail().newest_first().limit(filter.limit + 1);
                if let Some(before) = filter.before {
                    trail = trail.before(before);
                }
                if let Some(name) = filter.content_type {
                    trail = trail.content_type(name);
                }
                if let Some(object) = filter.object {
                    trail = trail.object_id(object);
                }
                if let Some(action) = filter.action {
                    trail = trail.action(action);
                }
                if let Some(Who { kind, id }) = filter.actor {
                    let actor = id.map_or_else(|| Actor::new(kind.clone(), ""), |id| Actor::new(kind.clone(), id));
                    trail = trail.by(&actor);
                }
                if let Some(request) = filter.request {
                    trail = trail.request(request);
                }
                if let Some(batch) = filter.batch {
                    trail = trail.batch(batch);
                }
                if let Some(since) = filter.since {
                    trail = trail.since(since);
                }
                if let Some(until) = filter.until {
                    trail = trail.until(until);
                }
                let mut beyond = None;
                if let Some(field) = filter.field {
                    // No index serves this filter.
                    beyond = trail.clone().first_beyond(LOOKS_AT).run(conn)?;
                    if let Some(id) = beyond {
                        trail = trail.after(id);
                    }
                    trail = trail.field(field);
                }
                let mut entries: Vec<Entry> = trail.load(conn)?.iter().map(entry).collect();
                let more = entries.len() > filter.limit;
                entries.truncate(filter.limit);
                let next = entries.last().filter(|_| more).map(|last| last.id);
                let stopped_after = beyond.filter(|_| !more).map(|_| LOOKS_AT);
                Ok(Entries { entries, before: next.or(beyond.map(|id| id + 1)), stopped_after })
            }
        }
    };
}

#[cfg(feature = "sqlite")]
keeps!(diesel::sqlite::Sqlite);
#[cfg(feature = "postgres")]
keeps!(diesel::pg::Pg);
#[cfg(feature = "mysql")]
keeps!(diesel::mysql::Mysql);
