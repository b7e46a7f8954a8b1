//! The orders of a model, as plain data.

/// One term of an ordering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderTerm {
    /// The index of the field.
    pub field: usize,
    /// Whether larger values come first.
    pub descending: bool,
    /// Where rows without a value come: first, last, or as if NULL were smaller than any value.
    pub nulls_first: Option<bool>,
}

impl OrderTerm {
    /// Small values first.
    pub const fn ascending(field: usize) -> Self {
        Self { field, descending: false, nulls_first: None }
    }

    /// Large values first.
    pub const fn descending(field: usize) -> Self {
        Self { field, descending: true, nulls_first: None }
    }

    /// The same, with the rows without a value at the beginning.
    pub const fn nulls_first(self) -> Self {
        Self { nulls_first: Some(true), ..self }
    }

    /// The same, with the rows without a value at the end.
    pub const fn nulls_last(self) -> Self {
        Self { nulls_first: Some(false), ..self }
    }

    /// Whether the rows without a value are at the beginning.
    pub(crate) fn begins_with_nulls(self) -> bool {
        self.nulls_first.unwrap_or(!self.descending)
    }
}
