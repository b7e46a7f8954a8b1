//! Finds what changed in a row, where the database does not do it itself.

use crate::meta::column_set::ColumnSet;
use crate::meta::encoding::Encoding;
use crate::meta::log::MASKED;
use crate::meta::{Meta, Privacy, Role};
use crate::sql::document::Document;
use crate::trail::REPR_LENGTH;
use crate::trail::insert::AuditRow;
use crate::trail::snapshot::Snapshot;
use crate::values::Values;
use crate::values::exact::Exact;

/// The columns that a write can change in a row, and which of them the trail shows.
pub(crate) struct TracedChanges {
    meta: &'static Meta,
    written: ColumnSet,
    /// Whether a column that follows every write is significant by itself.
    touches: bool,
    /// The columns that are compared, in the order of an entry: by field name.
    traced: Vec<usize>,
}

impl TracedChanges {
    pub(crate) fn new(meta: &'static Meta, written: ColumnSet, touches: bool) -> Self {
        let touches = touches || meta.tells_touches(written);
        Self { meta, written, touches, traced: by_name(meta, meta.traced(written).chain(meta.unread(written))) }
    }

    /// The same for a change log.
    pub(crate) fn logged(meta: &'static Meta, written: ColumnSet) -> Self {
        Self { meta, written, touches: false, traced: by_name(meta, meta.logged(written)) }
    }

    /// The columns whose values before and after the write are needed: these, and the deletion marker.
    pub(crate) fn columns(&self) -> ColumnSet {
        let Self { meta, written, traced, .. } = self;
        let mut columns = *written;
        let marker = meta.with_role(Role::DeletedAt);
        meta.key.iter().chain(&meta.repr).chain(&marker).chain(traced).for_each(|index| columns.insert(*index));
        columns
    }

    /// The entry of a row that was written, unless no significant column differs.
    pub(crate) fn row(&self, old: &Snapshot, new: &Snapshot) -> Option<AuditRow> {
        let Self { meta, written, touches, traced } = self;
        let mut significant = false;
        let mut changes = Object::new();
        let changed = |index: &usize| match meta.fields.get(*index) {
            Some(field) => differs(field.encoding, *index, old, new),
            // It is set and never read.
            None => true,
        };
        for index in traced.iter().copied().filter(changed) {
            significant |= *touches || !meta.column(index).role.follows_writes();
            changes.field(meta, index, &[("new", new), ("old", old)]);
        }
        significant
            .then(|| AuditRow { nul: nul(meta, written.iter(), new), ..AuditRow::new(meta, new, changes.finish()) })
    }
}

/// The changes of rows that all get the same, known values: the shared part of their entries is made once.
pub(crate) struct UniformChanges<'c> {
    changes: &'c TracedChanges,
    new: Snapshot,
    nul: Option<&'static str>,
    /// The text before the old value of each column that is compared, in their order.
    heads: Vec<String>,
    /// The name of the rows, if one of the values names them.
    name: Option<String>,
}

impl<'c> UniformChanges<'c> {
    /// None if the write sets a value that only the database knows, or one that is never read.
    pub(crate) fn new(
        changes: &'c TracedChanges,
        values: &impl Values,
        stores_verbatim: impl Fn(&Exact<'_>) -> bool,
    ) -> Option<Self> {
        let TracedChanges { meta, written, traced, .. } = changes;
        if meta.has_unread(*written) {
            return None;
        }
        let given = |index: usize| {
            meta.fields[index].role != Role::Version && values.exact(index).is_some_and(|value| stores_verbatim(&value))
        };
        if !written.iter().all(given) || !traced.iter().all(|index| written.contains(*index)) {
            return None;
        }
        let new = Snapshot::of_values(meta.fields, values, *written)?;
        let heads = traced.iter().map(|index| Object::head(meta, *index, &new)).collect();
        let name = meta.repr.filter(|index| written.contains(*index)).map(|_| AuditRow::name(meta, &new));
        Some(Self { changes, nul: nul(meta, written.iter(), &new), new, heads, name })
    }

    /// Whether one of the columns of a row with these old values has changed.
    pub(crate) fn differs(&self, columns: ColumnSet, old: &Snapshot) -> bool {
        columns.iter().any(|index| differs(self.changes.meta.fields[index].encoding, index, old, &self.new))
    }

    /// The entry of a row that was written, unless no significant column differs.
    pub(crate) fn row(&self, old: &Snapshot) -> Option<AuditRow> {
        let Self { changes: TracedChanges { meta, touches, traced, .. }, new, nul, heads, name } = self;
        let mut significant = false;
        let mut changes = Object::new();
        for (index, head) in traced.iter().copied().zip(heads) {
            if differs(meta.fields[index].encoding, index, old, new) {
                significant |= *touches || !meta.fields[index].role.follows_writes();
                changes.field_of(meta, index, head, old);
            }
        }
        significant.then(|| AuditRow {
            object_id: old.object_id(meta).into_owned(),
            object_repr: name.clone().unwrap_or_else(|| AuditRow::name(meta, old)),
            changes: changes.finish(),
            nul: *nul,
        })
    }
}

/// Whether the value of a column has changed. Documents with different texts can be equal: `0.0` and `-0.0`.
fn differs(encoding: Encoding, index: usize, old: &Snapshot, new: &Snapshot) -> bool {
    old.get(index) != new.get(index) && !(encoding.is_document() && old.value(index) == new.value(index))
}

/// The entries of rows that were created or removed, with all their values.
pub(crate) struct WholeRows {
    meta: &'static Meta,
    shown: Vec<usize>,
}

impl WholeRows {
    pub(crate) fn new(meta: &'static Meta) -> Self {
        Self { meta, shown: by_name(meta, meta.shown()) }
    }

    /// The entry of a row that was created.
    pub(crate) fn created(&self, new: &Snapshot) -> AuditRow {
        AuditRow { nul: nul(self.meta, 0..self.meta.fields.len(), new), ..self.row("new", new) }
    }

    /// The entry of a row that was removed.
    pub(crate) fn removed(&self, old: &Snapshot) -> AuditRow {
        self.row("old", old)
    }

    fn row(&self, side: &str, values: &Snapshot) -> AuditRow {
        let mut changes = Object::new();
        self.shown.iter().for_each(|index| changes.field(self.meta, *index, &[(side, values)]));
        AuditRow::new(self.meta, values, changes.finish())
    }
}

/// The columns in the order of an entry.
fn by_name(meta: &Meta, columns: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut columns: Vec<usize> = columns.collect();
    columns.sort_unstable_by_key(|index| meta.column(*index).name);
    columns
}

impl AuditRow {
    fn new(meta: &Meta, values: &Snapshot, changes: Document) -> Self {
        let object_id = values.object_id(meta).into_owned();
        Self { object_id, object_repr: Self::name(meta, values), changes, nul: None }
    }

    /// The name of a row in the trail.
    pub(crate) fn name(meta: &Meta, values: &Snapshot) -> String {
        let name = meta.repr.map(|index| values.text(index)).unwrap_or_default();
        // A text never has more characters than bytes.
        if name.len() <= REPR_LENGTH { name.into_owned() } else { name.chars().take(REPR_LENGTH).collect() }
    }
}

/// The first of the columns with a text that contains a NUL character.
fn nul(meta: &Meta, mut columns: impl Iterator<Item = usize>, values: &Snapshot) -> Option<&'static str> {
    columns.find(|index| values.has_nul(*index)).map(|index| meta.fields[index].name)
}

/// Builds the text of the changes of a row: `{"title":{"new":"b","old":"a"}}`.
struct Object(String);

impl Object {
    fn new() -> Self {
        // Enough for the mark of a deletion and the time of a write.
        Self(String::with_capacity(192))
    }

    /// Adds a field, with its values on these sides. A name is a Rust identifier, so nothing has to be escaped.
    fn field(&mut self, meta: &Meta, index: usize, sides: &[(&str, &Snapshot)]) {
        let field = meta.column(index);
        self.name(if self.0.is_empty() { "{" } else { "," }, field.name);
        if field.privacy == Privacy::Mask {
            self.name("{", MASKED);
            self.0.push_str("true");
        } else {
            for (place, (side, values)) in sides.iter().enumerate() {
                self.name(if place == 0 { "{" } else { "," }, side);
                self.0.push_str(values.get(index));
            }
        }
        self.0.push('}');
    }

    /// The text before the old value of a field whose new value is known, or the whole text if no value is shown.
    fn head(meta: &Meta, index: usize, new: &Snapshot) -> String {
        let (field, mut head) = (&meta.fields[index], Self(String::new()));
        head.name("", field.name);
        if field.privacy == Privacy::Mask {
            head.name("{", MASKED);
            head.0.push_str("true");
        } else {
            head.name("{", "new");
            head.0.push_str(new.get(index));
            head.name(",", "old");
        }
        head.0
    }

    /// Adds a field whose head already exists.
    fn field_of(&mut self, meta: &Meta, index: usize, head: &str, old: &Snapshot) {
        let old = if meta.fields[index].privacy == Privacy::Mask { "" } else { old.get(index) };
        let before = if self.0.is_empty() { "{" } else { "," };
        [before, head, old, "}"].iter().for_each(|part| self.0.push_str(part));
    }

    fn name(&mut self, before: &str, name: &str) {
        [before, "\"", name, "\":"].iter().for_each(|part| self.0.push_str(part));
    }

    fn finish(mut self) -> Document {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        Document::new(self.0)
    }
}
