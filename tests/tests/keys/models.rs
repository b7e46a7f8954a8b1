//! A model for each type that a key can have, and one whose key has seven parts.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::Connection;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use model_core::ddl;
use model_core::prelude::*;
use model_core::verbs::Dialect;
use model_tests::TestConnection;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Decimal, Instant};

    keyed_readings (station, day, hour, is_raw, height, taken, version) {
        station -> Text,
        day -> Date,
        hour -> SmallInt,
        is_raw -> Bool,
        height -> Decimal,
        taken -> Instant,
        version -> Integer,
        value -> Text,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    keyed_blobs (digest) {
        digest -> Binary,
        name -> Text,
    }
}

diesel::table! {
    keyed_chunks (id) {
        id -> BigInt,
        blob_id -> Binary,
        place -> Integer,
    }
}

diesel::table! {
    keyed_sessions (began) {
        began -> Timestamp,
        title -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    keyed_shelves (id) {
        id -> Uuid,
        title -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    keyed_books (isbn) {
        isbn -> Text,
        shelf_id -> Uuid,
        title -> Text,
    }
}

diesel::table! {
    keyed_grades (grade) {
        grade -> SmallInt,
        title -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(keyed_blobs, keyed_chunks);
diesel::allow_tables_to_appear_in_same_query!(keyed_shelves, keyed_books);

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Station {
    North,
    #[choices(value = "south, by the \\sea")]
    South,
}

/// The primary key has every type that prints and reads itself.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = keyed_readings, audit, soft_delete)]
pub struct Reading {
    #[model(primary_key)]
    pub station: Station,
    #[model(primary_key)]
    pub day: NaiveDate,
    #[model(primary_key)]
    pub hour: i16,
    #[model(primary_key)]
    pub is_raw: bool,
    #[model(primary_key)]
    pub height: BigDecimal,
    #[model(primary_key)]
    pub taken: DateTime<Utc>,
    #[model(primary_key)]
    pub version: i32,
    pub value: String,
    pub deleted_at: Option<DateTime<Utc>>,
}

#[derive(Key, Debug, Clone, PartialEq, Eq, Hash)]
pub struct Digest(Vec<u8>);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = keyed_blobs, audit, has_many(chunks = Chunk, on_delete = cascade))]
pub struct Blob {
    #[model(primary_key)]
    pub digest: Digest,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = keyed_chunks, audit)]
pub struct Chunk {
    pub id: i64,
    #[model(belongs_to = Blob)]
    pub blob_id: Digest,
    pub place: i32,
}

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Began(NaiveDateTime);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = keyed_sessions, audit)]
pub struct Session {
    #[model(primary_key)]
    pub began: Began,
    pub title: String,
}

/// One type for the keys of all models that have a UUID.
#[derive(Key)]
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

// The derives of the standard library ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self(self.0, PhantomData)
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.0)
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = keyed_shelves, audit, has_many(books = Book, on_delete = cascade))]
pub struct Shelf {
    pub id: Id<Shelf>,
    pub title: String,
}

/// A type that brings its own text and its own impls of Diesel's traits.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Isbn(String);

impl fmt::Display for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that has not thirteen digits.
#[derive(Debug)]
pub struct NoIsbn;

impl FromStr for Isbn {
    type Err = NoIsbn;

    fn from_str(text: &str) -> Result<Self, NoIsbn> {
        let is_isbn = text.len() == 13 && text.bytes().all(|digit| digit.is_ascii_digit());
        is_isbn.then(|| Self(text.to_owned())).ok_or(NoIsbn)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Isbn
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(value)?.parse().map_err(|NoIsbn| "expected thirteen digits".into())
    }
}

impl<DB: Backend> ToSql<Text, DB> for Isbn
where
    String: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

/// It prints in its own way.
#[derive(Key, Debug, Clone, PartialEq, Eq)]
#[model(no_display, no_from)]
pub struct BookId(Isbn);

impl fmt::Display for BookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ISBN {}", self.0)
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = keyed_books, audit)]
pub struct Book {
    #[model(primary_key)]
    pub isbn: BookId,
    #[model(belongs_to = Shelf)]
    pub shelf_id: Id<Shelf>,
    pub title: String,
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    #[choices(value = 1)]
    Good,
    #[choices(value = -2)]
    Bad,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = keyed_grades, audit)]
pub struct Mark {
    #[model(primary_key)]
    pub grade: Grade,
    pub title: String,
}

/// A connection that can write all of them.
pub(crate) trait Keys:
    TestConnection
    + Connection<Backend: Dialect>
    + CanWrite<Reading>
    + CanWrite<Blob>
    + CanWrite<Chunk>
    + CanWrite<Session>
    + CanWrite<Shelf>
    + CanWrite<Book>
    + CanWrite<Mark>
{
}

impl<C> Keys for C where
    C: TestConnection
        + Connection<Backend: Dialect>
        + CanWrite<Reading>
        + CanWrite<Blob>
        + CanWrite<Chunk>
        + CanWrite<Session>
        + CanWrite<Shelf>
        + CanWrite<Book>
        + CanWrite<Mark>
{
}

/// Makes the tables.
pub(crate) fn tables<C: Keys>(conn: &mut C) {
    let tables = [
        ddl::create_table::<Reading, <C as Connection>::Backend>(),
        ddl::create_table::<Blob, <C as Connection>::Backend>(),
        ddl::create_table::<Chunk, <C as Connection>::Backend>(),
        ddl::create_table::<Session, <C as Connection>::Backend>(),
        ddl::create_table::<Shelf, <C as Connection>::Backend>(),
        ddl::create_table::<Book, <C as Connection>::Backend>(),
        ddl::create_table::<Mark, <C as Connection>::Backend>(),
    ];
    for statement in tables.into_iter().flat_map(Result::unwrap) {
        conn.sql(&statement);
    }
}
