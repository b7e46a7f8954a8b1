//! A function that writes rows of any model does not write these.

#[path = "../board.rs"]
mod board;

use board::*;

fn remove<M: Model, Conn: CanWrite<M>>(row: M, me: &Actor, conn: &mut Conn) {
    row.hard_delete().by(me).run(conn).unwrap();
}

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    let score: Score = Score::objects().first(conn).unwrap();
    remove(score, &Actor::system(), conn);
}
