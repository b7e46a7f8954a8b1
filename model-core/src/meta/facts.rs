//! What a form or a schema must know of a column, and no write needs.

use crate::meta::sql_type::SqlType;
use crate::meta::{Facts, Field, Meta, Role};

/// What generated code adds to the description of a column.
#[doc(hidden)]
impl Field {
    /// The same, with a largest number of characters.
    pub const fn sized(self, max_length: usize) -> Self {
        Self { facts: Facts { max_length: Some(max_length), ..self.facts }, ..self }
    }

    /// The same, with a closed set of values.
    pub const fn choices(self, choices: &'static [(&'static str, &'static str)]) -> Self {
        Self { facts: Facts { choices, ..self.facts }, ..self }
    }

    /// The same, as a foreign key.
    pub const fn refers(self, to: Option<fn() -> &'static Meta>) -> Self {
        Self { facts: Facts { refers: to, ..self.facts }, ..self }
    }

    /// The same, with a default.
    pub const fn defaulted(self, default: &'static str) -> Self {
        Self { facts: Facts { default: Some(default), ..self.facts }, ..self }
    }

    /// The same, with a default of the database.
    pub const fn sql_default(self, default: &'static str) -> Self {
        Self { facts: Facts { sql_default: Some(default), ..self.facts }, ..self }
    }

    /// The same, in no INSERT.
    pub const fn left_out(self) -> Self {
        Self { facts: Facts { left_out: true, ..self.facts }, ..self }
    }

    /// The same, with documentation.
    pub const fn doc(self, doc: &'static str) -> Self {
        Self { facts: Facts { doc, ..self.facts }, ..self }
    }

    /// The same, of a SQL type by its name.
    pub const fn typed(self, name: &'static str) -> Self {
        Self { sql: SqlType::Named(name), ..self }
    }
}

impl Field {
    /// Whether a new row needs a value from the caller. If not, the library or the database has one, or it may be NULL.
    pub fn is_needed(&self) -> bool {
        let is_asked_for = match self.role {
            Role::Plain => true,
            Role::Key => self.in_new,
            _ => false,
        };
        is_asked_for && !self.nullable && !self.slug && !self.is_left_out() && self.facts.default.is_none()
    }

    /// Whether the database alone gives a new row its value.
    pub fn is_left_out(&self) -> bool {
        self.by_database || self.facts.left_out
    }
}

impl Meta {
    /// What one row is called, for people: `payment method` for `PaymentMethod`.
    pub fn label(&self) -> String {
        let mut label = String::new();
        for (place, letter) in self.name.char_indices() {
            if place > 0 && letter.is_uppercase() {
                label.push(' ');
            }
            label.extend(letter.to_lowercase());
        }
        label
    }

    /// What several rows are called: `payment methods`.
    pub fn plural(&self) -> String {
        let label = self.label();
        let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| label.ends_with(end));
        match label.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
            _ if hisses => format!("{label}es"),
            _ => format!("{label}s"),
        }
    }
}
