use model_core::prelude::*;
use uuid::Uuid;

#[derive(Key, Debug)]
pub struct ArticleId(Uuid);

fn main() {}
