#[path = "../forum.rs"]
mod forum;
use forum::*;

#[scopes(ArticleTitles)]
impl Article {
    pub fn titled() -> Condition<Self> {
        condition!(articles::title.eq(7))
    }
}

fn main() {}
