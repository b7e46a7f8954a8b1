//! How a UUID is stored by each backend.

use crate::meta::sql_types::Uuid;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};

/// Diesel has this impl, for every SQL type at once, in builds with its PostgreSQL backend.
#[cfg(not(feature = "postgres"))]
impl<DB> diesel::deserialize::Queryable<Uuid, DB> for uuid::Uuid
// A conflict here? Diesel is built with PostgreSQL: enable `postgres` of `model-core` too.
where
    DB: diesel::backend::Backend,
    uuid::Uuid: FromSql<Uuid, DB>,
{
    type Row = Self;

    fn build(row: Self) -> deserialize::Result<Self> {
        Ok(row)
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;
    use diesel::pg::{Pg, PgValue};

    impl FromSql<Uuid, Pg> for uuid::Uuid {
        fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
            <Self as FromSql<diesel::sql_types::Uuid, Pg>>::from_sql(value)
        }
    }

    impl ToSql<Uuid, Pg> for uuid::Uuid {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            <Self as ToSql<diesel::sql_types::Uuid, Pg>>::to_sql(self, out)
        }
    }
}

#[cfg(feature = "mysql")]
mod mysql {
    use super::*;
    use diesel::mysql::{Mysql, MysqlValue};
    use diesel::serialize::IsNull;
    use std::io::Write;

    impl FromSql<Uuid, Mysql> for uuid::Uuid {
        fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
            Ok(uuid::Uuid::from_slice(value.as_bytes())?)
        }
    }

    impl ToSql<Uuid, Mysql> for uuid::Uuid {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
            out.write_all(self.as_bytes())?;
            Ok(IsNull::No)
        }
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use diesel::serialize::IsNull;
    use diesel::sqlite::{Sqlite, SqliteValue};

    impl FromSql<Uuid, Sqlite> for uuid::Uuid {
        fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
            Ok(uuid::Uuid::from_slice(value.read_blob())?)
        }
    }

    impl ToSql<Uuid, Sqlite> for uuid::Uuid {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            out.set_value(self.as_bytes().as_slice());
            Ok(IsNull::No)
        }
    }
}
