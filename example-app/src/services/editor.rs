//! Who is at the desk.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::{Author, AuthorId, NewAuthor};
use crate::schema::authors;
use diesel::prelude::*;
use model_core::prelude::*;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Editor {
    /// The author.
    pub id: AuthorId,
    /// The author, as every write is told.
    pub actor: Actor,
}

impl Editor {
    /// Signs in under a handle; a new one becomes an author. `request` joins everything that is done in one go.
    ///
    /// # Errors
    /// The handle is empty or too long, or the database fails.
    pub fn sign_in(conn: &mut Conn, handle: &str, request: &str) -> Result<Self> {
        let handle = handle.trim();
        if handle.is_empty() || handle.chars().any(char::is_control) {
            return Err(Error::Argument("the name after --as must have letters".to_owned()));
        }
        let known: Option<Author> = Author::objects().filter(authors::handle.eq(handle)).first(conn).optional()?;
        let author = match known {
            Some(author) => author,
            None => {
                let new = NewAuthor::builder().handle(handle).name(handle).email(format!("{handle}@newsroom.example"));
                // Nobody is signed in yet: this is the application's own doing.
                Author::create(new.build()).by(&Actor::system().request(request)).run(conn)?
            }
        };
        let agent = concat!("newsroom/", env!("CARGO_PKG_VERSION"));
        Ok(Self { id: author.id, actor: Actor::user(author.id).request(request).user_agent(agent) })
    }
}
