//! Parents of other tenants: rows that a default scope keeps apart do not refer to each other.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::{Recorder, TestConnection, on_every_backend};

/// Rows of one tenant. Unlike most, it lets a patch move a row to another tenant.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct Held {
    #[model(default_scope(by = held_by, lifted_by = held_by_anyone))]
    pub holder: i64,
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    held_folders (id) {
        id -> BigInt,
        holder -> BigInt,
        deleted_at -> Nullable<Instant>,
    }
}

/// A parent that is only marked as deleted.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = held_folders, soft_delete)]
#[model(many_to_many(tags = Tag, through = FolderTag))]
pub struct Folder {
    pub id: i64,
    #[model(base)]
    pub held: Held,
    pub deleted_at: Option<DateTime<Utc>>,
}

diesel::table! {
    held_shelves (id) {
        id -> BigInt,
        holder -> BigInt,
    }
}

/// A parent whose deleted rows are gone.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = held_shelves)]
pub struct Shelf {
    pub id: i64,
    #[model(base)]
    pub held: Held,
}

diesel::table! {
    held_tags (id) {
        id -> BigInt,
        holder -> BigInt,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = held_tags)]
pub struct Tag {
    pub id: i64,
    #[model(base)]
    pub held: Held,
}

diesel::table! {
    held_folder_tags (id) {
        id -> BigInt,
        folder_id -> BigInt,
        tag_id -> BigInt,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = held_folder_tags)]
pub struct FolderTag {
    pub id: i64,
    #[model(belongs_to = Folder)]
    pub folder_id: i64,
    #[model(belongs_to = Tag)]
    pub tag_id: i64,
}

/// The same tests over a model with a trail and over one without.
macro_rules! tests {
    ($module:ident, $table:literal, [$($option:tt)*]) => {
        mod $module {
            use super::*;

            diesel::table! {
                use diesel::sql_types::*;
                use model_core::sql_types::Instant;

                #[sql_name = $table]
                docs (id) {
                    id -> BigInt,
                    holder -> BigInt,
                    code -> Text,
                    folder_id -> Nullable<BigInt>,
                    shelf_id -> Nullable<BigInt>,
                    over_id -> Nullable<BigInt>,
                    deleted_at -> Nullable<Instant>,
                }
            }

            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = docs, soft_delete, $($option)*)]
            pub struct Doc {
                pub id: i64,
                #[model(base)]
                pub held: Held,
                #[model(unique(on_deleted = revive))]
                pub code: String,
                #[model(belongs_to = Folder)]
                pub folder_id: Option<i64>,
                #[model(belongs_to = Shelf)]
                pub shelf_id: Option<i64>,
                #[model(belongs_to(Doc, name = over))]
                pub over_id: Option<i64>,
                pub deleted_at: Option<DateTime<Utc>>,
            }

            fn new(holder: i64, code: &str) -> NewDoc {
                NewDoc::builder().holder(holder).code(code).build()
            }

            fn in_folder(holder: i64, code: &str, folder: &Folder) -> NewDoc {
                NewDoc::builder().holder(holder).code(code).folder_id(folder.id).build()
            }

            fn on_shelf(holder: i64, code: &str, shelf: &Shelf) -> NewDoc {
                NewDoc::builder().holder(holder).code(code).shelf_id(shelf.id).build()
            }

            fn under(holder: i64, code: &str, over: &Doc) -> NewDoc {
                NewDoc::builder().holder(holder).code(code).over_id(over.id).build()
            }

            on_every_backend! {
                fn fault_c10_no_row_is_created_under_a_parent_of_another_tenant(db) {
                    let conn = db.conn();
                    create_tables(conn, $table);
                    let (folder, shelf) = (folder(conn, 1), shelf(conn, 1));
                    let over = Doc::create(new(1, "over")).by(me()).run(conn).unwrap();
                    let before = conn.trail().len();
                    foreign(Doc::create(in_folder(2, "a", &folder)).by(me()).run(conn), "Folder", "folder_id");
                    foreign(Doc::create(on_shelf(2, "a", &shelf)).by(me()).run(conn), "Shelf", "shelf_id");
                    foreign(Doc::create(under(2, "a", &over)).by(me()).run(conn), "Doc", "over_id");
                    let rows = || [in_folder(1, "a", &folder), new(2, "b"), in_folder(2, "c", &folder)];
                    foreign(Doc::create_many(rows()).by(me()).run(conn), "Folder", "folder_id");
                    foreign(Doc::create_many(rows()).by(me()).counted().run(conn), "Folder", "folder_id");
                    foreign(Doc::create_many([on_shelf(2, "a", &shelf)]).by(me()).run(conn), "Shelf", "shelf_id");
                    let rows = [on_shelf(1, "a", &shelf), on_shelf(2, "b", &shelf)];
                    foreign(Doc::create_many(rows).by(me()).run(conn), "Shelf", "shelf_id");
                    assert_eq!(conn.trail().len(), before);
                    Doc::create(in_folder(1, "a", &folder)).by(me()).run(conn).unwrap();
                    Doc::create(under(1, "b", &over)).by(me()).run(conn).unwrap();
                    let rows = [on_shelf(1, "c", &shelf), in_folder(1, "d", &folder), on_shelf(1, "e", &shelf)];
                    assert_eq!(Doc::create_many(rows).by(me()).run(conn).unwrap().len(), 3);
                    let mixed = [on_shelf(1, "f", &shelf), on_shelf(2, "g", &super::shelf(conn, 2))];
                    assert_eq!(Doc::create_many(mixed).by(me()).run(conn).unwrap().len(), 2);
                }

                fn fault_c10_no_row_is_moved_under_a_parent_of_another_tenant(db) {
                    let conn = db.conn();
                    create_tables(conn, $table);
                    let [here, there] = [1, 2].map(|holder| folder(conn, holder));
                    let [shelf_here, shelf_there] = [1, 2].map(|holder| shelf(conn, holder));
                    let doc = Doc::create(in_folder(1, "a", &here)).by(me()).run(conn).unwrap();
                    let other = Doc::create(new(2, "b")).by(me()).run(conn).unwrap();
                    let before = conn.trail().len();
                    foreign(doc.patch().folder_id(there.id).by(me()).run(conn), "Folder", "folder_id");
                    foreign(doc.patch().shelf_id(shelf_there.id).by(me()).run(conn), "Shelf", "shelf_id");
                    foreign(doc.patch().over_id(other.id).by(me()).run(conn), "Doc", "over_id");
                    // To another tenant, with the parent of the old one.
                    foreign(doc.patch().holder(2).by(me()).run(conn), "Folder", "folder_id");
                    foreign(doc.patch().holder(2).folder_id(here.id).by(me()).run(conn), "Folder", "folder_id");
                    assert_eq!(conn.trail().len(), before);
                    let doc = doc.patch().shelf_id(shelf_here.id).by(me()).run(conn).unwrap();
                    let doc = doc.patch().holder(2).folder_id(there.id).shelf_id(None).by(me()).run(conn).unwrap();
                    let doc = doc.patch().over_id(other.id).by(me()).run(conn).unwrap();
                    let doc = doc.patch().folder_id(None).over_id(None).by(me()).run(conn).unwrap();
                    let doc = doc.patch().holder(1).by(me()).run(conn).unwrap();
                    there.clone().delete().run(conn).unwrap();
                    let gone = doc.patch().folder_id(there.id).by(me()).run(conn);
                    assert!(matches!(gone, Err(Error::ParentDeleted { .. })), "{gone:?}");
                    let nobody = Doc::objects().held_by(1).find(99).patch().folder_id(here.id).by(me()).run(conn);
                    assert_eq!(nobody.unwrap(), 0);
                }

                fn fault_c10_no_set_is_moved_under_a_parent_of_another_tenant(db) {
                    let conn = db.conn();
                    create_tables(conn, $table);
                    let folder = folder(conn, 1);
                    let docs: Vec<Doc> = [(1, "a"), (1, "b"), (2, "c")]
                        .map(|(holder, code)| Doc::create(new(holder, code)).by(me()).run(conn).unwrap())
                        .into();
                    let before = conn.trail().len();
                    let all = || Doc::objects().held_by_anyone();
                    foreign(all().patch().folder_id(folder.id).by(me()).run(conn), "Folder", "folder_id");
                    foreign(all().patch().over_id(docs[0].id).by(me()).run(conn), "Doc", "over_id");
                    let theirs = Doc::objects().held_by(2).patch().folder_id(folder.id).by(me()).run(conn);
                    foreign(theirs, "Folder", "folder_id");
                    assert_eq!(conn.trail().len(), before);
                    let moved = Doc::objects().held_by(1).patch().folder_id(folder.id).by(me()).run(conn);
                    assert_eq!(moved.unwrap(), 2);
                    assert_eq!(Doc::objects().held_by(3).patch().folder_id(folder.id).by(me()).run(conn).unwrap(), 0);
                    foreign(all().patch().holder(2).by(me()).run(conn), "Folder", "folder_id");
                    assert_eq!(all().patch().holder(1).by(me()).run(conn).unwrap(), 1);
                }

                fn fault_c10_no_upsert_leads_to_a_parent_of_another_tenant(db) {
                    let conn = db.conn();
                    create_tables(conn, $table);
                    let [here, there] = [1, 2].map(|holder| folder(conn, holder));
                    let shelf_there = shelf(conn, 2);
                    let upsert = |new| Doc::upsert(new).on(docs::code).by(me());
                    foreign(upsert(in_folder(1, "a", &there)).run(conn), "Folder", "folder_id");
                    let doc = upsert(in_folder(1, "a", &here)).run(conn).unwrap().into_row();
                    foreign(upsert(in_folder(1, "a", &there)).run(conn), "Folder", "folder_id");
                    foreign(upsert(on_shelf(1, "a", &shelf_there)).run(conn), "Shelf", "shelf_id");
                    let many = [in_folder(1, "b", &here), in_folder(1, "c", &there)];
                    foreign(Doc::upsert_many(many).on(docs::code).by(me()).run(conn), "Folder", "folder_id");
                    doc.delete().by(me()).run(conn).unwrap();
                    foreign(upsert(on_shelf(1, "a", &shelf_there)).run(conn), "Shelf", "shelf_id");
                    foreign(upsert(in_folder(1, "a", &there)).run(conn), "Folder", "folder_id");
                    assert_eq!(Doc::objects().held_by_anyone().count().get_result::<i64>(conn).unwrap(), 0);
                }

                fn fault_c10_a_parent_is_checked_by_the_statement_that_is_sent_anyway(db) {
                    let conn = db.conn();
                    create_tables(conn, $table);
                    let [here, there] = [1, 2].map(|holder| folder(conn, holder));
                    let doc = Doc::create(new(1, "a")).by(me()).run(conn).unwrap();
                    let recorder = Recorder::on(conn);
                    Doc::create(in_folder(1, "b", &here)).by(me()).run(conn).unwrap();
                    let created = recorder.sent();
                    doc.patch().folder_id(here.id).by(me()).run(conn).unwrap();
                    let sent = recorder.sent();
                    drop(recorder);
                    let about = |sent: &[String]| sent.iter().filter(|sql| sql.contains("held_folders")).count();
                    assert_eq!((about(&created), about(&sent)), (1, 1), "{created:?} {sent:?}");
                    foreign(doc.patch().folder_id(there.id).by(me()).run(conn), "Folder", "folder_id");
                }
            }
        }
    };
}

tests!(audited, "held_audited_docs", [audit]);
tests!(unaudited, "held_docs", []);

fn create_tables<C: Backend>(conn: &mut C, docs: &str) {
    let tables = [
        "CREATE TABLE held_folders (id {id}, holder BIGINT NOT NULL, deleted_at {instant})",
        "CREATE TABLE held_shelves (id {id}, holder BIGINT NOT NULL)",
        "CREATE TABLE held_tags (id {id}, holder BIGINT NOT NULL)",
        "CREATE TABLE held_folder_tags (id {id}, folder_id BIGINT NOT NULL, tag_id BIGINT NOT NULL)",
    ];
    for table in tables {
        conn.sql(&crate::ddl::<C>(table));
    }
    conn.sql(&crate::ddl::<C>(&format!(
        "CREATE TABLE {docs} (id {{id}}, holder BIGINT NOT NULL, code VARCHAR(50) NOT NULL UNIQUE, \
             folder_id BIGINT, shelf_id BIGINT, over_id BIGINT, deleted_at {{instant}})"
    )));
}

fn folder(conn: &mut impl CanWrite<Folder>, holder: i64) -> Folder {
    Folder::create(NewFolder::builder().holder(holder).build()).run(conn).unwrap()
}

fn shelf(conn: &mut impl CanWrite<Shelf>, holder: i64) -> Shelf {
    Shelf::create(NewShelf::builder().holder(holder).build()).run(conn).unwrap()
}

/// The write was refused because of the tenant of this parent.
fn foreign<T: std::fmt::Debug>(result: Result<T, Error>, name: &str, column: &str) {
    match result {
        Err(Error::ParentOutOfScope { parent, field }) => assert_eq!((parent, field), (name, column)),
        other => panic!("{column}: {other:?}"),
    }
}

on_every_backend! {
    fn fault_c10_no_link_joins_rows_of_two_tenants(db) {
        let conn = db.conn();
        create_tables(conn, "held_docs");
        let [here, there] = [1, 2].map(|holder| folder(conn, holder));
        let [tag_here, tag_there] =
            [1, 2].map(|holder| Tag::create(NewTag::builder().holder(holder).build()).run(conn).unwrap());
        foreign(here.link::<Tag>().add([tag_here.id, tag_there.id]).run(conn), "Tag", "tag_id");
        foreign(there.link::<Tag>().set([tag_here.id]).run(conn), "Tag", "tag_id");
        assert_eq!(FolderTag::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(here.link::<Tag>().add([tag_here.id]).run(conn).unwrap(), 1);
        assert_eq!(here.link::<Tag>().remove([tag_here.id, tag_there.id]).run(conn).unwrap(), 1);
        // The link itself has no scope, so what creates it directly only sees the two sides one by one.
        there.clone().delete().run(conn).unwrap();
        let gone = there.link::<Tag>().add([tag_there.id]).run(conn);
        assert!(matches!(gone, Err(Error::Deleted)), "{gone:?}");
    }
}
