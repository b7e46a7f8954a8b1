//! Reading what a database holds: compiled once for each backend.

use super::types::{AUDITS, Conn};
use crate::seen::hash;
use crate::world::Seen;
use anyhow::Result;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Bool)]
    deleted: bool,
}

#[derive(QueryableByName)]
struct Log {
    #[diesel(sql_type = Text)]
    action: String,
    #[diesel(sql_type = Text)]
    changes: String,
}

/// What a row says, and in which state it is.
const ROWS: &str = "SELECT title, status, deleted_at IS NOT NULL AS deleted FROM articles \
                    UNION ALL SELECT name, CONCAT('', amount), 0 = 1 FROM items";

pub(crate) fn look(conn: &mut Conn) -> Result<Seen> {
    let rows: Vec<Row> = diesel::sql_query(ROWS).load(conn)?;
    let logs: Vec<Log> = diesel::sql_query(AUDITS).load(conn)?;
    Ok(Seen {
        rows: rows.len() as u64,
        deleted: rows.iter().filter(|row| row.deleted).count() as u64,
        audits: logs.len() as u64,
        hash: hash(
            rows.into_iter().map(|row| (row.title, row.status, row.deleted)),
            logs.into_iter().map(|log| (log.action, log.changes)),
        ),
    })
}
