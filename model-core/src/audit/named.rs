//! Reads the name of a row, as the trail records it, on each backend.

use crate::meta::error::Result;
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// A backend on which the name of a row of `M` can be read over a connection.
#[diagnostic::on_unimplemented(
    message = "the name of a row of `{M}` cannot be read over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait ReadsName<Conn, M: Model>: Dialect {
    /// The name of the row with this key, if the model has a `repr`; empty when the row does not exist.
    ///
    /// # Errors
    /// Those of the database.
    fn name(key: &M::Key, conn: &mut Conn) -> Result<String>;
}

/// `SELECT title FROM articles WHERE id = ..`: live or deleted.
struct SelectName<'k, M: Model>(&'k M::Key);

statement!(['k, M: Model] SelectName<'k, M>);

impl<M: Model> QueryId for SelectName<'_, M> {
    type QueryId = SelectName<'static, M>;
}

/// Pushes the statement around the expression for the name.
fn push_select<'b, M, DB>(
    key: &'b M::Key,
    out: &mut AstPass<'_, 'b, DB>,
    push_name: impl FnOnce(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    out.push_sql("SELECT ");
    push_name(out)?;
    out.push_sql(" FROM ");
    sql::table::<M, DB>(out)?;
    out.push_sql(" WHERE ");
    sql::key_is::<M, DB>(key, out)
}

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;
    use crate::trail::pg;
    use diesel::deserialize::{self, QueryableByName};
    use diesel::pg::Pg;
    use diesel::row::{Field as _, NamedRow, Row};

    impl<M: ModelOn<Pg>> QueryFragment<Pg> for SelectName<'_, M> {
        fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
            push_select::<M, Pg>(self.0, &mut out, |out| pg::push_repr(sql::names::<M, Pg>(), At::Table, out))
        }
    }

    struct NameRow(String);

    impl QueryableByName<Pg> for NameRow {
        fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
            let name = Row::get(row, 0).ok_or("the row has no name")?;
            Pg::read_text(name.value()).map(Self)
        }
    }

    impl<Conn, M> ReadsName<Conn, M> for Pg
    where
        Conn: LoadConnection<Backend = Pg>,
        M: ModelOn<Pg>,
    {
        fn name(key: &M::Key, conn: &mut Conn) -> Result<String> {
            if M::META.repr.is_none() {
                return Ok(String::new());
            }
            let found: Vec<NameRow> = load(conn, SelectName::<M>(key))?;
            Ok(found.into_iter().next().map(|NameRow(name)| name).unwrap_or_default())
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program {
    use super::*;
    use crate::meta::column_set::ColumnSet;
    use crate::trail::insert::AuditRow;
    use crate::trail::recorded::Traced;

    /// Pushes the columns of the name, and their indices.
    fn push_columns<'b, M, DB>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
        M: ModelOn<DB>,
    {
        let mut columns = ColumnSet::default();
        M::META.repr.iter().for_each(|index| columns.insert(*index));
        sql::some_columns::<M, DB>(At::Table, columns, out)?;
        out.push_sql(&format!(", {}", columns.to_number()));
        Ok(())
    }

    macro_rules! names {
        ($db:ty) => {
            impl<M: ModelOn<$db>> QueryFragment<$db> for SelectName<'_, M> {
                fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                    push_select::<M, $db>(self.0, &mut out, push_columns::<M, $db>)
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
            }
        };
    }

    #[cfg(feature = "sqlite")]
    names!(diesel::sqlite::Sqlite);
    #[cfg(feature = "mysql")]
    names!(diesel::mysql::Mysql);
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/named.rs"]
pub(crate) mod twin;
