//! The write that a hook runs with.

use crate::model::actor::Actor;
use crate::model::unit::Unit;
use crate::operation::Operation;
use chrono::{DateTime, Utc};
use std::fmt;
use uuid::Uuid;

/// The write that a hook runs with: its connection, inside its transaction, and what the hook needs to make its own
/// writes part of the same operation:
/// `Notice::create(new).by(cx.actor()).at(cx.instant()).batch(cx.batch()).run(cx.conn())`.
pub struct Context<'c, Conn> {
    conn: &'c mut Conn,
    operation: Operation<'c>,
}

impl<'c, Conn> Context<'c, Conn> {
    pub(crate) fn new(conn: &'c mut Conn, operation: Operation<'c>) -> Self {
        Self { conn, operation }
    }

    /// The connection of the write, in its transaction.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// The actor; its kind is `unknown` if the model does not require an actor and the write names none.
    pub fn actor(&self) -> &'c Actor {
        self.operation.actor.unwrap_or(Actor::unknown())
    }

    /// The instant of the write.
    pub fn instant(&self) -> DateTime<Utc> {
        self.operation.instant
    }

    /// The id of the operation that the write belongs to.
    pub fn batch(&self) -> Uuid {
        self.operation.batch
    }

    /// The unit of work; none in a transaction that [`transaction`](crate::transaction()) did not open. A hook that
    /// writes to a model with `after_commit` adds `.within(cx.unit())`.
    pub fn unit(&self) -> Option<&'c Unit> {
        self.operation.unit
    }
}

impl<Conn> fmt::Debug for Context<'_, Conn> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, .. } = self;
        let mut shown = f.debug_struct("Context");
        shown.field("actor", &operation.actor).field("instant", &operation.instant).field("batch", &operation.batch);
        shown.finish_non_exhaustive()
    }
}
