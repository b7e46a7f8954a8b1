#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = transfers, extends = Method)]
pub struct Transfer {
    #[model(parent)]
    pub method: Method,
    pub iban: String,
}

fn main() {}
