//! Scopes of the application: they compose with each other, with relations, joins, proxies, filters and writes.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{article, articles, at, author, me, new_article, published};
use model_tests::models::{Article, Author, AuthorId, Comment, NewComment, PublishedArticle, Status};
use model_tests::on_every_backend;
use model_tests::schema::{articles as table, authors, comments};

/// Models of this crate: an `impl` with scopes stands where its model does.
pub(super) mod scoped {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = table, soft_delete, ordering = "title", content_type = "story")]
    pub struct Story {
        pub id: model_tests::models::ArticleId,
        pub title: String,
        #[model(default = Status::Draft)]
        pub status: Status,
        #[model(belongs_to = Writer)]
        pub author_id: AuthorId,
        pub views: i32,
        pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = authors, has_many(stories = Story, on_delete = keep))]
    pub struct Writer {
        pub id: AuthorId,
        pub name: String,
    }

    #[derive(Proxy, Debug, PartialEq)]
    #[proxy(of = Story, filter(status = Status::Published), ordering = "-title")]
    pub struct Front(Story);

    #[scopes]
    impl Story {
        /// Those that everybody reads.
        pub fn published() -> Condition<Self> {
            condition!(table::status.eq(Status::Published))
        }

        /// Those of one author.
        pub fn by_author(id: AuthorId) -> Condition<Self> {
            condition!(table::author_id.eq(id))
        }

        /// Those of the author of another.
        pub fn beside(other: &Self) -> Condition<Self> {
            Self::by_author(other.author_id)
        }

        /// Those whose title has these words.
        pub fn titled(words: impl Into<String>) -> Condition<Self> {
            condition!(table::title.like(format!("%{}%", words.into())))
        }

        /// Those that a reader sees: what is public, what is their own, and what they have a word in. Each is there
        /// once.
        pub fn for_user(user: AuthorId, word: &str) -> Condition<Self> {
            let answered = Comment::objects().filter(comments::body.eq(word.to_owned())).select(comments::article_id);
            condition!(Self::published().or(table::author_id.eq(user)).or(table::id.eq_any(answered)))
        }

        /// Those with a comment that is not deleted.
        pub fn discussed() -> Condition<Self> {
            let comments = Comment::objects().filter(comments::article_id.eq(table::id));
            condition!(exists(comments.select(comments::id)))
        }
    }

    #[scopes(StoryNumbers)]
    impl Story {
        /// Those that were read so often.
        pub(super) fn read(times: i32) -> Condition<Self> {
            condition!(table::views.ge(times))
        }
    }
}

use scoped::{Front, Story, StoryNumbers as _, StoryScopes as _, Writer};

fn titles(rows: &[Story]) -> Vec<&str> {
    rows.iter().map(|row| row.title.as_str()).collect()
}

on_every_backend! {
    fn scopes_compose_in_any_order_and_with_filters(db) {
        let conn = db.conn();
        let (ann, bob) = (author(conn).id, author(conn).id);
        for (who, title) in [(ann, "sea"), (ann, "air"), (bob, "sea too")] {
            published(conn, who, title, 1);
        }
        Article::create(new_article(ann, "sea draft")).by(me()).run(conn).unwrap();
        let gone = published(conn, ann, "sea gone", 1);
        gone.delete().by(me()).run(conn).unwrap();

        let one: Vec<Story> = Story::objects().published().by_author(ann).titled("sea").load(conn).unwrap();
        let two: Vec<Story> = Story::objects().titled("sea").by_author(ann).published().load(conn).unwrap();
        assert_eq!((titles(&one), &one), (vec!["sea"], &two));
        let mixed = Story::objects().filter(table::title.ne("air")).by_author(ann).limit(10).published();
        assert_eq!(titles(&mixed.load(conn).unwrap()), ["sea"]);
        assert_eq!(Story::objects().published().by_author(ann).count().get_result::<i64>(conn).unwrap(), 2);
        let with_deleted = Story::objects().published().with_deleted().by_author(ann);
        assert_eq!(with_deleted.count().get_result::<i64>(conn).unwrap(), 3, "the scope of deleted rows is another thing");
        let gone: Vec<Deleted<Story>> = Story::objects().titled("gone").only_deleted().load(conn).unwrap();
        assert_eq!(gone.len(), 1);
        assert!(Story::objects().read(1).load::<Story>(conn).unwrap().is_empty());
        assert_eq!(Story::objects().beside(&one[0]).count().get_result::<i64>(conn).unwrap(), 3);
    }

    fn an_or_does_not_leave_a_scope(db) {
        let conn = db.conn();
        let ann = author(conn).id;
        published(conn, ann, "public", 1);
        Article::create(new_article(ann, "draft")).by(me()).run(conn).unwrap();
        let either = Story::objects().published().filter(table::title.eq("public")).or_filter(table::title.eq("draft"));
        assert_eq!(titles(&either.load(conn).unwrap()), ["public"]);
        let either = Story::objects().filter(table::title.eq("public")).or_filter(table::title.eq("draft")).published();
        assert_eq!(titles(&either.load(conn).unwrap()), ["public"]);
    }

    fn a_condition_is_an_expression(db) {
        let conn = db.conn();
        let ann = author(conn).id;
        published(conn, ann, "public", 1);
        Article::create(new_article(ann, "draft")).by(me()).run(conn).unwrap();
        let rest: Vec<Story> = Story::objects().filter(not(Story::published())).load(conn).unwrap();
        assert_eq!(titles(&rest), ["draft"]);
        let both = Story::published().or(Story::titled("draft"));
        assert_eq!(Story::objects().narrow(condition!(both)).count().get_result::<i64>(conn).unwrap(), 2);
        // A plain Diesel query takes it as well.
        let plain: i64 = table::table.filter(Story::published()).count().get_result(conn).unwrap();
        assert_eq!(plain, 1);
        let again = Story::published();
        assert_eq!(titles(&Story::objects().narrow(again.clone()).narrow(again).load(conn).unwrap()), ["public"]);
    }

    fn scopes_are_on_relations_joins_and_proxies(db) {
        let conn = db.conn();
        let (ann, bob) = (author(conn), author(conn));
        published(conn, ann.id, "a", 1);
        published(conn, ann.id, "b", 1);
        published(conn, bob.id, "c", 1);
        Article::create(new_article(ann.id, "draft")).by(me()).run(conn).unwrap();
        let writer: Writer = Writer::objects().find(ann.id).first(conn).unwrap();
        assert_eq!(titles(&writer.stories().published().load(conn).unwrap()), ["a", "b"]);
        assert_eq!(titles(&writer.stories().titled("b").published().load(conn).unwrap()), ["b"]);
        let front: Vec<Front> = Front::objects().by_author(ann.id).load(conn).unwrap();
        assert_eq!(front.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        let joined = Story::objects().inner_join_related::<Writer>().published().filter(authors::id.eq(ann.id));
        let joined: Vec<(Story, Writer)> = joined.load(conn).unwrap();
        assert_eq!(joined.len(), 2);
        let scoped_first = Story::objects().published().left_join_related::<Writer>();
        assert_eq!(scoped_first.load::<(Story, Option<Writer>)>(conn).unwrap().len(), 3);
        let beside = Story::objects().published().load_with::<Writer>(conn).unwrap();
        assert_eq!(beside.len(), 3);
        let boxed = Story::objects().published().into_boxed::<Db>().filter(table::title.ne("a"));
        assert_eq!(titles(&boxed.load(conn).unwrap()), ["b", "c"]);
    }

    fn a_scope_over_several_ways_gives_each_row_once(db) {
        let conn = db.conn();
        let (ann, bob) = (author(conn), author(conn));
        published(conn, ann.id, "public", 1);
        let own = Article::create(new_article(bob.id, "own")).by(me()).run(conn).unwrap();
        let shared = Article::create(new_article(ann.id, "shared")).by(me()).run(conn).unwrap();
        Article::create(new_article(ann.id, "hidden")).by(me()).run(conn).unwrap();
        let say = |row: &Article, word: &str| NewComment::builder().article_id(row.id).body(word).build();
        // Several ways lead to each of them.
        Comment::create_many([say(&own, "bob"), say(&own, "bob"), say(&shared, "bob"), say(&shared, "bob")]).run(conn).unwrap();
        let seen: Vec<Story> = Story::objects().for_user(bob.id, "bob").load(conn).unwrap();
        assert_eq!(titles(&seen), ["own", "public", "shared"]);
        assert_eq!(titles(&Story::objects().discussed().load(conn).unwrap()), ["own", "shared"]);
        Comment::objects().filter(comments::article_id.eq(shared.id)).delete().run(conn).unwrap();
        let seen: Vec<Story> = Story::objects().for_user(bob.id, "bob").load(conn).unwrap();
        assert_eq!(titles(&seen), ["own", "public"], "what is asked within has its own scope");
        assert_eq!(titles(&Story::objects().discussed().load(conn).unwrap()), ["own"]);
    }

    fn a_row_without_a_value_is_in_neither_half_unless_the_condition_says(db) {
        let conn = db.conn();
        let ann = author(conn);
        for (title, day) in [("early", 1), ("late", 9)] {
            published(conn, ann.id, title, day);
        }
        Article::create(new_article(ann.id, "never")).by(me()).run(conn).unwrap();
        let titles = |conn: &mut Conn, condition: Condition<Article>| -> [Vec<String>; 2] {
            let half = |conn: &mut Conn, negated: bool| {
                let rows = Article::objects().order(table::title);
                let rows: Vec<Article> = match negated {
                    false => rows.filter(condition.clone()).load(conn),
                    true => rows.filter(not(condition.clone())).load(conn),
                }
                .unwrap();
                rows.into_iter().map(|row| row.title).collect()
            };
            [half(conn, false), half(conn, true)]
        };
        let then = || table::published_at.lt(value(at(5)));
        assert_eq!(titles(conn, condition!(then())), [vec!["early"], vec!["late"]], "the one without is in neither");
        let there = condition!(table::published_at.is_not_null().and(then()));
        assert_eq!(titles(conn, there), [vec!["early"], vec!["late", "never"]]);
        let missing = condition!(table::published_at.is_null().or(then()));
        assert_eq!(titles(conn, missing), [vec!["early", "never"], vec!["late"]]);
        let assumed = condition!(then().assume_not_null());
        assert_eq!(titles(conn, assumed), [vec!["early"], vec!["late"]], "another type is no other value");
    }

    fn a_scope_says_what_is_written_to(db) {
        let conn = db.conn();
        let [one, two] = articles(conn, ["one", "two"]);
        published(conn, one.author_id, "public", 1);
        let changed = Story::objects().beside(&Story::objects().find(one.id).first(conn).unwrap()).titled("public");
        assert_eq!(changed.patch().views(7).run(conn).unwrap(), 1);
        assert_eq!(titles(&Story::objects().read(7).load(conn).unwrap()), ["public"]);
        assert_eq!(Story::objects().read(7).delete().run(conn).unwrap(), 1);
        assert_eq!(Story::objects().published().only_deleted().restore().run(conn).unwrap(), 1);
        assert_eq!(Article::objects().count().get_result::<i64>(conn).unwrap(), 3);
        assert_eq!(PublishedArticle::objects().count().get_result::<i64>(conn).unwrap(), 1);
        let left: Vec<Author> = Author::objects().load(conn).unwrap();
        assert_eq!(left.len(), 1);
        assert_ne!(article(conn, "three").id, two.id);
    }
}
