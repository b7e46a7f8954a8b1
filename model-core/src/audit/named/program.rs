//! On SQLite, MySQL and MariaDB.

use super::*;
use crate::meta::column_set::ColumnSet;
use crate::trail::insert::AuditRow;
use crate::trail::recorded::Traced;

/// Pushes the columns of the name, and on request the columns of the key, and their indices.
fn push_columns<'b, M, DB>(with_key: bool, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    let mut columns = ColumnSet::default();
    let key = M::META.key.iter().filter(|_| with_key);
    M::META.repr.iter().chain(key).for_each(|index| columns.insert(*index));
    sql::some_columns::<M, DB>(At::Table, columns, out)?;
    out.push_sql(&format!(", {}", columns.to_number()));
    Ok(())
}

macro_rules! names {
    ($db:ty) => {
        impl<M: ModelOn<$db>> QueryFragment<$db> for SelectName<'_, M> {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                push_select::<M, $db>(self.0, &mut out, |out| push_columns::<M, $db>(false, out))
            }
        }

        impl<M: ModelOn<$db>> QueryFragment<$db> for SelectLabels<'_, M> {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                push_labels::<M, $db>(self, &mut out, |out| push_columns::<M, $db>(true, out))
            }
        }

        impl<Conn, M> ReadsName<Conn, M> for $db
        where
            Conn: LoadConnection<Backend = $db>,
            M: ModelOn<$db>,
        {
            fn name(key: &M::Key, conn: &mut Conn) -> Result<String> {
                if M::META.repr.is_none() {
                    return Ok(String::new());
                }
                let found: Vec<Traced<M>> = load(conn, SelectName::<M>(key))?;
                Ok(found.first().map(|row| AuditRow::name(M::META, &row.values)).unwrap_or_default())
            }

            fn labels(keys: &[M::Key], all: bool, conn: &mut Conn) -> Result<Vec<(String, String)>> {
                let found: Vec<Traced<M>> = load(conn, SelectLabels::<M> { keys, all })?;
                let label =
                    |row: Traced<M>| (row.values.object_id(M::META).into_owned(), AuditRow::name(M::META, &row.values));
                Ok(found.into_iter().map(label).collect())
            }
        }
    };
}

#[cfg(feature = "sqlite")]
names!(diesel::sqlite::Sqlite);
#[cfg(feature = "mysql")]
names!(diesel::mysql::Mysql);

#[cfg(feature = "async")]
#[path = "../../../twins/audit/named/program.rs"]
pub(crate) mod twin;
