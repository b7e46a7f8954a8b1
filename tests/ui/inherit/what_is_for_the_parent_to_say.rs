#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = transfers, extends = Method, timestamps, soft_delete, edit, ordering = "-iban")]
#[model(has_many(charges = Charge, on_delete = keep))]
pub struct Transfer {
    #[model(parent)]
    pub method: Method,
    pub iban: String,
    #[model(version)]
    pub version: i32,
    #[model(epoch = seconds)]
    pub created_at: i64,
    pub deleted_at: bool,
}

fn main() {}
