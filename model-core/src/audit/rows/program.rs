//! On SQLite, MySQL and MariaDB.

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

#[cfg(feature = "async")]
#[path = "../../../twins/audit/rows/program.rs"]
pub(crate) mod twin;
