//! On SQLite, MySQL and MariaDB.

use super::*;
use crate::trail::recorded::Traced;
use crate::trail::snapshot::Snapshot;

/// Pushes the key of a row as the text that the trail has.
fn push_object_id<'b, M, DB>(joined: [&str; 3], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    let text = |index: usize, out: &mut AstPass<'_, 'b, DB>| {
        let column = |out: &mut AstPass<'_, 'b, DB>| sql::column::<M, DB>(At::Table, index, out);
        DB::key_text(M::META.fields[index].encoding, column, out)
    };
    if let [index] = M::META.key {
        return text(*index, out);
    }
    let [before, between, after] = joined;
    out.push_sql(before);
    sql::separated(M::META.key, between, out, |index, out| {
        out.push_sql("REPLACE(REPLACE(");
        text(*index, out)?;
        // Bound, because MySQL's settings decide what a backslash in a literal is.
        for (from, to) in [("\\", "\\\\"), (",", "\\,")] {
            for part in [from, to] {
                out.push_sql(", ");
                DB::text(part, out)?;
            }
            out.push_sql(")");
        }
        Ok(())
    })?;
    out.push_sql(after);
    Ok(())
}

macro_rules! verifies {
    ($db:ty, $joined:expr) => {
        impl<M: ModelOn<$db>> QueryFragment<$db> for Rows<'_, M> {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                out.push_sql("SELECT ");
                sql::columns::<M, $db>(At::Table, &mut out)?;
                self.0.push_from(&mut out)
            }
        }

        impl<M: ModelOn<$db>> QueryFragment<$db> for Gone<'_, M> {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                self.push(&mut out, |out| {
                    out.push_sql("object_id NOT IN (SELECT ");
                    <$db>::exactly(|out| push_object_id::<M, $db>($joined, out), out)?;
                    out.push_sql(" FROM ");
                    sql::table::<M, $db>(out)?;
                    out.push_sql(")");
                    Ok(())
                })
            }
        }

        impl<Conn, M> Verifies<Conn, M> for $db
        where
            Conn: LoadConnection<Backend = $db>,
            M: ModelOn<$db>,
        {
            fn rows(conn: &mut Conn, part: &Part<M>) -> Result<(Vec<Found>, Option<M::Key>)> {
                let part = bounded(conn, part)?;
                let rows: Vec<Traced<M>> = load(conn, Rows(&part))?;
                let named = |row: &Traced<M>| (row.values.object_id(M::META).into_owned(), named::<M>(&row.values));
                Ok((rows.iter().map(named).collect(), part.end().cloned()))
            }

            fn gone(conn: &mut Conn, after: Option<&str>, limit: usize) -> Result<Vec<String>> {
                let gone: Vec<ObjectId> = load(conn, Gone::<M> { after, limit, model: PhantomData })?;
                Ok(gone.into_iter().map(|ObjectId(id)| id).collect())
            }
        }
    };
}

#[cfg(feature = "sqlite")]
verifies!(diesel::sqlite::Sqlite, ["", " || ',' || ", ""]);
#[cfg(feature = "mysql")]
verifies!(diesel::mysql::Mysql, ["CONCAT(", ", ',', ", ")"]);

fn named<M: Model>(values: &Snapshot) -> Map<String, Value> {
    let fields = M::META.fields.iter().enumerate();
    fields.map(|(index, field)| (field.name.to_owned(), values.value(index))).collect()
}

#[cfg(feature = "async")]
#[path = "../../../twins/audit/rows/program.rs"]
pub(crate) mod twin;
