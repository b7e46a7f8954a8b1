//! `unique` and `unique(..)` on a field.

use proc_macro2::Ident;
use syn::{Expr, LitStr};

use super::keys::{self, Entry};
use crate::ctxt::Ctxt;
use crate::symbol::{self, FieldKey, OnDeletedKey, Symbol, UniqueKey};
use crate::words::OnDeleted;

/// What the user wrote, its names not looked up yet.
#[derive(Debug)]
pub(crate) struct UniqueOption {
    pub(crate) word: Ident,
    pub(crate) forever: Option<Ident>,
    pub(crate) with: Vec<Ident>,
    pub(crate) name: Option<LitStr>,
    pub(crate) on_deleted: Option<(Ident, OnDeleted)>,
    /// The rows that the index has.
    pub(crate) condition: Option<Expr>,
    pub(crate) on: Option<AppliedOption>,
}

/// `on = lower(email)`.
#[derive(Debug)]
pub(crate) struct AppliedOption {
    pub(crate) function: Ident,
    pub(crate) field: Ident,
}

impl UniqueOption {
    pub(super) fn parse(cx: &Ctxt, entry: &Entry<FieldKey>) -> Option<Self> {
        let group = entry.flag_or_list(cx, "unique(with = [tenant_id])")?;
        let word = entry.word.clone();
        let (forever, with, name, on_deleted, condition, on) = (None, Vec::new(), None, None, None, None);
        let mut option = Self { word, forever, with, name, on_deleted, condition, on };
        for entry in group.map(|group| keys::of_group::<UniqueKey>(cx, group)).into_iter().flatten() {
            match entry.key {
                UniqueKey::Forever => option.forever = entry.flag(cx).map(|()| entry.word.clone()),
                UniqueKey::With => option.with = fields(cx, &entry).unwrap_or_default(),
                UniqueKey::Name => option.name = entry.text(cx).filter(|name| is_name(cx, name)),
                UniqueKey::OnDeleted => option.on_deleted = self::on_deleted(cx, &entry),
                UniqueKey::Where => {
                    let condition = entry.expr().cloned();
                    option.condition = condition.or_else(|| entry.wrong_form(cx, "needs a condition on fields"));
                }
                UniqueKey::On => option.on = applied(cx, &entry),
            }
        }
        Some(option)
    }
}

/// `with = [tenant_id, kind]`.
pub(super) fn fields<S: Symbol>(cx: &Ctxt, entry: &Entry<S>) -> Option<Vec<Ident>> {
    names(cx, entry, "needs the names of other fields in brackets")
}

/// `word = [name, name]`.
pub(super) fn names<S: Symbol>(cx: &Ctxt, entry: &Entry<S>, needs: &str) -> Option<Vec<Ident>> {
    let Some(Expr::Array(array)) = entry.expr() else {
        return entry.wrong_form(cx, needs);
    };
    let name = |expr: &Expr| match expr {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    };
    let names: Option<Vec<_>> = array.elems.iter().map(name).collect();
    names.filter(|names| !names.is_empty()).or_else(|| entry.wrong_form(cx, needs))
}

/// The functions that all databases have.
const FUNCTIONS: &[&str] = &["lower", "upper"];

fn applied(cx: &Ctxt, entry: &Entry<UniqueKey>) -> Option<AppliedOption> {
    let needs = "needs `lower` or `upper` of the field";
    let Some(Expr::Call(call)) = entry.expr() else { return entry.wrong_form(cx, needs) };
    let name = |expr: &Expr| match expr {
        Expr::Path(path) => path.path.segments.last().map(|segment| segment.ident.clone()),
        _ => None,
    };
    let function = name(&call.func).filter(|function| FUNCTIONS.iter().any(|known| function == known));
    let field = call.args.first().filter(|_| call.args.len() == 1).and_then(name);
    let (Some(function), Some(field)) = (function, field) else { return entry.wrong_form(cx, needs) };
    Some(AppliedOption { function, field })
}

pub(super) fn on_deleted<S: Symbol>(cx: &Ctxt, entry: &Entry<S>) -> Option<(Ident, OnDeleted)> {
    let word = entry.name(cx, "needs `revive`, `restore`, `insert` or `refuse`")?;
    let name = word.to_string();
    let Some(key) = symbol::find::<OnDeletedKey>(&name) else {
        cx.error(&word, symbol::unknown::<OnDeletedKey>(&name));
        return None;
    };
    let policy = match key {
        OnDeletedKey::Revive => OnDeleted::Revive,
        OnDeletedKey::Restore => OnDeleted::Restore,
        OnDeletedKey::Insert => OnDeleted::Insert,
        OnDeletedKey::Refuse => OnDeleted::Refuse,
    };
    Some((word, policy))
}

/// The longest name that PostgreSQL keeps as it is; MySQL has one letter more.
pub(crate) const LONGEST_INDEX_NAME: usize = 63;

pub(super) fn is_name(cx: &Ctxt, name: &LitStr) -> bool {
    let value = name.value();
    if value.trim().is_empty() {
        cx.error(name, "`name` is empty: write the name that the index has in the database, or remove it");
    } else if value.len() > LONGEST_INDEX_NAME {
        cx.error(
            name,
            format!(
                "this name has {} bytes, and the name of an index can have at most {LONGEST_INDEX_NAME}",
                value.len()
            ),
        );
    } else {
        return true;
    }
    false
}
