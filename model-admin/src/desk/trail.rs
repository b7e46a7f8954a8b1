//! The history of a model that is a type parameter.

use crate::data::{Entries, Entry, Fail, Row, Rows, Told, Was};
use crate::desk::read::{load, moment, row_of};
use crate::desk::record::{Break, By, Eyes, Remembers, Slice};
use crate::desk::write::{Edited, current, failed};
use crate::keep::{DeskConnection, Keeps, TrailFilter};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use model_core::audit::{AuditEntry, Discrepancy, History};
use model_core::list::ListDialect;
use model_core::meta::{Meta, Privacy, Role};
use model_core::prelude::*;
use model_core::verbs::{CanWrite, Revert, RowOn, RunOn, VerifyTrail};
use model_core::wire::{TextKey, ToJson};

/// A model whose history the desk can show and take back over a connection.
#[diagnostic::on_unimplemented(
    message = "the desk cannot show the history of `{Self}`",
    label = "the trail of `{Self}` cannot be read back over this connection",
    note = "each field needs `serde::Deserialize`, and `#[model(audit)]` writes the trail"
)]
pub trait Traced<Conn>: Edited<Conn> {
    #[doc(hidden)]
    const REMEMBERS: TraceFunctions<Conn>;
}

/// What reads the history of one model.
pub struct TraceFunctions<Conn>(pub(super) Remembers<Conn>);

impl<M, Conn> Traced<Conn> for M
where
    Conn: CanWrite<M> + DeskConnection + LoadConnection<Backend: ListDialect>,
    M: Edited<Conn> + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
    for<'a> Revert<M, &'a Actor>: RunOn<Conn, Output = M>,
    History<M>: RunOn<Conn, Output = Vec<AuditEntry<M>>>,
    VerifyTrail<M>: RunOn<Conn, Output = Vec<Discrepancy>>,
{
    const REMEMBERS: TraceFunctions<Conn> = TraceFunctions(Remembers {
        history: history::<M, Conn>,
        entry: entry::<M, Conn>,
        at_version: at_version::<M, Conn>,
        after: after::<M, Conn>,
        revert: revert::<M, Conn>,
        verify: verify::<M, Conn>,
    });
}

/// At most so many entries are taken back to find out how a row was.
const BACK: usize = 1_000;

/// The entries of a row, under the names that its fields have now.
fn trail<M: Model, Conn: DeskConnection>(
    conn: &mut Conn,
    key: &str,
    before: Option<i64>,
    limit: usize,
) -> Result<Entries, Fail> {
    let filter = TrailFilter {
        content_type: Some(M::META.content_type.to_owned()),
        object: Some(key.to_owned()),
        before,
        limit,
        ..TrailFilter::default()
    };
    let mut found = <Conn::Backend as Keeps<Conn>>::trail(conn, filter)?;
    found.entries.iter_mut().for_each(|entry| rename(M::META, entry));
    Ok(found)
}

/// Calls the fields of an entry as they are called now.
pub(crate) fn rename(meta: &Meta, entry: &mut Entry) {
    for (name, _) in &mut entry.changes {
        let present = meta.fields.iter().any(|field| field.name == name);
        let renamed = meta.fields.iter().find(|field| field.renamed_from.contains(&name.as_str()));
        if let (false, Some(field)) = (present, renamed) {
            field.name.clone_into(name);
        }
    }
}

fn history<M: Model, Conn: DeskConnection>(conn: &mut Conn, slice: Slice<'_>) -> Result<Entries, Fail> {
    trail::<M, Conn>(conn, slice.key, slice.before, slice.limit)
}

fn entry<M: Model, Conn: DeskConnection>(conn: &mut Conn, key: &str, id: i64) -> Result<Option<Entry>, Fail> {
    let Some(next) = id.checked_add(1) else { return Ok(None) };
    let found = trail::<M, Conn>(conn, key, Some(next), 1)?;
    Ok(found.entries.into_iter().next().filter(|entry| entry.id == id))
}

/// The row before these entries, the newest of which comes first.
fn before(meta: &'static Meta, mut row: Row, entries: &[Entry]) -> Was {
    let mut unknown: Vec<usize> =
        (0..meta.fields.len()).filter(|field| meta.fields[*field].privacy == Privacy::Skip).collect();
    for entry in entries {
        for (name, told) in &entry.changes {
            let Some(field) = meta.fields.iter().position(|field| field.name == name) else { continue };
            match told {
                Told::Values(Some(old), _) => row.cells[field] = old.clone(),
                Told::Values(None, _) => {}
                Told::Masked => unknown.push(field),
            }
        }
    }
    unknown.retain(|field| meta.fields[*field].role == Role::Plain);
    unknown.sort_unstable();
    unknown.dedup();
    Was { row, unknown }
}

/// Whether the trail tells which version each entry made.
pub(crate) fn tells_versions(meta: &Meta) -> bool {
    let field = meta.with_role(Role::Version).or(meta.with_role(Role::UpdatedAt));
    field.is_some_and(|field| meta.fields[field].privacy == Privacy::Plain)
}

/// The number that counts writes, after an entry.
fn version_after(meta: &Meta, entry: &Entry) -> Option<i64> {
    let after = |field: usize| match entry.change(meta.fields[field].name) {
        Some(Told::Values(_, Some(new))) => Some(new),
        _ => None,
    };
    match meta.with_role(Role::Version) {
        Some(version) => after(version)?.as_i64(),
        None => moment(after(meta.with_role(Role::UpdatedAt)?)?),
    }
}

fn at_version<M, Conn>(conn: &mut Conn, key: &str, version: i64) -> Result<Option<Was>, Fail>
where
    Conn: DeskConnection + LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    if !tells_versions(M::META) {
        return Ok(None);
    }
    let Some(now) = load::<M, Conn>(conn, &Eyes::ALL, Rows::Any, key)? else { return Ok(None) };
    let since = trail::<M, Conn>(conn, key, None, BACK)?;
    let newer = |entry: &&Entry| version_after(M::META, entry).is_some_and(|after| after > version);
    let count = since.entries.iter().take_while(newer).count();
    if count == since.entries.len() {
        // The entry after which the row had this version is not there.
        return Ok(None);
    }
    Ok(Some(before(M::META, row_of(&now)?, &since.entries[..count])))
}

fn after<M, Conn>(conn: &mut Conn, key: &str, entry: &Entry) -> Result<Option<Was>, Fail>
where
    Conn: DeskConnection + LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    let Some(now) = load::<M, Conn>(conn, &Eyes::ALL, Rows::Any, key)? else { return Ok(None) };
    let since = trail::<M, Conn>(conn, key, None, BACK)?;
    let count = since.entries.iter().take_while(|newer| newer.id > entry.id).count();
    let reaches = since.entries.get(count).is_some_and(|found| found.id == entry.id);
    Ok(reaches.then_some(before(M::META, row_of(&now)?, &since.entries[..count])))
}

fn revert<M, Conn>(conn: &mut Conn, id: i64, masked: bool, by: By<'_>) -> Result<Row, Fail>
where
    Conn: CanWrite<M> + DeskConnection + LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
    for<'a> Revert<M, &'a Actor>: RunOn<Conn, Output = M>,
    History<M>: RunOn<Conn, Output = Vec<AuditEntry<M>>>,
{
    let found = entry::<M, Conn>(conn, by.key, id)?.ok_or(Error::NotFound)?;
    let row: M = current(conn, by.key, by.version)?;
    let of_batch = M::history_of(&row).batch(found.batch).load(conn)?;
    let whole = of_batch.iter().find(|entry| entry.id == id).ok_or(Error::NotFound)?;
    let revert = M::revert_row(&row, whole).by(by.actor);
    let revert = if masked { revert.without_masked() } else { revert };
    row_of(&revert.run(conn).map_err(failed)?)
}

fn verify<M, Conn>(conn: &mut Conn) -> Result<Vec<Break>, Fail>
where
    M: Model,
    VerifyTrail<M>: RunOn<Conn, Output = Vec<Discrepancy>>,
{
    use model_core::audit::DiscrepancyKind as Kind;
    // The words name fields and entries, and no values: some of them may be hidden.
    let words = |kind: &Kind| match kind {
        Kind::Gap { entry, field, .. } => {
            format!("entry {entry} does not continue `{field}` where the entry before it ended")
        }
        Kind::OutOfOrder { entry } => format!("entry {entry} cannot follow the entries before it"),
        Kind::Differs { field, .. } => format!("`{field}` in the table differs from the trail"),
        Kind::NoBeginning { entry } => format!("entry {entry} is the first, but does not create the row"),
        Kind::MissingHistory => "the table has this row, but the trail does not".to_owned(),
        Kind::Vanished => "the trail has this row, but the table does not".to_owned(),
        Kind::Returned => "the trail says that this row was removed, but the table still has it".to_owned(),
        _ => "the trail contradicts itself".to_owned(),
    };
    let found = M::verify_history(conn)?;
    let field = |kind: &Kind| match kind {
        Kind::Gap { field, .. } | Kind::Differs { field, .. } => Some(field.clone()),
        _ => None,
    };
    let told =
        |found: Discrepancy| Break { field: field(&found.kind), words: words(&found.kind), key: found.object_id };
    Ok(found.into_iter().map(told).collect())
}
