//! The rows of the newsroom.

mod article;
mod author;
mod comment;
mod reaction;
mod tag;

pub use self::article::{Article, ArticleId, ArticlePatch, DraftArticle, NewArticle, PublishedArticle, Status};
pub use self::author::{Author, AuthorId, AuthorPatch, NewAuthor};
pub use self::comment::{Comment, CommentId, CommentPatch, NewComment, PendingComment, Verdict};
pub use self::reaction::{Mood, NewReaction, Reaction, ReactionId, ReactionPatch};
pub use self::tag::{ArticleTag, ArticleTagPatch, NewArticleTag, NewTag, Tag, TagId, TagPatch};
