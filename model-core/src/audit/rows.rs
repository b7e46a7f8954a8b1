//! Reads every row of a model as JSON, on each backend.

use crate::audit::verify::Verifies;
use crate::meta::error::Result;
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// `SELECT .. FROM articles`: all rows, live and deleted.
struct AllRows<M>(PhantomData<fn() -> M>);

statement!([M: Model] AllRows<M>);

impl<M: Model> QueryId for AllRows<M> {
    type QueryId = Self;
}

#[cfg(feature = "postgres")]
mod postgres {
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
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program {
    use super::*;
    use crate::trail::recorded::Traced;
    use crate::trail::snapshot::Snapshot;

    macro_rules! verifies {
        ($db:ty) => {
            impl<M: ModelOn<$db>> QueryFragment<$db> for AllRows<M> {
                fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                    out.push_sql("SELECT ");
                    sql::columns::<M, $db>(At::Table, &mut out)?;
                    out.push_sql(" FROM ");
                    sql::table::<M, $db>(&mut out)
                }
            }

            impl<Conn, M> Verifies<Conn, M> for $db
            where
                Conn: LoadConnection<Backend = $db>,
                M: ModelOn<$db>,
            {
                fn rows(conn: &mut Conn) -> Result<Vec<(String, Map<String, Value>)>> {
                    let rows: Vec<Traced<M>> = load(conn, AllRows::<M>(PhantomData))?;
                    let named = |row: &Traced<M>| (row.values.object_id(M::META).into_owned(), named::<M>(&row.values));
                    Ok(rows.iter().map(named).collect())
                }
            }
        };
    }

    #[cfg(feature = "sqlite")]
    verifies!(diesel::sqlite::Sqlite);
    #[cfg(feature = "mysql")]
    verifies!(diesel::mysql::Mysql);

    fn named<M: Model>(values: &Snapshot) -> Map<String, Value> {
        let fields = M::META.fields.iter().enumerate();
        fields.map(|(index, field)| (field.name.to_owned(), values.value(index))).collect()
    }
}
