//! A bookshelf: models with relations of every kind.

use crate::schema::{blurbs, book_subjects, books, readings, reviews, subjects, writers};
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of a writer.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WriterId(Uuid);

/// Somebody who writes, edits and reads.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = writers, soft_delete, audit, ordering = "name")]
#[model(has_many(books = Book, by = books::writer_id, on_delete = keep))]
#[model(has_many(edited = Book, by = books::editor_id, on_delete = keep))]
#[model(many_to_many(read = Book, through = Reading))]
pub struct Writer {
    /// The key.
    pub id: WriterId,
    /// What they are called.
    pub name: String,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The key of a book.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BookId(Uuid);

/// A book. The editor is shown even when they are gone.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = books, soft_delete, audit, ordering = "title")]
#[model(has_many(reviews = Review, on_delete = cascade), has_one(blurb = Blurb, on_delete = restrict))]
#[model(many_to_many(subjects = Subject, through = BookSubject), many_to_many(readers = Writer, through = Reading))]
pub struct Book {
    /// The key.
    pub id: BookId,
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    #[model(belongs_to = Writer)]
    pub writer_id: WriterId,
    /// Who edited it.
    #[model(belongs_to(Writer, with_deleted))]
    pub editor_id: Option<WriterId>,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The key of a review.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReviewId(i64);

/// A review, or an answer to one.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = reviews, soft_delete, ordering = "-id")]
#[model(has_many(answers = Review, on_delete = keep))]
pub struct Review {
    /// The key.
    pub id: ReviewId,
    /// The book.
    #[model(belongs_to = Book)]
    pub book_id: BookId,
    /// What it answers to.
    #[model(belongs_to(Review, name = answered))]
    pub parent_id: Option<ReviewId>,
    /// What it says.
    pub body: String,
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The reviews that say nothing.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Review, filter(body = ""))]
pub struct EmptyReview(Review);

/// The text on the back of a book.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = blurbs)]
pub struct Blurb {
    /// The key.
    pub id: i64,
    /// The book.
    #[model(belongs_to = Book)]
    pub book_id: BookId,
    /// What it says.
    pub body: String,
}

/// What books are about.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = subjects, soft_delete, ordering = "code")]
#[model(many_to_many(books = Book, through = BookSubject))]
pub struct Subject {
    /// The key.
    #[model(primary_key)]
    pub code: String,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A book is about something.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = book_subjects, audit)]
pub struct BookSubject {
    /// The book.
    #[model(primary_key, belongs_to = Book)]
    pub book_id: BookId,
    /// The subject.
    #[model(primary_key, belongs_to(Subject, name = about))]
    pub subject: String,
}

/// Somebody has read a book.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = readings, soft_delete, audit)]
pub struct Reading {
    /// The key.
    pub id: i64,
    /// The book.
    #[model(belongs_to = Book)]
    pub book_id: BookId,
    /// The reader.
    #[model(belongs_to = Writer)]
    pub reader_id: WriterId,
    /// How they liked it.
    #[model(default = 3)]
    pub stars: i32,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}
