#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn one(conn: &mut SqliteConnection, card: &Card) {
    let _ = card.patch().digits("2").run(conn);
}

fn main() {}
