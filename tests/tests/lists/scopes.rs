//! A list stays within the query that it is read from.

use diesel::prelude::*;
use model_core::list::{ListOf, ListPage, Total};
use model_core::prelude::*;
use model_tests::make::{articles, author, book, me, published, writer};
use model_tests::models::{
    Agency, AgencyOwnedDefaultScope as _, Article, Book, Case, NewAgency, NewCase, NewTag, PublishedArticle, Tag,
};
use model_tests::on_every_backend;
use model_tests::schema::{articles as table, books, cases, tags, writers};

fn list() -> ListOf<Article> {
    Article::lists()
        .filter(table::status)
        .filter_text(table::title)
        .sort((table::title, table::deleted_at))
        .default_sort("title")
}

on_every_backend! {
    fn deleted_rows_are_listed_where_the_query_says_so(db) {
        let conn = db.conn();
        let [a, b, _] = articles(conn, ["a", "b", "c"]);
        a.delete().by(me()).run(conn).unwrap();
        b.delete().by(me()).run(conn).unwrap();
        let ask = list().parse("count=true").unwrap();
        let live = Article::objects().list(&ask).run(conn).unwrap();
        let titles = |rows: &[Article]| rows.iter().map(|row| row.title.clone()).collect::<Vec<_>>();
        assert_eq!((titles(&live.rows), live.total), (vec!["c".to_owned()], Total::Exact(1)));
        let all = Article::objects().with_deleted().list(&ask).run(conn).unwrap();
        assert_eq!(titles(&all.rows), ["a", "b", "c"]);
        // The trash, the last deletion first, by pages.
        let ask = list().parse("sort=-deleted_at&limit=1").unwrap();
        let gone = Article::objects().only_deleted().list(&ask).run(conn).unwrap();
        let row: &Deleted<Article> = &gone.rows[0];
        assert_eq!(row.row().title, "b");
        let ask = list().parse(&format!("sort=-deleted_at&limit=1&after={}", gone.next.unwrap())).unwrap();
        let gone = Article::objects().only_deleted().list(&ask).run(conn).unwrap();
        assert_eq!((&*gone.rows[0].row().title, gone.next), ("a", None));
    }

    fn filters_relations_and_proxies_stay_outside(db) {
        let conn = db.conn();
        let (ann, bob) = (author(conn).id, author(conn).id);
        for (number, title) in (0..).zip(["a", "b", "c"]) {
            published(conn, if title == "b" { bob } else { ann }, title, number);
        }
        articles(conn, ["draft"]);
        let titles = |rows: Vec<Article>| rows.into_iter().map(|row| row.title).collect::<Vec<_>>();
        let ask = list().parse("title.contains=").unwrap();
        let or = Article::objects().filter(table::title.eq("a")).or_filter(table::title.eq("draft"));
        assert_eq!(titles(or.list(&ask).run(conn).unwrap().rows), ["a", "draft"]);
        let ask = list().parse("status=live").unwrap();
        let or = Article::objects().filter(table::title.eq("a")).or_filter(table::title.eq("draft"));
        assert_eq!(titles(or.list(&ask).run(conn).unwrap().rows), ["a"]);
        let theirs = Article::objects().filter(table::author_id.eq(ann)).list(&ask).run(conn).unwrap();
        assert_eq!(titles(theirs.rows), ["a", "c"]);
        let ask = list().parse("status=draft").unwrap();
        assert_eq!(PublishedArticle::objects().list(&ask).run(conn).unwrap().rows, []);
        let ask = list().parse("title=b").unwrap();
        let rows: Vec<PublishedArticle> = PublishedArticle::objects().list(&ask).run(conn).unwrap().rows;
        assert_eq!(rows.len(), 1);
    }

    fn the_objects_of_a_relation_are_listed(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        for (title, by) in [("a", &ann), ("b", &bob), ("c", &ann)] {
            book(conn, by.id, title);
        }
        let list = Book::lists().sort((books::title,)).filter_parent(books::writer_id, writers::name);
        let titles = |rows: Vec<Book>| rows.into_iter().map(|row| row.title).collect::<Vec<_>>();
        let ask = list.parse("sort=-title").unwrap();
        assert_eq!(titles(ann.books().list(&ask).run(conn).unwrap().rows), ["c", "a"]);
        let ask = list.parse("writer.name=Bob&sort=title").unwrap();
        assert_eq!(titles(Book::objects().list(&ask).run(conn).unwrap().rows), ["b"]);
        assert_eq!(titles(ann.books().list(&ask).run(conn).unwrap().rows), [""; 0]);
        let ask = list.parse("writer.name=Bob&writer.name=Ann&sort=title").unwrap();
        assert_eq!(titles(Book::objects().list(&ask).run(conn).unwrap().rows), ["a", "b", "c"]);
        // A deleted writer is none, a deleted editor is one.
        let list = list.filter_parent(books::editor_id, writers::name);
        Book::objects().patch().editor_id(bob.id).by(me()).run(conn).unwrap();
        bob.delete().by(me()).run(conn).unwrap();
        let ask = list.parse("writer.name=Bob&sort=title").unwrap();
        assert_eq!(titles(Book::objects().list(&ask).run(conn).unwrap().rows), [""; 0]);
        let ask = list.parse("editor.name=Bob&sort=title").unwrap();
        assert_eq!(titles(Book::objects().list(&ask).run(conn).unwrap().rows), ["a", "b", "c"]);
        assert_eq!(list.parse("writer.nam=Bob").unwrap_err().errors()[0].code, "unknown");
    }

    fn the_rows_of_another_agency_are_on_no_page(db) {
        let conn = db.conn();
        let [here, there] = ["here", "there"].map(|name| {
            Agency::create(NewAgency::builder().name(name).build()).run(conn).unwrap().id
        });
        for (agency, number) in [(here, 1), (there, 2), (here, 3), (there, 4)] {
            let new = NewCase::builder().agency_id(agency).title("a").code(format!("c{number}")).number(number).build();
            Case::create(new).by(me()).run(conn).unwrap();
        }
        let list = Case::lists().filter(cases::title).sort((cases::number,)).page_size(1, 9);
        let ask = list.parse("sort=number&title=a&count=true").unwrap();
        let numbers = |page: &ListPage<Case>| page.rows.iter().map(|row| row.number).collect::<Vec<_>>();
        let page = Case::objects().for_agency(there).list(&ask).run(conn).unwrap();
        assert_eq!((numbers(&page), page.total), (vec![2], Total::Exact(2)));
        // A cursor of theirs is a place in the same order, and shows no row of theirs.
        let ask = list.parse(&format!("sort=number&limit=9&after={}", page.next.unwrap())).unwrap();
        assert_eq!(numbers(&Case::objects().for_agency(here).list(&ask).run(conn).unwrap()), [3]);
        assert_eq!(numbers(&Case::objects().across_agencies().list(&ask).run(conn).unwrap()), [3, 4]);
    }

    fn a_count_stops_at_ten_thousand(db) {
        let conn = db.conn();
        let list = Tag::lists().filter_range(tags::name).default_sort("name");
        let create = |conn: &mut Conn, numbers: std::ops::Range<usize>| {
            let tag = |number| NewTag::builder().code(format!("t{number}")).name(format!("{number:05}")).build();
            let new = numbers.map(tag);
            Tag::create_many(new).run(conn).unwrap();
        };
        let total = |conn: &mut Conn, query: &str| {
            Tag::objects().list(&list.parse(query).unwrap()).run(conn).unwrap().total
        };
        create(conn, 0..25);
        assert_eq!(total(conn, ""), Total::Unasked);
        assert_eq!(total(conn, "count=true"), Total::Exact(25));
        create(conn, 25..10_000);
        assert_eq!(total(conn, "count=true"), Total::Exact(10_000));
        create(conn, 10_000..10_001);
        assert_eq!(total(conn, "count=true"), Total::AtLeast(10_000));
        assert_eq!(total(conn, "name.before=00100&count=true"), Total::Exact(100));
    }
}
