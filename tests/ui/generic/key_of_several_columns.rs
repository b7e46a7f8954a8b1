#[path = "../forum.rs"]
mod forum;
use forum::*;

#[derive(GenericRef)]
pub enum Either {
    Article(ArticleId),
    Edition((i64, i32)),
}

fn main() {}
