//! Faults D1 and D2: what is read from the outside.

use chrono::{DateTime, Utc};
use model_core::bases::{PublicationStatus, Publishable};
use model_core::prelude::*;
use model_tests::make::{at, author, me};
use model_tests::models::{Article, NewArticle};
use model_tests::{TestConnection, on_every_backend};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, from_value, json};
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};
    papers (id) {
        id -> Uuid,
        title -> Text,
        secret -> Text,
        rank -> Integer,
        owner -> BigInt,
        status -> Text,
        published_at -> Nullable<Instant>,
        version -> Integer,
        created_by -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

/// A paper, with everything that the library keeps.
#[derive(Model, Debug, Clone)]
#[model(table = papers, timestamps, soft_delete)]
#[serde(rename_all = "camelCase")]
pub struct Paper {
    /// The key.
    pub id: Uuid,
    /// The title.
    #[serde(rename = "headline", alias = "head")]
    pub title: String,
    /// Nothing for a client.
    #[model(default)]
    #[serde(skip)]
    pub secret: String,
    /// Doubled when it is read.
    #[serde(deserialize_with = "doubled")]
    #[model(default)]
    pub rank: i32,
    /// Who owns it, which the application says.
    #[model(input = closed)]
    pub owner: i64,
    /// Whether it is published.
    #[model(base)]
    pub publication: Publishable,
    /// How often it was written.
    #[model(version)]
    pub version: i32,
    /// Who created it.
    #[model(created_by)]
    pub created_by: Option<String>,
    /// When it was created: an import may say so.
    #[model(input = open)]
    pub created_at: DateTime<Utc>,
    /// When it was written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

fn doubled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    i32::deserialize(deserializer).map(|number| number * 2)
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;
    books (code) {
        code -> Text,
        rank -> Integer,
        status -> Text,
        published_at -> Nullable<Instant>,
    }
}

/// A book: the application makes its key, and a client may publish it.
#[derive(Model, Debug, Clone)]
#[model(table = books)]
pub struct Book {
    /// The key.
    #[model(primary_key)]
    pub code: String,
    /// Its place.
    #[serde(skip_deserializing)]
    #[model(default)]
    pub rank: i32,
    /// Whether it is published.
    #[model(base, input = open)]
    pub publication: Publishable,
}

/// The message for what a client may not send.
fn refused<T: for<'de> Deserialize<'de> + std::fmt::Debug>(sent: Value) -> String {
    from_value::<T>(sent).unwrap_err().to_string()
}

#[test]
fn fault_d1_what_the_library_keeps_is_never_read() {
    let kept = [
        ("id", json!(Uuid::nil())),
        ("secret", json!("x")),
        ("owner", json!(1)),
        ("status", json!("published")),
        ("published_at", json!("2026-01-01T00:00:00Z")),
        ("version", json!(9)),
        ("created_by", json!("ann")),
        ("createdBy", json!("ann")),
        ("updatedAt", json!("2026-01-01T00:00:00Z")),
        ("deletedAt", json!("2026-01-01T00:00:00Z")),
    ];
    for (name, value) in kept {
        let mut sent = json!({ "headline": "a" });
        sent[name] = value.clone();
        assert!(refused::<NewPaperInput>(sent).contains(name), "{name}");
        assert!(refused::<PaperPatch>(json!({ name: value })).contains(name), "{name}");
    }
    let message = refused::<PaperPatch>(json!({ "owner": 1 }));
    assert_eq!(message, "field `owner` cannot be set by a client: expected one of headline, rank");
}

#[test]
fn fault_d1_the_attributes_of_serde_count() {
    let new: NewPaperInput =
        from_value(json!({ "head": "a", "rank": 4, "createdAt": "2026-01-01T00:00:00Z" })).unwrap();
    let new = new.owner(7).build();
    assert_eq!(format!("{new:?}"), "NewPaper { title: .., rank: .., owner: .., created_at: .. }");
    let patch: PaperPatch = from_value(json!({ "headline": "a" })).unwrap();
    assert_eq!(format!("{patch:?}"), "PaperPatch { title: .. }");
    assert!(refused::<PaperPatch>(json!({ "title": "a" })).contains("title"), "only under its name");
    assert!(refused::<NewPaperInput>(json!({})).contains("missing field `headline`"));
    assert!(refused::<NewPaperInput>(json!({ "headline": "a", "head": "b" })).contains("duplicate"));
}

#[test]
fn fault_d2_a_workflow_is_closed_unless_it_is_opened() {
    let new: NewBook = from_value(json!({ "code": "a", "status": "published" })).unwrap();
    assert_eq!(format!("{new:?}"), "NewBook { code: .., status: .. }");
    assert!(refused::<NewBook>(json!({ "status": "draft" })).contains("missing field `code`"), "its own key");
    assert!(refused::<NewBook>(json!({ "code": "a", "rank": 1 })).contains("rank"));
    let patch: BookPatch = from_value(json!({ "status": PublicationStatus::Archived })).unwrap();
    assert_eq!(format!("{patch:?}"), "BookPatch { status: .. }");
    assert!(refused::<BookPatch>(json!({ "code": "b" })).contains("code"), "a patch never moves a row");
}

on_every_backend! {
    fn fault_d1_a_row_from_outside_has_the_actor_and_the_instant_of_the_call(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let sent = json!({"title": "a", "slug": "a", "body": "b", "author_id": author});
        for (name, value) in [("id", json!(Uuid::nil())), ("created_at", json!(at(1))), ("updated_at", json!(at(1)))] {
            let mut more = sent.clone();
            more[name] = value;
            assert!(refused::<NewArticle>(more).contains(name), "{name}");
        }
        let row = Article::create(from_value(sent).unwrap()).by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!((row.created_at, row.updated_at), (at(3), at(3)));
        assert_eq!(conn.stored(row.id), Some(row));
    }
}
