use model_core::prelude::*;

diesel::table! {
    products (id) {
        id -> BigInt,
        name -> Text,
        stock -> Integer,
    }
}

#[derive(Model, Debug)]
#[model(table = products)]
pub struct Product {
    pub id: i64,
    #[model(max_length = 20)]
    pub name: String,
    #[model(check = is_enough)]
    pub stock: i32,
}

fn is_enough(stock: &i32) -> Result<(), &'static str> {
    if *stock < 0 { Err("must not be negative") } else { Ok(()) }
}

fn sell(product: &Product) {
    let _ = product.patch().stock(products::stock - 1);
}

fn main() {}
