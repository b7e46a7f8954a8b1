//! What goes into the audit trail and the change log: the entries, and the statements that write them.
//!
//! May import: `meta`, `model`, `values`, `sql`, `operation`.

pub(crate) mod cell;
pub mod change_log;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod decode;
pub(crate) mod insert;
pub(crate) mod json;
#[cfg(feature = "postgres")]
pub(crate) mod pg;
pub(crate) mod read;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod record;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod recorded;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod snapshot;
pub(crate) mod told;

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) use self::insert::{AuditRow, insert};

/// The columns of `audit_logs` that a write fills, in the order in which it binds them.
pub(crate) const COLUMNS: &str = "created_at, actor_kind, actor_id, action, content_type, object_id, object_repr, \
                                  changes, request_id, ip, user_agent, batch_id";

/// The further columns of `audit_logs` that a write fills when its actor gives a reason or a context.
pub(crate) const REASON: &str = ", reason, context";

/// The maximum length of the name of a row, in characters.
pub(crate) const REPR_LENGTH: usize = 200;
