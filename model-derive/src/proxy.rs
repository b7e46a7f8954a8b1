//! `#[derive(Proxy)]`: the rows of a model under another default filter and order.

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::{Data, DeriveInput, Expr, Fields, LitStr, Path, Type};

use crate::attr::ordering::Term;
use crate::attr::proxy::ProxyOptions;
use crate::ctxt::Ctxt;
use crate::library;
use crate::symbol::ProxyKey;

/// A struct with `#[derive(Proxy)]`.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) ident: Ident,
    pub(crate) base: Path,
    /// Columns of the base and the values they must have.
    pub(crate) filter: Vec<(Ident, Expr)>,
    /// The literal, and its terms. Only the expansion, which
    /// the compiler joins with the base, can know whether the names are fields.
    pub(crate) ordering: Option<(LitStr, Vec<Term>)>,
}

impl Proxy {
    /// The proxy that the tokens describe, or every mistake in them.
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let cx = Ctxt::new();
        library::check(&cx, &input.attrs);
        let options = ProxyOptions::parse(&cx, &input.attrs);
        check_generics(&cx, input);
        check_of(&cx, input, &options);
        let base = base(&cx, input, &options);
        check_base(&cx, base, &options);
        let proxy = base.zip(options.of).map(|(_, base)| Self {
            ident: input.ident.clone(),
            base,
            filter: options.filter,
            ordering: options.ordering.map(|ordering| (ordering.literal, ordering.terms)),
        });
        cx.finish(proxy)
    }
}

fn check_generics(cx: &Ctxt, input: &DeriveInput) {
    if !input.generics.params.is_empty() {
        cx.error(
            &input.generics.params,
            format!("a proxy owns a row of its model: `{}` cannot have lifetimes or type parameters", input.ident),
        );
    }
}

fn check_of(cx: &Ctxt, input: &DeriveInput, options: &ProxyOptions) {
    if !options.attempts.include(ProxyKey::Of) {
        let ident = &input.ident;
        cx.error(
            ident,
            format!(
                "`{ident}` is missing `of`: write `#[proxy(of = Article)]` on the struct, with the model whose rows it \
                 shows"
            ),
        );
    }
}

/// The type of the one field.
fn base<'a>(cx: &Ctxt, input: &'a DeriveInput, options: &ProxyOptions) -> Option<&'a Type> {
    let ident = &input.ident;
    let base = options.of.as_ref().map_or_else(|| "Article".to_owned(), written);
    let form = format!("`struct {ident}({base});`");
    let Data::Struct(data) = &input.data else {
        cx.error(ident, format!("a proxy must be a tuple struct around its model: write {form}"));
        return None;
    };
    let columns = "a proxy shows the rows of its model and cannot add columns";
    match &data.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            return fields.unnamed.first().map(|field| &field.ty);
        }
        Fields::Unnamed(fields) => match fields.unnamed.iter().nth(1) {
            Some(second) => {
                cx.error(second, format!("{columns}: write {form}, and add this field to `{base}` and its table"));
            }
            None => cx.error(ident, format!("a proxy must be a tuple struct around its model: write {form}")),
        },
        Fields::Named(fields) => {
            cx.error(fields, format!("{columns}: write {form}, and add columns to `{base}` and its table"))
        }
        Fields::Unit => cx.error(ident, format!("a proxy must be a tuple struct around its model: write {form}")),
    }
    None
}

fn check_base(cx: &Ctxt, base: Option<&Type>, options: &ProxyOptions) {
    let (Some(mut base), Some(of)) = (base, &options.of) else {
        return;
    };
    while let Type::Group(group) = base {
        base = &group.elem;
    }
    let same = matches!(base, Type::Path(path) if path.qself.is_none() && path.path == *of);
    if !same {
        let of = written(of);
        cx.error(base, format!("this proxy is `of = {of}`: write the type of its field in the same way"));
    }
}

fn written(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}
