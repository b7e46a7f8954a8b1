//! Generic references: `reaction.target`, `article.reactions()`, and the rows behind them.

use diesel::prelude::*;
use model_core::AuditLog;
use model_core::prelude::*;
use model_tests::backend::TestConnection;
use model_tests::make::{article, articles, author, me};
use model_tests::models::{
    Article, Comment, CommentId, Like, NewComment, NewNotice, NewReaction, NewTag, NewVisit, Notice, Reaction,
    ReactionId, Tag, Target, TargetRow, Visit,
};
use model_tests::on_every_backend;
use model_tests::schema::{notices, reactions};

fn react(conn: &mut impl TestConnection, target: impl Into<Target>, kind: &str) -> Reaction {
    let target: Target = target.into();
    Reaction::create(NewReaction::builder().target(target).kind(kind).build()).by(me()).run(conn).unwrap()
}

fn comment(conn: &mut impl TestConnection, article: &Article, body: &str) -> Comment {
    Comment::create(NewComment::builder().article_id(article.id).body(body).build()).run(conn).unwrap()
}

fn tag(conn: &mut impl TestConnection, code: &str) -> Tag {
    Tag::create(NewTag::builder().code(code.to_owned()).name("t").build()).run(conn).unwrap()
}

fn kinds(rows: &[Reaction]) -> Vec<&str> {
    rows.iter().map(|row| row.kind.as_str()).collect()
}

fn stored(text: &str) -> Stored<Target> {
    text.parse().unwrap()
}

on_every_backend! {
    fn a_reference_comes_back_as_it_was_written(db) {
        let conn = db.conn();
        let one = article(conn, "one");
        let remark = comment(conn, &one, "yes");
        let word = tag(conn, "sea:and,air");
        let visit = Visit::create(NewVisit::builder().path("/").build()).run(conn).unwrap();
        let first = react(conn, one.id, "article");
        let targets = [
            Target::of(&one),
            Target::of(&remark),
            Target::of(&word),
            Target::of(&visit),
            Target::of(&first),
        ];
        assert_eq!(targets[3], Target::View(visit.id));
        let texts = [
            format!("articles:{}", one.id),
            format!("comments:{}", remark.id),
            "tags:sea:and,air".to_owned(),
            format!("visits:{}", visit.id),
            format!("reactions:{}", first.id),
        ];
        for (target, text) in targets.iter().zip(&texts) {
            let row = react(conn, target.clone(), "x");
            assert_eq!(row.target, Stored::Known(target.clone()));
            assert_eq!(Reaction::objects().find(row.id).first::<Reaction>(conn).unwrap(), row);
            let raw: String = reactions::table.find(row.id).select(reactions::target).first(conn).unwrap();
            assert_eq!((&raw, &target.to_string()), (text, text));
            assert_eq!(text.parse::<Target>().as_ref(), Ok(target));
            let found = Reaction::objects().filter(reactions::target.eq(target)).filter(reactions::kind.eq("x"));
            assert_eq!(found.load::<Reaction>(conn).unwrap(), [row]);
        }
        let moved = first.patch().target(Target::of(&remark)).by(me()).run(conn).unwrap();
        assert_eq!(moved.target.known(), Some(&Target::of(&remark)));
        let log = Reaction::history(first.id).run(conn).unwrap().remove(1);
        assert_eq!(log.old::<Stored<Target>>("target").unwrap(), Some(Target::of(&one).into()));
    }

    fn case_27_an_unknown_type_is_a_value(db) {
        let conn = db.conn();
        let texts = ["photos:7", "comments:", "comments:x", "comments:07", "comments:+7", "articles:7", "word", "", ":"];
        for text in texts {
            let row = (reactions::target.eq(text), reactions::kind.eq("x"), reactions::is_deleted.eq(false));
            diesel::insert_into(reactions::table).values(row).execute(conn).unwrap();
        }
        let rows: Vec<Reaction> = Reaction::objects().load(conn).unwrap();
        assert_eq!(rows.len(), texts.len());
        for (row, text) in rows.iter().zip(texts) {
            assert_eq!((row.target.known(), row.target.to_string().as_str()), (None, text));
        }
        let Stored::Unknown(unknown) = &rows[0].target else { panic!("{:?}", rows[0].target) };
        assert_eq!((unknown.tag(), unknown.key()), ("photos", "7"));
        assert!(Target::load_many(rows.iter().map(|row| &row.target), conn).unwrap().iter().all(Option::is_none));
        let patched = rows[0].patch().kind("y").target(rows[0].target.clone()).by(me()).run(conn).unwrap();
        assert_eq!(patched.target, rows[0].target, "what nobody knows is written back as it was");
    }

    fn case_27_one_id_under_two_types_never_mixes(db) {
        let conn = db.conn();
        let one = article(conn, "one");
        let remark = comment(conn, &one, "yes");
        let first = react(conn, remark.id, "remark");
        // Whatever number the database gave to the comment, the reaction with that number is another row.
        let other = react(conn, ReactionId::from(i64::from(remark.id)), "other");
        assert_eq!(kinds(&remark.reactions().load(conn).unwrap()), ["remark"]);
        assert_ne!(first.target, other.target);
        let rows = Target::load_many([&first.target, &other.target], conn).unwrap();
        assert!(matches!(&rows[..], [Some(TargetRow::Comment(row)), Some(TargetRow::Reaction(same))]
            if *row == remark && *same == first), "{rows:?}");
        let (upper, lower) = (tag(conn, "Sea"), stored("tags:sea"));
        react(conn, upper.code.clone(), "upper");
        Reaction::create(NewReaction::builder().target(lower).kind("lower").build()).by(me()).run(conn).unwrap();
        assert_eq!(kinds(&upper.reactions().load(conn).unwrap()), ["upper"], "keys are compared byte by byte");
        assert_eq!(kinds(&Reaction::objects().dangling().load(conn).unwrap()), ["lower"]);
    }

    fn the_rows_that_refer_to_one_are_a_scoped_query(db) {
        let conn = db.conn();
        let [one, two] = articles(conn, ["one", "two"]);
        for kind in ["like", "gone", "love"] {
            react(conn, one.id, kind);
        }
        react(conn, two.id, "like");
        one.reactions().filter(reactions::kind.eq("gone")).delete().by(me()).run(conn).unwrap();
        assert_eq!(kinds(&one.reactions().load(conn).unwrap()), ["like", "love"]);
        assert_eq!(one.reactions().with_deleted().count().get_result::<i64>(conn).unwrap(), 3);
        let found = one.reactions().filter(reactions::kind.eq("love")).or_filter(reactions::kind.eq("like"));
        assert_eq!(found.count().get_result::<i64>(conn).unwrap(), 2, "an OR does not leave the article");
        assert_eq!(Like::objects().referring_to(&one).count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(two.reactions().patch().kind("meh").by(me()).run(conn).unwrap(), 1, "the same set can be written");
        assert_eq!(kinds(&one.reactions().load(conn).unwrap()), ["like", "love"]);

        let to = author(conn);
        let notice = NewNotice::builder().recipient(Target::View(to.name.len() as i32)).about(Target::of(&one)).build();
        let notice = Notice::create(notice).run(conn).unwrap();
        let silent = Notice::create(NewNotice::builder().recipient(Target::of(&one)).build()).run(conn).unwrap();
        assert_eq!(one.notices().load::<Notice>(conn).unwrap(), std::slice::from_ref(&notice));
        let to_it: Vec<Notice> = Notice::objects().referring_to_by(notices::recipient, &one).load(conn).unwrap();
        assert_eq!(to_it, std::slice::from_ref(&silent));
        let lost: Vec<Notice> = Notice::objects().dangling_by(notices::recipient).load(conn).unwrap();
        assert_eq!(lost, [notice]);
        assert_eq!(Notice::objects().dangling_by(notices::about).count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(silent.about, None);
    }

    fn the_rows_behind_many_references_come_in_their_order(db) {
        let conn = db.conn();
        let [one, two, gone] = articles(conn, ["one", "two", "gone"]);
        let remark = comment(conn, &one, "yes");
        gone.clone().delete().by(me()).run(conn).unwrap();
        let targets = [
            Target::of(&two),
            Target::of(&remark),
            Target::of(&gone),
            Target::of(&two),
            Target::Comment(CommentId::from(i64::MAX)),
            Target::of(&one),
        ];
        let shown = |rows: &[Option<TargetRow>]| {
            rows.iter().map(|row| row.as_ref().map(|row| match row {
                TargetRow::Article(article) => article.title.clone(),
                TargetRow::Comment(comment) => comment.body.clone(),
                TargetRow::Tag(_) | TargetRow::View(_) | TargetRow::Reaction(_) => "?".to_owned(),
            })).collect::<Vec<_>>()
        };
        let some = |text: &str| Some(text.to_owned());
        let live = Target::load_many(&targets, conn).unwrap();
        assert_eq!(shown(&live), [some("two"), some("yes"), None, some("two"), None, some("one")]);
        let all = Target::load_many_with_deleted(&targets, conn).unwrap();
        assert_eq!(shown(&all)[2], some("gone"));
        assert_eq!(shown(&Target::load_many::<Target, _>([], conn).unwrap()), []);
        assert_eq!(format!("{:?}", live[0]), format!("Some(Article({}))", two.id));
    }

    fn dangling_references_are_found_and_removed(db) {
        let conn = db.conn();
        let [one, marked, gone] = articles(conn, ["one", "marked", "gone"]);
        let remark = comment(conn, &one, "yes");
        let word = tag(conn, "sea");
        let visit = Visit::create(NewVisit::builder().path("/").build()).run(conn).unwrap();
        for (target, kind) in [(&one, "one"), (&marked, "marked"), (&gone, "gone")] {
            react(conn, target.id, kind);
        }
        react(conn, remark.id, "comment");
        react(conn, word.code.clone(), "tag");
        react(conn, visit.id, "view");
        let first: Reaction = one.reactions().first(conn).unwrap();
        react(conn, first.id, "reaction");
        react(conn, ReactionId::from(i64::MAX), "lost reaction");
        let photo = NewReaction::builder().target(stored("photos:7")).kind("photo").build();
        Reaction::create(photo).by(me()).run(conn).unwrap();
        let broken = NewReaction::builder().target(stored("comments:x")).kind("broken").build();
        Reaction::create(broken).by(me()).run(conn).unwrap();

        marked.delete().by(me()).run(conn).unwrap();
        gone.hard_delete().by(me()).run(conn).unwrap();
        remark.hard_delete().run(conn).unwrap();
        word.delete().run(conn).unwrap();
        visit.hard_delete().run(conn).unwrap();
        let lost = ["gone", "comment", "tag", "view", "lost reaction", "broken"];
        assert_eq!(kinds(&Reaction::objects().dangling().load(conn).unwrap()), lost);
        let unknown: Vec<Reaction> = Reaction::objects().of_unknown_type().load(conn).unwrap();
        assert_eq!(kinds(&unknown), ["photo"]);
        let some = Reaction::objects().dangling().filter(reactions::kind.eq("tag")).or_filter(reactions::kind.eq("one"));
        assert_eq!(kinds(&some.load(conn).unwrap()), ["tag"], "an OR does not leave those that dangle");

        // What only reads as the key of a row is none, and what is no key at all is no error.
        let odd = [format!("articles:{}", one.id.to_string().replace('-', "")), "articles:x".to_owned(),
            format!("reactions:0{}", first.id), format!("reactions:{}0000000000000000000", first.id)];
        let raw = |text: String| (reactions::target.eq(text), reactions::kind.eq("odd"), reactions::is_deleted.eq(false));
        for text in odd {
            diesel::insert_into(reactions::table).values(raw(text)).execute(conn).unwrap();
        }
        let odd = Reaction::objects().dangling().filter(reactions::kind.eq("odd"));
        assert_eq!(odd.count().get_result::<i64>(conn).unwrap(), 4);
        diesel::delete(reactions::table.filter(reactions::kind.eq("odd"))).execute(conn).unwrap();

        assert_eq!(Reaction::objects().dangling().delete().by(me()).run(conn).unwrap(), lost.len());
        let left = ["one", "marked", "reaction", "photo"];
        assert_eq!(kinds(&Reaction::objects().load(conn).unwrap()), left);
        let trail = AuditLog::trail().of::<Reaction>().action("delete").run(conn).unwrap();
        assert_eq!(trail.len(), lost.len(), "each has an entry of its own");
        let only = Reaction::objects().only_deleted().dangling().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(only, lost.len(), "removed for good, by a statement over their own table");
        assert_eq!(kinds(&Reaction::objects().with_deleted().load(conn).unwrap()), left);

        let to_it = NewNotice::builder().recipient(Target::of(&one)).build();
        let to_nobody = NewNotice::builder().recipient(Target::View(77)).about(Target::of(&one)).build();
        Notice::create_many([to_it, to_nobody]).run(conn).unwrap();
        assert_eq!(Notice::objects().dangling_by(notices::recipient).delete().run(conn).unwrap(), 1);
    }

    fn the_trail_says_what_its_entries_are_about(db) {
        let conn = db.conn();
        let one = article(conn, "one");
        let row = react(conn, one.id, "like");
        let trail = AuditLog::trail().run(conn).unwrap();
        let about: Vec<Stored<Target>> = trail.iter().map(Target::of_log).collect();
        // The author is no target.
        assert_eq!(about.iter().filter_map(Stored::known).collect::<Vec<_>>(), [&Target::of(&one), &Target::of(&row)]);
        let rows = Target::load_many(&about, conn).unwrap();
        assert!(matches!(&rows[..], [.., Some(TargetRow::Article(_)), Some(TargetRow::Reaction(_))]), "{rows:?}");
    }
}

#[test]
fn a_reference_is_text_in_json() {
    let target = Target::Comment(CommentId::from(7));
    assert_eq!(serde_json::to_string(&target).unwrap(), "\"comments:7\"");
    assert_eq!(serde_json::from_str::<Target>("\"comments:7\"").unwrap(), target);
    assert_eq!(serde_json::from_str::<Stored<Target>>("\"photos:7\"").unwrap(), stored("photos:7"));
    let refused = serde_json::from_str::<Target>("\"photos:7\"").unwrap_err().to_string();
    assert_eq!(refused, "`photos:7` is not a Target: expected a content type, a colon and a key");
    assert_eq!(format!("{:?}", stored("comments:7")), "Known(comments:7)");
    let new: NewReaction = serde_json::from_str(r#"{"target": "comments:7", "kind": "like"}"#).unwrap();
    assert!(format!("{new:?}").contains("NewReaction"));
}
