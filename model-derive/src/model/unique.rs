//! Unique constraints and indexes: names become fields, and an index without a name gets one.

use proc_macro2::Ident;
use syn::Path;
use syn::ext::IdentExt as _;

use super::checked::{Index, Unique};
use super::condition;
use super::field::Field;
use super::lookup::{no_such_field, position};
use crate::attr::index::IndexOption;
use crate::attr::model::Options;
use crate::attr::unique::UniqueOption;
use crate::ctxt::Ctxt;
use crate::words::OnDeleted;

/// The unique constraints, in the order of the fields.
pub(super) fn resolve(cx: &Ctxt, options: &Options<'_>, table: &Path, fields: &[Field]) -> Vec<Unique> {
    let declared = options.fields.iter().enumerate().filter_map(|(at, field)| Some((at, field.unique.as_ref()?)));
    declared.map(|(at, option)| unique(cx, options, table, fields, at, option)).collect()
}

/// The indexes that are not unique, in the order of the fields.
pub(super) fn indexes(cx: &Ctxt, options: &Options<'_>, table: &Path, fields: &[Field]) -> Vec<Index> {
    let declared = options.fields.iter().enumerate().filter_map(|(at, field)| Some((at, field.index.as_ref()?)));
    let index = |(at, option): (usize, &IndexOption)| {
        let columns = together(cx, options, fields, at, &option.with);
        let name = option.name.as_ref().map(syn::LitStr::value);
        Index { name: name.unwrap_or_else(|| index_name(table, fields, &columns, None, "index")), fields: columns }
    };
    declared.map(index).collect()
}

fn unique(
    cx: &Ctxt,
    options: &Options<'_>,
    table: &Path,
    fields: &[Field],
    at: usize,
    option: &UniqueOption,
) -> Unique {
    let together = together(cx, options, fields, at, &option.with);
    let function = option.on.as_ref().map(|on| &on.function);
    if let Some(applied) = option.on.as_ref().filter(|on| on.field.unraw() != fields[at].ident.unraw()) {
        let ident = &fields[at].ident;
        cx.error(
            &applied.field,
            format!("`on` must use the field that it is on: write `on = {}({ident})`", applied.function),
        );
    }
    let condition = option.condition.as_ref().map(|condition| condition::pieces(cx, options, fields, condition));
    let forever = option.forever.is_some();
    let by_default = if forever { OnDeleted::Refuse } else { OnDeleted::Insert };
    let name = option.name.as_ref().map(syn::LitStr::value);
    Unique {
        index: name.unwrap_or_else(|| index_name(table, fields, &together, function, "unique")),
        forever,
        on_deleted: option.on_deleted.as_ref().map_or(by_default, |(_, policy)| *policy),
        applied: option.on.as_ref().map(|on| (on.function.clone(), longest(&fields[at]))),
        condition: condition.unwrap_or_default(),
        fields: together,
    }
}

/// A field and those that it is named with.
fn together(cx: &Ctxt, options: &Options<'_>, fields: &[Field], at: usize, with: &[Ident]) -> Vec<usize> {
    let mut together = vec![at];
    for name in with {
        let text = name.unraw().to_string();
        match position(fields, &text) {
            Some(other) if other == at => {
                cx.error(name, format!("`{name}` is this field: name only other fields in `with`"));
            }
            Some(other) if together.contains(&other) => cx.error(name, format!("`{name}` is named twice: remove it")),
            Some(other) => together.push(other),
            None => cx.error(name, no_such_field(&text, options, fields)),
        }
    }
    together
}

/// How many characters a text of the field can have.
fn longest(field: &Field) -> usize {
    field.max_length.as_ref().and_then(|length| length.base10_parse().ok()).unwrap_or(255)
}

/// `articles_slug_unique`, `users_email_lower_unique`, `articles_author_id_index`.
fn index_name(table: &Path, fields: &[Field], columns: &[usize], function: Option<&Ident>, end: &str) -> String {
    let table = table.segments.last().map(|segment| segment.ident.unraw().to_string()).unwrap_or_default();
    let columns = columns.iter().map(|index| fields[*index].column.unraw().to_string());
    let mut words: Vec<_> = std::iter::once(table).chain(columns).chain([end.to_owned()]).collect();
    if let Some(function) = function {
        words.insert(2, function.to_string());
    }
    words.join("_")
}
