//! Each verb over each kind of connection.

use crate::models::*;
use crate::support::me;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model_async::prelude::*;
use model_core::relations::Count;

/// What a write found that was not as it should be.
fn is_stale<T>(done: Result<T, Error>) -> bool {
    matches!(done, Err(Error::Stale { .. }))
}

on_every_connection! {
    async fn a_row_is_created_changed_and_saved(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        let article = Article::create(new_article(&ann, "a")).by(me()).run(conn).await?;
        assert_eq!(article.version, 1);
        let newer = article.patch().title("b").by(me()).run(conn).await?;
        assert_eq!((newer.title.as_str(), newer.version), ("b", 2));
        assert!(is_stale(article.patch().title("c").by(me()).run(conn).await));
        let outcome = Article::patch_by_key(ArticleId::from(999)).title("d").by(me()).outcome(conn).await?;
        assert!(matches!(outcome, Outcome::NotFound), "{outcome:?}");
        let mut edit = newer.edit();
        edit.title = "e".to_owned();
        let saved = edit.save().by(me()).run(conn).await?;
        assert_eq!(saved, Article::objects().find(saved.id).first::<Article>(conn).await?);
    }

    async fn rows_are_read(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        let article = Article::create(new_article(&ann, "a")).by(me()).run(conn).await?;
        let gone = Article::create(new_article(&ann, "b")).by(me()).run(conn).await?;
        gone.delete().by(me()).run(conn).await?;
        let live = Article::objects().filter(articles::title.like("%a%")).recent(model_core::clock::days(7));
        let live: Vec<Article> = live.load(conn).await?;
        assert_eq!(live.iter().map(|row| row.id).collect::<Vec<_>>(), [article.id]);
        let deleted: Vec<Deleted<Article>> = Article::objects().only_deleted().load(conn).await?;
        assert_eq!(deleted.len(), 1);
        assert!(Article::objects().find(article.id).exists().get_result::<bool>(conn).await?);
        assert!(!Article::objects().filter(articles::slug.eq("b")).exists().get_result::<bool>(conn).await?);
    }

    async fn many_rows_are_created(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        let new = ["a", "b", "c"].map(|slug| new_article(&ann, slug));
        let rows = Article::create_many(new).by(me()).run(conn).await?;
        assert_eq!(rows.iter().map(|row| row.slug.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        let count = Article::create_many([new_article(&ann, "d")]).by(me()).counted().run(conn).await?;
        assert_eq!(count, 1);
        assert_eq!(Article::objects().count().get_result::<i64>(conn).await?, 4);
    }

    async fn a_deletion_cascades_and_a_restoration_brings_all_of_it_back(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        let article = Article::create(new_article(&ann, "a")).by(me()).run(conn).await?;
        let comment = NewComment::builder().article_id(article.id).body("c").build();
        let comment = Comment::create(comment).by(me()).run(conn).await?;
        let impact = ann.clone().delete().by(me()).preview(conn).await?;
        assert_eq!((impact.count, impact.children[0].count, impact.children[0].children[0].count), (1, 1, 1));
        assert_eq!(Comment::objects().count().get_result::<i64>(conn).await?, 1, "a preview writes nothing");

        let gone = ann.delete().by(me()).run(conn).await?;
        assert_eq!(Comment::objects().count().get_result::<i64>(conn).await?, 0);
        let late = Comment::create(NewComment::builder().article_id(article.id).body("d").build()).by(me()).run(conn).await;
        assert!(matches!(late, Err(Error::ParentDeleted { .. })), "{late:?}");
        let ann = gone.restore().by(me()).run(conn).await?;
        assert_eq!(Comment::objects().first::<Comment>(conn).await?.id, comment.id);

        ann.delete().by(me()).run(conn).await?;
        let deleted: Deleted<Comment> = Comment::objects().only_deleted().first(conn).await?;
        let back = deleted.restore().with_ancestors().by(me()).run(conn).await?;
        assert_eq!(back.id, comment.id);
        let author = Author::objects().first::<Author>(conn).await?;
        author.hard_delete().by(me()).run(conn).await?;
        assert_eq!(Comment::objects().with_deleted().count().get_result::<i64>(conn).await?, 0);
    }

    async fn sets_are_written(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        Article::create_many(["a", "b", "c"].map(|slug| new_article(&ann, slug))).by(me()).run(conn).await?;
        let slug = String::from("b");
        let set = Article::objects().filter(articles::slug.eq(&slug)).patch().title("d");
        assert_eq!(set.by(me()).run(conn).await?, 1);
        let either: Condition<Article> = condition!(articles::title.eq("d").or(articles::title.eq("a")));
        assert_eq!(Article::objects().filter(either).patch().title("e").by(me()).run(conn).await?, 2);
        assert_eq!(Article::objects().filter(articles::title.eq("e")).delete().by(me()).run(conn).await?, 2);
        let boxed: Condition<Article> = condition!(articles::slug.ne("a"));
        assert_eq!(Article::objects().only_deleted().filter(boxed).restore().by(me()).run(conn).await?, 1);
        assert_eq!(Article::objects().only_deleted().hard_delete().by(me()).run(conn).await?, 1);
        assert_eq!(Article::objects().with_deleted().count().get_result::<i64>(conn).await?, 2);
    }

    async fn rows_are_created_or_found_by_what_is_unique(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        let upsert = |title: &str| {
            let new = NewArticle::builder().author_id(ann.id).slug("a").title(title).build();
            Article::upsert(new).on(articles::slug).by(me())
        };
        assert!(upsert("A").run(conn).await?.is_created());
        assert!(matches!(upsert("B").run(conn).await?, Upserted::Updated(_)));
        assert!(matches!(upsert("B").run(conn).await?, Upserted::Unchanged(_)));
        let new = ["a", "b"].map(|slug| new_article(&ann, slug));
        let many = Article::upsert_many(new).on(articles::slug).by(me()).run(conn).await?;
        assert_eq!(many.len(), 2);
        let (row, created) = Article::get_or_create(new_article(&ann, "b")).on(articles::slug).by(me()).run(conn).await?;
        assert_eq!((row.slug.as_str(), created), ("b", false));
    }

    async fn links_are_written(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        let article = Article::create(new_article(&ann, "a")).by(me()).run(conn).await?;
        Tag::create_many(["air", "sea"].map(|name| NewTag::builder().name(name).build())).run(conn).await?;
        let (air, sea) = ("air".to_owned(), "sea".to_owned());
        assert_eq!(article.link::<Tag>().add([air.clone()]).by(me()).run(conn).await?, 1);
        assert_eq!(article.link::<Tag>().set([air.clone(), sea.clone()]).by(me()).run(conn).await?, 1);
        assert_eq!(article.link::<Tag>().remove([&air]).by(me()).run(conn).await?, 1);
        let tags: Vec<Tag> = article.tags().load(conn).await?;
        assert_eq!(tags, [Tag { name: sea }]);
        assert_eq!(article.link::<Tag>().clear().by(me()).run(conn).await?, 1);
    }

    async fn related_rows_are_loaded_and_counted(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        let article = Article::create(new_article(&ann, "a")).by(me()).run(conn).await?;
        for body in ["x", "y"] {
            let new = NewComment::builder().article_id(article.id).body(body).build();
            Comment::create(new).by(me()).run(conn).await?;
        }
        Tag::create(NewTag::builder().name("sea").build()).run(conn).await?;
        article.link::<Tag>().add(["sea".to_owned()]).by(me()).run(conn).await?;
        type Related = (Author, Comment, Tag, Count<Comment>);
        let rows = Article::objects().filter(articles::slug.eq("a")).load_with::<Related>(conn).await?;
        let (row, (author, comments, tags, count)) = &rows[0];
        assert_eq!((row, author.as_ref()), (&article, Some(&ann)));
        assert_eq!((comments.len(), tags.len(), *count), (2, 1, 2));
        let loaded: Vec<Article> = Article::objects().load(conn).await?;
        assert_eq!(loaded.load_related::<Count<Comment>>(conn).await?, [2]);
    }

    async fn generic_references_are_loaded(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        let article = Article::create(new_article(&ann, "a")).by(me()).run(conn).await?;
        for target in [Target::Article(article.id), Target::Writer(ann.id)] {
            Reaction::create(NewReaction::builder().target(target).kind("like").build()).run(conn).await?;
        }
        let reactions: Vec<Reaction> = Reaction::objects().load(conn).await?;
        let targets = Target::load_many(reactions.iter().map(|it| &it.target), conn).await?;
        assert!(matches!(&targets[..], [Some(TargetRow::Article(_)), Some(TargetRow::Writer(_))]));
        let rows = Article::objects().load_with::<Reaction>(conn).await?;
        assert_eq!(rows[0].1.len(), 1);
    }

    async fn a_model_extends_another(conn) {
        let method = NewMethod::builder().label("Home").build();
        let card = Card::create(NewCard::builder().method(method).last_four("4242").build()).by(me()).run(conn).await?;
        let patch = card.patch().last_four("1881").method(MethodPatch::new().label("Travel"));
        let card = patch.by(me()).run(conn).await?;
        assert_eq!((card.last_four.as_str(), card.method.label.as_str()), ("1881", "Travel"));
        assert_eq!(Card::history(card.method.id).run(conn).await?.len(), 4);
        let gone = card.delete().by(me()).run(conn).await?;
        let card = gone.restore().by(me()).run(conn).await?;
        assert_eq!(Card::objects().first::<Card>(conn).await?, card);
        assert_eq!(<Card as model_async::VerifyChildHistory>::verify_history(conn).await?, []);
        card.hard_delete().by(me()).run(conn).await?;
        assert_eq!(Method::objects().with_deleted().count().get_result::<i64>(conn).await?, 0);
    }

    #[outside]
    async fn what_was_deleted_long_ago_is_purged(conn) {
        let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(me()).run(conn).await?;
        Article::create(new_article(&ann, "a")).by(me()).run(conn).await?;
        let long_ago = chrono::Utc::now() - chrono::TimeDelta::days(100);
        ann.delete().by(me()).at(long_ago).run(conn).await?;
        let purge = || Author::purge().older_than(model_core::clock::days(90)).batch(10).by(me());
        assert_eq!(purge().dry_run(true).run(conn).await?.removed, 1);
        assert_eq!(purge().run(conn).await?.removed, 1);
        assert_eq!(Article::objects().with_deleted().count().get_result::<i64>(conn).await?, 0);
    }
}
