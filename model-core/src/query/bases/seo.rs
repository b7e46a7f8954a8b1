//! The base of pages that search engines show.

use crate::query::bases::condition::BaseCondition;
use model_derive::{Base, scopes};
use serde::{Deserialize, Serialize};

/// A slug that is made from the model's `title`, and the texts that search engines show for the page.
///
/// The model needs a field `title`, in the struct or in another base. A model without one needs a base of its own.
///
/// SQL: `slug`, a text of at most 200 characters with the unique index that
/// [`unique_indexes`](crate::ddl::unique_indexes) writes; `seo_title`, `seo_description` and `keywords`, texts that may
/// be `NULL`.
#[derive(Base, Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Seo {
    /// The part of the URL.
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
    /// Keywords, separated by commas.
    #[audit(include)]
    pub keywords: Option<String>,
}

/// Queries have this function as a method of [`SeoScopes`]: `Article::objects().by_slug("hello-world").first(conn)`.
#[scopes]
impl Seo {
    /// The row with this slug.
    pub fn by_slug(slug: &str) -> BaseCondition<Self> {
        Self::COLUMNS.slug.eq(slug)
    }
}
