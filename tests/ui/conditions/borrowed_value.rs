#[path = "../forum.rs"]
mod forum;
use forum::*;

#[scopes(ArticleTitles)]
impl Article {
    pub fn titled(title: &str) -> Condition<Self> {
        condition!(articles::title.eq(title))
    }
}

fn main() {}
