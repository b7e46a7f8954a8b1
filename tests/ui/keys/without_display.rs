use model_core::prelude::*;

#[derive(Debug, Clone)]
pub struct Barcode(String);

#[derive(Key, Debug, Clone)]
pub struct ArticleId(Barcode);

fn main() {}
