//! Notes that keep count in their folder, and rows that stay as they are while they are locked.

use chrono::{DateTime, Utc};
use diesel_async::RunQueryDsl;
use model_async::prelude::*;
use model_async::{AsyncBackend, BaseHooks, Connection, Hooks};
use model_core::commit::{AfterCommit, Change};
use model_core::hooks::{Changing, Context, Creating, Draft, HookedBy};
use std::sync::{Mutex, PoisonError};

diesel::table! {
    folders (id) {
        id -> BigInt,
        name -> Text,
        notes -> Integer,
    }
}

diesel::table! {
    notes (id) {
        id -> BigInt,
        folder_id -> BigInt,
        title -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    pages (id) {
        id -> BigInt,
        title -> Text,
        locked -> Bool,
        unlocked_at -> Nullable<Instant>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(folders, notes);

/// The statements that create the tables.
pub(crate) fn tables([key, instant, _, text]: [&str; 4]) -> String {
    format!(
        "CREATE TABLE folders (id {key}, name {text} NOT NULL, notes INTEGER NOT NULL);
         CREATE TABLE notes (id {key}, folder_id BIGINT NOT NULL REFERENCES folders (id), title {text} NOT NULL);
         CREATE TABLE pages (id {key}, title {text} NOT NULL, locked BOOLEAN NOT NULL, unlocked_at {instant} NULL);"
    )
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = folders, audit)]
pub struct Folder {
    pub id: i64,
    pub name: String,
    #[model(default = 0)]
    pub notes: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = notes, audit, hooks, after_commit)]
pub struct Note {
    pub id: i64,
    #[model(belongs_to = Folder, skip_update)]
    pub folder_id: i64,
    pub title: String,
}

/// The titles of which `after_commit` was told.
pub(crate) static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl AfterCommit for Note {
    fn after_commit(change: Change<Self>, _: Actor) {
        if let Change::Created(note) | Change::Patched { new: note, .. } = change {
            TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(note.title);
        }
    }
}

/// A hook that reads names its backend, as everything generic that reads with Diesel would need a page of bounds.
macro_rules! hooks_of_notes {
    ($($feature:literal $connection:ident)*) => {$(
        #[cfg(feature = $feature)]
        impl Hooks<model_async::$connection<'_>> for Note {
            async fn before_create(
                new: &mut Draft<'_, Self, Creating>,
                _: &mut Context<'_, model_async::$connection<'_>>,
            ) -> Result<(), Error> {
                let title = new.get(notes::title).map(|title| title.trim().to_owned());
                new.set(notes::title, title.unwrap_or_default());
                Ok(())
            }

            async fn after_create(&self, cx: &mut Context<'_, model_async::$connection<'_>>) -> Result<(), Error> {
                let folder: Folder = Folder::objects().find(self.folder_id).first(cx.conn()).await?;
                let (actor, instant, batch) = (cx.actor(), cx.instant(), cx.batch());
                let patch = folder.patch().notes(folder.notes + 1);
                patch.by(actor).at(instant).batch(batch).run(cx.conn()).await.map(drop)
            }

            async fn before_patch(
                &self,
                patch: &mut Draft<'_, Self, Changing>,
                _: &mut Context<'_, model_async::$connection<'_>>,
            ) -> Result<(), Error> {
                match patch.is_set(notes::title) && self.title == "Pinned" {
                    true => Err(Error::refused("Note", "a pinned note keeps its title")),
                    false => Ok(()),
                }
            }
        }
    )*};
}

hooks_of_notes! { "postgres" Pg "mysql" Mysql "sqlite" Sqlite }

/// Rows that stay as they are while they are locked.
#[derive(Base, Debug, Clone, PartialEq)]
#[model(hooks)]
pub struct Lockable {
    #[model(default = false)]
    pub locked: bool,
    pub unlocked_at: Option<DateTime<Utc>>,
}

impl<M: HookedBy<Self>, Conn: Send> BaseHooks<M, Conn> for Lockable {
    async fn before_patch(
        row: &M,
        patch: &mut Draft<'_, M, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> Result<(), Error> {
        match (row.base().locked, patch.get(Self::COLUMNS.locked)) {
            (true, Some(false)) => patch.set(Self::COLUMNS.unlocked_at, cx.instant()),
            (true, _) => return Err(Error::refused("Lockable", "it is locked")),
            (false, _) => {}
        }
        Ok(())
    }
}

/// A page, whose hooks are for every backend: they only write.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = pages, hooks)]
pub struct Page {
    pub id: i64,
    pub title: String,
    #[model(base)]
    pub lock: Lockable,
}

impl<DB: AsyncBackend> Hooks<Connection<'_, DB>> for Page
where
    for<'c> Connection<'c, DB>: CanWrite<Folder, DB>,
{
    async fn after_create(&self, cx: &mut Context<'_, Connection<'_, DB>>) -> Result<(), Error> {
        let folder = NewFolder::builder().name(self.title.as_str()).build();
        Folder::create(folder).by(&Actor::system()).run(cx.conn()).await.map(drop)
    }
}
