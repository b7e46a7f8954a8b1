//! Facts about a column that a form or a schema needs, and no write.

use crate::meta::encoding::Encoding;
use crate::meta::sql_type::SqlType;
use crate::meta::{EpochUnit, Facts, Field, Meta, Privacy, Role};

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

    /// The same, as one column of a foreign key of several.
    pub const fn refers_in_part(self) -> Self {
        Self { facts: Facts { refers_in_part: true, ..self.facts }, ..self }
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

    /// The same, under other names on the wire, the first of which is the one that is written.
    pub const fn sent_as(self, sent_as: &'static [&'static str]) -> Self {
        Self { facts: Facts { sent_as, ..self.facts }, ..self }
    }

    /// The same, but hidden from clients.
    pub const fn hidden(self) -> Self {
        Self { facts: Facts { hidden: true, ..self.facts }, ..self }
    }

    /// The same, with the names of the rules that its values must follow.
    pub const fn formats(self, formats: &'static [&'static str]) -> Self {
        Self { facts: Facts { formats, ..self.facts }, ..self }
    }

    /// The same, whose integers count this unit.
    pub const fn counting(self, unit: EpochUnit) -> Self {
        Self { facts: Facts { epoch: Some(unit), ..self.facts }, ..self }
    }

    /// The same, of a SQL type by its name.
    pub const fn typed(self, name: &'static str) -> Self {
        Self { sql: SqlType::Named(name), ..self }
    }
}

impl Field {
    /// The values among which the field chooses, as JSON: texts, or numbers if the column holds numbers.
    pub fn choices_in_json(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let is_coded = self.encoding == Encoding::Integer;
        self.facts.choices.iter().map(move |(text, _)| match text.parse::<i64>() {
            Ok(code) if is_coded => code.into(),
            _ => (*text).into(),
        })
    }

    /// Whether a new row needs a value from the caller. If not, the library or the database has one, or it may be NULL.
    pub fn is_needed(&self) -> bool {
        let is_asked_for = match self.role {
            Role::Plain => true,
            Role::Key => self.in_new,
            _ => false,
        };
        is_asked_for && !self.nullable && !self.slug && !self.is_left_out() && self.facts.default.is_none()
    }

    /// Whether a client has to send it with a new row.
    pub fn is_needed_from_client(&self) -> bool {
        self.in_new && self.is_needed()
    }

    /// Whether a client may neither send it with a new row nor with a patch.
    pub fn is_read_only(&self) -> bool {
        !self.in_new && !self.in_patch
    }

    /// Whether a client sees the values: they are neither masked nor left out by `#[serde(skip_serializing)]`.
    pub fn is_shown(&self) -> bool {
        self.privacy != Privacy::Mask && !self.facts.hidden
    }

    /// The name on the wire: the name of the field, unless `#[serde(rename = "..")]` gives another.
    pub fn wire_name(&self) -> &'static str {
        self.facts.sent_as.first().copied().unwrap_or(self.name)
    }

    /// The names under which a client may send it.
    pub fn wire_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let plain = self.facts.sent_as.is_empty().then_some(self.name);
        plain.into_iter().chain(self.facts.sent_as.iter().copied())
    }

    /// A label for people: `Published at` for `published_at`, `Author` for `author_id`.
    pub fn label(&self) -> String {
        let name = self.name.strip_suffix("_id").filter(|stem| !stem.is_empty()).unwrap_or(self.name);
        let mut label = name.trim_matches('_').replace('_', " ");
        if let Some(first) = label.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        label
    }

    /// Whether the database alone gives a new row its value.
    pub fn is_left_out(&self) -> bool {
        self.by_database || self.facts.left_out
    }
}

impl Meta {
    /// A column by the name of its field, also one that is written and never read.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().chain(self.write_only).find(|field| field.name == name)
    }

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

#[cfg(test)]
mod tests {
    use crate::meta::Meta;
    use crate::meta::schema::audit_logs as log;

    /// A model of this name.
    fn named(name: &'static str) -> Meta {
        Meta {
            name,
            content_type: "",
            fields: &[],
            write_only: &[],
            key: &[],
            audited: false,
            captured: false,
            read_only: false,
            repr: None,
            uniques: &[],
            indexes: &[],
            doc: "",
        }
    }

    #[test]
    fn models_are_called_by_their_names() {
        assert_eq!(named("BlogPost").label(), "blog post");
        let called = ["Article", "Category", "Day", "Box", "BlogPost", "Dish"].map(|name| named(name).plural());
        assert_eq!(called, ["articles", "categories", "days", "boxes", "blog posts", "dishes"]);
    }

    #[test]
    fn a_field_is_called_after_its_name() {
        let label = |name| crate::meta::field::plain::<log::action>(name).label();
        assert_eq!(label("title"), "Title");
        assert_eq!(label("author_id"), "Author");
        assert_eq!(label("published_at"), "Published at");
        assert_eq!((label("id"), label("_id")), ("Id".to_owned(), "Id".to_owned()));
    }
}
