//! The connection and the column types of hand-written Diesel on this backend. It may import `world`.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::MysqlConnection;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::mysql::Mysql;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use uuid::Uuid;

pub(crate) type Conn = MysqlConnection;
pub(crate) type At = NaiveDateTime;
pub(crate) type Doc = String;
pub(crate) const BINDS: usize = 65_535;
pub(crate) const AUDITS: &str = "SELECT action, changes FROM audit_logs";

pub(crate) mod words {
    use crate::world::Words;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    fn uuid(uuid: Uuid) -> String {
        format!("x'{}'", uuid.simple())
    }

    fn instant(instant: DateTime<Utc>) -> String {
        instant.format("'%F %T%.6f'").to_string()
    }

    const AFTER_GROWTH: &[&str] = &["ANALYZE TABLE articles", "ANALYZE TABLE audit_logs"];
    pub(crate) const LIBRARY: Words =
        Words { uuid, instant, after_reset: &["ANALYZE TABLE articles"], after_growth: AFTER_GROWTH };
    pub(crate) const HAND: Words = LIBRARY;
}

/// A UUID in sixteen bytes, as an application has to write it: Diesel has one for PostgreSQL only.
#[derive(AsExpression, FromSqlRow, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[diesel(sql_type = Binary)]
pub(crate) struct Id(Uuid);

impl FromSql<Binary, Mysql> for Id {
    fn from_sql(value: <Mysql as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Mysql>>::from_sql(value)?;
        Ok(Self(Uuid::from_slice(&bytes)?))
    }
}

impl ToSql<Binary, Mysql> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
        <[u8] as ToSql<Binary, Mysql>>::to_sql(self.0.as_bytes(), out)
    }
}

pub(crate) fn id(uuid: Uuid) -> Id {
    Id(uuid)
}

pub(crate) fn uuid(id: &Id) -> Uuid {
    id.0
}

pub(crate) fn at(instant: DateTime<Utc>) -> At {
    instant.naive_utc()
}

pub(crate) fn utc(at: &At) -> DateTime<Utc> {
    at.and_utc()
}

pub(crate) fn doc(changes: serde_json::Value) -> Doc {
    changes.to_string()
}
