//! Nor a set of them.

#[path = "../board.rs"]
mod board;

use board::*;

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    Score::objects().filter(scores::points.gt(3)).patch().points(1).run(conn).unwrap();
    Score::objects().delete().run(conn).unwrap();
    Winner::objects().hard_delete().run(conn).unwrap();
}
