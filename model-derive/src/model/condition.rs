//! The condition of a partial index: an expression over fields as pieces of SQL.
//!
//! It has no binds, because a database compares it with the condition of the index when it prepares a statement. So it
//! is read here, and is no expression of Diesel's, although it is written like one.

use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::{BinOp, Expr, ExprMethodCall, Lit, UnOp};

use super::checked::Piece;
use super::field::Field;
use super::lookup::{no_such_field, position};
use crate::attr::model::Options;
use crate::ctxt::Ctxt;

/// The comparisons, as Diesel and as SQL call them.
const COMPARISONS: &[(&str, &str)] =
    &[("eq", " = "), ("ne", " <> "), ("gt", " > "), ("ge", " >= "), ("lt", " < "), ("le", " <= ")];

/// The condition; empty, with an error, if it cannot be read.
pub(super) fn pieces(cx: &Ctxt, options: &Options<'_>, fields: &[Field], condition: &Expr) -> Vec<Piece> {
    let reader = Reader { cx, options, fields };
    reader.condition(condition).unwrap_or_default()
}

struct Reader<'r, 'o> {
    cx: &'r Ctxt,
    options: &'r Options<'o>,
    fields: &'r [Field],
}

impl Reader<'_, '_> {
    fn condition(&self, expr: &Expr) -> Option<Vec<Piece>> {
        match expr {
            Expr::Paren(inner) => self.condition(&inner.expr),
            Expr::Group(inner) => self.condition(&inner.expr),
            Expr::Path(_) => self.column(expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                Some(within("NOT (", self.condition(&unary.expr)?, ")"))
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.joined(&binary.left, " AND ", &binary.right)
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::Or(_)) => {
                self.joined(&binary.left, " OR ", &binary.right)
            }
            Expr::MethodCall(call) => self.call(call),
            _ => self.refused(expr),
        }
    }

    fn call(&self, call: &ExprMethodCall) -> Option<Vec<Piece>> {
        let method = call.method.to_string();
        let arguments: Vec<_> = call.args.iter().collect();
        match (method.as_str(), &arguments[..]) {
            ("is_null", []) => Some(within("", self.column(&call.receiver)?, " IS NULL")),
            ("is_not_null", []) => Some(within("", self.column(&call.receiver)?, " IS NOT NULL")),
            ("and", [other]) => self.joined(&call.receiver, " AND ", other),
            ("or", [other]) => self.joined(&call.receiver, " OR ", other),
            (name, [value]) => match COMPARISONS.iter().find(|(known, _)| *known == name) {
                Some((_, sql)) => self.compared(&call.receiver, sql, value),
                None => self.refused(call),
            },
            _ => self.refused(call),
        }
    }

    /// A truth value is a condition by itself, which is how an index has it.
    fn compared(&self, column: &Expr, sql: &str, value: &Expr) -> Option<Vec<Piece>> {
        let pieces = self.column(column)?;
        match value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Bool(wanted) => match (sql, wanted.value) {
                    (" = ", true) | (" <> ", false) => Some(pieces),
                    (" = ", false) | (" <> ", true) => Some(within("NOT (", pieces, ")")),
                    _ => self.refused(value),
                },
                Lit::Int(number) if number.suffix().is_empty() => {
                    Some(within("", pieces, &format!("{sql}{}", number.base10_digits())))
                }
                Lit::Str(text) if !text.value().contains(['\\', '\0']) => {
                    Some(within("", pieces, &format!("{sql}'{}'", text.value().replace('\'', "''"))))
                }
                _ => self.refused(value),
            },
            Expr::Unary(minus) if matches!(minus.op, UnOp::Neg(_)) => match &*minus.expr {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Int(number) if number.suffix().is_empty() => {
                        Some(within("", pieces, &format!("{sql}-{}", number.base10_digits())))
                    }
                    _ => self.refused(value),
                },
                _ => self.refused(value),
            },
            _ => self.refused(value),
        }
    }

    fn joined(&self, one: &Expr, word: &str, other: &Expr) -> Option<Vec<Piece>> {
        let (one, other) = (self.condition(one), self.condition(other));
        let mut pieces = within("(", one?, ")");
        pieces.push(Piece::Sql(word.to_owned()));
        pieces.extend(within("(", other?, ")"));
        Some(pieces)
    }

    /// A field, by its name or by the path of its column.
    fn column(&self, expr: &Expr) -> Option<Vec<Piece>> {
        let Expr::Path(path) = expr else { return self.refused(expr) };
        let name = &path.path.segments.last()?.ident.unraw();
        let by_column = || self.fields.iter().position(|field| field.column.unraw() == *name);
        match position(self.fields, &name.to_string()).or_else(by_column) {
            Some(index) => Some(vec![Piece::Column(index)]),
            None => {
                self.cx.error(expr, no_such_field(&name.to_string(), self.options, self.fields));
                None
            }
        }
    }

    fn refused<T>(&self, at: &impl ToTokens) -> Option<T> {
        self.cx.error(
            at,
            "the condition of an index compares fields with literals: write `number.gt(0)`, `kind.eq(\"main\")`, \
             `is_main` or `ended_at.is_null()`, and join such conditions by `.and(..)` or `.or(..)`",
        );
        None
    }
}

fn within(before: &str, mut pieces: Vec<Piece>, after: &str) -> Vec<Piece> {
    if !before.is_empty() {
        pieces.insert(0, Piece::Sql(before.to_owned()));
    }
    pieces.push(Piece::Sql(after.to_owned()));
    pieces
}
