#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = transfers, extends = Method)]
pub struct Transfer {
    pub method: Method,
    pub iban: String,
}

fn main() {}
