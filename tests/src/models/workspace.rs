//! Models of bases: those of the library, one of bases, and one of the application's own.

mod bases;

pub use self::bases::{Kind, TenantOwned, Tracked};
use super::EditorId;
use crate::schema::{notes, stories, tenants};
use model_core::bases::{PublicationStatus, Publishable, Seo, SoftDeletes};
use model_core::prelude::*;

/// The key of a tenant.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TenantId(i64);

/// A tenant.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = tenants, has_many(notes = Note, on_delete = restrict))]
pub struct Tenant {
    /// The key.
    pub id: TenantId,
    /// What it is called.
    pub name: String,
}

/// A note of a tenant's.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = notes, audit, ordering = "-created_at, title", repr = kind)]
pub struct Note {
    /// The key.
    pub id: i64,
    /// Whose it is.
    #[model(base)]
    pub owner: TenantOwned,
    /// What it is called.
    pub title: String,
    /// When and by whom it was written.
    #[model(base)]
    pub tracked: Tracked,
    /// Whether it is deleted.
    #[model(base)]
    pub deletion: SoftDeletes<EditorId>,
}

/// The notes that remind of something, the oldest first.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Note, filter(kind = Kind::Reminder), ordering = "created_at, type")]
pub struct Reminder(Note);

/// A story for the public.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = stories, ordering = "id")]
pub struct Story {
    /// The key.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// How it is found.
    #[model(base)]
    pub seo: Seo,
    /// How far it is.
    #[model(base)]
    pub publication: Publishable,
}

/// The stories that everybody reads, the newest first.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Story, filter(status = PublicationStatus::Published), ordering = "-published_at")]
pub struct PublishedStory(Story);
