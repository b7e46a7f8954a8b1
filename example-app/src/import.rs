//! Taking a folder of Markdown files in, as articles.

mod document;
mod folder;

pub use self::document::Document;
pub use self::folder::{read_folder, read_project};

use crate::db::{self, Conn};
use crate::error::Result;
use crate::models::{Article, ArticleTag, NewArticle, NewArticleTag, TagName};
use crate::schema::articles;
use crate::services::{Editor, tags};
use diesel::prelude::*;
use model_core::prelude::*;
use std::collections::{BTreeSet, HashMap};
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

/// Imports documents: a new slug becomes an article, a known one is patched where its file differs.
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
    let known = known(conn, documents)?;
    let mut imported = Imported::default();
    let fresh: Vec<_> = documents.iter().filter(|document| !known.contains_key(&document.slug)).collect();
    let rows = fresh.iter().map(|document| new_article(document, editor));
    let created = Article::create_many(rows).by(&editor.actor).batch(batch).run(conn)?;
    tag(conn, &fresh, &created, editor, batch)?;
    imported.created = created.len();

    let mut created = created.into_iter();
    for document in documents {
        match known.get(&document.slug) {
            None => imported.articles.extend(created.next()),
            Some(article) if article.deleted_at.is_some() => imported.deleted += 1,
            Some(article) => match revise(conn, article, document, editor, batch)? {
                Outcome::Unchanged(article) => {
                    imported.unchanged += 1;
                    imported.articles.push(article);
                }
                outcome => {
                    imported.changed += 1;
                    imported.articles.push(outcome.into_result()?);
                }
            },
        }
    }
    Ok(imported)
}

/// The articles that the documents may be, by slug. A live one stands before a deleted one of the same slug.
fn known(conn: &mut Conn, documents: &[Document]) -> Result<HashMap<String, Article>> {
    // Below the number of values that any backend takes in one statement.
    const AT_ONCE: usize = 1000;
    let mut known: HashMap<String, Article> = HashMap::new();
    for documents in documents.chunks(AT_ONCE) {
        let slugs = documents.iter().map(|document| &*document.slug);
        let found: Vec<Article> = Article::objects().with_deleted().filter(articles::slug.eq_any(slugs)).load(conn)?;
        for article in found {
            match known.get(&article.slug) {
                Some(other) if other.deleted_at.is_none() => {}
                _ => {
                    known.insert(article.slug.clone(), article);
                }
            }
        }
    }
    Ok(known)
}

fn new_article(document: &Document, editor: &Editor) -> NewArticle {
    NewArticle::builder()
        .title(&*document.title)
        .slug(&*document.slug)
        .body(&*document.body)
        .words(Article::words_of(&document.body))
        .source(document.path.display().to_string())
        .author_id(editor.id)
        .created_at(document.created_at)
        .updated_at(document.updated_at)
        .build()
}

fn revise(
    conn: &mut Conn,
    article: &Article,
    document: &Document,
    editor: &Editor,
    batch: Uuid,
) -> Result<Outcome<Article>> {
    let patch = article.patch().title(&*document.title).body(&*document.body).words(Article::words_of(&document.body));
    Ok(patch.by(&editor.actor).batch(batch).outcome(conn)?)
}

/// Files of one folder are about the same thing.
fn tag(conn: &mut Conn, documents: &[&Document], articles: &[Article], editor: &Editor, batch: Uuid) -> Result<()> {
    let names: BTreeSet<TagName> = documents.iter().filter_map(|document| document.tag.clone()).collect();
    tags::ensure(conn, names, &editor.actor, batch)?;
    let links = documents.iter().zip(articles).filter_map(|(document, article)| {
        let tag = document.tag.clone()?;
        Some(NewArticleTag::builder().article_id(article.id).tag(tag).build())
    });
    ArticleTag::create_many(links).by(&editor.actor).batch(batch).run(conn)?;
    Ok(())
}
