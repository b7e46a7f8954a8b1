//! Handlers for any model: what a resource can do is a trait each, and every request goes past the policy here.

use super::answer::{Answer, Failure, expected, json, tag, tagged};
use super::request::{Sent, flag, number, parameters};
use super::state::App;
use crate::db::Conn;
use crate::error::Error as DeskError;
use crate::services::policy::{Act, Rows};
use crate::services::visitor::{Caller, Visitor};
use axum::extract::{OriginalUri, Path, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, StatusCode, Uri};
use model_core::AuditLog;
use model_core::list::{AnyRows, ListOf, ListPage, Total};
use model_core::meta::Role;
use model_core::model::SoftDelete;
use model_core::prelude::*;
use model_core::relations::{Effect, Impact};
use model_core::verbs::{ByKey, CanWrite, CountingTo, Delete, NoActor, PreviewOn, Restore, Revert, RowOn, RunOn};
use model_core::wire::{FieldError, NewFromJson, PatchFromJson, Problem, TextKey, ToJson};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// How many rows of each kind a preview counts.
const COUNTED: usize = 1_000;
/// How many entries a page of a history has at most.
const ENTRIES: i64 = 100;

/// The backend.
pub(crate) type Db = <Conn as diesel::Connection>::Backend;

/// A model with a place in the API.
pub(crate) trait Resource: ToJson + Model<Key: TextKey> + RowOn<Db> + Send + Sync + 'static {
    /// Its place in addresses.
    const PLACE: &'static str;

    /// What a client may ask of a list.
    fn list() -> ListOf<Self>;

    /// Which rows a visitor may see.
    fn rows(_: &Visitor) -> Rows<Self> {
        Rows::All
    }

    /// Whether a row belongs to a visitor.
    fn is_own(&self, _: &Visitor) -> bool {
        false
    }

    /// The version, of a model that has one.
    fn version(&self) -> Option<i64> {
        None
    }
}

/// A resource of which a client can create rows.
pub(crate) trait Creates: Resource + NewFromJson {
    /// Adds what the newsroom knows itself, and says which fields a client must not send.
    fn prepare(_: &mut Map<String, Value>, _: &Visitor) -> Vec<FieldError> {
        Vec::new()
    }

    /// Creates the row.
    ///
    /// # Errors
    /// Those of the write.
    fn write(conn: &mut Conn, sent: &Map<String, Value>, new: Self::New, who: &Visitor) -> Answer<Self>;
}

/// A key as a client writes it.
pub(crate) fn text<K: TextKey>(key: &K) -> String {
    key.text()
}

/// Which rows are meant, by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shelf {
    Live,
    Deleted,
}

fn rows_of<M: Resource>(who: &Visitor, shelf: Shelf) -> AnyRows<M> {
    let rows = match shelf {
        Shelf::Live => AnyRows::live(),
        Shelf::Deleted => AnyRows::deleted(),
    };
    match M::rows(who) {
        Rows::All => rows,
        Rows::Where(condition) => rows.narrow(condition),
    }
}

/// Refuses what the policy does not allow. Who is not signed in is asked to sign in.
pub(crate) fn check<M: Resource>(who: &Visitor, act: Act, row: Option<&M>) -> Answer<()> {
    let own = row.map(|row| row.is_own(who));
    match who.may(act, M::META, own) {
        true => Ok(()),
        false if who.account.is_none() => Err(Failure::unauthenticated()),
        false => Err(Failure::forbidden()),
    }
}

/// The row with this key that a visitor may see.
fn find<M: Resource>(conn: &mut Conn, who: &Visitor, shelf: Shelf, key: &str) -> Answer<Option<M>> {
    let Some(key) = M::Key::from_text(key) else { return Ok(None) };
    let found = rows_of::<M>(who, shelf).keys(vec![key]).in_batches(1).next(conn)?;
    Ok(found.into_iter().flatten().next())
}

/// Whether deleted rows of the model stay.
fn has_trash<M: Model>() -> bool {
    M::META.with_role(Role::DeletedAt).is_some()
}

/// The live row with this key: of a deleted one the client is told that it is gone.
pub(crate) fn live<M: Resource>(conn: &mut Conn, who: &Visitor, key: &str) -> Answer<M> {
    if let Some(row) = find(conn, who, Shelf::Live, key)? {
        return Ok(row);
    }
    let is_gone = has_trash::<M>() && find::<M>(conn, who, Shelf::Deleted, key)?.is_some();
    Err(if is_gone { Error::Deleted.into() } else { Failure::from(Error::NotFound).of(M::META) })
}

fn shown<M: Resource>(row: &M) -> Answer<Value> {
    Ok(Value::Object(row.to_json()?))
}

/// A row as an answer, with its tag.
pub(crate) fn row_answer<M: Resource>(status: StatusCode, headers: &HeaderMap, row: &M) -> Answer {
    let body = shown(row)?;
    let mut response = tagged(headers, &tag(row.version(), &body.to_string()), json(status, &body));
    if status == StatusCode::CREATED {
        let place = format!("/api/v1/{}/{}", M::PLACE, text(&row.key()));
        response.headers_mut().extend(HeaderValue::from_str(&place).map(|place| (header::LOCATION, place)));
    }
    Ok(response)
}

/// Refuses a write by somebody who has not seen the row as it is now.
pub(crate) fn expect<M: Resource>(headers: &HeaderMap, row: &M, needed: bool) -> Answer<()> {
    match (expected(headers)?, row.version()) {
        (Some(expected), Some(found)) if expected != found => Err(Error::Stale { expected, found }.into()),
        (None, Some(_)) if needed => Err(Failure::new(428, "precondition", "The version of the row is needed")
            .detailed("send `If-Match` with the `ETag` of the row")),
        _ => Ok(()),
    }
}

/// The `Link` header of a page (RFC 8288): the same request with another cursor.
fn links(uri: &Uri, next: Option<&str>, previous: Option<&str>) -> Option<HeaderValue> {
    let query = uri.query().unwrap_or_default();
    let is_cursor = |pair: &&str| ["after", "before"].contains(&pair.split('=').next().unwrap_or_default());
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_cursor(pair)).collect();
    let link = |cursor: &str, name: &str, rel: &str| {
        let cursor = format!("{name}={cursor}");
        let query = rest.iter().copied().chain([&*cursor]).collect::<Vec<_>>().join("&");
        let query = query.replace('<', "%3C").replace('>', "%3E").replace('"', "%22");
        format!("<{}?{query}>; rel=\"{rel}\"", uri.path())
    };
    let found =
        [next.map(|cursor| link(cursor, "after", "next")), previous.map(|cursor| link(cursor, "before", "prev"))];
    let found: Vec<String> = found.into_iter().flatten().collect();
    if found.is_empty() { None } else { HeaderValue::from_str(&found.join(", ")).ok() }
}

fn page_answer<M: Resource>(uri: &Uri, page: ListPage<M>) -> Answer {
    let data: Vec<Value> = page.rows.iter().map(shown).collect::<Answer<_>>()?;
    let [next, previous] = [page.next, page.previous].map(|cursor| cursor.map(|cursor| cursor.to_string()));
    let mut about = json!({ "next": next, "prev": previous });
    match page.total {
        Total::Unasked => {}
        Total::Exact(count) => about["total"] = json!({ "exact": count }),
        Total::AtLeast(count) => about["total"] = json!({ "at_least": count }),
    }
    if let Some(rows) = page.stopped_after {
        about["stopped_after"] = json!(rows);
    }
    let mut response = json(StatusCode::OK, &json!({ "data": data, "page": about }));
    let link = links(uri, next.as_deref(), previous.as_deref());
    response.headers_mut().extend(link.map(|link| (header::LINK, link)));
    Ok(response)
}

async fn page<M: Resource>(app: App, caller: Caller, uri: Uri, shelf: Shelf) -> Answer {
    let ask = M::list().signed(app.secret()).parse(uri.query().unwrap_or_default())?;
    app.run(caller, move |conn, who| {
        check::<M>(who, if shelf == Shelf::Deleted { Act::Restore } else { Act::See }, None)?;
        page_answer(&uri, rows_of::<M>(who, shelf).list(&ask).load(conn)?)
    })
    .await
}

/// `GET /articles`
pub(crate) async fn list<M: Resource>(State(app): State<App>, caller: Caller, OriginalUri(uri): OriginalUri) -> Answer {
    page::<M>(app, caller, uri, Shelf::Live).await
}

/// `GET /articles/trash`
pub(crate) async fn trash<M: Resource>(
    State(app): State<App>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
) -> Answer {
    page::<M>(app, caller, uri, Shelf::Deleted).await
}

/// `GET /articles/{id}`
pub(crate) async fn read<M: Resource>(
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
    caller: Caller,
) -> Answer {
    app.run(caller, move |conn, who| {
        check::<M>(who, Act::See, None)?;
        row_answer(StatusCode::OK, &headers, &live::<M>(conn, who, &key)?)
    })
    .await
}

/// `POST /articles`
pub(crate) async fn create<M: Creates>(State(app): State<App>, caller: Caller, sent: Sent) -> Answer {
    app.run(caller, move |conn, who| {
        check::<M>(who, Act::Create, None)?;
        let mut sent = sent.members;
        let mut refused = M::prepare(&mut sent, who);
        let new = match M::new_from_json(&sent) {
            Ok(new) if refused.is_empty() => new,
            Ok(_) => return Err(Failure::from(refused).of(M::META)),
            Err(errors) => {
                refused.extend(errors);
                return Err(Failure::from(refused).of(M::META));
            }
        };
        let row = M::write(conn, &sent, new, who).map_err(|failure| failure.of(M::META))?;
        row_answer(StatusCode::CREATED, &HeaderMap::new(), &row)
    })
    .await
}

/// `PATCH /articles/{id}`
pub(crate) async fn patch<M>(
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
    caller: Caller,
    sent: Sent,
) -> Answer
where
    M: Resource + PatchFromJson,
    Conn: CanWrite<M>,
{
    app.run(caller, move |conn, who| {
        let row: M = live(conn, who, &key)?;
        check(who, Act::Change, Some(&row))?;
        expect(&headers, &row, true)?;
        let patch = M::patch_from_json(&sent.members).map_err(|errors| Failure::from(errors).of(M::META))?;
        let row = patch.on_row(&row).by(&who.actor).run(conn).map_err(|error| Failure::from(error).of(M::META))?;
        row_answer(StatusCode::OK, &HeaderMap::new(), &row)
    })
    .await
}

/// What a write would reach, as a tree.
fn impact(reached: &Impact) -> Value {
    let effect = match reached.effect {
        Effect::Deleted => "deleted",
        Effect::Detached => "detached",
        Effect::Kept => "kept",
        Effect::Restored => "restored",
        Effect::Refusing => "in_the_way",
    };
    let children: Vec<Value> = reached.children.iter().map(impact).collect();
    json!({ "model": reached.model, "count": reached.count, "capped": reached.capped, "effect": effect, "with": children })
}

/// How many rows of each model an operation wrote.
fn written(conn: &mut Conn, batch: Uuid, action: &str) -> Answer<Value> {
    let counts = AuditLog::trail().batch(batch).action(action).counts(conn)?;
    Ok(counts.into_iter().map(|count| (count.content_type, json!(count.count))).collect::<Map<_, _>>().into())
}

/// `DELETE /articles/{id}`, and with `?preview=true` what it would delete.
pub(crate) async fn delete<M>(
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
    caller: Caller,
    uri: Uri,
) -> Answer
where
    M: Resource,
    Conn: CanWrite<M>,
    CountingTo<Delete<ByKey<M>, NoActor>>: PreviewOn<Conn>,
{
    let [preview] = parameters(uri.query(), ["preview"])?;
    let preview = flag(preview.as_deref())?;
    app.run(caller, move |conn, who| {
        let row: M = live(conn, who, &key)?;
        check(who, Act::Delete, Some(&row))?;
        if preview {
            let reached = row.delete().counting_to(COUNTED).preview(conn)?;
            return Ok(json(StatusCode::OK, &json!({ "preview": impact(&reached) })));
        }
        expect(&headers, &row, true)?;
        let batch = Uuid::now_v7();
        let gone = row.delete().by(&who.actor).batch(batch).run(conn);
        gone.map_err(|error| Failure::from(Problem::from(&error).of_deletion()))?;
        let action = if has_trash::<M>() { "delete" } else { "hard_delete" };
        Ok(json(StatusCode::OK, &json!({ "deleted": written(conn, batch, action)?, "batch": batch })))
    })
    .await
}

/// `POST /articles/{id}/restore`
pub(crate) async fn restore<M>(State(app): State<App>, Path(key): Path<String>, caller: Caller) -> Answer
where
    M: Resource + SoftDelete,
    Conn: CanWrite<M>,
    for<'a> Restore<ByKey<M>, &'a Actor>: RunOn<Conn, Output = M>,
{
    app.run(caller, move |conn, who| {
        let Some(row) = find::<M>(conn, who, Shelf::Deleted, &key)? else {
            live::<M>(conn, who, &key)?;
            return Err(Error::NotDeleted.into());
        };
        check(who, Act::Restore, Some(&row))?;
        let row = Deleted::from(row).restore().by(&who.actor).run(conn);
        row_answer(StatusCode::OK, &HeaderMap::new(), &row.map_err(|error| Failure::from(error).of(M::META))?)
    })
    .await
}

/// `GET /articles/{id}/history`, newest first; of a deleted row too.
pub(crate) async fn history<M: Resource>(
    State(app): State<App>,
    Path(key): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Answer {
    let [limit, before] = parameters(uri.query(), ["limit", "before"])?;
    let limit = number(limit.as_deref())?.unwrap_or(50).min(ENTRIES);
    let (limit, before) = (usize::try_from(limit).unwrap_or(50), number(before.as_deref())?);
    app.run(caller, move |conn, who| {
        let row = match find::<M>(conn, who, Shelf::Deleted, &key)? {
            Some(row) => row,
            None => live(conn, who, &key)?,
        };
        check(who, Act::SeeHistory, Some(&row))?;
        let mut history = M::history_of(&row).newest_first().limit(limit + 1);
        if let Some(before) = before {
            history = history.before(before);
        }
        let mut entries = history.load(conn)?;
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().filter(|_| more).map(|entry| entry.id);
        let shown = |entry| {
            let mut entry = serde_json::to_value(entry).unwrap_or_default();
            // From where and by which program somebody works is not for everybody who may read the row.
            if let Value::Object(entry) = &mut entry {
                entry.retain(|name, _| !["ip", "user_agent"].contains(&&**name));
            }
            entry
        };
        let data: Vec<Value> = entries.into_iter().map(shown).collect();
        Ok(json(StatusCode::OK, &json!({ "data": data, "page": { "before": next } })))
    })
    .await
}

/// `POST /articles/{id}/revert`: takes one entry of the history back.
pub(crate) async fn revert<M>(
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
    caller: Caller,
    sent: Sent,
) -> Answer
where
    M: Resource,
    Conn: CanWrite<M>,
    for<'a> Revert<M, &'a Actor>: RunOn<Conn, Output = M>,
{
    let entry = sent.members.get("entry").and_then(Value::as_i64).filter(|_| sent.members.len() == 1);
    let wrong = || vec![FieldError::new("entry", "type", "expected the number of an entry, and nothing else")];
    let entry = entry.ok_or_else(wrong)?;
    app.run(caller, move |conn, who| {
        let row: M = live(conn, who, &key)?;
        check(who, Act::Revert, Some(&row))?;
        expect(&headers, &row, true)?;
        let found = M::history_of(&row).after(entry.saturating_sub(1)).limit(1).load(conn)?;
        let found = found.into_iter().find(|found| found.id == entry);
        let found = found.ok_or_else(|| Failure::from(DeskError::NoEntry(entry)))?;
        let row = M::revert_row(&row, &found).by(&who.actor).run(conn);
        row_answer(StatusCode::OK, &HeaderMap::new(), &row.map_err(|error| Failure::from(error).of(M::META))?)
    })
    .await
}
