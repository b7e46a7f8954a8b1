//! No row of a read-only model is written: each verb is one error.

#[path = "../board.rs"]
mod board;

use board::*;

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    let score: Score = Score::objects().first(conn).unwrap();
    score.patch().points(1).run(conn).unwrap();
    score.clone().delete().run(conn).unwrap();
    score.clone().hard_delete().run(conn).unwrap();
    Score::patch_by_key(1).points(2).run(conn).unwrap();
    Score::delete_by_key(1).run(conn).unwrap();
    let winner: Winner = Winner::objects().first(conn).unwrap();
    winner.patch().points(1).run(conn).unwrap();
}
