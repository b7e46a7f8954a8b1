#[path = "../forum.rs"]
mod forum;
use forum::*;

#[scopes(ArticleTags)]
impl Article {
    pub fn tagged() -> Condition<Self> {
        condition!(tags::name.eq("sea"))
    }
}

fn main() {}
