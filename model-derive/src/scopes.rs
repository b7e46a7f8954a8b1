//! `#[scopes]`: functions that return a condition, as methods of every query over their model.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident};
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, FnArg, ImplItem, ImplItemFn, ItemImpl, Pat, Path, ReturnType, Signature, Token, Type, Visibility,
};

use crate::ctxt::Ctxt;
use crate::library;

/// An `impl` with `#[scopes]`.
#[derive(Debug)]
pub(crate) struct Scopes {
    pub(crate) vis: Visibility,
    /// The name of the trait.
    pub(crate) name: Ident,
    /// The model, or the base.
    pub(crate) model: Path,
    pub(crate) of: Of,
    pub(crate) scopes: Vec<Scope>,
}

/// Whose scopes they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Model,
    Base,
}

/// One function.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Documentation, `cfg` and lint levels.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) signature: Signature,
    /// The arguments, each with its type; `Self` is the model in them.
    pub(crate) arguments: Vec<(Ident, TokenStream)>,
}

/// The methods of every query, which a scope with the same name would hide, or be hidden by.
const METHODS: &[&str] = &[
    "count",
    "dangling",
    "delete",
    "distinct",
    "execute",
    "exists",
    "filter",
    "find",
    "first",
    "get_result",
    "get_results",
    "group_by",
    "hard_delete",
    "having",
    "inner_join",
    "inner_join_related",
    "into_boxed",
    "left_join",
    "left_join_related",
    "limit",
    "load",
    "load_with",
    "narrow",
    "narrow_base",
    "nullable",
    "objects",
    "of",
    "of_by",
    "offset",
    "older_than",
    "only_deleted",
    "or_filter",
    "order",
    "order_by",
    "patch",
    "query",
    "recent",
    "referring_to",
    "restore",
    "select",
    "unordered",
    "updated_since",
    "with_deleted",
];

impl Scopes {
    /// The scopes that the tokens describe, or every mistake in them.
    pub(crate) fn parse(options: &TokenStream, item: &ItemImpl) -> syn::Result<Self> {
        let cx = Ctxt::new();
        let name = name(&cx, options);
        let scopes = model(&cx, item).map(|model| {
            let functions: Vec<&ImplItemFn> = item
                .items
                .iter()
                .filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(function),
                    _ => None,
                })
                .collect();
            if functions.is_empty() {
                cx.error(
                    &item.self_ty,
                    "this `impl` has no scopes: write `pub fn published() -> Condition<Self> { .. }`",
                );
            }
            let vis = visibility(&cx, &functions);
            let of = of(&cx, &functions);
            let last = model.segments.last().map(|segment| &segment.ident);
            let name = name.or_else(|| last.map(|ident| format_ident!("{}Scopes", ident, span = ident.span())));
            let scopes = functions.iter().filter_map(|function| Scope::parse(&cx, model, function)).collect();
            let name = name.unwrap_or_else(|| format_ident!("Scopes"));
            Self { vis, name, model: model.clone(), of, scopes }
        });
        cx.finish(scopes)
    }
}

impl Scope {
    fn parse(cx: &Ctxt, model: &Path, function: &ImplItemFn) -> Option<Self> {
        let signature = &function.sig;
        check_signature(cx, signature);
        check_return(cx, signature);
        let arguments: Vec<_> = signature.inputs.iter().map(|argument| parse_argument(cx, model, argument)).collect();
        let kept = ["doc", "cfg", "allow", "expect", "deprecated"];
        let attrs = function.attrs.iter().filter(|attr| kept.iter().any(|name| attr.path().is_ident(name)));
        let arguments = arguments.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Self { attrs: attrs.cloned().collect(), signature: signature.clone(), arguments })
    }
}

/// The options: the name of the trait, and the path of the library after it. Each may be left out.
pub(crate) struct Given {
    pub(crate) name: Option<Ident>,
}

impl Parse for Given {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: Option<Ident> = input.peek(syn::Ident).then(|| input.parse()).transpose()?;
        if name.is_some() && !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        if !input.is_empty() {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            let path: TokenStream = input.parse()?;
            library::path(path).ok_or_else(|| input.error("expected a path"))?;
        }
        Ok(Self { name })
    }
}

/// The name of the trait, when it is given.
fn name(cx: &Ctxt, options: &TokenStream) -> Option<Ident> {
    let given = syn::parse2::<Given>(options.clone());
    if given.is_err() {
        cx.error(
            options,
            "`scopes` takes only the name of the trait, and the path of the library: write `#[scopes(ArticleScopes)]` \
             or `#[scopes(ArticleScopes, crate = ::application::model_core)]`",
        );
    }
    given.ok()?.name
}

fn model<'a>(cx: &Ctxt, item: &'a ItemImpl) -> Option<&'a Path> {
    if let Some((_, implemented, _)) = &item.trait_ {
        cx.error(implemented, "scopes are functions of the model itself: write `impl Article { .. }`, without a trait");
        return None;
    }
    if !item.generics.params.is_empty() {
        cx.error(&item.generics.params, "a model has no lifetimes or type parameters: write `impl Article { .. }`");
        return None;
    }
    match &*item.self_ty {
        Type::Path(path) if path.qself.is_none() => Some(&path.path),
        other => {
            cx.error(other, "scopes are functions of a model: write `impl Article { .. }`");
            None
        }
    }
}

/// One trait has one visibility.
fn visibility(cx: &Ctxt, functions: &[&ImplItemFn]) -> Visibility {
    let Some((first, others)) = functions.split_first() else { return Visibility::Inherited };
    let written = first.vis.to_token_stream().to_string();
    if let Some(other) = others.iter().find(|other| other.vis.to_token_stream().to_string() != written) {
        cx.error(
            &other.sig.ident,
            format!(
                "`{}` and `{}` become methods of one trait, so they need the same visibility: change one of them, or \
                 move it to another `impl` with `#[scopes(..)]` and another name for its trait",
                first.sig.ident, other.sig.ident
            ),
        );
    }
    first.vis.clone()
}

/// The conditions of a base are about columns in any table.
fn of(cx: &Ctxt, functions: &[&ImplItemFn]) -> Of {
    let of = |function: &ImplItemFn| match returned(&function.sig) {
        Some(ident) if ident == "BaseCondition" => Of::Base,
        _ => Of::Model,
    };
    let Some((first, others)) = functions.split_first() else { return Of::Model };
    if let Some(other) = others.iter().find(|other| returned(&other.sig).is_some() && of(other) != of(first)) {
        cx.error(
            &other.sig.output,
            "scopes of a base return `BaseCondition<Self>`, and scopes of a model return `Condition<Self>`: one `impl` \
             cannot have both",
        );
    }
    of(first)
}

/// The name of the type that is returned.
fn returned(signature: &Signature) -> Option<&Ident> {
    match &signature.output {
        ReturnType::Type(_, ty) => match &**ty {
            Type::Path(path) => path.path.segments.last().map(|last| &last.ident),
            _ => None,
        },
        ReturnType::Default => None,
    }
}

fn check_signature(cx: &Ctxt, signature: &Signature) {
    let ident = &signature.ident;
    if METHODS.contains(&ident.to_string().as_str()) {
        cx.error(ident, format!("`{ident}` is a method of every query: give the scope another name"));
    }
    if let Some(word) = &signature.asyncness {
        cx.error(word, "a scope only builds a condition, and sends no query: remove `async`");
    }
    if let Some(word) = &signature.unsafety {
        cx.error(word, "a scope must be safe to call: remove `unsafe`");
    }
}

fn check_return(cx: &Ctxt, signature: &Signature) {
    let ident = &signature.ident;
    let message = "a scope must return a condition: write `-> Condition<Self>`, with `condition!(..)` in the body; put \
                   other functions into an `impl` without `#[scopes]`";
    match &signature.output {
        ReturnType::Default => cx.error(ident, message),
        ReturnType::Type(_, ty) => {
            let is_condition = returned(signature).is_some_and(|last| last == "Condition" || last == "BaseCondition");
            if !is_condition {
                cx.error(ty, message);
            }
        }
    }
}

fn parse_argument(cx: &Ctxt, model: &Path, argument: &FnArg) -> Option<(Ident, TokenStream)> {
    match argument {
        FnArg::Receiver(receiver) => {
            cx.error(receiver, "a scope applies to a query, not to one row: remove `self`");
            None
        }
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                Some((name.ident.clone(), without_self(typed.ty.to_token_stream(), model)))
            }
            pattern => {
                cx.error(
                    pattern,
                    "an argument of a scope needs a name: write one here, and destructure it in the body",
                );
                None
            }
        },
    }
}

/// The same type where `Self` is something else.
fn without_self(tokens: TokenStream, model: &Path) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => model.to_token_stream(),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), without_self(group.stream(), model));
            inner.set_span(group.span());
            TokenTree::from(inner).into()
        }
        other => other.into(),
    });
    replaced.collect()
}
