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
#[model(table = transfers, audit, extends = Way)]
pub struct Transfer {
    #[model(parent)]
    pub way: Way,
    pub iban: String,
}

fn main() {}
