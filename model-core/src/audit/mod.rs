//! The audit trail: who changed what, when, from which value to which.
//!
//! Every write of the library to a model with `#[model(audit)]` adds one row to `audit_logs` for each row that it
//! changed, in the same transaction. A write that changes nothing adds none.

mod beginnings;
mod cell;
mod counts;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod decode;
mod document;
mod encoding;
mod erase;
mod event;
mod filters;
mod history;
mod insert;
mod json;
mod log;
#[cfg(feature = "postgres")]
mod months;
mod named;
mod past;
#[cfg(feature = "postgres")]
pub(crate) mod pg;
mod prune;
mod read;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod record;
mod rows;
mod select;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod snapshot;
mod trail;
mod verify;

pub use self::counts::ActionCount;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) use self::decode::Decode;
pub use self::document::Document;
pub use self::encoding::{Encoded, Encoding, encoding_of};
pub use self::erase::EraseActor;
pub use self::event::{Event, Nowhere, OnRow, Place};
pub use self::history::History;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) use self::insert::{Row, insert};
pub(crate) use self::json::written;
pub(crate) use self::log::change_of;
pub use self::log::{AuditEntry, AuditLog, Change, Changed, Shown};
pub use self::named::Names;
pub use self::past::{AsOf, Past, Recalls};
pub(crate) use self::past::{Source, cell, recall};
pub use self::prune::Prune;
pub use self::read::LogRow;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) use self::record::{Changes, Given, Whole};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) use self::snapshot::Snapshot;
pub use self::trail::Trail;
pub(crate) use self::verify::verify;
pub use self::verify::{Break, BreakKind, Verifies};

/// What stands in place of the values of a masked column.
pub(crate) const MASKED: &str = "masked";

/// The columns of `audit_logs` that a write fills, in the order in which it binds them.
pub(crate) const COLUMNS: &str = "created_at, actor_kind, actor_id, action, content_type, object_id, object_repr, \
                                  changes, request_id, ip, user_agent, batch_id";

/// The longest name of a row that is kept, in characters.
pub(crate) const REPR_LENGTH: usize = 200;
