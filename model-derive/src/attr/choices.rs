//! `#[choices(..)]` on a variant.

use proc_macro2::Ident;
use syn::{Attribute, Expr, ExprLit, ExprUnary, Lit, LitStr, Path, UnOp};

use super::keys::{self, Attempts, Entry};
use crate::ctxt::Ctxt;
use crate::symbol::{ChoiceKey, ChoicesKey};

/// What the user wrote as the stored value.
#[derive(Debug)]
pub(crate) enum Stored {
    Text(LitStr),
    /// A number, and where it was written.
    Code(i64, Box<Expr>),
}

/// What the user wrote on the enum.
#[derive(Debug)]
pub(crate) struct EnumOptions {
    /// The word, and the SQL type.
    pub(crate) sql_type: Option<(Ident, Path)>,
    pub(crate) no_display: Option<Ident>,
}

impl EnumOptions {
    pub(crate) fn parse(cx: &Ctxt, attrs: &[Attribute]) -> Self {
        let (mut options, mut attempts) = (Self { sql_type: None, no_display: None }, Attempts::none());
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("choices")) {
            for entry in keys::of_attribute::<ChoicesKey>(cx, attr, &mut attempts) {
                let word = || entry.word.clone();
                match entry.key {
                    ChoicesKey::SqlType => {
                        options.sql_type = entry.path(cx, "needs the path of a SQL type").map(|path| (word(), path));
                    }
                    ChoicesKey::NoDisplay => options.no_display = entry.flag(cx).map(|()| word()),
                }
            }
        }
        options
    }
}

/// What the user wrote on a variant.
#[derive(Debug)]
pub(crate) struct ChoiceOptions {
    pub(crate) value: Option<Stored>,
    pub(crate) label: Option<LitStr>,
    pub(crate) attempts: Attempts<ChoiceKey>,
}

impl ChoiceOptions {
    pub(crate) fn parse(cx: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut options = Self { value: None, label: None, attempts: Attempts::none() };
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("choices")) {
            for entry in keys::of_attribute(cx, attr, &mut options.attempts) {
                match entry.key {
                    ChoiceKey::Value => options.value = stored(cx, &entry),
                    ChoiceKey::Label => options.label = entry.text(cx),
                }
            }
        }
        options
    }
}

/// `value = "text"`, or `value = 1`.
fn stored(cx: &Ctxt, entry: &Entry<ChoiceKey>) -> Option<Stored> {
    match entry.expr() {
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => is_value(cx, text).then(|| Stored::Text(text.clone())),
        Some(expr) => match code(expr) {
            Some(code) => Some(Stored::Code(code, Box::new(expr.clone()))),
            None => entry.report(cx, "`value` needs a string literal, or a whole number: write `value = 1`"),
        },
        None => entry.wrong_form(cx, "needs a string literal, or a whole number"),
    }
}

fn code(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) if number.suffix().is_empty() => number.base10_parse().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => code(expr).map(|code| -code),
        Expr::Group(group) => code(&group.expr),
        _ => None,
    }
}

fn is_value(cx: &Ctxt, text: &LitStr) -> bool {
    if text.value().is_empty() {
        cx.error(
            text,
            "a stored value cannot be empty: write a word, or remove `value` to store the name of the variant",
        );
        return false;
    }
    true
}
