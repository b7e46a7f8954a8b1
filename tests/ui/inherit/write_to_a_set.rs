#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn all(conn: &mut SqliteConnection, me: &Actor) {
    let _ = Card::objects().filter(cards::digits.eq("1")).delete().by(me).run(conn);
}

fn main() {}
