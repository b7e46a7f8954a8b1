//! The rules about generic references of two fields.

use syn::ext::IdentExt as _;

use crate::attr::model::Options;
use crate::ctxt::Ctxt;
use crate::model::{Model, VERBS};
use crate::words::Role;

pub(super) fn check(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    for pair in &model.relations.pairs {
        let (name, kind, key) = (&pair.name, &model.fields[pair.kind], &model.fields[pair.key]);
        let option = options.generic.iter().find(|option| option.name == *name);
        let Some((kind_word, key_word)) = option.and_then(|option| Some((option.kind.as_ref()?, option.key.as_ref()?)))
        else {
            continue;
        };
        let plain = name.unraw().to_string();
        if VERBS.contains(&plain.as_str()) {
            cx.error(name, format!("`{plain}` is a method of the generated types: give the reference another name"));
        } else if model.fields.iter().any(|field| field.setter == *name) {
            cx.error(
                name,
                format!("`{plain}` is a field, and its setter has that name: give the reference another name"),
            );
        }
        if pair.kind == pair.key {
            cx.error(
                key_word,
                format!("`{key_word}` has the kind already: name the field that has the key of the row"),
            );
            continue;
        }
        for (word, field) in [(kind_word, kind), (key_word, key)] {
            if !matches!(field.role, Role::Plain | Role::Key) {
                let what = field.role.meaning();
                cx.error(word, format!("`{word}` {what}, so it cannot be a part of a generic reference"));
            }
        }
        if kind.nullable.is_some() != key.nullable.is_some() {
            let (null, other) = if kind.nullable.is_some() { (kind, key) } else { (key, kind) };
            cx.error(
                name,
                format!(
                    "`{}` may be NULL and `{}` may not: a reference to nothing has NULL in both, so make both an \
                     `Option`, or neither",
                    null.ident, other.ident
                ),
            );
        }
    }
}
