//! From which line of the application a statement was sent.

use std::collections::HashMap;
use std::fmt;
use std::ptr;

/// A line of the application that led to a statement.
///
/// The file and the line are known in builds with line tables, which a development build has by default;
/// without them the function is known alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    function: String,
    line: Option<(String, u32)>,
}

impl Place {
    /// The path of the function.
    pub fn function(&self) -> &str {
        &self.function
    }

    /// The path of the file.
    pub fn file(&self) -> Option<&str> {
        self.line.as_ref().map(|(file, _)| file.as_str())
    }

    /// The number of the line in it.
    pub fn line(&self) -> Option<u32> {
        self.line.as_ref().map(|(_, line)| *line)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.line {
            Some((file, line)) => write!(f, "{file}:{line} in {}", self.function),
            None => write!(f, "{}", self.function),
        }
    }
}

/// The addresses of the calls that led to a statement, innermost first. To find them is cheap, to name them is not.
#[derive(Debug, Clone)]
pub(super) struct Stack(Box<[usize]>);

/// How many calls are looked at.
const DEEP: usize = 250;

impl Stack {
    pub(super) fn here() -> Self {
        let mut addresses = Vec::with_capacity(96);
        backtrace::trace(|frame| {
            addresses.push(frame.ip().addr());
            addresses.len() < DEEP
        });
        Self(addresses.into())
    }
}

/// The names of addresses that were asked for before.
#[derive(Debug, Default)]
pub(super) struct Symbols(HashMap<usize, Vec<Place>>);

impl Symbols {
    /// The lines of the application among the calls, innermost first.
    pub(super) fn places(&mut self, stack: &Stack) -> Vec<Place> {
        let named = |address: &usize| self.0.entry(*address).or_insert_with(|| places_at(*address)).clone();
        stack.0.iter().flat_map(named).collect()
    }
}

fn places_at(address: usize) -> Vec<Place> {
    let mut places = Vec::new();
    backtrace::resolve(ptr::without_provenance_mut(address), |symbol| {
        let Some(function) = symbol.name().map(|name| format!("{name:#}")) else { return };
        let file = symbol.filename().map(|file| file.to_string_lossy().into_owned());
        if is_of_application(&function, file.as_deref()) {
            places.push(Place { function, line: file.zip(symbol.lineno()) });
        }
    });
    places
}

/// Crates between an application and its database.
const LIBRARIES: [&str; 14] = [
    "alloc",
    "backtrace",
    "core",
    "diesel",
    "diesel_async",
    "diesel_migrations",
    "futures_core",
    "futures_util",
    "model_async",
    "model_core",
    "r2d2",
    "std",
    "test",
    "tokio",
];

/// Where the sources of other crates lie.
const FOLDERS: [&str; 4] = ["/registry/src/", "/rustc/", "/rustlib/src/", "/git/checkouts/"];

fn is_of_application(function: &str, file: Option<&str>) -> bool {
    let path = function.trim_start_matches(['<', '&', '*', '(', '[', '_']);
    // A call that the compiler has put into its caller has the last part of its path alone, and always a file.
    let plain = path.split_once('<').map_or(path, |(plain, _)| plain);
    let (name, is_whole) = plain.split_once("::").map_or((plain, false), |(name, _)| (name, true));
    if !is_whole && (file.is_none() || is_derived_in_part(name)) {
        return false;
    }
    // What a derive has written of a type of the application: a hook is written by the application itself.
    let is_derived =
        [" as model_core::", " as diesel::"].iter().any(|of| function.contains(of)) && !function.contains("::hooks::");
    let is_elsewhere = |file: &str| {
        let file = file.replace('\\', "/");
        file.starts_with(concat!(env!("CARGO_MANIFEST_DIR"), "/")) || FOLDERS.iter().any(|folder| file.contains(folder))
    };
    !LIBRARIES.contains(&name) && !is_derived && !file.is_some_and(is_elsewhere)
}

/// Whether this is the last part of the path of what a derive writes, in the file of the application.
fn is_derived_in_part(name: &str) -> bool {
    name == "perform"
}

#[cfg(test)]
mod tests {
    use super::is_of_application;

    #[test]
    fn the_application_is_what_is_no_library() {
        let model = "<desk::Note as model_core::operation::run::RunOn<Conn>>::perform";
        let hook = "<desk::Note as model_core::hooks::Hooks<Conn>>::before_create";
        let load = "<diesel::SqliteConnection as diesel::connection::LoadConnection>::load";
        assert!(is_of_application("desk::list", Some("/home/ann/desk/src/main.rs")));
        assert!(is_of_application("desk::list::{{closure}}", None) && is_of_application(hook, None));
        assert!(!is_of_application(model, Some("/home/ann/desk/src/main.rs")) && !is_of_application(load, None));
        assert!(!is_of_application("serde::go", Some("/home/ann/.cargo/registry/src/index/serde-1.0/src/lib.rs")));
        let file = Some("/home/ann/desk/src/main.rs");
        assert!(is_of_application("list", file) && !is_of_application("main", None));
        assert!(!is_of_application("perform<diesel::SqliteConnection>", file));
    }
}
