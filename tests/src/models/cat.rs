//! A SQL type that the library does not know, with and without an audit trail.

use crate::schema::{MoodType, cats};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
use model_core::prelude::*;
#[cfg(any(feature = "postgres", feature = "mysql"))]
use std::io::Write as _;

/// A mood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = MoodType)]
pub enum Mood {
    /// Asleep.
    Calm,
    /// Awake.
    Wild,
}

impl Mood {
    fn word(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Wild => "wild",
        }
    }

    fn of(word: &[u8]) -> deserialize::Result<Self> {
        match word {
            b"calm" => Ok(Self::Calm),
            b"wild" => Ok(Self::Wild),
            _ => Err("no mood".into()),
        }
    }
}

#[cfg(feature = "sqlite")]
impl ToSql<MoodType, diesel::sqlite::Sqlite> for Mood {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
        out.set_value(self.word());
        Ok(IsNull::No)
    }
}

#[cfg(feature = "sqlite")]
impl FromSql<MoodType, diesel::sqlite::Sqlite> for Mood {
    fn from_sql(mut value: diesel::sqlite::SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Self::of(value.read_text().as_bytes())
    }
}

#[cfg(feature = "postgres")]
impl ToSql<MoodType, diesel::pg::Pg> for Mood {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        out.write_all(self.word().as_bytes())?;
        Ok(IsNull::No)
    }
}

#[cfg(feature = "postgres")]
impl FromSql<MoodType, diesel::pg::Pg> for Mood {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
        Self::of(value.as_bytes())
    }
}

#[cfg(feature = "mysql")]
impl ToSql<MoodType, diesel::mysql::Mysql> for Mood {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::mysql::Mysql>) -> serialize::Result {
        out.write_all(self.word().as_bytes())?;
        Ok(IsNull::No)
    }
}

#[cfg(feature = "mysql")]
impl FromSql<MoodType, diesel::mysql::Mysql> for Mood {
    fn from_sql(value: diesel::mysql::MysqlValue<'_>) -> deserialize::Result<Self> {
        Self::of(value.as_bytes())
    }
}

/// A cat without a trail: nothing has to be said about its columns.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = cats)]
pub struct QuietCat {
    /// The key.
    pub id: i64,
    /// How it is.
    pub mood: Mood,
    /// How it was.
    pub last_mood: Option<Mood>,
}

/// A cat with a trail, which writes one column and masks the other.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = cats, audit)]
pub struct Cat {
    /// The key.
    pub id: i64,
    /// How it is.
    #[model(encoding = text)]
    pub mood: Mood,
    /// How it was.
    #[audit(mask)]
    pub last_mood: Option<Mood>,
}
