#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn one(card: Deleted<Card>) {
    let _ = card.restore();
}

fn main() {}
