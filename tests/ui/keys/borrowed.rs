use model_core::prelude::*;

#[derive(Key, Debug, Clone)]
pub struct ArticleId<'a>(std::borrow::Cow<'a, str>);

fn main() {}
