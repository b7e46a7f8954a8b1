//! Values by the rules of the fields, what is set by hand, seeds, and the rows of one run.

use diesel::prelude::*;
use model_core::factory::Builder;
use model_core::prelude::*;
use model_core::wire::ToJson;
use model_core::{Deleted, Error};
use model_tests::make::{at, author, me};
use model_tests::models::{Article, Member, Offer, Page, Parcel, Profile, Reader, Sample, Status, Tag, Token, Trace};
use model_tests::on_every_backend;
use std::collections::HashSet;

/// A combination with a name.
fn live(new: Builder<Article>) -> Builder<Article> {
    new.status(Status::Published).published_at(at(1))
}

/// What a row says, without what the library makes of it.
fn said(row: &impl ToJson) -> String {
    let mut said = row.to_json_with_masked().unwrap();
    for made in ["id", "created_at", "updated_at"] {
        said.remove(made);
    }
    serde_json::to_string(&said).unwrap()
}

on_every_backend! {
    fn values_follow_the_rules_of_the_fields(db) {
        let conn = db.conn();
        // Addresses, URLs of ASCII, letters and digits, whatever the checks ask for.
        for reader in Reader::factory().complete().many(30).run(conn).unwrap() {
            assert!(reader.mail.contains('@') && reader.mail.chars().count() <= 30, "{reader:?}");
            assert!(reader.site.as_ref().is_some_and(|site| site.starts_with("http")), "{reader:?}");
            assert!(!reader.handle.is_empty() && reader.handle.chars().all(char::is_alphanumeric), "{reader:?}");
            assert!(reader.age.is_some_and(|age| age >= 0) && reader.joined == 1900, "{reader:?}");
        }
        // A column of every kind.
        let sample = Sample::factory().complete().by(me()).run(conn).unwrap();
        let shown = sample.to_json_with_masked().unwrap();
        assert!(shown.values().all(|value| !value.is_null()), "{shown:?}");
        let offers = Offer::factory().complete().many(20).by(me()).run(conn).unwrap();
        assert!(offers.iter().all(|offer| offer.price.is_some() && offer.token.is_some() && offer.status.is_some()));
        assert!(offers.iter().map(|offer| offer.status).collect::<Vec<_>>().iter().any(|one| *one != offers[0].status));
        let offer = Offer::factory().by(me()).run(conn).unwrap();
        assert!(offer.price.is_none() && offer.token.is_none() && offer.status.is_none());
    }

    fn what_is_unique_comes_once(db) {
        let conn = db.conn();
        let profiles = Profile::factory().many(40).by(me()).run(conn).unwrap();
        assert!(profiles.iter().all(|profile| profile.email.chars().count() <= 60));
        let members = Member::factory().many(40).run(conn).unwrap();
        let mails: HashSet<_> = members.iter().map(|member| member.mail.to_lowercase()).collect();
        assert_eq!(mails.len(), 40);
        // Slugs are the library's.
        let pages = Page::factory().with(|new| new.title("The sea").site(1)).many(3).by(me()).run(conn).unwrap();
        let slugs: Vec<_> = pages.iter().map(|page| &*page.slug).collect();
        assert_eq!(slugs, ["the-sea", "the-sea-2", "the-sea-3"]);
        // A key that nobody makes is a text that hardly comes twice.
        let tags = Tag::factory().many(10).run(conn).unwrap();
        assert_eq!(tags.iter().map(|tag| tag.to_json().unwrap()).map(|tag| format!("{tag:?}"))
            .collect::<HashSet<_>>().len(), 10);
        // What is closed to clients is set by hand.
        let refused = Token::factory().by(me()).run(conn).unwrap_err();
        assert!(matches!(&refused, Error::Invalid { message, .. } if message.contains(".with(")), "{refused:?}");
        Token::factory().complete().with(|new| new.secret(vec![1, 2])).many(3).by(me()).run(conn).unwrap();
    }

    fn any_field_is_set_by_hand(db) {
        let conn = db.conn();
        let ann = author(conn);
        let article = Article::factory().with(live).with(move |new| new.title("The sea").author_id(ann.id));
        let article = article.by(me()).at(at(9)).run(conn).unwrap();
        assert_eq!((&*article.title, article.status), ("The sea", Status::Published));
        assert_eq!(article.published_at, Some(at(1)));
        assert_eq!((article.author_id, article.created_at), (ann.id, at(9)));
        // The last one counts, and each row has its number.
        let numbered = Article::factory().with(|new| new.title("x")).with_each(move |new, n| {
            new.title(format!("Part {n}")).author_id(ann.id)
        });
        let rows = numbered.many(3).by(me()).run(conn).unwrap();
        assert_eq!(rows.iter().map(|row| &*row.title).collect::<Vec<_>>(), ["Part 0", "Part 1", "Part 2"]);
        // What is given is not replaced, and nothing is written.
        let wrong = Reader::factory().with(|new| new.handle("a b")).many(2).run(conn).unwrap_err();
        assert!(matches!(&wrong, Error::Invalid { field, .. } if *field == "handle"), "{wrong:?}");
        let count: i64 = Reader::objects().count().get_result(conn).unwrap();
        assert_eq!(count, 0);
    }

    fn a_seed_makes_the_same_rows_again(db) {
        let conn = db.conn();
        let sample = |conn: &mut Conn, seed| {
            said(&Sample::factory().complete().seed(seed).by(me()).run(conn).unwrap())
        };
        let (one, other, again) = (sample(conn, 1), sample(conn, 2), sample(conn, 1));
        assert_eq!(one, again);
        assert_ne!(one, other);
        let readers = |conn: &mut Conn| -> Vec<_> {
            let rows = Reader::factory().complete().seed(9).many(5).run(conn).unwrap();
            rows.into_iter().map(|reader| (reader.mail, reader.site, reader.handle, reader.age)).collect()
        };
        assert_eq!(readers(conn), readers(conn));
    }

    fn a_row_can_be_deleted_and_comes_back_alone(db) {
        let conn = db.conn();
        let ann = author(conn);
        let rows = Article::factory().with(move |new| new.author_id(ann.id)).deleted().many(3);
        let rows = rows.by(me()).run(conn).unwrap();
        assert!(rows.iter().all(|row| row.deleted_at.is_some()));
        let gone: Vec<Deleted<Article>> = Article::objects().only_deleted().load(conn).unwrap();
        assert_eq!(gone.len(), 3);
        let history = Article::history(rows[0].id).load(conn).unwrap();
        let actions: Vec<&str> = history.iter().map(|entry| &*entry.action).collect();
        assert_eq!(actions, ["create", "delete"]);
        gone.into_iter().next().unwrap().restore().by(me()).run(conn).unwrap();
        let live: i64 = Article::objects().count().get_result(conn).unwrap();
        assert_eq!(live, 1);
    }

    fn hooks_run_for_each_row(db) {
        let conn = db.conn();
        let parcels = Parcel::factory().with_each(|new, n| new.code(format!("p{n}"))).many(3);
        let parcels = parcels.by(me()).run(conn).unwrap();
        assert!(parcels.iter().all(|parcel| parcel.office_id == parcels[0].office_id));
        let traces: Vec<Trace> = Trace::objects().load(conn).unwrap();
        assert!(traces.iter().filter(|trace| trace.said.contains("create")).count() >= 3, "{traces:?}");
    }
}
