//! There is no new row.

#[path = "../board.rs"]
mod board;

use board::*;

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    Score::create(NewScore::builder().player_id(1).points(2).build()).run(conn).unwrap();
}
