#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn one(new: NewCard) {
    let _ = Card::get_or_create(new);
}

fn main() {}
