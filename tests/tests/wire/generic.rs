//! One function for every model: rows are created, changed and shown, their types forgotten.

use crate::object;
use diesel::RunQueryDsl as _;
use model_core::prelude::*;
use model_core::wire::{FoundByKey, JsonRow, NewFromJson, PatchFromJson, TextKey, ToJson};
use model_tests::make::{author, me};
use model_tests::models::{Article, Plan, Reader, Translation};
use model_tests::on_every_backend;
use serde_json::{Map, Value, json};

type Shown = Result<Value, Error>;

fn create<M, Conn>(sent: Value, conn: &mut Conn) -> Shown
where
    M: NewFromJson + ToJson,
    Conn: CanWrite<M>,
{
    let new = M::new_from_json(&object(sent)).map_err(|told| Error::of_fields(told).unwrap())?;
    M::create(new).by(me()).run(conn)?.to_json().map(Value::Object)
}

fn change<M, Conn>(key: &str, sent: Value, version: Option<i64>, conn: &mut Conn) -> Shown
where
    M: PatchFromJson + ToJson + FoundByKey,
    M::Key: TextKey,
    Conn: CanWrite<M>,
{
    let key = M::Key::from_text(key).ok_or(Error::NotFound)?;
    let patch = M::patch_from_json(&object(sent)).map_err(|told| Error::of_fields(told).unwrap())?;
    patch.on_key(key).expecting_if(version)?.by(me()).run(conn)?.to_json().map(Value::Object)
}

fn change_loaded<M, Conn>(row: &M, sent: Value, conn: &mut Conn) -> Result<M, Error>
where
    M: PatchFromJson,
    Conn: CanWrite<M>,
{
    let patch = M::patch_from_json(&object(sent)).map_err(|told| Error::of_fields(told).unwrap())?;
    patch.on_row(row).by(me()).run(conn)
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap().to_owned()
}

on_every_backend! {
    fn a_row_is_created_and_changed_by_its_key(db) {
        let conn = db.conn();
        let author = author(conn).id.to_string();
        let sent = json!({ "title": "A", "slug": "a", "body": "b", "author_id": author });
        let row = create::<Article, _>(sent, conn).unwrap();
        assert_eq!((&row["status"], &row["author_id"]), (&json!("draft"), &json!(author)));
        let key = text(&row, "id");
        let row = change::<Article, _>(&key, json!({ "title": "B", "status": "live" }), None, conn).unwrap();
        assert_eq!((&row["title"], &row["status"]), (&json!("B"), &json!("live")));
        let refused = change::<Article, _>(&key, json!({ "title": "C" }), Some(1), conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "version", .. }), "no version can be kept: {refused}");
        assert!(matches!(change::<Article, _>("7", json!({}), None, conn), Err(Error::NotFound)));
        let de = json!({ "locale": "de", "term": "a,b", "text": "c" });
        create::<Translation, _>(de, conn).unwrap();
        let row = change::<Translation, _>("de,a\\,b", json!({ "text": "d" }), None, conn).unwrap();
        assert_eq!(row["text"], json!("d"));
        let reader = create::<Reader, _>(json!({ "mail": "a@b.org", "handle": "ann" }), conn).unwrap();
        assert_eq!(reader["joined"], json!(1900), "a model without a trail");
    }

    fn a_version_is_expected_where_there_is_one(db) {
        let conn = db.conn();
        let row = create::<Plan, _>(json!({ "title": "a" }), conn).unwrap();
        let key = row["id"].to_string();
        let row = change::<Plan, _>(&key, json!({ "title": "b" }), Some(1), conn).unwrap();
        assert_eq!(row["version"], json!(2));
        let stale = change::<Plan, _>(&key, json!({ "title": "c" }), Some(1), conn).unwrap_err();
        assert!(matches!(stale, Error::Stale { expected: 1, found: 2 }), "{stale}");
        let row = change::<Plan, _>(&key, json!({ "title": "c" }), None, conn).unwrap();
        assert_eq!(row["version"], json!(3), "whatever the version");
        let old: Plan = Plan::objects().find(key.parse::<i64>().unwrap()).first(conn).unwrap();
        let new = change_loaded(&old, json!({ "notes": "n" }), conn).unwrap();
        assert_eq!(new.version, 4);
        let stale = change_loaded(&old, json!({ "notes": "m" }), conn).unwrap_err();
        assert!(matches!(stale, Error::Stale { expected: 3, found: 4 }), "{stale}");
    }

    fn a_row_an_entry_and_a_deleted_row_are_serialized(db) {
        let conn = db.conn();
        let author = author(conn).id.to_string();
        let sent = json!({ "title": "A", "slug": "a", "body": "b", "author_id": author });
        let row = create::<Article, _>(sent, conn).unwrap();
        let key = model_tests::models::ArticleId::from_text(&text(&row, "id")).unwrap();
        let article: Article = Article::objects().find(key).first(conn).unwrap();
        assert_eq!(serde_json::to_value(JsonRow(article.clone())).unwrap(), row);
        let entries = Article::history(key).load(conn).unwrap();
        let entries = serde_json::to_value(entries).unwrap();
        assert_eq!(entries[0]["changes"]["title"], json!({ "new": "A" }));
        assert_eq!(entries[0]["changes"]["body"], json!({ "masked": true }));
        assert_eq!((&entries[0]["action"], &entries[0]["actor_id"]), (&json!("create"), &json!("7")));
        let gone = article.delete().by(me()).run(conn).unwrap();
        let gone = serde_json::to_value(&gone).unwrap();
        assert!(gone["deleted_at"].is_string(), "{gone}");
    }
}

#[test]
fn an_empty_object_changes_nothing() {
    assert!(Article::patch_from_json(&Map::new()).is_ok());
}
