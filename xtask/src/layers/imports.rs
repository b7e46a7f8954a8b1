//! Which file names items of which other file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::source::{Crate, Module, Use};

/// The files of the crates in one folder, and what they import from each other.
#[derive(Debug, Default)]
pub(super) struct Imports {
    pub(super) files: BTreeSet<PathBuf>,
    /// Ordered by file and line; two names from one file in one line are one import.
    pub(super) list: Vec<Import>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Import {
    pub(super) from: PathBuf,
    pub(super) line: usize,
    pub(super) path: String,
    /// The file that defines the imported item.
    pub(super) to: PathBuf,
}

/// The target of a path.
#[derive(Clone, Copy)]
enum Place {
    Module(usize),
    /// An item of this module.
    Item(usize),
}

/// The names that are being resolved, each with its module: a name does not resolve to itself.
type Open<'a> = [(usize, &'a str)];

impl Imports {
    /// Reads the library and the program in a folder of sources. Its path and the paths of its files are relative to
    /// `base`.
    pub(super) fn read(base: &Path, sources: &Path) -> Result<Self> {
        let roots = ["lib.rs", "main.rs"].map(|root| sources.join(root));
        let mut imports = Self::default();
        for root in roots.iter().filter(|root| base.join(root).is_file()) {
            let krate = Crate::read(base, root).with_context(|| format!("cannot follow {}", root.display()))?;
            let files = || krate.modules.iter().filter(|module| module.is_file).map(|module| &module.file);
            imports.files.extend(files().cloned());
            // Like a macro, a file that is a module of several others refers to names around it, whatever those are.
            let is_shared = |file: &PathBuf| files().filter(|other| *other == file).count() > 1;
            for (index, module) in krate.modules.iter().enumerate().filter(|(_, module)| !is_shared(&module.file)) {
                imports.list.extend(krate.imports(index, module));
            }
        }
        imports.list.sort();
        imports.list.dedup_by(|one, other| (&one.from, one.line, &one.to) == (&other.from, other.line, &other.to));
        Ok(imports)
    }
}

impl Crate {
    fn imports(&self, index: usize, module: &Module) -> Vec<Import> {
        let used: BTreeSet<&str> =
            module.code.iter().filter_map(|written| written.path.first()).map(|s| &**s).collect();
        // What is only passed on is not needed here.
        let is_needed = |import: &&Use| import.name != "*" && (!import.is_shared || used.contains(&*import.name));
        let uses = module
            .uses
            .iter()
            .filter(is_needed)
            .map(|import| (&import.path, import.line, self.find(index, &import.path, &[])));
        let code =
            module.code.iter().map(|written| (&written.path, written.line, self.mentioned(index, &written.path)));
        uses.chain(code)
            .filter_map(|(path, line, place)| match place? {
                // A module is imported for its items; each of them is a path of its own.
                Place::Module(_) => None,
                Place::Item(target) => Some((path, line, &self.modules[target].file)),
            })
            .filter(|(.., to)| **to != module.file)
            .map(|(path, line, to)| Import { from: module.file.clone(), line, path: path.join("::"), to: to.clone() })
            .collect()
    }

    /// The target of a path in the code, unless a `use` of an item has it already. Calls of a module into its own
    /// submodules do not count: they are its table of contents.
    fn mentioned(&self, module: usize, path: &[String]) -> Option<Place> {
        let import = self.modules[module].uses.iter().find(|import| import.name == path[0]);
        match import {
            Some(import) if path.len() == 1 || matches!(self.find(module, &import.path, &[])?, Place::Item(_)) => None,
            None if self.modules[module].children.contains_key(&path[0]) => None,
            _ => self.find(module, path, &[]),
        }
    }

    /// Follows a path that is written in this module; `None` when it leads to another crate.
    fn find(&self, module: usize, path: &[String], open: &Open<'_>) -> Option<Place> {
        let mut names = path.iter();
        let first = names.next()?;
        let mut place = match &**first {
            "crate" => Place::Module(0),
            "self" => Place::Module(module),
            "super" => Place::Module(self.modules[module].parent),
            name if self.own_name.as_deref() == Some(name) => Place::Module(0),
            name => self.look_up(module, name, path.len() == 1, open)?,
        };
        while let (Place::Module(here), Some(name)) = (place, names.next()) {
            place = match &**name {
                "self" => place,
                "super" => Place::Module(self.modules[here].parent),
                // A name that nothing here defines is written by a macro.
                name => self.look_up(here, name, names.len() == 0, open).unwrap_or(Place::Item(here)),
            };
        }
        Some(place)
    }

    /// A name within a module. A module and an item may have the same one: the item is meant where the path ends.
    fn look_up(&self, module: usize, name: &str, is_last: bool, open: &Open<'_>) -> Option<Place> {
        if open.contains(&(module, name)) {
            return None;
        }
        let open = &[open, &[(module, name)]].concat();
        let here = &self.modules[module];
        let child = here.children.get(name).map(|child| Place::Module(*child));
        let exported = self.exported.get(name).filter(|_| module == 0).map(|module| Place::Item(*module));
        let item = here.items.contains(name).then_some(Place::Item(module)).or(exported);
        let defined = if is_last { item.or(child) } else { child.or(item) };
        let imported = || {
            let import = here.uses.iter().find(|import| import.name == name)?;
            self.find(module, &import.path, open)
        };
        let from_all = || {
            let mut globs = here.uses.iter().filter(|import| import.name == "*");
            globs.find_map(|glob| match self.find(module, &glob.path, open)? {
                Place::Module(other) => self.look_up(other, name, is_last, open),
                Place::Item(_) => None,
            })
        };
        defined.or_else(imported).or_else(from_all)
    }
}
