#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn all(conn: &mut SqliteConnection, me: &Actor) {
    let _ = Card::objects().patch().label("a").by(me).run(conn);
}

fn main() {}
