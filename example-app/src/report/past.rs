//! One article, now or as it was.

use super::diff::some;
use super::lines::{lines, visible};
use super::trail::NONE;
use super::{Ink, Who, fit, moment};
use crate::models::Article;
use model_core::Choices;
use serde_json::Value;
use std::io::{self, Write};

/// What is told of an article beside itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'t> {
    /// The fields that nobody can know any more.
    pub unknown: &'t [&'t str],
    /// Who wrote it, where that is more than the key.
    pub author: Option<&'t str>,
    /// What else there is to say.
    pub more: &'t [(&'static str, String)],
    /// How many lines of the text are printed at most.
    pub limit: Option<usize>,
}

/// Prints an article: its fields and then its text.
///
/// # Errors
/// The output cannot be written.
pub fn article(out: &mut dyn Write, article: &Article, told: Told<'_>, who: &Who, ink: Ink) -> io::Result<()> {
    let Told { unknown, author, more, limit } = told;
    let told = |field: &str| match unknown.contains(&field) {
        true => ink.faint(" (not known: this is the value of today)"),
        false => String::new(),
    };
    for (field, value) in fields(article, author, who) {
        writeln!(out, "    {field}: {value}{}", told(field))?;
    }
    for (name, value) in more {
        writeln!(out, "    {name}: {}", if value.is_empty() { NONE } else { value })?;
    }
    writeln!(out, "    body:{}", told("body"))?;
    let text: Vec<_> = lines(&article.body).iter().map(|line| visible(line).trim_end().to_owned()).collect();
    some(out, &text, limit)
}

/// The fields that fit a line. That an article is not deleted goes without saying.
fn fields(article: &Article, author: Option<&str>, who: &Who) -> Vec<(&'static str, String)> {
    let text = |text: Option<&str>| text.map_or_else(|| NONE.to_owned(), |text| fit(text, 100));
    let person = |id: String| who.value(&Value::String(id), 40);
    let mut fields = vec![
        ("title", fit(&article.title, 100)),
        ("slug", fit(&article.seo.slug, 100)),
        ("standfirst", text(article.standfirst.as_deref())),
        ("status", article.publication.status.label().to_owned()),
        author.map_or_else(|| ("author_id", person(article.author_id.to_string())), |name| ("author", fit(name, 100))),
        ("source", text(article.source.as_deref())),
        ("words", article.words.to_string()),
        ("created_at", moment(article.created_at)),
        ("published_at", article.publication.published_at.map_or_else(|| NONE.to_owned(), moment)),
    ];
    let seo = &article.seo;
    for (field, text) in
        [("seo_title", &seo.seo_title), ("seo_description", &seo.seo_description), ("keywords", &seo.keywords)]
    {
        fields.extend(text.as_deref().map(|text| (field, fit(text, 160))));
    }
    if let Some(instant) = article.deleted_at {
        fields.push(("deleted_at", moment(instant)));
    }
    if let Some(id) = article.deleted_by {
        fields.push(("deleted_by", person(id.to_string())));
    }
    fields
}
