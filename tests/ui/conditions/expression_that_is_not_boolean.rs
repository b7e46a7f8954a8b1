#[path = "../forum.rs"]
mod forum;
use forum::*;

#[scopes(ArticleViews)]
impl Article {
    pub fn viewed() -> Condition<Self> {
        condition!(articles::views + 1)
    }
}

fn main() {}
