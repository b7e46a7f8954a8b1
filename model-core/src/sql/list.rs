//! Items with a separator between them.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;

/// Pushes each item, with a separator between them.
pub(crate) fn separated<'b, I, DB: Backend>(
    items: impl IntoIterator<Item = I>,
    separator: &str,
    out: &mut AstPass<'_, 'b, DB>,
    mut push: impl FnMut(I, &mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()> {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push_sql(separator);
        }
        push(item, out)?;
    }
    Ok(())
}

/// Pushes a comma between two items.
pub(crate) fn comma<DB: Backend>(between: bool, out: &mut AstPass<'_, '_, DB>) {
    if between {
        out.push_sql(", ");
    }
}
