//! Whether a table is in a schema of the database, as its `table!` says.

use diesel::internal::table_macro::{Identifier, InfixNode, StaticQueryFragment};

/// The name of a table, as Diesel keeps it.
pub trait PlacedName {
    /// Whether it has the name of a schema before it.
    const IN_SCHEMA: bool;
}

impl PlacedName for Identifier<'static> {
    const IN_SCHEMA: bool = false;
}

impl PlacedName for InfixNode<Identifier<'static>, Identifier<'static>, &'static str> {
    const IN_SCHEMA: bool = true;
}

/// Refuses an audited model without a `content_type` whose table is in a schema: another schema may have a table of the
/// same name, and the trail would file the rows of both under it.
///
/// # Panics
/// In a constant only, so the panic is a compile error.
pub const fn files_under_its_table<T>()
where
    T: StaticQueryFragment<Component: PlacedName>,
{
    assert!(
        !T::Component::IN_SCHEMA,
        "the table is in a schema, but the audit trail would file its rows under the name of the table alone, together \
         with those of a table of the same name in another schema: add `content_type = \"schema.table\"` to `#[model(..)]`"
    );
}
