//! What search engines are told.

use crate::query::bases::condition::BaseCondition;
use model_derive::{Base, scopes};
use serde::{Deserialize, Serialize};

/// A slug made of the model's `title`, and what search engines show of the page.
///
/// The model has a field `title`, or one of that name in another base. Without that it takes a base of its own.
///
/// SQL: `slug`, a text of at most 200 characters with the unique index that
/// [`unique_indexes`](crate::ddl::unique_indexes) writes; `seo_title`, `seo_description` and `keywords`, texts that may be
/// `NULL`.
#[derive(Base, Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Seo {
    /// The place in a URL.
    #[model(slug = title, unique, max_length = 200)]
    #[audit(include)]
    pub slug: String,
    /// The title in a list of results.
    #[model(max_length = 60)]
    #[audit(include)]
    pub seo_title: Option<String>,
    /// The text below it.
    #[model(max_length = 160)]
    #[audit(include)]
    pub seo_description: Option<String>,
    /// Words to be found by, with commas between them.
    #[audit(include)]
    pub keywords: Option<String>,
}

/// Queries have this as a method, by [`SeoScopes`]: `Article::objects().by_slug("hello-world").first(conn)`.
#[scopes]
impl Seo {
    /// The one with this slug.
    pub fn by_slug(slug: &str) -> BaseCondition<Self> {
        Self::COLUMNS.slug.eq(slug)
    }
}
