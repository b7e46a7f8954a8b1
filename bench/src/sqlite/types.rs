//! The connection and the column types of hand-written Diesel on this backend. It may import `world`.

use chrono::{DateTime, Utc};
use diesel::SqliteConnection;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use diesel::sqlite::Sqlite;
use uuid::Uuid;

pub(crate) type Conn = SqliteConnection;
pub(crate) type At = DateTime<Utc>;
pub(crate) type Doc = String;
pub(crate) const BINDS: usize = 32_766;
pub(crate) const AUDITS: &str = "SELECT action, changes FROM audit_logs";

pub(crate) mod words {
    use crate::world::Words;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    fn uuid(uuid: Uuid) -> String {
        format!("x'{}'", uuid.simple())
    }

    fn library(instant: DateTime<Utc>) -> String {
        instant.format("'%F %T%.6f'").to_string()
    }

    fn hand(instant: DateTime<Utc>) -> String {
        instant.format("'%F %T%.6f+00:00'").to_string()
    }

    fn sea_orm(instant: DateTime<Utc>) -> String {
        instant.format("'%FT%T%.6f+00:00'").to_string()
    }

    const AFTER_GROWTH: &[&str] = &["ANALYZE"];
    pub(crate) const LIBRARY: Words =
        Words { uuid, instant: library, after_reset: &["ANALYZE"], after_growth: AFTER_GROWTH };
    pub(crate) const HAND: Words = Words { uuid, instant: hand, after_reset: &["ANALYZE"], after_growth: AFTER_GROWTH };
    pub(crate) const SEA_ORM: Words =
        Words { uuid, instant: sea_orm, after_reset: &["ANALYZE"], after_growth: AFTER_GROWTH };
}

/// A UUID in sixteen bytes, as an application has to write it: Diesel has one for PostgreSQL only.
#[derive(AsExpression, FromSqlRow, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[diesel(sql_type = Binary)]
pub(crate) struct Id(Uuid);

impl FromSql<Binary, Sqlite> for Id {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(value)?;
        Ok(Self(Uuid::from_slice(&bytes)?))
    }
}

impl ToSql<Binary, Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        <[u8] as ToSql<Binary, Sqlite>>::to_sql(self.0.as_bytes(), out)
    }
}

pub(crate) fn id(uuid: Uuid) -> Id {
    Id(uuid)
}

pub(crate) fn uuid(id: &Id) -> Uuid {
    id.0
}

pub(crate) fn at(instant: DateTime<Utc>) -> At {
    instant
}

pub(crate) fn utc(at: &At) -> DateTime<Utc> {
    *at
}

pub(crate) fn doc(changes: serde_json::Value) -> Doc {
    changes.to_string()
}
