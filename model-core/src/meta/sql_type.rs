//! The SQL type of a column, as plain data.

/// What `diesel::table!` says that a column holds. Each backend has its own name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SqlType {
    /// A truth value.
    Bool,
    /// An integer of 8 bits.
    TinyInt,
    /// An integer of 16 bits.
    SmallInt,
    /// An integer of 32 bits.
    Integer,
    /// An integer of 64 bits.
    BigInt,
    /// An unsigned integer of 8 bits.
    UnsignedTinyInt,
    /// An unsigned integer of 16 bits.
    UnsignedSmallInt,
    /// An unsigned integer of 32 bits.
    UnsignedInteger,
    /// An unsigned integer of 64 bits.
    UnsignedBigInt,
    /// A floating point number of 32 bits.
    Float,
    /// A floating point number of 64 bits.
    Double,
    /// Diesel's decimal number, which is a double on SQLite.
    Numeric,
    /// The library's decimal number, which is a text on SQLite.
    Decimal,
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A date and time without zone.
    Timestamp,
    /// A point in time.
    Instant,
    /// Diesel's JSON document.
    Json,
    /// Diesel's binary JSON document.
    Jsonb,
    /// The library's JSON document.
    Document,
    /// A UUID.
    Uuid,
    /// A type that has the same name in every place where it exists.
    Named(&'static str),
    /// A type of the application's own that does not say how it is called: nothing is known about it.
    Unknown,
}

impl SqlType {
    /// Whether it is text in every respect, so that a length and a collation say something about it.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text)
    }

    /// Whether it is an integer that a database can number rows with.
    pub fn is_number(self) -> bool {
        matches!(self, Self::SmallInt | Self::Integer | Self::BigInt)
    }
}
