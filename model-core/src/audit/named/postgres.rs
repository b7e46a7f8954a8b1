//! On PostgreSQL.

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

impl<M: ModelOn<Pg>> QueryFragment<Pg> for SelectLabels<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_labels::<M, Pg>(self, &mut out, |out| {
            pg::push_object_id(sql::names::<M, Pg>(), At::Table, out)?;
            out.push_sql(", ");
            pg::push_repr(sql::names::<M, Pg>(), At::Table, out)
        })
    }
}

/// The key of a row and its name.
struct LabelRow(String, String);

impl QueryableByName<Pg> for LabelRow {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let text = |index| Pg::read_text(Row::get(row, index).ok_or("the row has no name")?.value());
        Ok(Self(text(0)?, text(1)?))
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

    fn labels(keys: &[M::Key], all: bool, conn: &mut Conn) -> Result<Vec<(String, String)>> {
        let found: Vec<LabelRow> = load(conn, SelectLabels::<M> { keys, all })?;
        Ok(found.into_iter().map(|LabelRow(key, name)| (key, name)).collect())
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/audit/named/postgres.rs"]
pub(crate) mod twin;
