//! Whether a table is in a schema of the database, as its `table!` says.

use diesel::internal::table_macro::{Identifier, StaticQueryFragment};

/// The name of a table without the name of a schema before it, as Diesel keeps it.
#[diagnostic::on_unimplemented(
    message = "the table of this audited model is in a schema, so the model needs a `content_type`",
    label = "another schema may have a table of the same name, and the audit trail would mix their histories",
    note = "add `content_type = \"schema.table\"` to `#[model(..)]`, with a name that no other model has"
)]
pub trait NameWithoutSchema {}

impl NameWithoutSchema for Identifier<'static> {}

/// Lets generated code check that the trail can file the rows of a model under the name of its table.
pub const fn files_under_its_table<T>()
where
    T: StaticQueryFragment<Component: NameWithoutSchema>,
{
}
