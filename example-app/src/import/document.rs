//! One Markdown file, read as an article.

use crate::error::{Error, Result};
use crate::models::Tag as ArticleTag;
use chrono::{DateTime, Datelike, Utc};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The content of a Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The path below the imported folder, which identifies the article.
    pub path: PathBuf,
    /// The first heading, or the file name.
    pub title: String,
    /// The first folder of the path.
    pub tag: Option<String>,
    /// The text.
    pub body: String,
    /// When the file was created, as far as its file system knows.
    pub created_at: DateTime<Utc>,
    /// When the file was last written.
    pub updated_at: DateTime<Utc>,
}

/// The lengths of the columns.
const TITLE_LENGTH: usize = 200;
const TAG_LENGTH: usize = 50;

impl Document {
    /// Reads the file at `file`, which lies below `root`.
    ///
    /// # Errors
    /// The file cannot be read, or is not UTF-8.
    pub(super) fn read(root: &Path, file: &Path) -> Result<Self> {
        let refused = |problem: &str| Error::file(file, problem);
        let metadata = fs::metadata(file).map_err(|error| refused(&problem(&error)))?;
        let bytes = fs::read(file).map_err(|error| refused(&problem(&error)))?;
        let text = String::from_utf8(bytes).map_err(|_| refused("the text is not UTF-8"))?;
        if text.contains('\0') {
            return Err(refused("the text contains a NUL character, which some databases cannot store"));
        }
        let body = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();

        let path = file.strip_prefix(root).unwrap_or(file).to_owned();
        let stem = path.with_extension("");
        let stem = stem.to_str().ok_or_else(|| refused("the file name is not UTF-8"))?;
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or(stem);
        let title = first_heading(&body).unwrap_or_else(|| name.to_owned());
        let (created_at, updated_at) = dates(&metadata);
        Ok(Self { title: cut(&title), tag: tag(&path), body, created_at, updated_at, path })
    }
}

/// The text of the first heading that has any.
fn first_heading(markdown: &str) -> Option<String> {
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(markdown, Options::ENABLE_YAML_STYLE_METADATA_BLOCKS) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.push_str(&text),
            (Event::SoftBreak | Event::HardBreak, Some(heading)) => heading.push(' '),
            (Event::End(TagEnd::Heading(_)), Some(text)) if !text.trim().is_empty() => break,
            (Event::End(TagEnd::Heading(_)), _) => heading = None,
            _ => {}
        }
    }
    heading.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn cut(title: &str) -> String {
    match title.chars().count() > TITLE_LENGTH {
        true => title.chars().take(TITLE_LENGTH - 1).chain(['…']).collect(),
        false => title.to_owned(),
    }
}

fn tag(path: &Path) -> Option<String> {
    let mut parts = path.iter();
    let first = parts.next()?;
    // The last part is the file itself.
    parts.next()?;
    let name: String = ArticleTag::name_of(first.to_str()?).chars().take(TAG_LENGTH).collect();
    (!name.is_empty()).then_some(name)
}

/// When the file was created and last written. A copied file is created later than it was written: then the earlier
/// time counts for both.
fn dates(metadata: &Metadata) -> (DateTime<Utc>, DateTime<Utc>) {
    let written = metadata.modified().ok().and_then(instant);
    let made = metadata.created().ok().and_then(instant);
    let written = written.unwrap_or_else(model_core::clock::now);
    (made.map_or(written, |made| made.min(written)), written)
}

/// The time of a file, if it is in a year that every backend can store.
fn instant(time: SystemTime) -> Option<DateTime<Utc>> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let micros = i64::try_from(since.as_micros()).ok()?;
    DateTime::from_timestamp_micros(micros).filter(|instant| instant.year() <= 9999)
}

/// The message of an operating system error, without its number.
pub(super) fn problem(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_the_first_heading_with_text() {
        for (markdown, title) in [
            ("# Plain\n\n# Second", Some("Plain")),
            ("Setext\n======\n", Some("Setext")),
            ("```sh\n# not this\n```\n\n## The `real` *one*\n", Some("The real one")),
            ("---\ntitle: front matter\n---\n\n# Below\n", Some("Below")),
            ("#\n\n# After an empty one", Some("After an empty one")),
            ("no heading", None),
            ("#\n", None),
        ] {
            assert_eq!(first_heading(markdown).as_deref(), title, "{markdown:?}");
        }
    }

    #[test]
    fn the_tag_is_the_first_folder() {
        assert_eq!(tag(Path::new("README.md")), None);
        assert_eq!(tag(Path::new("How To/deep/a.md")), Some("how-to".to_owned()));
    }

    #[test]
    fn a_long_title_is_cut_to_what_the_column_holds() {
        assert_eq!(cut(&"ä".repeat(300)).chars().count(), TITLE_LENGTH);
        assert_eq!(cut("short"), "short");
    }
}
