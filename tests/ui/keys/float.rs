use model_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq)]
pub struct ArticleId(f64);

fn main() {}
