//! Hooks that wait, over each kind of connection.
#![allow(missing_docs)]

mod models;
#[macro_use]
#[path = "../story/support.rs"]
#[allow(dead_code)]
mod support;

use crate::models::*;
use crate::support::me;
use diesel_async::RunQueryDsl;
use model_async::prelude::*;
use std::sync::PoisonError;

fn told(title: &str) -> usize {
    let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    told.iter().filter(|it| *it == title).count()
}

on_every_connection! {
    #[outside]
    async fn hooks_change_refuse_read_and_write(conn) {
        let folder = Folder::create(NewFolder::builder().name("f").build()).by(me()).run(conn).await?;
        let title = uuid::Uuid::now_v7().to_string();
        let new = |title: &str| NewNote::builder().folder_id(folder.id).title(title).build();
        let note = Note::create(new(&format!(" {title} "))).by(me()).run(conn).await?;
        assert_eq!((note.title.as_str(), told(&title)), (title.as_str(), 1));
        assert_eq!(Folder::objects().first::<Folder>(conn).await?.notes, 1);
        let pinned = note.patch().title("Pinned").by(me()).run(conn).await?;
        let refused = pinned.patch().title("x").by(me()).run(conn).await;
        assert!(matches!(refused, Err(Error::Refused { by: "Note", .. })), "{refused:?}");
        let undone: Result<(), Error> = model_async::transaction(conn, async |conn, unit| {
            Note::create(new(&format!("{title}!"))).by(me()).within(unit).run(conn).await?;
            Err(Error::refused("Note", "no"))
        })
        .await;
        assert!(undone.is_err());
        assert_eq!(told(&format!("{title}!")), 0);
        assert_eq!(Folder::objects().first::<Folder>(conn).await?.notes, 1);
    }

    async fn hooks_of_a_base_and_for_every_backend(conn) {
        let page = Page::create(NewPage::builder().title("p").build()).run(conn).await?;
        assert_eq!(Folder::objects().first::<Folder>(conn).await?.name, "p");
        let page = page.patch().locked(true).run(conn).await?;
        let refused = page.patch().title("q").run(conn).await;
        assert!(matches!(refused, Err(Error::Refused { by: "Lockable", .. })), "{refused:?}");
        let page = page.patch().locked(false).run(conn).await?;
        assert!(page.lock.unlocked_at.is_some());
    }
}
