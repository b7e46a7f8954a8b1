#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = transfers, extends = Method, extended_by(Card))]
pub struct Transfer {
    #[model(parent)]
    pub method: Method,
    pub iban: String,
}

fn main() {}
