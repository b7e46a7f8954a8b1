use model_core::prelude::*;

#[derive(Key, Debug, Clone)]
pub struct ArticleId<T>(T);

fn main() {}
