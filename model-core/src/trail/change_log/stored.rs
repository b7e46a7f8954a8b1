//! How each backend stores a log: as the JSON of its entries.

use crate::meta::sql_types::Json;
use crate::trail::change_log::ChangeLog;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use serde_json::Value;

impl<DB> FromSql<Json, DB> for ChangeLog
where
    DB: Backend,
    Value: FromSql<Json, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        read(Value::from_sql(raw)?)
    }
}

/// Reads the JSON of a log.
fn read(value: Value) -> deserialize::Result<ChangeLog> {
    serde_json::from_value(value).map_err(|error| format!("this is not a log of changes: {error}").into())
}

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;
    use diesel::pg::{Pg, PgValue};
    use diesel::sql_types::Jsonb;

    impl FromSql<Jsonb, Pg> for ChangeLog {
        fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
            read(<Value as FromSql<Jsonb, Pg>>::from_sql(raw)?)
        }
    }

    impl ToSql<Json, Pg> for ChangeLog {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            <Self as ToSql<Jsonb, Pg>>::to_sql(self, out)
        }
    }

    impl ToSql<Jsonb, Pg> for ChangeLog {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            let value = serde_json::to_value(self)?;
            <Value as ToSql<Jsonb, Pg>>::to_sql(&value, &mut out.reborrow())
        }
    }
}

#[cfg(feature = "mysql")]
impl ToSql<Json, diesel::mysql::Mysql> for ChangeLog {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::mysql::Mysql>) -> serialize::Result {
        serde_json::to_writer(out, self)?;
        Ok(serialize::IsNull::No)
    }
}

#[cfg(feature = "sqlite")]
impl ToSql<Json, diesel::sqlite::Sqlite> for ChangeLog {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(self)?);
        Ok(serialize::IsNull::No)
    }
}
