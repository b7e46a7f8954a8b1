#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = methods, extended_by(Code))]
pub struct Way {
    pub id: i64,
    pub label: String,
}

#[derive(Model)]
#[model(table = codes, extends = Way)]
pub struct Code {
    #[model(parent)]
    pub way: Way,
    pub code: String,
}

fn main() {}
