//! On PostgreSQL.

use super::*;
use crate::audit::part::bounded;
use crate::sql::rows::{Number, execute};
use crate::trail::pg;
use diesel::pg::Pg;

/// `SELECT COUNT(*) FROM (SELECT 1 FROM articles WHERE .. FOR UPDATE) AS model_old`: locks the rows without history.
struct Lock<'p, M: Model>(&'p Part<M>);

statement!(['p, M: Model] Lock<'p, M>, by_text);

impl<M: ModelOn<Pg>> QueryFragment<Pg> for Lock<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM (SELECT 1");
        push_untraced(self.0, &mut out)?;
        self.0.push_order(&mut out)?;
        out.push_sql(" FOR UPDATE) AS \"model_old\"");
        Ok(())
    }
}

/// `INSERT INTO audit_logs (..) SELECT .. FROM articles WHERE ..`
struct Insert<'p, M: Model> {
    part: &'p Part<M>,
    operation: Operation<'p>,
}

statement!(['p, M: Model] Insert<'p, M>, by_text);

impl<M: ModelOn<Pg>> QueryFragment<Pg> for Insert<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let names = sql::names::<M, Pg>();
        pg::push_insert(names, &self.operation, At::Table, &mut out, |out| {
            pg::push_values(names, "new", At::Table, out)
        })?;
        push_untraced(self.part, &mut out)?;
        self.part.push_order(&mut out)
    }
}

/// Pushes ` FROM articles WHERE ..` for the rows of a part without history. For each row one entry is looked up: a join
/// would read the whole trail for each part.
fn push_untraced<'b, M: ModelOn<Pg>>(part: &'b Part<M>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    part.push_from(out)?;
    out.push_sql(if part.is_whole() { " WHERE " } else { " AND " });
    out.push_sql("(SELECT id FROM audit_logs WHERE content_type = ");
    Pg::text(M::META.content_type, out)?;
    out.push_sql(" AND object_id = ");
    pg::push_object_id(sql::names::<M, Pg>(), At::Table, out)?;
    [" AND ", IN_HISTORY].into_iter().for_each(|part| out.push_sql(part));
    out.push_sql(" LIMIT 1) IS NULL");
    Ok(())
}

impl<Conn, M> Begins<Conn, M> for Pg
where
    Conn: LoadConnection<Backend = Pg>,
    M: ModelOn<Pg>,
{
    fn begin_part(conn: &mut Conn, part: &Part<M>, operation: Operation<'_>) -> Result<(usize, Option<M::Key>)> {
        let part = bounded(conn, part)?;
        let locked: Vec<Number> = load(conn, Lock(&part))?;
        if locked.first().map_or(0, Number::count) == 0 {
            return Ok((0, part.end().cloned()));
        }
        // A statement of its own: it sees the entries of those who have written the rows before they were locked.
        let written = execute(conn, Insert { part: &part, operation })?;
        Ok((written, part.end().cloned()))
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/audit/begin/postgres.rs"]
pub(crate) mod twin;
