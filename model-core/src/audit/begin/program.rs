//! On SQLite, MySQL and MariaDB.

use super::*;
use crate::sql::limit::per_statement;
use crate::sql::lock::{reads_the_past, take_write_lock};
use crate::sql::select::push_lock;
use crate::trail::insert;
use crate::trail::read::ObjectId;
use crate::trail::record::WholeRows;
use crate::trail::recorded::Recorded;
use std::collections::HashSet;

/// `SELECT .. FROM articles WHERE (id) > (..) ORDER BY id LIMIT 5000 [FOR UPDATE]`
struct Rows<'p, M: Model>(&'p Part<M>);

statement!(['p, M: Model] Rows<'p, M>, by_text);

impl<M: ModelOn<DB>, DB: Dialect> QueryFragment<DB> for Rows<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::columns::<M, DB>(At::Table, &mut out)?;
        self.0.push_from(&mut out)?;
        self.0.push_order(&mut out)?;
        out.push_sql(&format!(" LIMIT {}", self.0.size()));
        push_lock::<DB>(DB::LOCK, &mut out);
        Ok(())
    }
}

/// `SELECT DISTINCT object_id FROM audit_logs WHERE content_type = .. AND object_id IN (..)`: the rows with a history.
struct Traced<'p> {
    content_type: &'static str,
    ids: &'p [String],
    lock: &'static str,
}

statement!(['p] Traced<'p>, by_text);

impl<DB: Dialect> QueryFragment<DB> for Traced<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("SELECT DISTINCT object_id FROM audit_logs WHERE content_type = ");
        DB::text(self.content_type, &mut out)?;
        out.push_sql(" AND object_id IN (");
        sql::separated(self.ids, ", ", &mut out, |id, out| DB::text(id, out))?;
        [") AND ", IN_HISTORY].into_iter().for_each(|part| out.push_sql(part));
        push_lock::<DB>(self.lock, &mut out);
        Ok(())
    }
}

macro_rules! begins {
    ($db:ty) => {
        impl<Conn, M> Begins<Conn, M> for $db
        where
            Conn: LoadConnection<Backend = $db>,
            M: ModelOn<$db>,
        {
            fn begin_part(
                conn: &mut Conn,
                part: &Part<M>,
                operation: Operation<'_>,
            ) -> Result<(usize, Option<M::Key>)> {
                take_write_lock(conn)?;
                let rows: Vec<Recorded<M>> = load(conn, Rows(part))?;
                let ids: Vec<String> = rows.iter().map(|row| row.values.object_id(M::META).into_owned()).collect();
                let lock = if reads_the_past(conn)? { <$db as Dialect>::COUNT_LOCK } else { "" };
                let mut traced = HashSet::new();
                for ids in ids.chunks(per_statement::<$db>(1, 1)) {
                    let content_type = M::META.content_type;
                    let found: Vec<ObjectId> = load(conn, Traced { content_type, ids, lock })?;
                    traced.extend(found.into_iter().map(|ObjectId(id)| id));
                }
                let whole = WholeRows::new(M::META);
                let untraced = rows.iter().zip(&ids).filter(|(_, id)| !traced.contains(*id));
                let entries: Vec<_> = untraced.map(|(row, _)| whole.created(&row.values)).collect();
                insert(conn, M::META.content_type, &operation, &entries)?;
                let last = rows.last().filter(|_| rows.len() == part.size()).map(|row| row.row.key());
                Ok((entries.len(), last))
            }
        }
    };
}

#[cfg(feature = "sqlite")]
begins!(diesel::sqlite::Sqlite);
#[cfg(feature = "mysql")]
begins!(diesel::mysql::Mysql);

#[cfg(feature = "async")]
#[path = "../../../twins/audit/begin/program.rs"]
pub(crate) mod twin;
