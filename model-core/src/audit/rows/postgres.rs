//! On PostgreSQL.

use super::*;
use crate::trail::pg;
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::Pg;
use diesel::row::{NamedRow, Row};
use diesel::sql_types::Text;

impl<M: ModelOn<Pg>> QueryFragment<Pg> for AllRows<M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        pg::push_object_id(sql::names::<M, Pg>(), At::Table, &mut out)?;
        out.push_sql(", ");
        pg::push_row(sql::names::<M, Pg>(), At::Table, &mut out)?;
        out.push_sql(" FROM ");
        sql::table::<M, Pg>(&mut out)
    }
}

/// The key of a row as text, and the row as JSON.
struct JsonRow(String, Map<String, Value>);

impl QueryableByName<Pg> for JsonRow {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let object_id = Row::get_value::<Text, String, _>(row, 0)?;
        match Row::get_value::<crate::meta::sql_types::Json, Value, _>(row, 1)? {
            Value::Object(values) => Ok(Self(object_id, values)),
            other => Err(format!("expected an object, but found {other}").into()),
        }
    }
}

impl<Conn, M> Verifies<Conn, M> for Pg
where
    Conn: LoadConnection<Backend = Pg>,
    M: ModelOn<Pg>,
{
    fn rows(conn: &mut Conn) -> Result<Vec<(String, Map<String, Value>)>> {
        let rows: Vec<JsonRow> = load(conn, AllRows::<M>(PhantomData))?;
        Ok(rows.into_iter().map(|JsonRow(object_id, values)| (object_id, values)).collect())
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/audit/rows/postgres.rs"]
pub(crate) mod twin;
