#[path = "../forum.rs"]
mod forum;
use forum::*;

diesel::table! {
    grants (id) {
        id -> BigInt,
        owner_kind -> Text,
        owner_id -> BigInt,
    }
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerKind {
    Article,
    Page,
}

#[derive(GenericRef, Debug, Clone)]
pub enum Owner {
    #[generic(kind = "articles")]
    Article(ArticleId),
}

#[derive(Model, Debug)]
#[model(table = grants, generic(owner = Owner, kind = owner_kind, key = owner_id))]
pub struct Grant {
    pub id: i64,
    pub owner_kind: OwnerKind,
    pub owner_id: i64,
}

fn main() {}
