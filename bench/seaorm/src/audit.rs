//! Audited writes as a user of SeaORM writes them: the row and its entry in the trail, in one transaction.

use crate::entities::article::{ActiveModel, Column, Entity, Model};
use crate::entities::audit_log;
use anyhow::{Context, Result};
use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection,
    EntityTrait, QueryFilter, QuerySelect, TransactionTrait,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn create(conn: &DatabaseConnection, new: ActiveModel) -> Result<Model> {
    let transaction = conn.begin().await?;
    let row = new.insert(&transaction).await?;
    log(&transaction, "create", row.id, created(&row), row.created_at).await?;
    transaction.commit().await?;
    Ok(row)
}

pub(crate) async fn patch(conn: &DatabaseConnection, key: Uuid, title: String) -> Result<Model> {
    let transaction = conn.begin().await?;
    let live = Entity::find_by_id(key).filter(Column::DeletedAt.is_null()).lock_exclusive();
    let old = live.one(&transaction).await?.context("no such row")?;
    let now = Utc::now().trunc_subsecs(6);
    let changes = json!({
        "title": { "old": old.title, "new": title },
        "updated_at": { "old": instant(&old.updated_at), "new": instant(&now) },
    });
    let mut row: ActiveModel = old.into();
    row.title = Set(title);
    row.updated_at = Set(now);
    let row = row.update(&transaction).await?;
    log(&transaction, "patch", key, changes, now).await?;
    transaction.commit().await?;
    Ok(row)
}

async fn log(
    conn: &impl ConnectionTrait,
    action: &str,
    key: Uuid,
    changes: Value,
    created_at: DateTime<Utc>,
) -> Result<()> {
    let log = audit_log::ActiveModel {
        id: NotSet,
        created_at: Set(created_at),
        actor_kind: Set("user".to_owned()),
        actor_id: Set(Some("42".to_owned())),
        action: Set(action.to_owned()),
        content_type: Set("articles".to_owned()),
        object_id: Set(key.to_string()),
        object_repr: Set(String::new()),
        changes: Set(changes),
        request_id: Set(Some("req-7".to_owned())),
        ip: Set(None),
        user_agent: Set(None),
        batch_id: Set(Uuid::now_v7()),
    };
    audit_log::Entity::insert(log).exec_without_returning(conn).await?;
    Ok(())
}

fn created(row: &Model) -> Value {
    json!({
        "id": { "new": row.id },
        "title": { "new": row.title },
        "slug": { "new": row.slug },
        "body": { "new": row.body },
        "status": { "new": row.status },
        "author_id": { "new": row.author_id },
        "views": { "new": row.views },
        "note": { "new": row.note },
        "published_at": { "new": row.published_at.as_ref().map(instant) },
        "created_at": { "new": instant(&row.created_at) },
        "updated_at": { "new": instant(&row.updated_at) },
        "deleted_at": { "new": row.deleted_at.as_ref().map(instant) },
    })
}

fn instant(at: &DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
