#[path = "../forum.rs"]
mod forum;
use forum::*;

diesel::table! {
    grants (id) {
        id -> BigInt,
        owner_kind -> Text,
        owner_id -> Text,
    }
}

#[derive(GenericRef, Debug, Clone)]
pub enum Owner {
    #[generic(kind = "tags")]
    Article(ArticleId),
    Tag(String),
}

#[derive(Model, Debug)]
#[model(table = grants, generic(owner = Owner, kind = owner_kind, key = owner_id))]
pub struct Grant {
    pub id: i64,
    pub owner_kind: String,
    pub owner_id: String,
}

fn main() {}
