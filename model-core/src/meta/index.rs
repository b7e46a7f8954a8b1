//! The indexes of a model that are not unique, as plain data.

/// An index, declared by `#[model(index)]`.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    /// The indices of the columns; the field with the attribute comes first.
    pub columns: &'static [usize],
    /// The name of the index in the database.
    pub name: &'static str,
}

impl Index {
    /// An index over these columns.
    pub const fn of(columns: &'static [usize], name: &'static str) -> Self {
        Self { columns, name }
    }
}
