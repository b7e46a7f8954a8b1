//! A database of its own for each side.

use crate::case::SEEDS;
use crate::draft::{self, Draft};
use anyhow::Result;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

/// The variable with the address of the server.
pub(crate) const SERVER: &str = "MODEL_BENCH_POSTGRES_URL";

/// Makes a database with this name, with the tables and their first rows.
pub(crate) async fn open(server: &str, name: &str) -> Result<AsyncPgConnection> {
    let mut conn = AsyncPgConnection::establish(server).await?;
    conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await?;
    let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
    let mut conn = AsyncPgConnection::establish(&format!("{base}/{name}")).await?;
    conn.batch_execute(include_str!("../../../model-core/migrations/postgres/20000101000000_audit_logs/up.sql"))
        .await?;
    conn.batch_execute(include_str!("../../src/ddl/postgres.sql")).await?;
    for start in (0..SEEDS).step_by(1_000) {
        conn.batch_execute(&rows(start..start + 1_000)).await?;
    }
    conn.batch_execute("VACUUM ANALYZE articles").await?;
    conn.batch_execute("CHECKPOINT").await?;
    Ok(conn)
}

fn rows(numbers: std::ops::Range<u64>) -> String {
    let nullable = |value: Option<String>| value.map_or("NULL".to_owned(), |value| format!("'{value}'"));
    let rows: Vec<String> = numbers
        .map(|n| {
            let row = Draft::number(n);
            let created = draft::created_at(n).to_rfc3339();
            let deleted = nullable(draft::is_deleted(n).then(|| created.clone()));
            let published = nullable(row.published_at.map(|at| at.to_rfc3339()));
            let (key, status, note) = (draft::key(n), row.status(), nullable(row.note.clone()));
            let Draft { title, slug, body, author, views, .. } = row;
            format!(
                "('{key}', '{title}', '{slug}', '{body}', '{status}', '{author}', {views}, {note}, {published}, \
                 '{created}', '{created}', {deleted})"
            )
        })
        .collect();
    format!("INSERT INTO articles VALUES {}", rows.join(", "))
}

/// A hash of the titles and of what was audited, without keys and instants of the run.
pub(crate) async fn seen(conn: &mut AsyncPgConnection) -> Result<String> {
    #[derive(QueryableByName)]
    struct Seen {
        #[diesel(sql_type = Text)]
        seen: String,
    }
    let seen: Seen = diesel::sql_query(
        "SELECT (SELECT md5(string_agg(title || status, ',' ORDER BY title, status)) FROM articles) || \
         coalesce((SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (SELECT concat(action, actor_id, request_id, \
         changes -> 'title', (SELECT string_agg(key, ',' ORDER BY key) FROM jsonb_object_keys(changes) AS key)) AS line \
         FROM audit_logs) AS lines), '') AS seen",
    )
    .get_result(conn)
    .await?;
    Ok(seen.seen)
}
