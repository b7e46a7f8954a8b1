//! Reads the audit trail: who changed what, when, from which value to which.
// May import: `meta`, `model`, `values`, `sql`, `operation`, `trail`, `query`.
//!
//! Every write of the library to a model with `#[model(audit)]` adds one row to `audit_logs` for each row that it
//! changed, in the same transaction. A write that changes nothing adds none. [`AuditLog::begin`] adds one for each row
//! that was there before.

pub(crate) mod begin;
pub(crate) mod beginnings;
pub(crate) mod counts;
pub(crate) mod discrepancy;
pub(crate) mod entry;
pub(crate) mod erase;
pub(crate) mod event;
pub(crate) mod filters;
pub(crate) mod forget;
pub(crate) mod history;
pub(crate) mod labels;
#[cfg(feature = "postgres")]
pub(crate) mod months;
pub(crate) mod named;
pub(crate) mod part;
pub(crate) mod past;
pub(crate) mod prune;
pub(crate) mod replay;
pub(crate) mod rows;
pub(crate) mod select;
pub(crate) mod trail;
pub(crate) mod verify;

pub use self::begin::Begin;
pub use self::counts::{ActionCount, CountByAction};
pub use self::discrepancy::{Discrepancy, DiscrepancyKind};
pub use self::erase::EraseActor;
pub use self::event::Event;
pub use self::forget::Forget;
pub use self::history::History;
pub use self::labels::Labels;
#[cfg(feature = "postgres")]
pub use self::months::{AddMonth, DropMonths};
pub use self::past::{AsOf, Past};
pub use self::prune::Prune;
pub use self::trail::{FirstBeyond, Trail};
pub use crate::audit::entry::{AuditEntry, Changed};
pub use crate::meta::encoding::{Encoded, Encoding};
pub use crate::meta::log::{AuditLog, FieldChange, Shown};
