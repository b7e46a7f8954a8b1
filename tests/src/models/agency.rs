//! Models with a default scope: rows of one agency are kept apart from those of the others.

mod bases;

pub use self::bases::{AgencyOwned, AgencyOwnedDefaultScope, Filed};
use crate::schema::{agencies, case_labels, cases, labels, papers, remarks};
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of an agency.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AgencyId(i64);

/// An agency.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = agencies, has_many(cases = Case, on_delete = restrict))]
pub struct Agency {
    /// The key.
    pub id: AgencyId,
    /// What it is called.
    pub name: String,
}

/// A case of an agency.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = cases, soft_delete, audit, ordering = "title")]
#[model(has_many(papers = Paper, on_delete = cascade), has_many(remarks = Remark, on_delete = keep))]
#[model(many_to_many(labels = Label, through = CaseLabel))]
pub struct Case {
    /// The key.
    pub id: i64,
    /// Whose it is.
    #[model(base)]
    pub owner: AgencyOwned,
    /// What it is called.
    pub title: String,
    /// What it is called everywhere.
    #[model(unique)]
    pub code: String,
    /// What it is called within the agency.
    #[model(unique(with = [agency_id]))]
    pub number: i32,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The cases that are called "open", the last number first.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Case, filter(title = "open"), ordering = "-number")]
pub struct OpenCase(Case);

/// A paper in a case. Its default scope comes from a base within its base.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = papers, soft_delete, audit, ordering = "body")]
pub struct Paper {
    /// The key.
    pub id: i64,
    /// The case.
    #[model(belongs_to = Case)]
    pub case_id: i64,
    /// Whose it is, and what it says.
    #[model(base)]
    pub filed: Filed,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// What cases of an agency are about.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = labels, ordering = "word")]
pub struct Label {
    /// The key.
    pub id: i64,
    /// Whose it is.
    #[model(base)]
    pub owner: AgencyOwned,
    /// The word.
    pub word: String,
}

/// What one case is about.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = case_labels)]
pub struct CaseLabel {
    /// The case.
    #[model(primary_key, belongs_to = Case)]
    pub case_id: i64,
    /// What it is about.
    #[model(primary_key, belongs_to = Label)]
    pub label_id: i64,
}

/// What somebody says of a case: in no default scope.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = remarks, ordering = "body")]
pub struct Remark {
    /// The key.
    pub id: i64,
    /// The case.
    #[model(belongs_to = Case)]
    pub case_id: i64,
    /// What is said.
    pub body: String,
}
