//! How a person names an actor.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::Author;
use crate::schema::authors;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::schema::audit_logs;

/// The actor with this name: the author with this handle, or else the actor in the trail with this id, of this kind
/// without ids, or with `kind:id`.
///
/// # Errors
/// There is no such actor, there are several, or the database fails.
pub fn actor(conn: &mut Conn, name: &str) -> Result<Actor> {
    let author: Option<Author> =
        Author::objects().with_deleted().filter(authors::handle.eq(name)).first(conn).optional()?;
    if let Some(author) = author {
        return Ok(Actor::user(author.id));
    }
    let (kind, id) = name.split_once(':').unwrap_or_default();
    let with_id = audit_logs::actor_id.assume_not_null();
    let known: Vec<(String, Option<String>)> = audit_logs::table
        .filter(audit_logs::actor_id.is_null().and(audit_logs::actor_kind.eq(name)))
        .or_filter(with_id.eq(name))
        .or_filter(with_id.eq(id).and(audit_logs::actor_kind.eq(kind)))
        .select((audit_logs::actor_kind, audit_logs::actor_id))
        .distinct()
        .order((audit_logs::actor_kind, audit_logs::actor_id))
        .load(conn)?;
    // Nothing but the bare name can mean a kind without ids, so it comes first.
    let without_id = known.iter().find(|(_, id)| id.is_none());
    match (without_id, &*known) {
        (Some((kind, _)), _) if kind == Actor::anonymous().kind() => Ok(Actor::anonymous()),
        (Some(_), _) => Ok(Actor::system()),
        (None, []) => Err(Error::Argument(format!("the audit trail has no actor called `{name}`"))),
        (None, [(kind, id)]) => Ok(Actor::new(kind.clone(), id.as_deref().unwrap_or_default())),
        (None, several) => {
            let names = several.iter().map(|(kind, id)| format!("{kind}:{}", id.as_deref().unwrap_or_default()));
            let names: Vec<_> = names.collect();
            Err(Error::Argument(format!("`{name}` is ambiguous: use {}", names.join(" or "))))
        }
    }
}
