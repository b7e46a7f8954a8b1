//! How a JSON document is stored by each backend.

use crate::meta::sql_types::Json;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use serde_json::Value;

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;
    use diesel::pg::{Pg, PgValue};

    impl FromSql<Json, Pg> for Value {
        fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
            <Self as FromSql<diesel::sql_types::Jsonb, Pg>>::from_sql(value)
        }
    }

    impl ToSql<Json, Pg> for Value {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            <Self as ToSql<diesel::sql_types::Jsonb, Pg>>::to_sql(self, out)
        }
    }
}

#[cfg(feature = "mysql")]
mod mysql {
    use super::*;
    use diesel::mysql::{Mysql, MysqlValue};
    use diesel::serialize::IsNull;

    impl FromSql<Json, Mysql> for Value {
        fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
            Ok(serde_json::from_slice(value.as_bytes())?)
        }
    }

    impl ToSql<Json, Mysql> for Value {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
            serde_json::to_writer(out, self)?;
            Ok(IsNull::No)
        }
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use diesel::serialize::IsNull;
    use diesel::sql_types::Text;
    use diesel::sqlite::{Sqlite, SqliteValue};

    impl FromSql<Json, Sqlite> for Value {
        fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
            let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
            Ok(serde_json::from_str(&text)?)
        }
    }

    impl ToSql<Json, Sqlite> for Value {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            out.set_value(serde_json::to_string(self)?);
            Ok(IsNull::No)
        }
    }
}
