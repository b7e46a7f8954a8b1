//! Reads the value of an option in the form that the option needs, or reports the right form.

use proc_macro2::{Group, Ident};
use quote::ToTokens;
use syn::{Expr, ExprLit, Lit, LitInt, LitStr, Path, Type, parse_quote};

use super::keys::Entry;
use super::list::Value;
use crate::ctxt::Ctxt;
use crate::library;
use crate::symbol::Symbol;

impl<S: Symbol> Entry<S> {
    /// A word without a value.
    pub(crate) fn flag(&self, cx: &Ctxt) -> Option<()> {
        match self.value {
            Value::None => Some(()),
            _ => self.wrong_form(cx, "takes no value"),
        }
    }

    /// A word with or without a list.
    pub(crate) fn flag_or_list(&self, cx: &Ctxt, list_form: &str) -> Option<Option<&Group>> {
        match &self.value {
            Value::None => Some(None),
            Value::List(group) if !group.stream().is_empty() => Some(Some(group)),
            _ => {
                let form = self.key.form();
                self.report(cx, &format!("`{}` takes no value, or a list: write `{form}` or `{list_form}`", self.word))
            }
        }
    }

    /// `word(..)`, not empty.
    pub(crate) fn list(&self, cx: &Ctxt, needs: &str) -> Option<&Group> {
        match &self.value {
            Value::List(group) if !group.stream().is_empty() => Some(group),
            _ => self.wrong_form(cx, needs),
        }
    }

    /// `word = path`.
    pub(crate) fn path(&self, cx: &Ctxt, needs: &str) -> Option<Path> {
        match self.expr() {
            Some(Expr::Path(path)) if path.qself.is_none() && path.attrs.is_empty() => Some(path.path.clone()),
            _ => self.wrong_form(cx, needs),
        }
    }

    /// `word = path`, or `word = (path, path)`, as the type of a column or of several.
    pub(crate) fn columns(&self, cx: &Ctxt) -> Option<Type> {
        match self.expr() {
            Some(Expr::Tuple(tuple)) if tuple.elems.len() > 1 => {
                let path = |expr: &Expr| matches!(expr, Expr::Path(path) if path.qself.is_none());
                let is_tuple = tuple.elems.iter().all(path);
                is_tuple.then(|| parse_quote!(#tuple)).or_else(|| self.wrong_form(cx, "needs the paths of columns"))
            }
            _ => self.path(cx, "needs the path of a column").map(|path| parse_quote!(#path)),
        }
    }

    /// `word = name`.
    pub(crate) fn name(&self, cx: &Ctxt, needs: &str) -> Option<Ident> {
        match self.expr() {
            Some(Expr::Path(path)) if path.qself.is_none() && path.path.get_ident().is_some() => {
                path.path.get_ident().cloned()
            }
            _ => self.wrong_form(cx, needs),
        }
    }

    /// `crate = path`, or the path as a text.
    pub(crate) fn library(&self, cx: &Ctxt) -> Option<()> {
        match self.expr().and_then(|expr| library::path(expr.to_token_stream())) {
            Some(_) => Some(()),
            None => self.wrong_form(cx, "needs the path at which this crate finds `model_core`"),
        }
    }

    /// `word = "text"`.
    pub(crate) fn text(&self, cx: &Ctxt) -> Option<LitStr> {
        match self.expr() {
            Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text.clone()),
            _ => self.wrong_form(cx, "needs a string literal"),
        }
    }

    /// `word = 200`.
    pub(crate) fn positive(&self, cx: &Ctxt) -> Option<LitInt> {
        match self.expr() {
            Some(Expr::Lit(ExprLit { lit: Lit::Int(number), .. }))
                if number.suffix().is_empty() && number.base10_parse::<u32>().is_ok_and(|number| number > 0) =>
            {
                Some(number.clone())
            }
            _ => self.wrong_form(cx, "needs a positive whole number without a suffix"),
        }
    }

    /// The expression behind the equals sign, out of the invisible group that a `macro_rules!` variable leaves around
    /// it.
    pub(crate) fn expr(&self) -> Option<&Expr> {
        let Value::Expr(expr) = &self.value else {
            return None;
        };
        let mut expr: &Expr = expr;
        while let Expr::Group(group) = expr {
            expr = &group.expr;
        }
        Some(expr)
    }

    /// Reports the wrong form, and shows the right one.
    pub(crate) fn wrong_form<T>(&self, cx: &Ctxt, needs: &str) -> Option<T> {
        self.report(cx, &format!("`{}` {needs}: write `{}`", self.key.name(), self.key.form()))
    }

    /// Reports at the value, or at the word if there is none.
    pub(crate) fn report<T>(&self, cx: &Ctxt, message: &str) -> Option<T> {
        let at = match &self.value {
            Value::None | Value::Missing => self.word.to_token_stream(),
            Value::Expr(expr) => expr.to_token_stream(),
            Value::List(group) => group.to_token_stream(),
        };
        cx.error(at, message);
        None
    }
}
