//! The editor who works at the desk.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::{Author, AuthorId, NewAuthor};
use crate::schema::authors;
use model_core::prelude::*;

/// An author who is signed in.
#[derive(Debug, Clone)]
pub struct Editor {
    /// The key of the author.
    pub id: AuthorId,
    /// The author as the actor of every write.
    pub actor: Actor,
}

impl Editor {
    /// Signs in under a handle. A new handle becomes an author. `request` marks everything that is done in one go.
    ///
    /// # Errors
    /// The handle is empty, too long, or that of a deleted author; or the database fails.
    pub fn sign_in(conn: &mut Conn, handle: &str, request: &str) -> Result<Self> {
        let handle = handle.trim();
        if handle.is_empty() || handle.chars().any(char::is_control) {
            return Err(Error::Argument(
                "the handle after --as must not be blank, or contain control characters".to_owned(),
            ));
        }
        let new = NewAuthor::builder().handle(handle).name(handle).email(format!("{handle}@newsroom.example"));
        // Nobody is signed in yet, so the actor is the application itself.
        let system = Actor::system().request(request);
        let author = Author::get_or_create(new.build()).on(authors::handle).by(&system).run(conn);
        let (author, _) = author.map_err(|error| match error {
            model_core::Error::Deleted => Error::Deleted(format!("author {handle}")),
            error => error.into(),
        })?;
        let agent = concat!("newsroom/", env!("CARGO_PKG_VERSION"));
        Ok(Self { id: author.id, actor: Actor::user(author.id).request(request).user_agent(agent) })
    }
}
