#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = charges)]
pub struct Charge {
    pub id: i64,
    #[model(belongs_to = Card)]
    pub card_id: MethodId,
}

fn main() {}
