//! Unique constraints: names become fields, and an index without a name gets one.

use syn::Path;
use syn::ext::IdentExt as _;

use super::checked::Unique;
use super::condition;
use super::field::Field;
use super::lookup::{no_such_field, position};
use crate::attr::model::Options;
use crate::attr::unique::UniqueOption;
use crate::ctxt::Ctxt;
use crate::words::OnDeleted;

/// The unique constraints, in the order of the fields.
pub(super) fn resolve(cx: &Ctxt, options: &Options<'_>, table: &Path, fields: &[Field]) -> Vec<Unique> {
    let declared = options.fields.iter().enumerate().filter_map(|(at, field)| Some((at, field.unique.as_ref()?)));
    declared.map(|(at, option)| unique(cx, options, table, fields, at, option)).collect()
}

fn unique(
    cx: &Ctxt,
    options: &Options<'_>,
    table: &Path,
    fields: &[Field],
    at: usize,
    option: &UniqueOption,
) -> Unique {
    let mut together = vec![at];
    for name in &option.with {
        let text = name.unraw().to_string();
        match position(fields, &text) {
            Some(other) if other == at => cx.error(name, format!("`{name}` is the field itself: `with` names others")),
            Some(other) if together.contains(&other) => cx.error(name, format!("`{name}` is named twice: remove it")),
            Some(other) => together.push(other),
            None => cx.error(name, no_such_field(&text, options, fields)),
        }
    }
    if let Some(applied) = option.on.as_ref().filter(|on| on.field.unraw() != fields[at].ident.unraw()) {
        let ident = &fields[at].ident;
        cx.error(
            &applied.field,
            format!("`on` is about the field that it stands on: write `on = {}({ident})`", applied.function),
        );
    }
    let condition = option.condition.as_ref().map(|condition| condition::pieces(cx, options, fields, condition));
    let forever = option.forever.is_some();
    let by_default = if forever { OnDeleted::Refuse } else { OnDeleted::Insert };
    Unique {
        index: option.name.as_ref().map_or_else(|| index_name(table, fields, &together, option), syn::LitStr::value),
        forever,
        on_deleted: option.on_deleted.as_ref().map_or(by_default, |(_, policy)| *policy),
        applied: option.on.as_ref().map(|on| (on.function.clone(), longest(&fields[at]))),
        condition: condition.unwrap_or_default(),
        fields: together,
    }
}

/// How many characters a text of the field can have.
fn longest(field: &Field) -> usize {
    field.max_length.as_ref().and_then(|length| length.base10_parse().ok()).unwrap_or(255)
}

/// `articles_slug_unique`, `users_email_lower_unique`.
fn index_name(table: &Path, fields: &[Field], columns: &[usize], option: &UniqueOption) -> String {
    let table = table.segments.last().map(|segment| segment.ident.unraw().to_string()).unwrap_or_default();
    let columns = columns.iter().map(|index| fields[*index].column.unraw().to_string());
    let mut columns: Vec<_> = columns.collect();
    if let Some(on) = &option.on {
        columns.insert(1, on.function.to_string());
    }
    let words: Vec<_> = std::iter::once(table).chain(columns).chain(["unique".to_owned()]).collect();
    words.join("_")
}
