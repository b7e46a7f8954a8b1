//! Columns that a model takes from bases are its own.

use diesel::debug_query;
use diesel::prelude::*;
use model_core::bases::{Embeds as _, PublicationStatus, Publishing as _, Timestamps, TransitionError};
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{
    EditorId, Kind, NewNote, NewStory, NewTenant, Note, NotePatch, PublishedStory, Reminder, Story, Tenant, TenantId,
    Tracked,
};
use model_tests::schema::notes;
use model_tests::{TestConnection, on_every_backend, recorded, sql_of};
use serde_json::json;

fn tenant(conn: &mut impl TestConnection) -> TenantId {
    Tenant::create(NewTenant::builder().name("Acme").build()).run(conn).unwrap().id
}

fn note(conn: &mut impl TestConnection, owner: TenantId, title: &str, second: i64) -> Note {
    let new = NewNote::builder().title(title).tenant_id(owner).build();
    Note::create(new).by(me()).at(at(second)).run(conn).unwrap()
}

on_every_backend! {
    fn the_columns_of_bases_are_filled_in(db) {
        let conn = db.conn();
        let owner = tenant(conn);
        let row = note(conn, owner, "Milk", 1);
        assert_eq!((row.owner.tenant_id, row.owner.kind, row.owner.r#type.as_str()), (owner, Kind::Memo, "plain"));
        assert_eq!(row.tracked.stamps, Timestamps { created_at: at(1), updated_at: at(1) });
        let people = &row.tracked.people;
        assert_eq!((people.created_by, people.updated_by), (Some(EditorId::from(7)), Some(EditorId::from(7))));
        assert_eq!((row.deletion.deleted_at, row.deletion.deleted_by), (None, None));
        let read: Note = Note::objects().find(row.id).first(conn).unwrap();
        assert_eq!(read, row);
    }

    fn setters_and_metadata_are_flat(db) {
        let conn = db.conn();
        let owner = tenant(conn);
        let row = note(conn, owner, "Milk", 1);
        let patch = row.patch().kind(Kind::Reminder).r#type("italic").title("Oat milk");
        let row = patch.by(&Actor::user(8)).at(at(2)).run(conn).unwrap();
        assert_eq!((row.owner.kind, row.owner.r#type.as_str(), row.title.as_str()), (Kind::Reminder, "italic", "Oat milk"));
        assert_eq!(row.tracked.stamps, Timestamps { created_at: at(1), updated_at: at(2) });
        assert_eq!(row.tracked.people.updated_by, Some(EditorId::from(8)));
        assert_eq!(row.tracked.people.created_by, Some(EditorId::from(7)));
        let long = row.patch().r#type("twelve letters").by(me()).run(conn);
        assert!(matches!(long, Err(Error::Invalid { field: "type", .. })), "{long:?}");
        let names: Vec<_> = Note::META.fields.iter().map(|field| field.name).collect();
        let all = [
            "id", "tenant_id", "kind", "type", "title", "created_at", "updated_at", "created_by", "updated_by",
            "deleted_at", "deleted_by", "deletion_batch",
        ];
        assert_eq!(names, all, "in the order of the struct");
    }

    fn the_trail_knows_the_flat_names(db) {
        let conn = db.conn();
        let owner = tenant(conn);
        let row = note(conn, owner, "Milk", 1);
        row.patch().kind(Kind::Reminder).by(me()).at(at(2)).run(conn).unwrap();
        let trail = Note::history(row.id).run(conn).unwrap();
        let (action, repr, changes) = recorded(&trail[1]);
        assert_eq!((trail.len(), action, repr), (2, "patch", "reminder"), "`repr` names a field of a base");
        assert_eq!(changes["kind"], json!({"old": "memo", "new": "reminder"}));
        let before = Note::as_of(row.id, at(1)).run(conn).unwrap().unwrap().into_row();
        assert_eq!(before, row);
        assert!(Note::verify_history(conn).unwrap().is_empty());
    }

    fn bases_bring_their_flags(db) {
        let conn = db.conn();
        let owner = tenant(conn);
        let row = note(conn, owner, "Milk", 1);
        let id = row.id;
        let gone: Deleted<Note> = row.delete().by(me()).at(at(2)).run(conn).unwrap();
        let deletion = &gone.row().deletion;
        assert_eq!((deletion.deleted_at, deletion.deleted_by), (Some(at(2)), Some(EditorId::from(7))));
        assert!(deletion.deletion_batch.is_some());
        assert_eq!(Note::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(Note::objects().with_deleted().recent(days(36_500)).count().get_result::<i64>(conn).unwrap(), 1);
        let row: Note = gone.restore().by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!((row.id, row.deletion.deleted_at, row.deletion.deleted_by), (id, None, None));
        assert_eq!(Note::objects().updated_since(at(3)).count().get_result::<i64>(conn).unwrap(), 1);
        row.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Note::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn an_order_and_a_proxy_name_fields_of_bases(db) {
        let conn = db.conn();
        let owner = tenant(conn);
        let rows = [("b", 1), ("a", 2), ("c", 2)].map(|(title, second)| note(conn, owner, title, second));
        let titles = |rows: Vec<Note>| rows.into_iter().map(|row| row.title).collect::<Vec<_>>();
        assert_eq!(titles(Note::objects().load(conn).unwrap()), ["a", "c", "b"]);
        let all = NotePatch::new().kind(Kind::Reminder);
        rows[1].patch().with(all).by(me()).run(conn).unwrap();
        rows[0].patch().kind(Kind::Reminder).r#type("x").by(me()).run(conn).unwrap();
        let shown: Vec<Reminder> = Reminder::objects().load(conn).unwrap();
        let shown: Vec<_> = shown.iter().map(|row| (row.title.as_str(), row.owner.kind)).collect();
        assert_eq!(shown, [("b", Kind::Reminder), ("a", Kind::Reminder)]);
        let memo: Note = Note::objects().find(rows[2].id).first(conn).unwrap();
        assert_eq!(Reminder::try_from(memo.clone()).unwrap_err(), memo);
        let reminder: Note = Note::objects().find(rows[0].id).first(conn).unwrap();
        assert_eq!(Note::from(Reminder::try_from(reminder.clone()).unwrap()), reminder);
        let sql = sql_of(&debug_query::<Db, _>(&Reminder::objects().query()).to_string());
        let by_hand = notes::table
            .filter(notes::kind.eq(Kind::Reminder))
            .filter(notes::deleted_at.is_null())
            .order((notes::created_at.asc(), notes::type_.asc(), notes::id.asc()))
            .select(Note::selection());
        assert_eq!(sql, sql_of(&debug_query::<Db, _>(&by_hand).to_string()));
    }

    fn a_base_belongs_to_a_model(db) {
        let conn = db.conn();
        let (owner, other) = (tenant(conn), tenant(conn));
        let row = note(conn, owner, "Milk", 1);
        note(conn, other, "Bread", 2);
        let found: Tenant = row.tenant().first(conn).unwrap();
        assert_eq!(found.id, owner);
        let theirs: Vec<Note> = found.notes().load(conn).unwrap();
        assert_eq!(theirs, [row]);
        let with: Vec<(Note, (Option<Tenant>,))> = Note::objects().load_with::<(Tenant,)>(conn).unwrap();
        assert_eq!(with.iter().filter(|(row, (parent,))| parent.as_ref().unwrap().id == row.owner.tenant_id).count(), 2);
        let held = found.delete().run(conn);
        assert!(matches!(held, Err(Error::Restricted { by: "Note", count: 1 })), "{held:?}");
    }

    fn sets_of_rows_with_bases_are_written(db) {
        let conn = db.conn();
        let owner = tenant(conn);
        let new = ["a", "b", "c"].map(|title| NewNote::builder().title(title).tenant_id(owner).build());
        let rows = Note::create_many(new).by(me()).at(at(1)).run(conn).unwrap();
        assert!(rows.iter().all(|row| row.tracked.stamps.created_at == at(1)));
        let memos = Note::objects().filter(notes::kind.eq(Kind::Memo));
        assert_eq!(memos.patch().kind(Kind::Reminder).by(&Actor::user(9)).at(at(2)).run(conn).unwrap(), 3);
        assert_eq!(Note::objects().delete().by(me()).at(at(3)).run(conn).unwrap(), 3);
        let gone: Vec<Deleted<Note>> = Note::objects().only_deleted().load(conn).unwrap();
        assert!(gone.iter().all(|row| row.row().tracked.people.updated_by == Some(EditorId::from(7))));
        assert_eq!(Note::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 3);
    }

    fn what_is_published_was_a_draft(db) {
        use PublicationStatus::{Archived, Draft, Published};

        let conn = db.conn();
        let story = Story::create(NewStory::builder().title("Rust in Rome").build()).run(conn).unwrap();
        assert_eq!((story.publication.status, story.publication.published_at), (Draft, None));
        let refused = story.unpublish().map(|_| ()).unwrap_err();
        assert_eq!(refused, TransitionError { from: Draft, to: Draft });
        let story = story.publish_at(at(1)).unwrap().title("Rust in Paris").run(conn).unwrap();
        assert_eq!((story.title.as_str(), story.publication.status), ("Rust in Paris", Published));
        assert_eq!(story.publication.published_at, Some(at(1)));
        let shown: Vec<PublishedStory> = PublishedStory::objects().load(conn).unwrap();
        assert_eq!(shown, [PublishedStory::try_from(story.clone()).unwrap()]);
        let again = || -> Result<Story, Error> { story.publish()?.run(conn) }();
        assert!(matches!(again, Err(Error::Invalid { field: "status", .. })), "{again:?}");
        let story = story.archive().unwrap().run(conn).unwrap();
        assert_eq!((story.publication.status, story.publication.published_at), (Archived, Some(at(1))));
        assert!(story.publish().is_err() && story.archive().is_err());
        let story = story.unpublish().unwrap().run(conn).unwrap();
        assert_eq!((story.publication.status, story.publication.published_at), (Draft, None));
        let before = model_core::clock::now();
        let story = story.publish().unwrap().run(conn).unwrap();
        assert!(story.publication.published_at.unwrap() >= before);
        assert_eq!(PublishedStory::objects().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn a_base_makes_slugs_of_the_title_of_its_model(db) {
        let conn = db.conn();
        let stories = [1, 2].map(|_| Story::create(NewStory::builder().title("Hello World").build()).run(conn).unwrap());
        assert_eq!(stories.each_ref().map(|story| story.seo.slug.as_str()), ["hello-world", "hello-world-2"]);
        let taken = stories[0].patch().slug("hello-world-2").run(conn);
        assert!(matches!(taken, Err(Error::UniqueViolation { field: Some("slug"), .. })), "{taken:?}");
        let long = stories[0].patch().seo_title("x".repeat(61)).seo_description("y".repeat(161)).run(conn);
        let Err(Error::Invalid { field: "seo_title", others, .. }) = long else { panic!("{long:?}") };
        assert_eq!(others.iter().map(|other| &*other.field).collect::<Vec<_>>(), ["seo_description"]);
    }

    fn a_base_is_a_part_of_a_row_and_of_a_patch(db) {
        let conn = db.conn();
        let owner = tenant(conn);
        let row = note(conn, owner, "Milk", 1);
        let tracked: &Tracked = row.base();
        assert_eq!(tracked, &row.tracked);
        let mut changed = row.owner.clone();
        (changed.kind, changed.tenant_id) = (Kind::Reminder, tenant(conn));
        let patch = row.patch_base(changed);
        let row = patch.title("Bread").by(me()).run(conn).unwrap();
        assert_eq!((row.owner.kind, row.title.as_str()), (Kind::Reminder, "Bread"));
        assert_eq!(row.owner.tenant_id, owner, "a field that never changes is left alone");
    }
}
