//! Models over the schema: between them they use every option that a model can have.

mod article;
mod author;
mod comment;
mod counter;
mod document;
mod member;
mod page;
mod sample;
mod tag;
mod translation;
mod visit;

pub use self::article::{Article, ArticleId, ArticlePatch, DraftArticle, NewArticle, PublishedArticle, Status};
pub use self::author::{Author, AuthorId, AuthorPatch, NewAuthor};
pub use self::comment::{Comment, CommentId, CommentPatch, NewComment};
pub use self::counter::{Counter, CounterPatch, NewCounter};
pub use self::document::{Document, DocumentPatch, EditorId, NewDocument};
pub use self::member::{Member, MemberPatch, NewMember};
pub use self::page::{NewPage, Page, PageId, PagePatch};
pub use self::sample::{NewSample, Sample, SamplePatch};
pub use self::tag::{NewTag, Tag, TagCode, TagPatch};
pub use self::translation::{NewTranslation, Translation, TranslationPatch};
pub use self::visit::{NewVisit, Visit, VisitPatch};
