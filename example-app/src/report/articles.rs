//! Lists of articles and comments.

use super::table;
use crate::import::Imported;
use crate::models::{Article, PendingComment};
use crate::services::articles::Credits;
use crate::services::trash::Purged;
use crate::text::{counted, fit, listed, moment};
use model_core::Choices;
use std::io::{self, Write};

/// Prints articles, one on a line, each with its author and its tags.
///
/// # Errors
/// The output cannot be written.
pub fn articles(out: &mut dyn Write, articles: &[Article], credits: &[Credits]) -> io::Result<()> {
    let row = |(article, (author, tags)): (&Article, &Credits)| {
        let author = author.as_ref().map_or("?", |author| &author.handle);
        let tags: Vec<_> = tags.iter().map(|tag| &*tag.name).collect();
        let [id, title, status, words, created, state] = columns(article);
        [id, title, status, fit(author, 12), words, fit(&tags.join(", "), 24), created, state]
    };
    let rows = articles.iter().zip(credits).map(row).collect();
    table(out, ["id", "title", "status", "author", "words", "tags", "created", "state"], rows)
}

/// Prints articles, one on a line, each with the number of its comments and reactions.
///
/// # Errors
/// The output cannot be written.
pub fn with_counts(out: &mut dyn Write, articles: &[Article], counts: &[(i64, i64)]) -> io::Result<()> {
    let row = |(article, (comments, reactions)): (&Article, &(i64, i64))| {
        let [id, title, status, words, created, state] = columns(article);
        [id, title, status, words, comments.to_string(), reactions.to_string(), created, state]
    };
    let rows = articles.iter().zip(counts).map(row).collect();
    table(out, ["id", "title", "status", "words", "comments", "reactions", "created", "state"], rows)
}

fn columns(article: &Article) -> [String; 6] {
    let state = match (article.deleted_at, article.publication.published_at) {
        (Some(instant), _) => format!("deleted {}", moment(instant)),
        (None, Some(instant)) => format!("published {}", moment(instant)),
        (None, None) => String::new(),
    };
    [
        article.id.short(),
        fit(&article.title, 36),
        article.publication.status.label().to_owned(),
        article.words.to_string(),
        article.created_at.format("%Y-%m-%d").to_string(),
        state,
    ]
}

/// Prints comments that are waiting for a decision.
///
/// # Errors
/// The output cannot be written.
pub fn pending(out: &mut dyn Write, comments: &[PendingComment]) -> io::Result<()> {
    let rows = comments.iter().map(|comment| {
        [comment.id.to_string(), fit(&comment.reader, 16), fit(&comment.body, 60), comment.state.label().to_owned()]
    });
    table(out, ["no.", "reader", "comment", "state"], rows.collect())?;
    writeln!(out, "{} waiting for a decision", counted(comments.len(), "comment"))
}

/// An article on one line: the last digits of its id, and its title.
pub fn article_name(article: &Article) -> String {
    format!("{} “{}”", article.id.short(), fit(&article.title, 60))
}

/// What an import did, on one line.
pub fn imported(imported: &Imported) -> String {
    let Imported { created, changed, unchanged, deleted, .. } = imported;
    let mut line = format!("{created} new, {changed} changed, {unchanged} unchanged");
    if *deleted > 0 {
        line.push_str(&format!(", {deleted} skipped (deleted earlier)"));
    }
    line
}

/// How many rows a purge removed, or would remove, on one line.
pub fn purged(purged: Purged) -> String {
    let Purged { articles, comments, reactions, tags } = purged;
    listed(&[
        counted(articles, "article"),
        counted(comments, "comment"),
        counted(reactions, "reaction"),
        counted(tags, "tag link"),
    ])
}
