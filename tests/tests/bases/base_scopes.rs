//! Scopes of bases: chainable on every query over rows of the models that embed them.

use diesel::debug_query;
use diesel::prelude::*;
use model_core::bases::{
    PublicationStatus, Publishable, PublishableScopes as _, Publishing as _, SeoScopes as _, SoftDeletesScopes as _,
    UserTrackedScopes as _,
};
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{
    Badge, EditorId, NewBadge, NewStory, NewVisitor, PersonScopes as _, PublishedStory, Story, Visitor,
};
use model_tests::schema::{stories, visitors};
use model_tests::{on_every_backend, sql_of};

/// A draft, one published at second 1, one at second 5, and one of the archive.
fn stories(conn: &mut impl CanWrite<Story>) -> Vec<Story> {
    let new = ["draft", "old", "new", "gone"].map(|title| NewStory::builder().title(title).build());
    let rows = Story::create_many(new).run(conn).unwrap();
    let old = rows[1].publish_at(at(1)).unwrap().run(conn).unwrap();
    let fresh = rows[2].publish_at(at(5)).unwrap().run(conn).unwrap();
    let gone = rows[3].publish_at(at(2)).unwrap().run(conn).unwrap().archive().unwrap().run(conn).unwrap();
    vec![rows[0].clone(), old, fresh, gone]
}

fn titles(rows: &[Story]) -> Vec<&str> {
    rows.iter().map(|row| row.title.as_str()).collect()
}

on_every_backend! {
    fn the_scopes_of_what_is_published(db) {
        let conn = db.conn();
        stories(conn);
        assert_eq!(titles(&Story::objects().drafts().load(conn).unwrap()), ["draft"]);
        assert_eq!(titles(&Story::objects().published().load(conn).unwrap()), ["old", "new"]);
        assert_eq!(titles(&Story::objects().archived().load(conn).unwrap()), ["gone"]);
        assert_eq!(titles(&Story::objects().published_before(at(5)).load(conn).unwrap()), ["old"]);
        assert_eq!(titles(&Story::objects().published_since(at(5)).load(conn).unwrap()), ["new"]);
        assert_eq!(Story::objects().published().count().get_result::<i64>(conn).unwrap(), 2);
        let shown: Vec<PublishedStory> = PublishedStory::objects().published_since(at(5)).load(conn).unwrap();
        assert_eq!(shown.len(), 1, "a proxy has them as well");
        assert_eq!(titles(&Story::objects().by_slug("old").load(conn).unwrap()), ["old"]);
        assert_eq!(Story::objects().published().patch().keywords("read").run(conn).unwrap(), 2);
        assert_eq!(Story::objects().archived().delete().run(conn).unwrap(), 1);
    }

    fn a_scope_of_a_base_stays_outside_of_filters(db) {
        let conn = db.conn();
        stories(conn);
        let found: Vec<Story> = Story::objects()
            .filter(stories::title.eq("draft"))
            .or_filter(stories::title.eq("new"))
            .published()
            .or_filter(stories::title.eq("gone"))
            .load(conn)
            .unwrap();
        assert_eq!(titles(&found), ["new"]);
        let sql = debug_query::<Db, _>(&Story::objects().published_before(at(5)).query()).to_string();
        let by_hand = stories::table
            .filter(stories::status.eq(PublicationStatus::Published).and(stories::published_at.lt(model_core::prelude::at(at(5)))))
            .order(stories::id.asc())
            .select(Story::selection());
        let sent = |sql: String| sql_of(&sql).replace(['(', ')'], "");
        assert_eq!(sent(sql), sent(debug_query::<Db, _>(&by_hand).to_string()));
    }

    fn a_scope_of_a_base_is_a_condition(db) {
        let conn = db.conn();
        stories(conn);
        let either = stories::title.eq("gone").or(Publishable::drafts().of::<Story>());
        assert_eq!(titles(&Story::objects().filter(either).load(conn).unwrap()), ["draft", "gone"]);
        let neither = !Publishable::published().or(Publishable::archived());
        assert_eq!(titles(&Story::objects().filter(neither.of::<Story>()).load(conn).unwrap()), ["draft"]);
        let kept: Condition<Story> = condition!(Publishable::archived().of::<Story>().or(stories::title.eq("old")));
        assert_eq!(titles(&Story::objects().narrow(kept).load(conn).unwrap()), ["old", "gone"]);
        let never = Publishable::COLUMNS.published_at.is_null();
        assert_eq!(titles(&Story::objects().narrow_base(never).load(conn).unwrap()), ["draft"]);
        let once = Publishable::COLUMNS.published_at.is_not_null().and(Publishable::COLUMNS.published_at.le(at(2)));
        assert_eq!(titles(&Story::objects().narrow_base(once).load(conn).unwrap()), ["old", "gone"]);
        let moved = Publishable::COLUMNS.status.ne(PublicationStatus::Draft).and(Publishable::COLUMNS.published_at.gt(at(1)));
        assert_eq!(titles(&Story::objects().narrow_base(moved).load(conn).unwrap()), ["new", "gone"]);
    }

    fn an_application_has_scopes_of_its_own_bases(db) {
        let conn = db.conn();
        for (name, badge) in [("Ann", Some(2)), ("Bob", Some(4)), ("Eve", None)] {
            let new = NewVisitor::builder().name(name).mail("a@example.org").badge(badge).room("a").build();
            Visitor::create(new).run(conn).unwrap();
        }
        let names = |rows: Vec<Visitor>| rows.into_iter().map(|row| row.person.name).collect::<Vec<_>>();
        let below = Visitor::objects().with_badge_below(5).order(visitors::id);
        assert_eq!(names(below.load(conn).unwrap()), ["Ann", "Bob"]);
        assert_eq!(names(Visitor::objects().with_badge_below(5).called("Bob").load(conn).unwrap()), ["Bob"]);
        assert_eq!(names(Visitor::objects().without_badge().load(conn).unwrap()), ["Eve"]);
    }

    fn who_did_it_is_a_scope(db) {
        let conn = db.conn();
        let new = |label: &str| Badge::create(NewBadge::builder().label(label).build());
        let first = new("a").by(me()).run(conn).unwrap();
        let second = new("b").by(&Actor::user(8)).run(conn).unwrap();
        let labels = |rows: Vec<Badge>| rows.into_iter().map(|row| row.label).collect::<Vec<_>>();
        assert_eq!(labels(Badge::objects().created_by(8).load(conn).unwrap()), ["b"]);
        first.patch().label("c").by(&Actor::user(8)).run(conn).unwrap();
        assert_eq!(labels(Badge::objects().updated_by(EditorId::from(8)).load(conn).unwrap()), ["b", "c"]);
        second.delete().by(me()).run(conn).unwrap();
        let gone = Badge::objects().only_deleted();
        assert_eq!(gone.deleted_by(8).count().get_result::<i64>(conn).unwrap(), 0);
        let gone: Vec<Deleted<Badge>> = Badge::objects().deleted_by(7).only_deleted().load(conn).unwrap();
        assert_eq!(gone.iter().map(|row| row.row().label.as_str()).collect::<Vec<_>>(), ["b"]);
    }
}
