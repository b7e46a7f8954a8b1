#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn one(conn: &mut SqliteConnection, new: NewCard) {
    let _ = Card::create(new).run(conn);
}

fn main() {}
