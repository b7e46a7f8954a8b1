//! Audited patches by many writers on every node.

use crate::galera::{Cluster, amount, settled};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::backend::Backend;
use model_tests::make::{author, me, new_article};
use model_tests::models::{Article, ArticleId};
use std::collections::BTreeSet;
use std::sync::Barrier;

const WRITERS: usize = 8;
const ROWS: usize = 12;

#[test]
fn fault_a9_no_lost_write_and_no_entry_without_its_write() {
    let Some(cluster) = Cluster::fresh() else { return };
    let conn = &mut cluster.node(0);
    MysqlConnection::create_tables(conn);
    let writer = author(conn).id;
    let new = (0..ROWS).map(|number| new_article(writer, &format!("row {number}")));
    let rows: Vec<ArticleId> = Article::create_many(new).by(me()).run(conn).unwrap().iter().map(|row| row.id).collect();
    let start = Barrier::new(WRITERS);
    let acknowledged: BTreeSet<(String, String)> = std::thread::scope(|scope| {
        let write = |writer: usize| {
            let (rows, start, cluster) = (&rows, &start, &cluster);
            scope.spawn(move || {
                let conn = &mut cluster.node(writer);
                start.wait();
                let turns = amount(10_000).div_ceil(WRITERS);
                let patch = |turn: usize| {
                    let id = rows[(turn * 7 + writer * 5) % ROWS];
                    let title = format!("{writer}.{turn}");
                    let patch = || Article::patch_by_key(id).title(title.as_str()).by(&Actor::user(writer)).run(conn);
                    settled(patch).unwrap();
                    (id.to_string(), title)
                };
                (0..turns).map(patch).collect::<Vec<_>>()
            })
        };
        let writers: Vec<_> = (0..WRITERS).map(write).collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    // On another node than the one that the rows were made on.
    let conn = &mut cluster.node(1);
    let trail = conn.trail().into_iter().filter(|entry| entry.action == "patch");
    let title = |entry: &model_core::AuditLog| entry.changes["title"]["new"].as_str().unwrap().to_owned();
    let told: Vec<(String, String)> = trail.map(|entry| (entry.object_id.clone(), title(&entry))).collect();
    assert_eq!(told.len(), acknowledged.len(), "one entry for each write that was `Ok`");
    assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), acknowledged);
    // Each entry begins where the one before ended, and the last one ends where the row is.
    assert_eq!(Article::verify_history(conn).unwrap(), []);
}
