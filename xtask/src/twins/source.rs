//! The sources of the library, as modules with items and imports.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{ImplItem, Item, TraitItem};

use super::macros;
use crate::layers::source::{Use, attributes, imported, is_for_tests, name as name_of};

/// The place of a module or an item below the root of the crate: `["write", "update"]`.
pub(super) type Place = Vec<String>;

/// The modules of the crate, by their places.
pub(super) struct Crate {
    pub(super) modules: BTreeMap<Place, Module>,
    /// The library's own macros with the places of their definitions, by their names.
    macros: HashMap<String, Vec<(Place, TokenStream)>>,
}

/// What a path leads to.
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) name: String,
    /// How many parts of the path follow the name.
    pub(super) after: usize,
}

/// One file.
pub(super) struct Module {
    pub(super) file: PathBuf,
    pub(super) items: Vec<Item>,
    /// What each name was imported from. More than one where attributes choose among them.
    pub(super) imports: HashMap<String, Vec<Place>>,
    /// The modules from which everything is imported.
    pub(super) globs: Vec<Place>,
}

impl Crate {
    /// Reads the files below `root`, which has a `lib.rs`.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut read = Self { modules: BTreeMap::new(), macros: HashMap::new() };
        read.module(Place::new(), root.join("lib.rs"), root.to_owned())?;
        let places: Vec<Place> = read.modules.keys().cloned().collect();
        for place in places {
            read.expand(&place).with_context(|| format!("the macros of `{}`", place.join("::")))?;
        }
        Ok(read)
    }

    /// Reads a file, and the files of its modules. Those are in `folder`.
    fn module(&mut self, place: Place, file: PathBuf, folder: PathBuf) -> Result<()> {
        let text = std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let parsed = syn::parse_file(&text).with_context(|| format!("{} cannot be parsed", file.display()))?;
        let mut module = Module { file, items: Vec::new(), imports: HashMap::new(), globs: Vec::new() };
        for item in parsed.items {
            match item {
                other if is_for_tests(attributes(&other)) => {}
                Item::Mod(inner) if inner.attrs.iter().any(|attribute| attribute.path().is_ident("path")) => {}
                Item::Mod(inner) if inner.content.is_none() => {
                    let name = inner.ident.to_string();
                    let mut place = place.clone();
                    place.push(name.trim_start_matches("r#").to_owned());
                    let flat = folder.join(format!("{name}.rs"));
                    let own = folder.join(&name);
                    let file = if flat.exists() { flat } else { own.join("mod.rs") };
                    self.module(place, file, own)?;
                }
                Item::Mod(inner) if inner.to_token_stream().to_string().contains("& mut Conn") => {
                    bail!("`mod {}` takes a connection: give it a file of its own", inner.ident)
                }
                Item::Use(import) => {
                    let mut uses = Vec::new();
                    imported(&import.tree, &[], false, &mut uses);
                    for Use { path, name, .. } in uses {
                        match name.as_str() {
                            "*" => module.globs.push(path),
                            _ => module.imports.entry(name).or_default().push(path),
                        }
                    }
                }
                Item::Macro(definition) if definition.mac.path.is_ident("macro_rules") => {
                    if let Some(name) = &definition.ident {
                        let definition = (place.clone(), definition.mac.tokens.clone());
                        self.macros.entry(name.to_string()).or_default().push(definition);
                    }
                }
                other => module.items.push(other),
            }
        }
        self.modules.insert(place, module);
        Ok(())
    }

    /// Writes out the calls of the library's own macros that take a connection.
    fn expand(&mut self, place: &Place) -> Result<()> {
        let macros = self.macros_seen_from(place);
        let Some(module) = self.modules.get_mut(place) else { return Ok(()) };
        let mut expanded = Vec::new();
        for item in std::mem::take(&mut module.items) {
            expand_item(&macros, item, &mut expanded)?;
        }
        module.items = expanded;
        Ok(())
    }

    /// The macros that a module can call: of several with one name, the one that is declared nearest to it. Of those
    /// that attributes choose among, the last.
    fn macros_seen_from(&self, place: &Place) -> HashMap<String, TokenStream> {
        let shared = |other: &Place| place.iter().zip(other).take_while(|(own, other)| own == other).count();
        let nearest = |definitions: &[(Place, TokenStream)]| {
            definitions
                .iter()
                .max_by_key(|(other, _)| (shared(other), Reverse(other.len())))
                .map(|(_, tokens)| tokens.clone())
        };
        self.macros.iter().filter_map(|(name, definitions)| Some((name.clone(), nearest(definitions)?))).collect()
    }

    /// The definition that a path leads to from a module.
    pub(super) fn resolve(&self, from: &Place, path: &[String]) -> Option<Found> {
        self.resolve_within(from, path, 0)
    }

    /// Whether what was found is a trait.
    pub(super) fn is_trait(&self, found: &Found) -> bool {
        let items = self.modules.get(&found.place).map(|module| &module.items).into_iter().flatten();
        items.into_iter().any(|item| matches!(item, Item::Trait(item) if item.ident == found.name))
    }

    fn resolve_within(&self, from: &Place, path: &[String], depth: usize) -> Option<Found> {
        if depth > 12 {
            return None;
        }
        let mut at = from.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                at = Place::new();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|part| part == "super") {
                    at.pop()?;
                    rest = &rest[1..];
                }
            }
            _ => {}
        }
        loop {
            let (name, after) = rest.split_first()?;
            let module = self.modules.get(&at)?;
            let mut child = at.clone();
            child.push(name.clone());
            if self.modules.contains_key(&child) && !after.is_empty() {
                at = child;
                rest = after;
                continue;
            }
            if module.items.iter().any(|item| name_of(item).is_some_and(|own| own == *name)) {
                return Some(Found { place: at, name: name.clone(), after: after.len() });
            }
            for target in module.imports.get(name).into_iter().flatten() {
                let mut longer = target.clone();
                longer.extend(after.iter().cloned());
                // An import is relative to the root or to this module.
                if let Some(found) = self.resolve_within(&at, &longer, depth + 1) {
                    return Some(found);
                }
            }
            for glob in &module.globs {
                let mut longer = glob.clone();
                longer.extend(rest.iter().cloned());
                if let Some(found) = self.resolve_within(&at, &longer, depth + 1) {
                    return Some(found);
                }
            }
            return None;
        }
    }
}

fn expand_item(macros: &HashMap<String, TokenStream>, item: Item, out: &mut Vec<Item>) -> Result<()> {
    match item {
        Item::Macro(call) => {
            let name = call.mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            let Some(tokens) = seen_through(macros, &name, call.mac.tokens.clone())? else { return Ok(()) };
            let file: syn::File = syn::parse2(tokens).with_context(|| format!("what `{name}!` writes"))?;
            let conditions: Vec<_> = call.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect();
            for item in file.items {
                expand_item(macros, syn::parse2(quote::quote!(#(#conditions)* #item))?, out)?;
            }
        }
        Item::Trait(mut item) => {
            let mut items = Vec::new();
            for inner in std::mem::take(&mut item.items) {
                match inner {
                    TraitItem::Macro(call) => {
                        let Some(tokens) = inner_tokens(macros, &call.mac)? else { continue };
                        let written: syn::ItemTrait = syn::parse2(quote::quote!(trait Written { #tokens }))?;
                        items.extend(written.items);
                    }
                    other => items.push(other),
                }
            }
            item.items = items;
            out.push(Item::Trait(item));
        }
        Item::Impl(mut item) => {
            let mut items = Vec::new();
            for inner in std::mem::take(&mut item.items) {
                match inner {
                    ImplItem::Macro(call) => {
                        let Some(tokens) = inner_tokens(macros, &call.mac)? else { continue };
                        let written: syn::ItemImpl = syn::parse2(quote::quote!(impl Written { #tokens }))?;
                        items.extend(written.items);
                    }
                    other => items.push(other),
                }
            }
            item.items = items;
            out.push(Item::Impl(item));
        }
        other => out.push(other),
    }
    if let Some(item) = out.last_mut() {
        let mut bodies = Bodies { macros, failed: None };
        bodies.visit_item_mut(item);
        if let Some(error) = bodies.failed {
            return Err(error);
        }
    }
    Ok(())
}

/// Writes out the calls of macros that represent expressions.
struct Bodies<'m> {
    macros: &'m HashMap<String, TokenStream>,
    failed: Option<anyhow::Error>,
}

impl Bodies<'_> {
    fn written(&mut self, call: &syn::Macro) -> Option<syn::Expr> {
        let name = call.path.get_ident()?.to_string();
        let tokens = match seen_through(self.macros, &name, call.tokens.clone()) {
            Ok(tokens) => tokens?,
            Err(error) => {
                self.failed = Some(error);
                return None;
            }
        };
        syn::parse2(quote::quote!({ #tokens })).map_err(|error| self.failed = Some(error.into())).ok()
    }
}

impl VisitMut for Bodies<'_> {
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        if let syn::Expr::Macro(call) = expr
            && let Some(written) = self.written(&call.mac)
        {
            *expr = written;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_stmt_mut(&mut self, statement: &mut syn::Stmt) {
        if let syn::Stmt::Macro(call) = statement
            && let Some(written) = self.written(&call.mac)
        {
            *statement = syn::Stmt::Expr(written, call.semi_token);
        }
        visit_mut::visit_stmt_mut(self, statement);
    }
}

/// What a call of a macro in a trait or an impl writes, all the way down.
fn inner_tokens(macros: &HashMap<String, TokenStream>, call: &syn::Macro) -> Result<Option<TokenStream>> {
    let name = call.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let Some(definition) = macros.get(&name) else { bail!("`{name}!` is not a macro of the library") };
    // What is called may be another macro, whose name is the input: the connection stands in that one.
    let other = call.tokens.to_string();
    let deeper = macros.get(&other).is_some_and(|deeper| names_connection(deeper.clone()));
    if !(deeper || names_connection(definition.clone()) || names_connection(call.tokens.clone())) {
        return Ok(None);
    }
    let tokens = macros::expand(definition, call.tokens.clone()).with_context(|| format!("`{name}!`"))?;
    // A macro that passes its list to another one writes nothing but that call.
    match syn::parse2::<syn::ItemMacro>(tokens.clone()) {
        Ok(next) => inner_tokens(macros, &next.mac),
        Err(_) => Ok(Some(tokens)),
    }
}

/// What a call of a macro writes, if that has anything to do with a connection.
fn seen_through(macros: &HashMap<String, TokenStream>, name: &str, input: TokenStream) -> Result<Option<TokenStream>> {
    let Some(definition) = macros.get(name) else { return Ok(None) };
    if !(names_connection(definition.clone()) || names_connection(input.clone())) {
        return Ok(None);
    }
    Ok(Some(macros::expand(definition, input).with_context(|| format!("`{name}!`"))?))
}

/// Whether the word `Conn` stands among the tokens.
fn names_connection(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "Conn",
        TokenTree::Group(group) => names_connection(group.stream()),
        _ => false,
    })
}
