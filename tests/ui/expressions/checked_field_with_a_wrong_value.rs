use model_core::prelude::*;

diesel::table! {
    products (id) {
        id -> BigInt,
        name -> Text,
    }
}

#[derive(Model, Debug)]
#[model(table = products)]
pub struct Product {
    pub id: i64,
    #[model(max_length = 20)]
    pub name: String,
}

fn rename(product: &Product) {
    let _ = product.patch().name(7);
}

fn main() {}
