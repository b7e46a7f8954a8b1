//! Reading the audit trail across models.

mod actor;
mod kind;

pub use self::actor::actor;
pub use self::kind::{Kind, check_field};

use crate::db::Conn;
use crate::error::Result;
use crate::models::{
    AccessToken, Account, Article, ArticleId, ArticleTag, Author, BankTransfer, Card, Comment, Export, Following,
    Notice, Order, OrderItem, PaymentMethod, Product, Reaction, Reading, Tag, Task,
};
use chrono::{DateTime, Utc};
use clap::ValueEnum;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::audit::Discrepancy;
use model_core::prelude::*;
use model_core::schema::audit_logs;
use std::collections::HashMap;

/// The id of the latest entry.
///
/// # Errors
/// Database errors.
pub fn end(conn: &mut Conn) -> Result<i64> {
    let last: Option<i64> = audit_logs::table.select(max(audit_logs::id)).first(conn)?;
    Ok(last.unwrap_or_default())
}

/// All entries after an id.
///
/// # Errors
/// Database errors.
pub fn since(conn: &mut Conn, id: i64) -> Result<Vec<AuditLog>> {
    Ok(audit_logs::table.filter(audit_logs::id.gt(id)).order(audit_logs::id).load(conn)?)
}

/// Which entries to find: those that match everything that is given.
#[derive(Debug, Clone, Default)]
pub struct TrailFilter {
    /// The actor, by a name that [`actor`] understands.
    pub actor: Option<String>,
    /// The action.
    pub action: Option<String>,
    /// The first instant that counts.
    pub since: Option<DateTime<Utc>>,
    /// The first instant that is too late.
    pub until: Option<DateTime<Utc>>,
    /// The request.
    pub request: Option<String>,
    /// The field that changed.
    pub field: Option<String>,
}

/// Applies a filter to a query over the trail. It is a macro because the queries are different types with the same
/// methods.
macro_rules! apply_filter {
    ($query:expr, $conn:expr, $filter:expr) => {{
        let TrailFilter { actor, action, since, until, request, field } = $filter;
        let mut query = $query;
        if let Some(name) = actor {
            query = query.by(&crate::services::trail::actor($conn, &name)?);
        }
        if let Some(action) = action {
            query = query.action(action);
        }
        if let Some(since) = since {
            query = query.since(since);
        }
        if let Some(until) = until {
            query = query.until(until);
        }
        if let Some(request) = request {
            query = query.request(request);
        }
        if let Some(field) = field {
            query = query.field(field);
        }
        query
    }};
}

pub(super) use apply_filter;

/// The latest entries that match, of one model or of all, oldest first. The second value counts them without the limit.
///
/// # Errors
/// The trail has no such actor, no model has such a field, or the database fails.
pub fn find(
    conn: &mut Conn,
    filter: TrailFilter,
    model: Option<Kind>,
    limit: Option<usize>,
) -> Result<(Vec<AuditLog>, i64)> {
    if let Some(field) = &filter.field {
        let kinds = model.as_ref().map_or(Kind::value_variants(), std::slice::from_ref);
        check_field(kinds, field)?;
    }
    let trail = apply_filter!(AuditLog::trail(), conn, filter);
    let trail = match model {
        None => trail,
        Some(kind) => trail.content_type(kind.meta().content_type),
    };
    let counts = trail.clone().counts(conn)?;
    let trail = trail.newest_first();
    let mut entries = match limit {
        None => trail.load(conn)?,
        Some(limit) => trail.limit(limit).load(conn)?,
    };
    entries.reverse();
    Ok((entries, counts.iter().map(|kind| kind.count).sum()))
}

/// The number of entries by actor, highest first: the kind of the actor, the id within the kind, and the number.
///
/// # Errors
/// Database errors.
pub fn by_actor(conn: &mut Conn) -> Result<Vec<(String, Option<String>, i64)>> {
    let who = (audit_logs::actor_kind, audit_logs::actor_id);
    let counts = audit_logs::table.group_by(who).select((audit_logs::actor_kind, audit_logs::actor_id, count_star()));
    let mut counts: Vec<(String, Option<String>, i64)> = counts.load(conn)?;
    counts.sort_by(|one, other| (other.2, &one.0, &one.1).cmp(&(one.2, &other.0, &other.1)));
    Ok(counts)
}

/// Where the trail contradicts itself or the tables, by model.
///
/// # Errors
/// Database errors.
pub fn verify(conn: &mut Conn) -> Result<Vec<(&'static str, Discrepancy)>> {
    let mut discrepancies = Vec::new();
    macro_rules! verify {
        ($($model:ty),+) => {$(
            let found = <$model>::verify_history(conn)?;
            discrepancies.extend(found.into_iter().map(|found| (<$model>::META.content_type, found)));
        )+};
    }
    verify!(Article, Author, Comment, Reaction, Tag, ArticleTag, Notice, Following, Reading, Task, Account, Export);
    verify!(Product, Order, OrderItem, PaymentMethod);
    // A model that extends another also reports the rows of that one. These are already in the list.
    let extended = PaymentMethod::verify_history(conn)?;
    for (content_type, found) in [
        (Card::META.content_type, Card::verify_history(conn)?),
        (BankTransfer::META.content_type, BankTransfer::verify_history(conn)?),
        (AccessToken::META.content_type, AccessToken::verify_history(conn)?),
    ] {
        discrepancies
            .extend(found.into_iter().filter(|found| !extended.contains(found)).map(|found| (content_type, found)));
    }
    Ok(discrepancies)
}

/// The articles in the trail, including purged ones.
///
/// # Errors
/// Database errors.
pub fn article_ids(conn: &mut Conn) -> Result<Vec<ArticleId>> {
    let ids: Vec<String> = audit_logs::table
        .filter(audit_logs::content_type.eq(Article::META.content_type))
        .select(audit_logs::object_id)
        .distinct()
        .load(conn)?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

/// The handles of all authors, deleted ones included, and the names of all accounts, by the id that the trail stores.
///
/// # Errors
/// Database errors.
pub fn handles(conn: &mut Conn) -> Result<HashMap<String, String>> {
    let authors: Vec<Author> = Author::objects().with_deleted().load(conn)?;
    let accounts: Vec<Account> = Account::objects().with_deleted().load(conn)?;
    let authors = authors.into_iter().map(|author| (author.id.to_string(), author.handle));
    // An account without a name is left out, because its display name is part of the address.
    let accounts = accounts.into_iter().filter_map(|account| Some((account.id.to_string(), account.name?)));
    Ok(authors.chain(accounts).collect())
}
