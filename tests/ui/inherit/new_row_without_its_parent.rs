#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

fn one() -> NewCard {
    NewCard::builder().digits("1").build()
}

fn main() {}
