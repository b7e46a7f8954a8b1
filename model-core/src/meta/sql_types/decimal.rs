//! How an exact decimal number is stored by each backend.

use crate::meta::sql_types::Decimal;
use bigdecimal::BigDecimal;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;
    use diesel::pg::{Pg, PgValue};
    use diesel::sql_types::Numeric;

    impl FromSql<Decimal, Pg> for BigDecimal {
        fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
            <Self as FromSql<Numeric, Pg>>::from_sql(value)
        }
    }

    impl ToSql<Decimal, Pg> for BigDecimal {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            <Self as ToSql<Numeric, Pg>>::to_sql(self, &mut out.reborrow())
        }
    }
}

#[cfg(feature = "mysql")]
mod mysql {
    use super::*;
    use diesel::mysql::{Mysql, MysqlValue};
    use diesel::serialize::IsNull;
    use diesel::sql_types::Numeric;
    use std::io::Write;

    impl FromSql<Decimal, Mysql> for BigDecimal {
        fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
            <Self as FromSql<Numeric, Mysql>>::from_sql(value)
        }
    }

    impl ToSql<Decimal, Mysql> for BigDecimal {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
            // Without an exponent, which would make a double of it.
            out.write_all(self.to_plain_string().as_bytes())?;
            Ok(IsNull::No)
        }
    }
}

/// The digits of a number. Those of equal numbers are equal as texts.
pub(crate) fn digits(number: &BigDecimal) -> String {
    number.normalized().to_plain_string()
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use diesel::serialize::IsNull;
    use diesel::sqlite::{Sqlite, SqliteType, SqliteValue};

    impl FromSql<Decimal, Sqlite> for BigDecimal {
        fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
            if value.value_type() == Some(SqliteType::Double) {
                return Err("a decimal number is stored as a double: declare its column as TEXT".into());
            }
            Ok(value.read_text().parse()?)
        }
    }

    impl ToSql<Decimal, Sqlite> for BigDecimal {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            out.set_value(digits(self));
            Ok(IsNull::No)
        }
    }
}
