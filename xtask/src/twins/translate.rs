//! Generates the twin of an item: code that takes the connection becomes asynchronous, and calls that pass it on are
//! awaited.

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprCall, ExprClosure, ExprPath, FnArg, Ident, ImplItem, Item, Path, PathSegment, ReturnType, Signature,
    Token, TraitItem, Type, TypePath, Visibility, parse_quote,
};

use super::calls::{Calls, is_connection, keeps_connection};
use super::coloured::{Coloured, takes_connection};
use super::forms;
use super::header::{bound_by_send, kept, widened};
use super::source::{Crate, Module, Place};
use std::collections::BTreeSet;

/// The name of the module with the twins, inside the module of the originals.
pub(super) const TWIN: &str = "twin";

/// The suffix of the twin of a method of a type.
const SUFFIX: &str = "_async";

/// Translates the items of one module.
pub(super) struct Translator<'a> {
    sources: &'a Crate,
    coloured: &'a Coloured,
    place: &'a Place,
    /// Whether the current path is the function of a call. Elsewhere a name without `::` may be a variable.
    callee: bool,
    /// Whether `Self` is a type, and not the implementor of a trait.
    inherent: bool,
    /// The items that cannot be translated, with their lines.
    pub(super) faults: Vec<String>,
}

impl<'a> Translator<'a> {
    pub(super) fn new(sources: &'a Crate, coloured: &'a Coloured, place: &'a Place) -> Self {
        Self { sources, coloured, place, callee: false, inherent: false, faults: Vec::new() }
    }

    /// Imports of the twins of the traits that the module imports, for their methods and constants.
    pub(super) fn traits_in_scope(&self, module: &Module) -> String {
        let mut traits = BTreeSet::new();
        for (name, targets) in &module.imports {
            for target in targets {
                let Some(found) = self.sources.resolve(self.place, target) else { continue };
                let twin_exists = self.coloured.has(&found.place, &found.name) && found.after == 0;
                let other_module = found.place != *self.place;
                if twin_exists && other_module && self.sources.is_trait(&found) {
                    // By the name that the original has here, so that this one is not in scope any more.
                    let place = found.place.join("::");
                    traits.insert(format!("use crate::{place}::{TWIN}::{} as {name};", found.name));
                }
            }
        }
        traits.into_iter().collect()
    }

    /// The twin of an item, if it has one.
    pub(super) fn item(&mut self, item: &Item) -> Option<Item> {
        let has = |name: &Ident| self.coloured.has(self.place, &name.to_string());
        match item {
            Item::Fn(item) if has(&item.sig.ident) => {
                let mut item = item.clone();
                kept(&mut item.attrs);
                item.vis = widened(&item.vis);
                item.block = Box::new(self.function(&mut item.sig, &item.block));
                Some(Item::Fn(item))
            }
            Item::Trait(item) if has(&item.ident) => Some(Item::Trait(self.contract(item))),
            Item::Type(item) if has(&item.ident) => {
                let mut item = item.clone();
                kept(&mut item.attrs);
                item.vis = widened(&item.vis);
                self.visit_type_mut(&mut item.ty);
                Some(Item::Type(item))
            }
            Item::Impl(item) => self.implementation(item),
            _ => None,
        }
    }

    fn contract(&mut self, item: &syn::ItemTrait) -> syn::ItemTrait {
        let mut item = item.clone();
        kept(&mut item.attrs);
        item.vis = widened(&item.vis);
        let waiting = |inner: &&syn::TraitItemFn| takes_connection(&inner.sig);
        let methods = item.items.iter().filter_map(|inner| match inner {
            TraitItem::Fn(inner) => Some(inner),
            _ => None,
        });
        let mut methods = methods.filter(waiting);
        // The future holds what is moved into it while it waits.
        let moved = methods.clone().any(|inner| inner.sig.receiver().is_some_and(|own| own.reference.is_none()));
        // A method that is written here holds the connection while it waits. A bound for the others would stand in the
        // way of the compiler: it takes a bound for one lifetime before an impl for all.
        let waits = methods.any(|inner| {
            let mut calls = Calls(false);
            inner.default.iter().for_each(|block| calls.visit_block(block));
            calls.0
        });
        for param in item.generics.type_params_mut().filter(|param| waits && param.ident == "Conn") {
            param.bounds.push(parse_quote!(Send));
        }
        if moved {
            item.supertraits.push(parse_quote!(Send));
        }
        for inner in &mut item.items {
            match inner {
                TraitItem::Fn(inner) => kept(&mut inner.attrs),
                TraitItem::Type(inner) => kept(&mut inner.attrs),
                TraitItem::Const(inner) => kept(&mut inner.attrs),
                _ => {}
            }
            match inner {
                TraitItem::Fn(inner) if takes_connection(&inner.sig) => match inner.default.take() {
                    Some(block) => inner.default = Some(self.function(&mut inner.sig, &block)),
                    None => self.signature(&mut inner.sig),
                },
                other => self.visit_trait_item_mut(other),
            }
        }
        item.supertraits.iter_mut().for_each(|bound| self.visit_type_param_bound_mut(bound));
        self.visit_generics_mut(&mut item.generics);
        item
    }

    fn implementation(&mut self, item: &syn::ItemImpl) -> Option<Item> {
        let mut item = item.clone();
        kept(&mut item.attrs);
        let of_trait = match &item.trait_ {
            Some((_, path, _)) => {
                let names = names(path);
                let found = self.sources.resolve(self.place, &names)?;
                if !self.coloured.has(&found.place, &found.name) {
                    return None;
                }
                true
            }
            None => false,
        };
        if !of_trait {
            item.items.retain(|inner| matches!(inner, ImplItem::Fn(inner) if takes_connection(&inner.sig)));
            if item.items.is_empty() {
                return None;
            }
        }
        bound_by_send(&mut item.generics);
        self.inherent = !of_trait;
        for inner in &mut item.items {
            match inner {
                ImplItem::Fn(inner) if takes_connection(&inner.sig) => {
                    kept(&mut inner.attrs);
                    if !of_trait {
                        inner.vis = widened(&inner.vis);
                        if !matches!(inner.vis, Visibility::Restricted(_)) {
                            inner.attrs.push(parse_quote!(#[doc(hidden)]));
                        }
                        inner.sig.ident = suffixed(&inner.sig.ident);
                    }
                    inner.block = self.function(&mut inner.sig, &inner.block);
                }
                other => {
                    if let ImplItem::Fn(inner) = other {
                        kept(&mut inner.attrs);
                    }
                    self.visit_impl_item_mut(other);
                }
            }
        }
        self.visit_generics_mut(&mut item.generics);
        self.visit_type_mut(&mut item.self_ty);
        if let Some((_, path, _)) = &mut item.trait_ {
            self.visit_path_mut(path);
        }
        Some(Item::Impl(item))
    }

    /// Translates a signature, and returns the body that belongs to it.
    fn function(&mut self, signature: &mut Signature, block: &syn::Block) -> syn::Block {
        self.signature(signature);
        let mut block = block.clone();
        self.visit_block_mut(&mut block);
        parse_quote!({ async move #block })
    }

    fn signature(&mut self, signature: &mut Signature) {
        bound_by_send(&mut signature.generics);
        for input in &mut signature.inputs {
            if let FnArg::Typed(input) = input
                && let Type::ImplTrait(argument) = &mut *input.ty
            {
                argument.bounds.push(parse_quote!(Send));
            }
        }
        let mut output: Type = match &signature.output {
            ReturnType::Default => parse_quote!(()),
            ReturnType::Type(_, output) => (**output).clone(),
        };
        visit_mut::visit_signature_mut(self, signature);
        self.visit_type_mut(&mut output);
        signature.output = parse_quote!(-> impl ::std::future::Future<Output = #output> + Send);
    }

    fn fault(&mut self, at: impl ToTokens, what: &str) {
        let tokens = at.to_token_stream();
        let line = tokens.clone().into_iter().next().map_or(0, |token| token.span().start().line);
        let text: String = tokens.to_string().chars().take(90).collect();
        self.faults.push(format!("{line}: {what}: {text}"));
    }

    /// The absolute path of what a path leads to, if that is another one in the twin.
    fn moved(&self, path: &Path) -> Option<Path> {
        let last = path.segments.last()?;
        if last.ident == "LoadConnection" || last.ident == "SyncConnection" {
            let mut driver: Path = parse_quote!(crate::sql::driver::Driver);
            driver.segments.last_mut()?.arguments = last.arguments.clone();
            return Some(driver);
        }
        let names = names(path);
        let relative = matches!(names[0].as_str(), "super" | "self") && names.len() > 1;
        let Some(found) = self.sources.resolve(self.place, &names) else {
            return relative.then(|| self.absolute(path));
        };
        let is_coloured = self.coloured.has(&found.place, &found.name);
        if !is_coloured && !relative {
            return None;
        }
        let mut place: Vec<&str> = found.place.iter().map(String::as_str).collect();
        match (is_coloured, super::is_by_hand(&found.place, &found.name)) {
            (true, true) => place = vec!["sql", "driver"],
            (true, false) => place.push(TWIN),
            (false, _) => {}
        }
        let consumed = path.segments.len() - found.after;
        let mut named = path.segments[consumed - 1].clone();
        named.ident = Ident::new(&found.name, named.ident.span());
        Some(below_root(&place, [named].into_iter().chain(path.segments.iter().skip(consumed).cloned())))
    }

    /// Whether a path names a method of a type that takes the connection, like `Unit::of_nothing`.
    fn is_method_of_type(&self, path: &Path) -> bool {
        let names = names(path);
        let [.., owner, name] = names.as_slice() else { return false };
        if !self.coloured.is_method(name) {
            return false;
        }
        if owner == "Self" {
            return self.inherent;
        }
        let found = self.sources.resolve(self.place, &names);
        found.is_some_and(|found| found.after == 1 && !self.coloured.has(&found.place, &found.name))
    }

    /// A path that begins with `self` or `super`, from the root of the crate.
    fn absolute(&self, path: &Path) -> Path {
        let mut place: Vec<&str> = self.place.iter().map(String::as_str).collect();
        let is_relative = |part: &&PathSegment| part.ident == "super" || part.ident == "self";
        let relative = path.segments.iter().take_while(is_relative);
        let up = relative.clone().filter(|part| part.ident == "super").count();
        place.truncate(place.len().saturating_sub(up));
        below_root(&place, path.segments.iter().skip(relative.count()).cloned())
    }
}

impl VisitMut for Translator<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if let Some(moved) = self.moved(path) {
            *path = moved;
        }
    }

    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        self.callee = matches!(&*call.func, Expr::Path(_));
        self.visit_expr_mut(&mut call.func);
        self.callee = false;
        call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
    }

    fn visit_expr_path_mut(&mut self, expr: &mut ExprPath) {
        let is_callee = std::mem::take(&mut self.callee);
        if !is_callee && expr.qself.is_none() && expr.path.get_ident().is_some() {
            return;
        }
        qualified(self, &mut expr.qself, &mut expr.path);
    }

    fn visit_type_path_mut(&mut self, of: &mut TypePath) {
        qualified(self, &mut of.qself, &mut of.path);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Call(call) = expr
            && call.args.iter().any(is_connection)
            && let Expr::Path(ExprPath { qself: None, path, .. }) = &mut *call.func
            && self.is_method_of_type(path)
            && let Some(last) = path.segments.last_mut()
        {
            last.ident = suffixed(&last.ident);
        }
        if let Some(form) = forms::written_out(expr) {
            *expr = form;
        }
        visit_mut::visit_expr_mut(self, expr);
        let waits = match expr {
            Expr::Call(call) => call.args.iter().any(is_connection) && !keeps_connection(&call.func),
            Expr::MethodCall(call) if call.args.iter().any(is_connection) => {
                if self.coloured.is_method(&call.method.to_string()) {
                    call.method = suffixed(&call.method);
                }
                true
            }
            _ => false,
        };
        if waits && !matches!(expr, Expr::Await(_)) {
            let waiting = expr.clone();
            *expr = parse_quote!(#waiting.await);
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        let mut calls = Calls(false);
        calls.visit_expr(&closure.body);
        if calls.0 {
            self.fault(&*closure, "a closure cannot wait for a connection");
        }
        visit_mut::visit_expr_closure_mut(self, closure);
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        let repeated = |input: syn::parse::ParseStream<'_>| {
            let item: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            Ok((item, input.parse::<Expr>()?))
        };
        if call.path.is_ident("vec")
            && let Ok((mut item, mut count)) = repeated.parse2(call.tokens.clone())
        {
            self.visit_expr_mut(&mut item);
            self.visit_expr_mut(&mut count);
            call.tokens = quote!(#item; #count);
            return;
        }
        let list = Punctuated::<Expr, Token![,]>::parse_terminated;
        if call.path.is_ident("vec")
            && let Ok(mut items) = list.parse2(call.tokens.clone())
        {
            items.iter_mut().for_each(|item| self.visit_expr_mut(item));
            call.tokens = items.to_token_stream();
            return;
        }
        if call.tokens.to_string().contains("conn") {
            self.fault(&*call, "a macro is not seen through");
        }
    }
}

fn qualified(translator: &mut Translator<'_>, qself: &mut Option<syn::QSelf>, path: &mut Path) {
    if let Some(qself) = qself {
        translator.visit_type_mut(&mut qself.ty);
    }
    visit_mut::visit_path_mut(translator, path);
    match qself {
        Some(qself) if qself.position > 0 => {
            // Only the part within `<T as ..>` is a path of its own.
            let within = Path {
                leading_colon: path.leading_colon,
                segments: path.segments.iter().take(qself.position).cloned().collect(),
            };
            if let Some(moved) = translator.moved(&within) {
                let position = moved.segments.len();
                let mut segments = moved.segments;
                segments.extend(path.segments.iter().skip(qself.position).cloned());
                *path = Path { leading_colon: None, segments };
                qself.position = position;
            }
        }
        Some(_) => {}
        None => {
            if let Some(moved) = translator.moved(path) {
                *path = moved;
            }
        }
    }
}

/// The path of what stands in a module.
fn below_root(place: &[&str], rest: impl Iterator<Item = PathSegment>) -> Path {
    let parts = ["crate"].iter().chain(place).map(|part| Ident::new(part, Span::call_site()).into());
    Path { leading_colon: None, segments: parts.chain(rest).collect() }
}

fn names(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string().trim_start_matches("r#").to_owned()).collect()
}

fn suffixed(name: &Ident) -> Ident {
    let text = name.to_string();
    if text.ends_with(SUFFIX) { name.clone() } else { Ident::new(&format!("{text}{SUFFIX}"), name.span()) }
}

/// The text of items, for the formatter.
pub(super) fn text(items: &[Item]) -> String {
    items.iter().map(|item| quote!(#item).to_string() + "\n\n").collect()
}
