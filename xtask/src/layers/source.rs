//! The modules of a crate as its source has them: what each defines, what it imports, and the paths in its code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, ImplItem, Item, Lit, UseTree, Visibility};

use super::scan::{self, Written};

/// One crate: all modules that its root declares, the root first.
#[derive(Debug, Default)]
pub(super) struct Crate {
    pub(super) modules: Vec<Module>,
    /// Exported macros, with the module that defines them: they are items of the root.
    pub(super) exported: BTreeMap<String, usize>,
    /// What the crate calls itself: `extern crate self as name`.
    pub(super) own_name: Option<String>,
}

/// A module, in a file of its own or within another.
#[derive(Debug, Default)]
pub(super) struct Module {
    pub(super) file: PathBuf,
    /// Whether it is the whole file.
    pub(super) is_file: bool,
    pub(super) parent: usize,
    pub(super) children: BTreeMap<String, usize>,
    pub(super) items: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
    pub(super) code: Vec<Written>,
}

/// One name that a module imports.
#[derive(Debug)]
pub(crate) struct Use {
    pub(crate) path: Vec<String>,
    /// What it is called here: `*` for everything, `_` for a trait that is not named.
    pub(crate) name: String,
    pub(super) line: usize,
    /// Whether others may import it from here.
    pub(super) is_shared: bool,
}

impl Crate {
    /// Reads the crate whose root is this file; the paths of its files are those from `base`.
    pub(super) fn read(base: &Path, root: &Path) -> Result<Self> {
        let mut krate = Self::default();
        let folder = root.parent().unwrap_or(Path::new("")).to_owned();
        krate.file(base, root, &folder, 0)?;
        Ok(krate)
    }

    /// Reads a file as a module. `folder` is where the files of its own modules are.
    fn file(&mut self, base: &Path, file: &Path, folder: &Path, parent: usize) -> Result<usize> {
        let path = base.join(file);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let parsed = syn::parse_file(&text).with_context(|| format!("cannot parse {}", path.display()))?;
        let module = self.module(file, parent);
        self.modules[module].is_file = true;
        self.items(base, module, folder, parsed.items)?;
        Ok(module)
    }

    fn module(&mut self, file: &Path, parent: usize) -> usize {
        self.modules.push(Module { file: file.to_owned(), parent, ..Module::default() });
        self.modules.len() - 1
    }

    fn items(&mut self, base: &Path, module: usize, folder: &Path, items: Vec<Item>) -> Result<()> {
        let counts = |item: &Item| !is_for_tests(attributes(item)) && !is_twin(item);
        for item in items.into_iter().filter(counts) {
            match item {
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let inside = folder.join(&name);
                    let child = match item.content {
                        Some((_, items)) => {
                            let file = self.modules[module].file.clone();
                            let child = self.module(&file, module);
                            self.items(base, child, &inside, items)?;
                            child
                        }
                        None => {
                            let beside = folder.join(format!("{name}.rs"));
                            let (file, folder) = match named_file(&item.attrs) {
                                // Its own modules are next to it, as they are with a `mod.rs`.
                                Some(named) => beside_of(&self.modules[module].file, &named),
                                None if base.join(&beside).is_file() => (beside, inside),
                                None => (inside.join("mod.rs"), inside),
                            };
                            self.file(base, &file, &folder, module)?
                        }
                    };
                    self.modules[module].children.insert(name, child);
                }
                Item::Use(item) => {
                    let is_shared = !matches!(item.vis, Visibility::Inherited);
                    imported(&item.tree, &[], is_shared, &mut self.modules[module].uses);
                }
                Item::ExternCrate(item) if item.ident == "self" => {
                    self.own_name = item.rename.map(|(_, name)| name.to_string());
                }
                Item::Macro(item) if item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) => {
                    self.exported.extend(item.ident.map(|name| (name.to_string(), module)));
                }
                item => {
                    self.modules[module].items.extend(name(&item));
                    self.modules[module].code.extend(scan::paths(without_tests(item).into_token_stream()));
                }
            }
        }
        Ok(())
    }
}

/// Adds what a `use` imports, behind the parts of the path before it.
pub(crate) fn imported(tree: &UseTree, before: &[String], is_shared: bool, uses: &mut Vec<Use>) {
    let with = |name: String| [before, &[name]].concat();
    let mut add = |path, name, span: proc_macro2::Span| {
        uses.push(Use { path, name, line: span.start().line, is_shared });
    };
    match tree {
        UseTree::Path(tree) => imported(&tree.tree, &with(tree.ident.to_string()), is_shared, uses),
        UseTree::Group(tree) => tree.items.iter().for_each(|tree| imported(tree, before, is_shared, uses)),
        UseTree::Name(tree) if tree.ident == "self" => {
            add(before.to_vec(), before.last().cloned().unwrap_or_default(), tree.ident.span());
        }
        UseTree::Name(tree) => add(with(tree.ident.to_string()), tree.ident.to_string(), tree.ident.span()),
        UseTree::Rename(tree) => add(with(tree.ident.to_string()), tree.rename.to_string(), tree.ident.span()),
        UseTree::Glob(tree) => add(before.to_vec(), "*".to_owned(), tree.star_token.spans[0]),
    }
}

/// The name that an item declares.
pub(crate) fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => return item.ident.as_ref().map(ToString::to_string),
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// The attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// A module that `cargo xtask twins` writes: it imports what its original imports.
fn is_twin(item: &Item) -> bool {
    matches!(item, Item::Mod(item) if item.ident == "twin" && named_file(&item.attrs).is_some())
}

/// `#[path = "file.rs"]`. Where several modules have one name, each for a feature, what is imported from them is
/// counted as an import from the last.
fn named_file(attributes: &[Attribute]) -> Option<String> {
    let path = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    match &path.meta.require_name_value().ok()?.value {
        Expr::Lit(ExprLit { lit: Lit::Str(file), .. }) => Some(file.value()),
        _ => None,
    }
}

/// The file at a path that is relative to the folder of another file, and its folder. A file that is several modules is
/// one file, so `..` is resolved.
fn beside_of(file: &Path, path: &str) -> (PathBuf, PathBuf) {
    let mut folder = file.to_owned();
    for component in Path::new("..").join(path).components() {
        match component {
            Component::ParentDir => drop(folder.pop()),
            other => folder.push(other),
        }
    }
    let file = folder.clone();
    folder.pop();
    (file, folder)
}

/// A block of methods may have some for tests.
fn without_tests(mut item: Item) -> Item {
    if let Item::Impl(block) = &mut item {
        block.items.retain(|item| !matches!(item, ImplItem::Fn(method) if is_for_tests(&method.attrs)));
    }
    item
}

/// Whether an item is compiled for tests only.
pub(crate) fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        let tokens = attribute.meta.to_token_stream().to_string();
        attribute.path().is_ident("cfg")
            && ["cfg (test)", "cfg (all (test"].iter().any(|start| tokens.starts_with(start))
    };
    attributes.iter().any(is_test)
}
