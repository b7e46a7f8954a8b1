#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = transfers, extends = Method)]
pub struct Transfer {
    pub id: MethodId,
    pub iban: String,
}

fn main() {}
