#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn one(card: Card) {
    let _ = card.restore();
}

fn main() {}
