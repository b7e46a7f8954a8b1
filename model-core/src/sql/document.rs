//! A JSON document as the text that is stored.

use crate::meta::sql_types::Json;
use diesel::serialize::{self, IsNull, Output, ToSql};

/// A document that is written as it is, without a `Value` in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document(String);

impl Document {
    /// Wraps a text that is JSON.
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "postgres")]
impl ToSql<Json, diesel::pg::Pg> for Document {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        use std::io::Write;

        // The binary form of `jsonb` is this version number, followed by the text.
        out.write_all(&[1])?;
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

#[cfg(feature = "mysql")]
impl ToSql<Json, diesel::mysql::Mysql> for Document {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::mysql::Mysql>) -> serialize::Result {
        use std::io::Write;

        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

#[cfg(feature = "sqlite")]
impl ToSql<Json, diesel::sqlite::Sqlite> for Document {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_str());
        Ok(IsNull::No)
    }
}
