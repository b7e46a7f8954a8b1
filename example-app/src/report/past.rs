//! One article, as it is or as it was.

use super::diff::some;
use super::lines::{lines, visible};
use super::trail::NONE;
use super::{Names, Style};
use crate::models::Article;
use crate::text::{fit, moment};
use model_core::Choices;
use serde_json::Value;
use std::io::{self, Write};

/// What to print of an article besides its own fields.
#[derive(Debug, Clone, Copy, Default)]
pub struct ArticleView<'v> {
    /// The fields whose past value is unknown.
    pub unknown: &'v [&'v str],
    /// The name of the author. Without it, the key is printed.
    pub author: Option<&'v str>,
    /// More lines: a name and a text each.
    pub more: &'v [(&'static str, String)],
    /// The most lines of the text to print.
    pub limit: Option<usize>,
}

/// Prints an article: its fields and then its text.
///
/// # Errors
/// The output cannot be written.
pub fn article(
    out: &mut dyn Write,
    article: &Article,
    view: ArticleView<'_>,
    names: &Names,
    style: Style,
) -> io::Result<()> {
    let ArticleView { unknown, author, more, limit } = view;
    let note = |field: &str| match unknown.contains(&field) {
        true => style.faint(" (unknown: this is the current value)"),
        false => String::new(),
    };
    for (field, value) in fields(article, author, names) {
        writeln!(out, "    {field}: {value}{}", note(field))?;
    }
    for (name, value) in more {
        writeln!(out, "    {name}: {}", if value.is_empty() { NONE } else { value })?;
    }
    writeln!(out, "    body:{}", note("body"))?;
    let text: Vec<_> = lines(&article.body).iter().map(|line| visible(line).trim_end().to_owned()).collect();
    some(out, &text, limit)
}

/// The fields that fit on a line. The deletion is left out of a live article.
fn fields(article: &Article, author: Option<&str>, names: &Names) -> Vec<(&'static str, String)> {
    let text = |text: Option<&str>| text.map_or_else(|| NONE.to_owned(), |text| fit(text, 100));
    let person = |id: String| names.value(&Value::String(id), 40);
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
