//! Makes the twin of an item: what takes the connection waits, and what is given the connection is awaited.

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, ExprCall, ExprClosure, ExprMethodCall, ExprPath, FnArg, GenericParam, Generics, Ident, ImplItem,
    Item, Pat, Path, PathSegment, ReturnType, Signature, Token, TraitItem, Type, TypeParamBound, TypePath, Visibility,
    parse_quote,
};

use super::coloured::{Coloured, takes_connection};
use super::source::{Crate, Module, Place};
use std::collections::BTreeSet;

/// The name of the module with the twins, within that of the originals.
pub(super) const TWIN: &str = "twin";

/// What the twin of a method of a type has behind its name.
const SUFFIX: &str = "_async";

/// Translates the items of one module.
pub(super) struct Translator<'a> {
    sources: &'a Crate,
    coloured: &'a Coloured,
    place: &'a Place,
    /// Whether the path at hand is what a call calls. Elsewhere a name without `::` may be a variable.
    callee: bool,
    /// Whether `Self` is a type, and not what implements a trait.
    inherent: bool,
    /// What cannot be translated, with its line.
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
            Item::Trait(item) if has(&item.ident) => {
                let mut item = item.clone();
                kept(&mut item.attrs);
                item.vis = widened(&item.vis);
                // A method that is written here holds the connection while it waits. A bound for the others would stand
                // in the way of the compiler: it takes a bound for one lifetime before an impl for all.
                let waits = item.items.iter().any(|inner| {
                    let TraitItem::Fn(inner) = inner else { return false };
                    let mut calls = Calls(false);
                    inner.default.iter().for_each(|block| calls.visit_block(block));
                    calls.0 && takes_connection(&inner.sig)
                });
                for param in item.generics.type_params_mut().filter(|param| waits && param.ident == "Conn") {
                    param.bounds.push(parse_quote!(Send));
                }
                // What is moved into the future is held while waiting.
                let moved = item.items.iter().any(|inner| {
                    matches!(inner, TraitItem::Fn(inner)
                        if takes_connection(&inner.sig)
                            && inner.sig.receiver().is_some_and(|receiver| receiver.reference.is_none()))
                });
                if moved {
                    item.supertraits.push(parse_quote!(Send));
                }
                for inner in &mut item.items {
                    match inner {
                        TraitItem::Fn(inner) => {
                            kept(&mut inner.attrs);
                            if takes_connection(&inner.sig) {
                                let block = inner.default.take();
                                match block {
                                    Some(block) => inner.default = Some(self.function(&mut inner.sig, &block)),
                                    None => self.signature(&mut inner.sig),
                                }
                            } else {
                                self.visit_trait_item_fn_mut(inner);
                            }
                        }
                        other => {
                            if let TraitItem::Type(inner) = other {
                                kept(&mut inner.attrs);
                            }
                            if let TraitItem::Const(inner) = other {
                                kept(&mut inner.attrs);
                            }
                            self.visit_trait_item_mut(other);
                        }
                    }
                }
                item.supertraits.iter_mut().for_each(|bound| self.visit_type_param_bound_mut(bound));
                self.visit_generics_mut(&mut item.generics);
                Some(Item::Trait(item))
            }
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
        let output: Type = match &signature.output {
            ReturnType::Default => parse_quote!(()),
            ReturnType::Type(_, output) => (**output).clone(),
        };
        visit_mut::visit_signature_mut(self, signature);
        let mut output = output;
        self.visit_type_mut(&mut output);
        signature.output = parse_quote!(-> impl ::std::future::Future<Output = #output> + Send);
    }

    fn fault(&mut self, at: impl ToTokens, what: &str) {
        let tokens = at.to_token_stream();
        let line = tokens.clone().into_iter().next().map_or(0, |token| token.span().start().line);
        let text: String = tokens.to_string().chars().take(90).collect();
        self.faults.push(format!("{line}: {what}: {text}"));
    }

    /// The absolute path of what a path leads to, if that is another one in the twin. The second part says by how many
    /// parts it is longer.
    fn moved(&self, path: &Path) -> Option<(Path, isize)> {
        let last = path.segments.last()?;
        if last.ident == "LoadConnection" {
            let mut driver: Path = parse_quote!(crate::sql::driver::Driver);
            driver.segments.last_mut()?.arguments = last.arguments.clone();
            let longer = driver.segments.len() as isize - path.segments.len() as isize;
            return Some((driver, longer));
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
        let consumed = path.segments.len() - found.after;
        let mut segments: Punctuated<PathSegment, Token![::]> = Punctuated::new();
        segments.push(Ident::new("crate", Span::call_site()).into());
        if is_coloured && super::is_by_hand(&found.place, &found.name) {
            segments.push(Ident::new("sql", Span::call_site()).into());
            segments.push(Ident::new("driver", Span::call_site()).into());
        } else {
            for part in &found.place {
                segments.push(Ident::new(part, Span::call_site()).into());
            }
            if is_coloured {
                segments.push(Ident::new(TWIN, Span::call_site()).into());
            }
        }
        let named = &path.segments[consumed - 1];
        segments.push(PathSegment {
            ident: Ident::new(&found.name, named.ident.span()),
            arguments: named.arguments.clone(),
        });
        segments.extend(path.segments.iter().skip(consumed).cloned());
        let longer = segments.len() as isize - path.segments.len() as isize;
        Some((Path { leading_colon: None, segments }, longer))
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
    fn absolute(&self, path: &Path) -> (Path, isize) {
        let mut place = self.place.clone();
        let mut rest = path.segments.iter().peekable();
        while let Some(part) = rest.peek() {
            if part.ident == "super" {
                place.pop();
            } else if part.ident != "self" {
                break;
            }
            rest.next();
        }
        let mut segments: Punctuated<PathSegment, Token![::]> = Punctuated::new();
        segments.push(Ident::new("crate", Span::call_site()).into());
        place.iter().for_each(|part| segments.push(Ident::new(part, Span::call_site()).into()));
        segments.extend(rest.cloned());
        let longer = segments.len() as isize - path.segments.len() as isize;
        (Path { leading_colon: None, segments }, longer)
    }

    /// Puts what a known function with a closure does into the place of its call. The body is boxed: otherwise the
    /// compiler, which computes how large a future is from those within it, meets its limit of depth in applications.
    fn form(&mut self, expr: &Expr) -> Option<Expr> {
        match expr {
            Expr::Call(ExprCall { func, args, .. }) => {
                let Expr::Path(ExprPath { qself: None, path, .. }) = &**func else { return None };
                let Some(Expr::Closure(closure)) = args.last() else { return None };
                if !takes_conn(closure) {
                    return None;
                }
                let body = &closure.body;
                match path.segments.last()?.ident.to_string().as_str() {
                    "transaction" => Some(parse_quote!({
                        async {
                            crate::sql::lock::begin(conn)?;
                            let done = Box::pin(async { #body }).await;
                            let finished = crate::sql::lock::finish(conn, done.is_ok());
                            crate::sql::lock::ended(done, finished)
                        }
                        .await
                    })),
                    "with_unit" => {
                        let (operation, commits) = (&args[1], &args[2]);
                        Some(parse_quote!({
                            async {
                                let opened =
                                    crate::operation::unit::Opened::open(conn, (#operation).unit, #commits)?;
                                let done: crate::meta::error::Result<_> = {
                                    let operation = opened.operation(#operation);
                                    Box::pin(async { #body }).await
                                };
                                opened.close(conn, done.is_ok())?;
                                done
                            }
                            .await
                        }))
                    }
                    "rolled_back" => {
                        let operation = &args[1];
                        Some(parse_quote!({
                            async {
                                let unit = crate::model::unit::Unit::of_nothing(conn)?;
                                crate::sql::lock::begin(conn)?;
                                let found: crate::meta::error::Result<_> = {
                                    let operation = (#operation).within(&unit);
                                    Box::pin(async { #body }).await
                                };
                                crate::sql::lock::finish(conn, false)?;
                                found
                            }
                            .await
                        }))
                    }
                    _ => None,
                }
            }
            Expr::MethodCall(ExprMethodCall { receiver, method, args, .. }) if method == "transaction" => {
                let Some(Expr::Closure(closure)) = args.last() else { return None };
                let body = &closure.body;
                Some(parse_quote!({
                    async {
                        #receiver.begin(conn)?;
                        let done: crate::meta::error::Result<_> = Box::pin(async { #body }).await;
                        let finished = #receiver.finish(conn, done.is_ok());
                        crate::sql::lock::ended(done, finished)
                    }
                    .await
                }))
            }
            _ => None,
        }
    }
}

impl VisitMut for Translator<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if let Some((moved, _)) = self.moved(path) {
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
        if let Some(form) = self.form(expr) {
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
            if let Some((moved, _)) = translator.moved(&within) {
                let position = moved.segments.len();
                let mut segments = moved.segments;
                segments.extend(path.segments.iter().skip(qself.position).cloned());
                *path = Path { leading_colon: None, segments };
                qself.position = position;
            }
        }
        Some(_) => {}
        None => {
            if let Some((moved, _)) = translator.moved(path) {
                *path = moved;
            }
        }
    }
}

/// Finds a call that is given the connection.
struct Calls(bool);

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        self.0 |= call.args.iter().any(is_connection) && !keeps_connection(&call.func);
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.0 |= call.args.iter().any(is_connection);
        syn::visit::visit_expr_method_call(self, call);
    }
}

fn takes_conn(closure: &ExprClosure) -> bool {
    matches!(closure.inputs.first(), Some(Pat::Ident(first)) if first.ident == "conn")
}

/// Whether an argument is the connection, or the context of a hook.
fn is_connection(argument: &Expr) -> bool {
    match argument {
        Expr::Path(path) => path.path.is_ident("conn") || path.path.is_ident("cx"),
        Expr::Reference(reference) if reference.mutability.is_some() => match &*reference.expr {
            Expr::Call(call) => keeps_connection(&call.func) && call.args.iter().any(is_connection),
            Expr::Unary(unary) => is_connection(&unary.expr),
            inner => is_connection(inner),
        },
        Expr::MethodCall(call) => call.method == "conn" && call.args.is_empty() && is_connection(&call.receiver),
        _ => false,
    }
}

/// Whether a function only keeps the connection in what it returns.
fn keeps_connection(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "new"))
}

fn names(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string().trim_start_matches("r#").to_owned()).collect()
}

fn suffixed(name: &Ident) -> Ident {
    let text = name.to_string();
    if text.ends_with(SUFFIX) { name.clone() } else { Ident::new(&format!("{text}{SUFFIX}"), name.span()) }
}

/// The attributes that mean something for a twin.
fn kept(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| {
        let path = attribute.path();
        ["cfg", "must_use"].iter().any(|name| path.is_ident(name))
            || path.segments.first().is_some_and(|first| first.ident == "diagnostic")
    });
}

/// Twins call each other from other modules.
fn widened(visibility: &Visibility) -> Visibility {
    match visibility {
        Visibility::Public(_) => visibility.clone(),
        _ => parse_quote!(pub(crate)),
    }
}

/// What is held while waiting has to be `Send`, and what is borrowed meanwhile `Sync`. A filter is not borrowed: a
/// boxed one of Diesel is not `Sync`.
fn bound_by_send(generics: &mut Generics) {
    for param in &mut generics.params {
        let GenericParam::Type(param) = param else { continue };
        let bounds: &[TypeParamBound] = match param.ident.to_string().as_str() {
            "DB" => &[],
            "Conn" | "Filter" | "Rows" | "Patch" => &[parse_quote!(Send)],
            _ => &[parse_quote!(Send), parse_quote!(Sync)],
        };
        param.bounds.extend(bounds.iter().cloned());
    }
}

/// The text of items, for the formatter.
pub(super) fn text(items: &[Item]) -> String {
    items.iter().map(|item| quote!(#item).to_string() + "\n\n").collect()
}
