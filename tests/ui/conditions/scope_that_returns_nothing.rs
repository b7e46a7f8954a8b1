#[path = "../forum.rs"]
mod forum;
use forum::*;

#[scopes(ArticleReads)]
impl Article {
    pub fn often() {}
}

fn main() {}
