//! What every write has in addition to its values: the actor, the instant, the batch and the unit of work.
//!
//! May import: `meta`, `model`, `values`, `sql`.

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod again;
pub(crate) mod retry;
pub(crate) mod rolled_back;
pub(crate) mod run;
pub(crate) mod unit;

use crate::meta::action::Action;
use crate::meta::clock;
use crate::meta::error::fields::codes;
use crate::meta::error::{FieldError, Refusal, Result};
use crate::model::Model;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::unit::Unit;
use crate::operation::unit::WithinUnit;
use crate::sql::lock::{begin, finish};
use crate::sql::state::RequiredState;
use crate::values::Values;
use crate::values::fill::Fill;
use crate::values::refused::{NUL, why_not};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use serde_json::Value;
#[cfg(feature = "factory")]
use std::sync::LazyLock;
use uuid::Uuid;

/// Options that only patches have.
#[derive(Debug, Clone, Copy, Default)]
struct Exceptions {
    /// It leaves `updated_at` as it is.
    keeps_updated_at: bool,
    /// It reaches deleted rows too.
    includes_deleted: bool,
}

/// The options of a write, as its builder collects them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WriteOptions<A> {
    pub(crate) actor: A,
    instant: Option<DateTime<Utc>>,
    batch: Option<Uuid>,
    exceptions: Exceptions,
}

impl WriteOptions<NoActor> {
    pub(crate) fn new() -> Self {
        Self { actor: NoActor, instant: None, batch: None, exceptions: Exceptions::default() }
    }
}

impl<'u> WriteOptions<WithinUnit<'u, NoActor>> {
    pub(crate) fn by_within(self, actor: &Actor) -> WriteOptions<WithinUnit<'u, &Actor>> {
        let actor = WithinUnit { actor, unit: self.actor.unit };
        WriteOptions { actor, instant: self.instant, batch: self.batch, exceptions: self.exceptions }
    }
}

impl<A> WriteOptions<A> {
    pub(crate) fn by(self, actor: &Actor) -> WriteOptions<&Actor> {
        WriteOptions { actor, instant: self.instant, batch: self.batch, exceptions: self.exceptions }
    }

    pub(crate) fn at(self, instant: DateTime<Utc>) -> Self {
        Self { instant: Some(clock::cut(instant)), ..self }
    }

    pub(crate) fn batch(self, batch: Uuid) -> Self {
        Self { batch: Some(batch), ..self }
    }

    /// Adds the unit of work that the write belongs to.
    pub(crate) fn within(self, unit: Option<&Unit>) -> WriteOptions<WithinUnit<'_, A>> {
        let actor = WithinUnit { actor: self.actor, unit };
        WriteOptions { actor, instant: self.instant, batch: self.batch, exceptions: self.exceptions }
    }

    /// Leaves `updated_at` as it is.
    pub(crate) fn keeping_updated_at(mut self) -> Self {
        self.exceptions.keeps_updated_at = true;
        self
    }

    /// Reaches deleted rows too.
    pub(crate) fn including_deleted(mut self) -> Self {
        self.exceptions.includes_deleted = true;
        self
    }

    /// Fixes one instant and one batch for the whole operation.
    pub(crate) fn operation<'a, Policy>(&self, action: Action) -> Operation<'a>
    where
        A: ActsFor<Policy> + 'a,
    {
        Operation { unit: self.actor.unit(), ..self.event(self.actor.actor(), action.name()) }
    }

    /// The operation of an event, which changes no row.
    pub(crate) fn event<'a>(&self, actor: Option<&'a Actor>, action: &'a str) -> Operation<'a> {
        let deletion = Uuid::now_v7();
        #[cfg(feature = "tracing")]
        crate::meta::observe::operation(
            action,
            actor.map_or("unknown", Actor::kind),
            actor.and_then(Actor::request_id),
        );
        Operation {
            action,
            actor,
            actor_kind: actor.map_or("unknown", Actor::kind),
            actor_id: actor.and_then(Actor::id),
            request_id: actor.and_then(Actor::request_id),
            ip: actor.and_then(Actor::ip_address),
            user_agent: actor.and_then(Actor::agent),
            reason: actor.and_then(Actor::reason),
            context: actor.and_then(Actor::given_context),
            instant: self.instant.unwrap_or_else(clock::now),
            batch: self.batch.or(actor.and_then(Actor::given_batch)).unwrap_or(deletion),
            deletion,
            unit: None,
            in_transaction: false,
            exceptions: self.exceptions,
        }
    }
}

/// The data that all audit rows of one operation share, in the form in which it is bound.
#[derive(Debug, Clone, Copy)]
pub struct Operation<'a> {
    pub(crate) action: &'a str,
    pub(crate) actor: Option<&'a Actor>,
    pub(crate) actor_kind: &'a str,
    pub(crate) actor_id: Option<&'a str>,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) ip: Option<&'a str>,
    pub(crate) user_agent: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) context: Option<&'a Value>,
    pub(crate) instant: DateTime<Utc>,
    pub(crate) batch: Uuid,
    /// The id of this deletion. It is the batch id, unless the operation joins a batch: one restoration must not
    /// restore the rows of two deletions.
    pub(crate) deletion: Uuid,
    /// The unit of work, which collects the code for after the commit.
    pub(crate) unit: Option<&'a Unit>,
    /// Whether this operation has opened a transaction and taken the write lock in it.
    in_transaction: bool,
    exceptions: Exceptions,
}

impl<'a> Operation<'a> {
    /// The same operation, which reaches deleted rows too if the rows that it is about are chosen so.
    pub(crate) fn including_deleted(mut self, includes_deleted: bool) -> Self {
        self.exceptions.includes_deleted |= includes_deleted;
        self
    }

    /// The state that a row has to be in for a patch.
    pub(crate) fn patched(&self) -> RequiredState {
        if self.exceptions.includes_deleted { RequiredState::Any } else { RequiredState::Live }
    }

    /// The same operation, within a unit of work.
    pub(crate) fn within(self, unit: &'a Unit) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// Whether its entries have a reason or a context.
    pub(crate) fn is_explained(&self) -> bool {
        self.reason.is_some() || self.context.is_some()
    }

    /// The same operation, with another action.
    pub(crate) fn as_action(self, action: Action) -> Self {
        Self { action: action.name(), ..self }
    }

    /// The same operation as a deletion of its own, whose rows are restored without others of the operation.
    #[cfg(feature = "factory")]
    pub(crate) fn one_deletion(self) -> Self {
        Self { deletion: Uuid::now_v7(), ..self }.as_action(Action::Delete)
    }

    /// The same operation, with the system as the actor if there is none.
    #[cfg(feature = "factory")]
    pub(crate) fn by_somebody(self) -> Self {
        static SYSTEM: LazyLock<Actor> = LazyLock::new(Actor::system);
        let Self { actor: None, .. } = self else { return self };
        Self { actor: Some(&SYSTEM), actor_kind: SYSTEM.kind(), ..self }
    }

    /// The same operation, inside a transaction of its own with the write lock; every error ends the whole transaction.
    pub(crate) fn in_transaction(self) -> Self {
        Self { in_transaction: true, ..self }
    }

    /// The same operation, but its next write may fail without ending the transaction.
    pub(crate) fn isolated(self) -> Self {
        Self { in_transaction: false, ..self }
    }

    /// Whether the write lock is taken.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn has_lock(&self) -> bool {
        self.in_transaction
    }

    /// Opens a transaction for several statements, unless the operation has opened one. [`finish`](Self::finish) ends
    /// it. In a function that is compiled for each model, the two cost less code than a closure.
    pub(crate) fn begin<Conn: LoadConnection>(&self, conn: &mut Conn) -> Result<()> {
        if self.in_transaction { Ok(()) } else { Ok(begin(conn)?) }
    }

    /// Commits what [`begin`](Self::begin) has opened, or rolls it back.
    pub(crate) fn finish<Conn: LoadConnection>(&self, conn: &mut Conn, keep: bool) -> Result<()> {
        if self.in_transaction { Ok(()) } else { Ok(finish(conn, keep)?) }
    }

    /// Runs several statements in a transaction: the one that the operation has opened, or a new one.
    pub(crate) fn transaction<T, Conn>(&self, conn: &mut Conn, act: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T>
    where
        Conn: LoadConnection,
    {
        if self.in_transaction { act(conn) } else { crate::sql::lock::transaction(conn, act) }
    }

    /// Fills in the columns to read them, and ignores refusals: the write itself reports them.
    pub(crate) fn dry_fill(&self, fill: impl FnOnce(&mut Fill<'a>)) {
        fill(&mut Fill::new(self.actor, self.instant, self.deletion));
    }

    /// Lets the library fill in its columns, and reports every refusal at once.
    #[inline]
    pub(crate) fn fill(&self, mut fill: impl FnMut(&mut Fill<'a>)) -> Result<()> {
        self.fill_by(&mut fill)
    }

    fn fill_by(&self, fill: &mut dyn FnMut(&mut Fill<'a>)) -> Result<()> {
        let filling = Fill::new(self.actor, self.instant, self.deletion);
        let mut filling = filling.keeping_updated_at(self.exceptions.keeps_updated_at);
        fill(&mut filling);
        filling.finish()?;
        Ok(self.recordable()?)
    }

    /// Refuses an actor that one of the databases could not record: a NUL character, or more characters than the trail
    /// has room for on MySQL and MariaDB.
    pub(crate) fn recordable(&self) -> QueryResult<()> {
        let Self { actor_kind, actor_id, request_id, ip, user_agent, reason, context, .. } = self;
        let parts = [
            ("actor_kind", Some(*actor_kind), 50),
            ("actor_id", *actor_id, 200),
            ("request_id", *request_id, TEXT),
            ("ip", *ip, TEXT),
            ("user_agent", *user_agent, TEXT),
            ("reason", *reason, TEXT),
        ];
        if let Some(message) = context.and_then(why_not) {
            let refusal = Refusal(FieldError::new("context", codes::NOT_STORABLE, message));
            return Err(diesel::result::Error::SerializationError(Box::new(refusal)));
        }
        for (field, text, limit) in parts {
            let Some(text) = text else { continue };
            let (code, message) = match text.len() > limit && text.chars().count() > limit {
                true => (codes::TOO_LONG, format!("is longer than the {limit} characters that the audit trail keeps")),
                false if text.contains('\0') => (codes::NOT_STORABLE, NUL.to_owned()),
                false => continue,
            };
            let refusal = Refusal(FieldError::new(field, code, message));
            return Err(diesel::result::Error::SerializationError(Box::new(refusal)));
        }
        Ok(())
    }
}

/// The characters of which a text of any language fits into a `TEXT` of MySQL and MariaDB.
const TEXT: usize = 16_383;

/// The values that a deletion or a restoration writes.
pub(crate) fn filled<M: Model>(
    operation: &Operation<'_>,
    mark: fn(&mut M::Values, &mut Fill<'_>),
) -> Result<M::Values> {
    let mut values = M::Values::default();
    operation.fill(|fill| {
        mark(&mut values, fill);
        values.fill_patch(fill);
    })?;
    Ok(values)
}

#[cfg(feature = "async")]
#[path = "../../twins/operation/mod.rs"]
pub(crate) mod twin;
