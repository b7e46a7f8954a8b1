#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Base)]
pub struct Shared {
    #[model(parent)]
    pub method: Method,
}

fn main() {}
