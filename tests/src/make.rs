//! Rows and actors that many tests start from.

use crate::backend::TestConnection;
use crate::models::{
    Article, Author, AuthorId, Book, BookId, NewArticle, NewAuthor, NewBook, NewReview, NewSubject, NewWriter, Review,
    Status, Subject, Writer, WriterId,
};
use chrono::{DateTime, TimeZone, Utc};
use model_core::Actor;
use model_core::prelude::*;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// An editor.
pub fn me() -> &'static Actor {
    static ME: LazyLock<Actor> = LazyLock::new(|| Actor::user(7));
    &ME
}

/// Whole seconds after an instant in the past, so that an instant of the library's own is never among them.
///
/// # Panics
/// When the instant does not exist.
pub fn at(second: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(1_600_000_000 + second, 0).single().expect("the instant exists")
}

/// An author whose address nobody else has.
///
/// # Panics
/// When it cannot be written.
pub fn author(conn: &mut impl TestConnection) -> Author {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let new = NewAuthor::builder().name("Ann").email(format!("ann{number}@example.org")).build();
    Author::create(new).by(&Actor::system()).run(conn).expect("an author can be written")
}

/// A new article of an author, with a slug made from its title.
pub fn new_article(author: AuthorId, title: &str) -> NewArticle {
    let slug = title.to_lowercase().replace(' ', "-");
    NewArticle::builder().title(title).slug(slug).body("text").author_id(author).build()
}

/// Drafts with these titles, created one second after the other, all by one author.
///
/// # Panics
/// When they cannot be written.
pub fn articles<const N: usize>(conn: &mut impl TestConnection, titles: [&str; N]) -> [Article; N] {
    let author = author(conn).id;
    let mut second = 0;
    titles.map(|title| {
        second += 1;
        let new = new_article(author, title);
        Article::create(new).by(me()).at(at(second)).run(conn).expect("an article can be written")
    })
}

/// One draft.
pub fn article(conn: &mut impl TestConnection, title: &str) -> Article {
    let [article] = articles(conn, [title]);
    article
}

/// One published article.
///
/// # Panics
/// When it cannot be written.
pub fn published(conn: &mut impl TestConnection, author: AuthorId, title: &str, second: i64) -> Article {
    let slug = title.to_lowercase();
    let new = NewArticle::builder().title(title).slug(slug).body("text").author_id(author);
    let new = new.status(Status::Published).published_at(at(second)).build();
    Article::create(new).by(me()).run(conn).expect("an article can be written")
}

/// A writer.
///
/// # Panics
/// When they cannot be written.
pub fn writer(conn: &mut impl TestConnection, name: &str) -> Writer {
    Writer::create(NewWriter::builder().name(name).build()).by(me()).run(conn).expect("a writer can be written")
}

/// A book of a writer, without an editor.
///
/// # Panics
/// When it cannot be written.
pub fn book(conn: &mut impl TestConnection, writer: WriterId, title: &str) -> Book {
    let new = NewBook::builder().title(title).writer_id(writer).build();
    Book::create(new).by(me()).run(conn).expect("a book can be written")
}

/// A review of a book.
///
/// # Panics
/// When it cannot be written.
pub fn review(conn: &mut impl TestConnection, book: BookId, body: &str) -> Review {
    Review::create(NewReview::builder().book_id(book).body(body).build()).run(conn).expect("a review can be written")
}

/// Subjects.
///
/// # Panics
/// When they cannot be written.
pub fn subjects(conn: &mut impl TestConnection, codes: &[&str]) {
    let new = codes.iter().map(|code| NewSubject::builder().code(*code).build());
    Subject::create_many(new).run(conn).expect("subjects can be written");
}
