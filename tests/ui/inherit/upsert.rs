#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn one(new: NewCard) {
    let _ = Card::upsert(new);
}

fn main() {}
