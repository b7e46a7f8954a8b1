//! Generic references: one that names its model, and two in one model.

use super::{Article, ArticleId, Comment, CommentId, Tag, TagCode, Visit};
use crate::schema::{notices, reactions};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};

/// What somebody can have an opinion on: keys of every kind, and a reaction itself.
#[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// An article.
    Article(ArticleId),
    /// A comment.
    Comment(CommentId),
    /// A tag.
    Tag(TagCode),
    /// A visit, whose key has no type of its own.
    #[generic(Visit)]
    View(i32),
    /// A reaction.
    Reaction(ReactionId),
}

/// The key of a reaction.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReactionId(i64);

/// A reaction.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = reactions, soft_delete, audit, ordering = "id", referred_by(reactions = Reaction))]
pub struct Reaction {
    /// The key.
    pub id: ReactionId,
    /// What it is about.
    #[model(generic)]
    pub target: Stored<Target>,
    /// What is thought of it.
    pub kind: String,
    /// Whether it was taken back.
    pub is_deleted: bool,
}

/// The reactions that like it.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Reaction, filter(kind = "like"))]
pub struct Like(Reaction);

/// A notice.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = notices, ordering = "id")]
pub struct Notice {
    /// The key.
    pub id: i64,
    /// Who gets it.
    #[model(generic)]
    pub recipient: Stored<Target>,
    /// What it is about.
    #[model(generic)]
    pub about: Option<Stored<Target>>,
}
