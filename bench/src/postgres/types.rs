//! The connection and the column types of hand-written Diesel on this backend. It may import `world`.

use chrono::{DateTime, Utc};
use diesel::PgConnection;
use uuid::Uuid;

pub(crate) type Conn = PgConnection;
pub(crate) type Id = Uuid;
pub(crate) type At = DateTime<Utc>;
pub(crate) type Doc = serde_json::Value;
pub(crate) const BINDS: usize = 65_535;
pub(crate) const AUDITS: &str = "SELECT action, changes::text AS changes FROM audit_logs";

pub(crate) mod words {
    use crate::world::Words;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    fn uuid(uuid: Uuid) -> String {
        format!("'{uuid}'")
    }

    fn instant(instant: DateTime<Utc>) -> String {
        instant.format("'%F %T%.6f+00'").to_string()
    }

    // What a turn has left behind must not be in the way of the next.
    const AFTER_RESET: &[&str] = &["VACUUM ANALYZE articles", "VACUUM audit_logs", "CHECKPOINT"];
    const AFTER_GROWTH: &[&str] = &["VACUUM ANALYZE articles", "VACUUM ANALYZE audit_logs"];
    pub(crate) const LIBRARY: Words = Words { uuid, instant, after_reset: AFTER_RESET, after_growth: AFTER_GROWTH };
    pub(crate) const HAND: Words = LIBRARY;
}

pub(crate) fn id(uuid: Uuid) -> Id {
    uuid
}

pub(crate) fn uuid(id: &Id) -> Uuid {
    *id
}

pub(crate) fn at(instant: DateTime<Utc>) -> At {
    instant
}

pub(crate) fn utc(at: &At) -> DateTime<Utc> {
    *at
}

pub(crate) fn doc(changes: serde_json::Value) -> Doc {
    changes
}
