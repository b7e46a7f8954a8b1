//! Articles, their tags and their proxies.

use crate::services::articles::StatusFilter;
use clap::{Args, Subcommand, ValueEnum};

/// The commands on the tags of an article.
#[derive(Debug, Subcommand)]
pub enum TagCommand {
    /// Add tags to an article.
    Add {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// The tags. New ones are created.
        #[arg(required = true)]
        tags: Vec<String>,
    },
    /// Remove tags from an article.
    Remove {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// The tags.
        #[arg(required = true)]
        tags: Vec<String>,
    },
    /// Replace the tags of an article.
    Set {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// The tags. New ones are created. If you give none, all tags are removed.
        tags: Vec<String>,
    },
}

/// An article.
#[derive(Debug, Args)]
pub struct ArticleArg {
    /// The id of the article: a UUID, or its last digits as `newsroom articles` prints them.
    #[arg(allow_hyphen_values = true)]
    pub id: String,
}

/// The proxies of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Proxy {
    /// Published articles, which readers see.
    Published,
    /// Drafts.
    Draft,
    /// Archived articles, which readers no longer see.
    Archived,
}

impl From<Option<Proxy>> for StatusFilter {
    fn from(proxy: Option<Proxy>) -> Self {
        match proxy {
            None => Self::All,
            Some(Proxy::Published) => Self::Published,
            Some(Proxy::Draft) => Self::Draft,
            Some(Proxy::Archived) => Self::Archived,
        }
    }
}
