#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = methods, extended_by(Transfer))]
pub struct Way {
    pub id: i64,
    pub label: String,
}

#[derive(Model)]
#[model(table = transfers)]
pub struct Transfer {
    pub id: i64,
    pub iban: String,
}

fn main() {}
