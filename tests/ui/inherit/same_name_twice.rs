#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = methods, extended_by(Card, wallet::Card))]
pub struct Way {
    pub id: i64,
    pub label: String,
}

fn main() {}
