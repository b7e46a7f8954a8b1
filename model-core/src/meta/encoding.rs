//! How a column's value is written as JSON: the one table that makes the audit trail the same on every backend.
//!
//! | encoding | JSON |
//! |---|---|
//! | `Bool` | `true`, `false` |
//! | `Integer`, `Unsigned` | a number, exact over the whole range of 64 bits |
//! | `Float` | a number, in the fewest digits that give the value back; NaN and infinities are refused |
//! | `Decimal` | a string without superfluous zeros: `"1.5"`; Diesel's `Numeric` on SQLite is a double |
//! | `Text` | a string; one with a NUL character is refused |
//! | `Bytes` | a string of lower-case hexadecimal digits |
//! | `Uuid` | a string with hyphens, lower-case |
//! | `Instant` | `"2026-01-31T12:00:00.000000Z"` |
//! | `Naive` | `"2026-01-31T12:00:00.000000"` |
//! | `Date`, `Time` | `"2026-01-31"`, `"12:00:00.000000"` |
//! | `Json` | the document itself, its numbers as the database keeps them (PostgreSQL: 1e16 in digits, no -0.0) |
//! | `Json`, JSON's own `null` | `{"$json": null}`, because it is not NULL; a document with this name is wrapped too |
//! | NULL of any type | `null` |

use crate::meta::sql_type::SqlType;
use diesel::Expression;
use diesel::sql_types as diesel_types;
use std::marker::PhantomData;

/// How a value of a SQL type is written as JSON, and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// A truth value.
    Bool,
    /// A signed integer of any width.
    Integer,
    /// An unsigned integer of any width.
    Unsigned,
    /// A floating point number of 32 bits.
    Float,
    /// A floating point number of 64 bits.
    Double,
    /// An exact decimal number.
    Decimal,
    /// Text, compared byte by byte, whatever the collation says. Also for enums of the database's own.
    Text,
    /// Bytes.
    Bytes,
    /// A UUID.
    Uuid,
    /// A point in time.
    Instant,
    /// A point in time that a database stores as text with an offset (Diesel's `TimestamptzSqlite`).
    InstantText,
    /// A date and time without zone.
    Naive,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A JSON document.
    Json,
    /// A JSON document in Diesel's `Jsonb`, which SQLite keeps as bytes.
    Jsonb,
    /// A type of PostgreSQL's own (array, range, ..), in the form of its `to_jsonb` under fixed settings: times in UTC,
    /// dates and intervals as ISO 8601, bytes in hexadecimal digits.
    Native,
}

impl Encoding {
    /// Whether the values are documents.
    pub(crate) fn is_document(self) -> bool {
        matches!(self, Self::Json | Self::Jsonb)
    }
}

/// A SQL type whose values can be written to the audit trail.
///
/// Implemented for Diesel's types and for [`sql_types`](crate::sql_types). For a SQL type of your own, one line:
///
/// ```
/// #[derive(diesel::sql_types::SqlType)]
/// #[diesel(postgres_type(name = "mood"))]
/// pub struct Mood;
///
/// impl model_core::audit::Encoded for Mood {
///     const ENCODING: model_core::audit::Encoding = model_core::audit::Encoding::Text;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the SQL type `{Self}` has no audit encoding",
    label = "the audit trail needs one, to write the values of the column",
    note = "write `#[model(encoding = text)]` on the field, or `#[audit(skip)]`; for a type of your own, implement \
            `model_core::audit::Encoded`"
)]
pub trait Encoded {
    /// The encoding.
    const ENCODING: Encoding;
    /// The type as it appears in a schema: `SqlType::Named("mood")` for a type of your own. If nothing is said here,
    /// [`ddl`](crate::ddl) needs `#[model(sql_type = "..")]` on the field.
    const KIND: SqlType = SqlType::Unknown;
    /// Whether the column can hold NULL.
    #[doc(hidden)]
    const NULLABLE: bool = false;
}

macro_rules! encoded {
    ($($ty:ty => $encoding:ident, $kind:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Encoded for $ty {
            const ENCODING: Encoding = Encoding::$encoding;
            const KIND: SqlType = $kind;
        }
    )+};
}

encoded! {
    diesel_types::Bool => Bool, SqlType::Bool;
    diesel_types::SmallInt => Integer, SqlType::SmallInt;
    diesel_types::Integer => Integer, SqlType::Integer;
    diesel_types::BigInt => Integer, SqlType::BigInt;
    diesel_types::TinyInt => Integer, SqlType::TinyInt;
    diesel_types::Float => Float, SqlType::Float;
    diesel_types::Double => Double, SqlType::Double;
    diesel_types::Numeric => Decimal, SqlType::Numeric;
    diesel_types::Text => Text, SqlType::Text;
    diesel_types::Binary => Bytes, SqlType::Binary;
    diesel_types::Date => Date, SqlType::Date;
    diesel_types::Time => Time, SqlType::Time;
    diesel_types::Timestamp => Naive, SqlType::Timestamp;
    diesel_types::Json => Json, SqlType::Json;
    diesel_types::Jsonb => Jsonb, SqlType::Jsonb;
    crate::meta::sql_types::Uuid => Uuid, SqlType::Uuid;
    crate::meta::sql_types::Instant => Instant, SqlType::Instant;
    crate::meta::sql_types::Json => Json, SqlType::Document;
    crate::meta::sql_types::Decimal => Decimal, SqlType::Decimal;
}

#[cfg(feature = "sqlite")]
encoded! {
    diesel_types::TimestamptzSqlite => InstantText, SqlType::Instant;
}

#[cfg(feature = "mysql")]
encoded! {
    diesel_types::Datetime => Naive, SqlType::Timestamp;
    diesel_types::Unsigned<diesel_types::TinyInt> => Unsigned, SqlType::UnsignedTinyInt;
    diesel_types::Unsigned<diesel_types::SmallInt> => Unsigned, SqlType::UnsignedSmallInt;
    diesel_types::Unsigned<diesel_types::Integer> => Unsigned, SqlType::UnsignedInteger;
    diesel_types::Unsigned<diesel_types::BigInt> => Unsigned, SqlType::UnsignedBigInt;
}

#[cfg(feature = "postgres")]
encoded! {
    diesel_types::Uuid => Uuid, SqlType::Uuid;
    diesel_types::Timestamptz => Instant, SqlType::Instant;
    diesel_types::Citext => Text, SqlType::Named("citext");
    diesel_types::Inet => Native, SqlType::Named("inet");
    diesel_types::Cidr => Native, SqlType::Named("cidr");
    diesel_types::MacAddr => Native, SqlType::Named("macaddr");
    diesel_types::Interval => Native, SqlType::Named("interval");
    diesel_types::Money => Native, SqlType::Named("money");
}

#[cfg(feature = "postgres")]
#[diagnostic::do_not_recommend]
impl<ST: diesel_types::SqlType> Encoded for diesel_types::Array<ST> {
    const ENCODING: Encoding = Encoding::Native;
}

#[cfg(feature = "postgres")]
#[diagnostic::do_not_recommend]
impl<ST: diesel_types::SqlType> Encoded for diesel_types::Range<ST> {
    const ENCODING: Encoding = Encoding::Native;
}

#[diagnostic::do_not_recommend]
impl<ST> Encoded for diesel_types::Nullable<ST>
where
    ST: Encoded + diesel_types::SqlType,
{
    const ENCODING: Encoding = ST::ENCODING;
    const KIND: SqlType = ST::KIND;
    const NULLABLE: bool = true;
}

/// The encoding of a column of a model that has no trail: [`ENCODING`](AnyEncoding::ENCODING), which is that of its SQL
/// type, or [`Encoding::Text`] if the type has none. The compiler prefers the constant of the impl below to that of the
/// trait.
#[derive(Debug)]
pub struct EncodingOf<C>(PhantomData<fn() -> C>);

impl<C: Expression<SqlType: Encoded>> EncodingOf<C> {
    /// The encoding of the SQL type.
    pub const ENCODING: Encoding = <C::SqlType as Encoded>::ENCODING;
    /// The SQL type, as plain data.
    pub const KIND: SqlType = <C::SqlType as Encoded>::KIND;
}

/// The encoding of a column whose SQL type has none.
pub trait AnyEncoding {
    /// The encoding: every database can write every type as text.
    const ENCODING: Encoding = Encoding::Text;
    /// Nothing is known about the type.
    const KIND: SqlType = SqlType::Unknown;
}

impl<C> AnyEncoding for EncodingOf<C> {}

/// Whether values of a SQL type can be NULL, as Diesel says it.
pub trait Nullability {
    /// Whether they can.
    const NULLABLE: bool;
}

impl Nullability for diesel_types::is_nullable::NotNull {
    const NULLABLE: bool = false;
}

impl Nullability for diesel_types::is_nullable::IsNullable {
    const NULLABLE: bool = true;
}

/// The encoding of a column, for the constants that `#[derive(Model)]` writes.
pub(crate) const fn encoding_of<C>() -> Encoding
where
    C: diesel::Expression,
    C::SqlType: Encoded,
{
    <C::SqlType as Encoded>::ENCODING
}

/// Whether a column can hold NULL, likewise.
pub(crate) const fn is_nullable<C>() -> bool
where
    C: diesel::Expression,
    C::SqlType: Encoded,
{
    <C::SqlType as Encoded>::NULLABLE
}
