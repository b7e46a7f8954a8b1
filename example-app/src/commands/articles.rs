//! `newsroom articles`, and the commands that change one article.

use crate::cli::{ArticleArg, Global};
use crate::db;
use crate::error::Result;
use crate::report::{self, article_name};
use crate::services::articles::{self, StatusFilter};
use crate::session::{edit, url};
use crate::text::counted;
use model_core::prelude::*;
use std::io::Write;

pub(super) fn list(
    out: &mut dyn Write,
    global: &Global,
    status: StatusFilter,
    deleted: bool,
    with_counts: bool,
) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let found = articles::list(&mut conn, status, deleted)?;
    match with_counts {
        true => report::with_counts(out, &found, &articles::counts(&mut conn, &found)?)?,
        false => report::articles(out, &found, &articles::credits(&mut conn, &found)?)?,
    }
    writeln!(out, "{}", counted(found.len(), "article"))?;
    Ok(())
}

pub(super) fn publish(out: &mut dyn Write, global: &Global, target: &ArticleArg) -> Result<()> {
    let outcome = edit(global, target, |conn, id, editor| articles::publish(conn, id, &editor.actor))?;
    match outcome {
        Outcome::Unchanged(article) => writeln!(out, "{} was already published", article_name(&article))?,
        outcome => writeln!(out, "published {}", article_name(&outcome.into_result()?))?,
    }
    Ok(())
}

pub(super) fn unpublish(out: &mut dyn Write, global: &Global, target: &ArticleArg) -> Result<()> {
    let article = edit(global, target, |conn, id, editor| articles::unpublish(conn, id, &editor.actor))?;
    Ok(writeln!(out, "{} is a draft again", article_name(&article))?)
}

pub(super) fn archive(out: &mut dyn Write, global: &Global, target: &ArticleArg) -> Result<()> {
    let article = edit(global, target, |conn, id, editor| articles::archive(conn, id, &editor.actor))?;
    Ok(writeln!(out, "archived {}", article_name(&article))?)
}

pub(super) fn seo(
    out: &mut dyn Write,
    global: &Global,
    target: &ArticleArg,
    title: Option<String>,
    description: Option<String>,
    keywords: Option<String>,
) -> Result<()> {
    let texts = articles::SeoTexts { title, description, keywords };
    let outcome = edit(global, target, |conn, id, editor| articles::set_seo(conn, id, &texts, &editor.actor))?;
    match outcome {
        Outcome::Unchanged(article) => writeln!(out, "{}: the SEO texts are unchanged", article_name(&article))?,
        outcome => writeln!(out, "{}: the SEO texts were updated", article_name(&outcome.into_result()?))?,
    }
    Ok(())
}
