#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

pub struct Plain;

#[derive(Model)]
#[model(table = transfers, extends = Plain)]
pub struct Transfer {
    #[model(parent)]
    pub plain: Plain,
    pub iban: String,
}

fn main() {}
