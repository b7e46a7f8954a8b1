//! Taking a folder of Markdown files in, as articles.

mod document;
mod folder;

pub use self::document::Document;
pub use self::folder::{read_folder, read_project};

use crate::db::{self, Conn};
use crate::error::Result;
use crate::models::{Article, ArticleId, ArticleTag, NewArticle, NewArticleTag, TagId};
use crate::schema::articles;
use crate::services::{Editor, tags};
use model_core::Error as ModelError;
use model_core::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

/// What an import did.
#[derive(Debug, Default)]
pub struct Imported {
    /// How many articles are new.
    pub created: usize,
    /// How many articles had another title or text.
    pub changed: usize,
    /// How many articles are as their files say already.
    pub unchanged: usize,
    /// How many files belong to an article that somebody deleted, and were left alone.
    pub deleted: usize,
    /// The live articles, in the order of the files.
    pub articles: Vec<Article>,
}

/// Imports documents: a new file becomes an article, and that of a known one is patched where it differs.
///
/// The whole import is one transaction and, in the audit trail, one operation.
///
/// # Errors
/// A document is refused by the model, or the database fails. Nothing is imported then.
pub fn run(conn: &mut Conn, documents: &[Document], handle: &str, request: &str) -> Result<(Editor, Imported)> {
    db::transaction(conn, |conn| {
        let editor = Editor::sign_in(conn, handle, request)?;
        let imported = take_in(conn, documents, &editor)?;
        Ok((editor, imported))
    })
}

fn take_in(conn: &mut Conn, documents: &[Document], editor: &Editor) -> Result<Imported> {
    let batch = Uuid::now_v7();
    let mut imported = Imported::default();
    let mut tagged = Vec::new();
    for document in documents {
        let article = Article::upsert(new_article(document, editor)).on(articles::source);
        match article.by(&editor.actor).batch(batch).run(conn) {
            Err(ModelError::Deleted) => imported.deleted += 1,
            Err(error) => return Err(error.into()),
            Ok(upserted) => {
                match &upserted {
                    Upserted::Created(article) => {
                        imported.created += 1;
                        tagged.extend(document.tag.as_deref().map(|tag| (article.id, tag)));
                    }
                    Upserted::Unchanged(_) => imported.unchanged += 1,
                    _ => imported.changed += 1,
                }
                imported.articles.push(upserted.into_row());
            }
        }
    }
    tag(conn, &tagged, editor, batch)?;
    Ok(imported)
}

/// What a file says. Of an article that is there already, only what can change is written.
fn new_article(document: &Document, editor: &Editor) -> NewArticle {
    NewArticle::builder()
        .title(&*document.title)
        .body(&*document.body)
        .source(document.path.display().to_string())
        .author_id(editor.id)
        .created_at(document.created_at)
        .updated_at(document.updated_at)
        .build()
}

/// Files of one folder are about the same thing.
fn tag(conn: &mut Conn, tagged: &[(ArticleId, &str)], editor: &Editor, batch: Uuid) -> Result<()> {
    let names = tagged.iter().map(|(_, tag)| (*tag).to_owned()).collect();
    let tags: HashMap<String, TagId> =
        tags::ensure(conn, names, &editor.actor, batch)?.into_iter().map(|tag| (tag.name, tag.id)).collect();
    let links = tagged.iter().filter_map(|(article, tag)| {
        let tag = tags.get(*tag)?;
        Some(NewArticleTag::builder().article_id(*article).tag_id(*tag).build())
    });
    ArticleTag::create_many(links).by(&editor.actor).batch(batch).execute(conn)?;
    Ok(())
}
