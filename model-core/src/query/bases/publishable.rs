//! The base of rows that are published.

use crate::meta::clock;
use crate::meta::error::Error;
use crate::model::base::Embeds;
use crate::model::choices::Choices as _;
use crate::query::bases::condition::BaseCondition;
use crate::sql::target::{ByKey, Transition};
use chrono::{DateTime, Utc};
use model_derive::{Base, Choices, scopes};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The publication status of a row.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicationStatus {
    /// Not published yet.
    Draft,
    /// Open to all readers.
    Published,
    /// No longer published, but kept.
    Archived,
}

/// `status` and `published_at`, with [`publish`](Publishing::publish), [`unpublish`](Publishing::unpublish) and
/// [`archive`](Publishing::archive) on the rows of the model. A new row is a draft unless its `status` is set.
///
/// What clients send does not set the two: a model that wants it writes `#[model(base, input = open)]` on the field.
///
/// A model that shows one state only is a proxy:
/// `#[proxy(of = Article, filter(status = PublicationStatus::Published), ordering = "-published_at")]`.
///
/// SQL: `status`, a text, and `published_at`, an [`Instant`](crate::sql_types::Instant) that is `NULL` in a draft.
#[derive(Base, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Publishable {
    /// The status.
    #[model(default = PublicationStatus::Draft, input = closed)]
    #[audit(include)]
    pub status: PublicationStatus,
    /// When the row was published.
    #[model(input = closed)]
    #[audit(include)]
    pub published_at: Option<DateTime<Utc>>,
}

/// Queries have these functions as methods of [`PublishableScopes`]: `Article::objects().published().load(conn)`.
#[scopes]
impl Publishable {
    /// The drafts.
    pub fn drafts() -> BaseCondition<Self> {
        Self::COLUMNS.status.eq(PublicationStatus::Draft)
    }

    /// The published rows.
    pub fn published() -> BaseCondition<Self> {
        Self::COLUMNS.status.eq(PublicationStatus::Published)
    }

    /// The archived rows.
    pub fn archived() -> BaseCondition<Self> {
        Self::COLUMNS.status.eq(PublicationStatus::Archived)
    }

    /// The published rows whose time of publication is at or after an instant.
    pub fn published_since(instant: DateTime<Utc>) -> BaseCondition<Self> {
        Self::published().and(Self::COLUMNS.published_at.ge(instant))
    }

    /// The published rows whose time of publication is before an instant.
    pub fn published_before(instant: DateTime<Utc>) -> BaseCondition<Self> {
        Self::published().and(Self::COLUMNS.published_at.lt(instant))
    }
}

impl Publishable {
    fn moved(&self, to: PublicationStatus, published_at: Option<DateTime<Utc>>) -> Result<Self, TransitionError> {
        use PublicationStatus::{Archived, Draft, Published};
        match (self.status, to) {
            (Draft, Published | Archived) | (Published, Draft | Archived) | (Archived, Draft) => {
                Ok(Self { status: to, published_at })
            }
            (from, to) => Err(TransitionError { from, to }),
        }
    }
}

/// Transitions of the rows of a model with [`Publishable`]: `article.publish()?.by(&me).run(conn)?`.
///
/// Each returns a patch, which can set more columns: `article.publish()?.title("..")`. The status of the row in memory
/// decides whether the transition is allowed, and the write happens only while the stored row still has that status:
/// otherwise it fails with [`Error::Invalid`] of the field `status`. The setters `status` and `published_at` of a patch
/// do not check it.
///
/// SQL: `UPDATE .. SET status = ?, published_at = ? .. WHERE id = ? .. AND status = ?`, like any patch.
pub trait Publishing: Embeds<Publishable> {
    /// Publishes a draft, now.
    ///
    /// # Errors
    /// [`TransitionError`] when the row is not a draft.
    fn publish(&self) -> Result<Self::Patch<ByKey<Self>>, TransitionError> {
        self.publish_at(clock::now())
    }

    /// Publishes a draft, with this time of publication.
    ///
    /// # Errors
    /// [`TransitionError`] when the row is not a draft.
    fn publish_at(&self, instant: DateTime<Utc>) -> Result<Self::Patch<ByKey<Self>>, TransitionError> {
        moved(self, PublicationStatus::Published, Some(instant))
    }

    /// Makes a published or archived row a draft again.
    ///
    /// # Errors
    /// [`TransitionError`] when the row is a draft.
    fn unpublish(&self) -> Result<Self::Patch<ByKey<Self>>, TransitionError> {
        moved(self, PublicationStatus::Draft, None)
    }

    /// Archives a draft or a published row. The time of publication stays.
    ///
    /// # Errors
    /// [`TransitionError`] when the row is already archived.
    fn archive(&self) -> Result<Self::Patch<ByKey<Self>>, TransitionError> {
        moved(self, PublicationStatus::Archived, self.base().published_at)
    }
}

impl<M: Embeds<Publishable>> Publishing for M {}

fn moved<M: Embeds<Publishable>>(
    row: &M,
    to: PublicationStatus,
    published_at: Option<DateTime<Utc>>,
) -> Result<M::Patch<ByKey<M>>, TransitionError> {
    let from = row.base().status;
    let moved = row.base().moved(to, published_at)?;
    let transition = Transition {
        // The status is the first column of the base.
        column: M::FIRST,
        from: from.value(),
        to: to.value(),
        status: |row: &M| row.base().status.value(),
    };
    Ok(M::patch_base_of(ByKey::new(row.key()).changing(transition), moved))
}

/// The row cannot change from one status to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransitionError {
    /// The current status.
    pub from: PublicationStatus,
    /// The requested status.
    pub to: PublicationStatus,
}

impl fmt::Display for TransitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot become {}", self.from.value(), self.to.value())
    }
}

impl std::error::Error for TransitionError {}

/// Becomes an [`Error::Invalid`] of the field `status`.
impl From<TransitionError> for Error {
    fn from(error: TransitionError) -> Self {
        Self::invalid("status", error.to_string())
    }
}
