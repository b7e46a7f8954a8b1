#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn half(part: CardPart) {
    let _ = part.delete();
}

fn main() {}
