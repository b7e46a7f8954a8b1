use model_core::prelude::*;
use uuid::Uuid;

#[derive(Key, Debug, Clone, Copy, PartialEq)]
pub struct ArticleId(Uuid, i64);

fn main() {}
