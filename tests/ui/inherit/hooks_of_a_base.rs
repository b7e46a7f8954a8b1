#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Base)]
#[model(hooks)]
pub struct Labelled {
    pub label: String,
}

#[derive(Base)]
pub struct Shown {
    #[model(base)]
    pub label: Labelled,
}

#[derive(Base)]
#[model(hooks)]
pub struct Routed {
    pub iban: String,
}

#[derive(Model)]
#[model(table = methods, extended_by(Card))]
pub struct Hooked {
    pub id: MethodId,
    #[model(base)]
    pub shown: Shown,
}

#[derive(Model)]
#[model(table = transfers, extends = Method)]
pub struct Transfer {
    #[model(parent)]
    pub method: Method,
    #[model(base)]
    pub route: Routed,
}

fn main() {}
