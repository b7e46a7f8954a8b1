#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = transfers, extends = Card)]
pub struct Transfer {
    #[model(parent)]
    pub card: Card,
    pub iban: String,
}

fn main() {}
