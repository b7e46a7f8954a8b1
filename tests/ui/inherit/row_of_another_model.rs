#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = transfers, extends = Method)]
pub struct Transfer {
    #[model(parent)]
    pub method: Card,
    pub iban: String,
}

fn main() {}
