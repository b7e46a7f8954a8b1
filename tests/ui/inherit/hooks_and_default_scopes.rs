#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Base)]
pub struct Owned {
    #[model(default_scope(by = of_owner, lifted_by = of_all_owners))]
    pub label: String,
}

#[derive(Model)]
#[model(table = methods, hooks, extended_by(Card))]
pub struct Hooked {
    pub id: MethodId,
    pub label: String,
}

#[derive(Model)]
#[model(table = methods, extended_by(Card))]
pub struct Apart {
    pub id: MethodId,
    #[model(base)]
    pub owner: Owned,
}

#[derive(Model)]
#[model(table = transfers, extends = Method, hooks)]
pub struct Transfer {
    #[model(parent)]
    pub method: Method,
    pub iban: String,
}

fn main() {}
