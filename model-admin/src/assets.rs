//! The style sheet and the script, under names that change with their content.

use crate::web::secret::digest;

/// A file that never changes under its name.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    /// The path below the prefix.
    pub(crate) path: String,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

impl Asset {
    fn new(name: &str, ending: &str, kind: &'static str, text: &str) -> Self {
        let hash = &digest(text.as_bytes())[..12];
        Self { path: format!("/-/static/{name}.{hash}.{ending}"), kind, text: text.to_owned() }
    }

    pub(crate) fn style(text: &str) -> Self {
        Self::new("admin", "css", "text/css; charset=utf-8", text)
    }

    pub(crate) fn theme(text: &str) -> Self {
        Self::new("theme", "css", "text/css; charset=utf-8", text)
    }

    pub(crate) fn script(text: &str) -> Self {
        Self::new("admin", "js", "text/javascript; charset=utf-8", text)
    }
}

pub(crate) const STYLE: &str = include_str!("assets/admin.css");
pub(crate) const SCRIPT: &str = include_str!("assets/admin.js");
