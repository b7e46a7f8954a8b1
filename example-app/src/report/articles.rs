//! Lists of articles and comments.

use super::{counted, fit, moment, table};
use crate::models::{Article, ArticleId, PendingComment, TagName};
use model_core::Choices;
use std::collections::HashMap;
use std::io::{self, Write};

/// What is told of an article beside its own columns.
#[derive(Debug, Default)]
pub struct Context {
    /// The handle of each author, by the text of the id.
    pub handles: HashMap<String, String>,
    /// How many live comments there are; none where there is no entry.
    pub comments: HashMap<ArticleId, i64>,
    /// The tags.
    pub tags: HashMap<ArticleId, Vec<TagName>>,
}

/// Prints articles, one on a line.
///
/// # Errors
/// The output cannot be written.
pub fn articles(out: &mut dyn Write, articles: &[Article], context: &Context) -> io::Result<()> {
    let rows = articles.iter().map(|article| row(article, context)).collect();
    table(out, ["id", "title", "status", "author", "words", "comments", "tags", "dated", "state"], rows)
}

fn row(article: &Article, context: &Context) -> [String; 9] {
    let author = context.handles.get(&article.author_id.to_string()).map_or("?", String::as_str);
    let tags = context.tags.get(&article.id).into_iter().flatten();
    let tags: Vec<_> = tags.map(ToString::to_string).collect();
    let state = match (article.deleted_at, article.published_at) {
        (Some(instant), _) => format!("deleted {}", moment(instant)),
        (None, Some(instant)) => format!("published {}", moment(instant)),
        (None, None) => String::new(),
    };
    [
        article.id.short(),
        fit(&article.title, 36),
        article.status.label().to_owned(),
        fit(author, 12),
        article.words.to_string(),
        context.comments.get(&article.id).copied().unwrap_or_default().to_string(),
        fit(&tags.join(", "), 16),
        article.created_at.format("%Y-%m-%d").to_string(),
        state,
    ]
}

/// Prints comments that wait for a decision.
///
/// # Errors
/// The output cannot be written.
pub fn pending(out: &mut dyn Write, comments: &[PendingComment]) -> io::Result<()> {
    let rows = comments.iter().map(|comment| {
        [comment.id.to_string(), fit(&comment.reader, 16), fit(&comment.body, 60), comment.state.label().to_owned()]
    });
    table(out, ["no.", "reader", "comment", "state"], rows.collect())?;
    writeln!(out, "{} to decide about", counted(comments.len(), "comment"))
}
