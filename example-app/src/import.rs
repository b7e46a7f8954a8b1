//! Importing a folder of Markdown files as articles, and a file of products.
//!
//! It may import `services`, `models`, `schema`, `db`, `error` and `text`.

mod document;
mod folder;
mod products;

pub use self::document::Document;
pub use self::folder::{read_folder, read_project};
pub use self::products::{ProductFile, RefusedLine, Stocked, read_products, stock_products};

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
    /// How many articles got a new title or text.
    pub changed: usize,
    /// How many articles already had the content of their files.
    pub unchanged: usize,
    /// How many files were skipped because their article was deleted.
    pub deleted: usize,
    /// The live articles, in the order of the files.
    pub articles: Vec<Article>,
}

/// Imports documents: a new file becomes an article, and the article of a known file is patched where it differs.
///
/// The import is one transaction and one operation in the audit trail.
///
/// # Errors
/// The model refuses a document, or the database fails. Nothing is imported then.
pub fn run(conn: &mut Conn, documents: &[Document], handle: &str, request: &str) -> Result<(Editor, Imported)> {
    db::transaction(conn, |conn| {
        let editor = Editor::sign_in(conn, handle, request)?;
        let imported = upsert(conn, documents, &editor)?;
        Ok((editor, imported))
    })
}

fn upsert(conn: &mut Conn, documents: &[Document], editor: &Editor) -> Result<Imported> {
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

/// The article of a file. When it exists already, only fields that can change are written.
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

/// Tags new articles with the name of their folder.
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
