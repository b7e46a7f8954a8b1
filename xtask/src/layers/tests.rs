//! Small crates, written to a folder and judged.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::imports::Imports;
use super::{Fault, Kind, circles, floors, report};

struct Tree(TempDir);

impl Tree {
    fn of(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        for (name, text) in files {
            let path = folder.path().join("src").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn imports(&self) -> Imports {
        Imports::read(self.0.path(), Path::new("src")).unwrap()
    }

    /// Each import as `from:line -> to`.
    fn arrows(&self) -> Vec<String> {
        let inside = |path: &PathBuf| path.strip_prefix("src").unwrap().display().to_string();
        let imports = self.imports().list;
        imports
            .iter()
            .map(|import| format!("{}:{} -> {}", inside(&import.from), import.line, inside(&import.to)))
            .collect()
    }

    fn floor_faults(&self) -> Vec<Fault> {
        floors::faults(&self.imports(), Path::new("src"), floors::FLOORS)
    }
}

#[test]
fn an_upward_import_is_named_with_its_place_and_both_floors() {
    let tree = Tree::of(&[
        ("lib.rs", "mod sql; mod write;"),
        ("sql/mod.rs", "\nuse crate::write::{self, Insert};\nstruct Names(Insert);"),
        ("write/mod.rs", "pub struct Insert; use crate::sql::Names;"),
    ]);
    let faults = tree.floor_faults();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].kind, Kind::Upward);
    let expected =
        "src/sql/mod.rs:2: floor 3 `sql` imports `crate::write::Insert` from floor 6 `write` (src/write/mod.rs)";
    assert_eq!(faults[0].text, expected);
}

#[test]
fn rooms_of_one_floor_do_not_import_from_each_other() {
    let tree = Tree::of(&[
        ("lib.rs", "mod audit; mod write;"),
        ("audit.rs", "use crate::write::Insert; pub struct Trail(Insert);"),
        ("write.rs", "pub struct Insert;"),
    ]);
    let kinds: Vec<Kind> = tree.floor_faults().iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [Kind::Sideways]);
}

#[test]
fn the_tolerated_pair_may_import_from_each_other() {
    let tree = Tree::of(&[
        ("lib.rs", "mod model; mod values;"),
        ("model.rs", "use crate::values::Value; pub struct Model(Value);"),
        ("values.rs", "use crate::model::Model; pub struct Value(Model);"),
    ]);
    assert_eq!(tree.arrows(), ["model.rs:1 -> values.rs", "values.rs:1 -> model.rs"]);
    assert_eq!(tree.floor_faults(), []);
}

#[test]
fn a_file_outside_of_every_room_is_a_fault() {
    let tree = Tree::of(&[("lib.rs", "mod odd;"), ("odd.rs", "")]);
    assert_eq!(tree.floor_faults(), [Fault { kind: Kind::NoFloor, text: "src/odd.rs: is on no floor".to_owned() }]);
}

#[test]
fn a_name_is_followed_to_the_file_that_defines_it() {
    let tree = Tree::of(&[
        ("lib.rs", "extern crate self as name; mod a; mod b; pub use self::a::*; pub use b::Renamed as Other;"),
        ("a/mod.rs", "mod inner; pub use self::inner::Thing;"),
        ("a/inner.rs", "pub struct Thing;"),
        ("b.rs", "use crate::Thing;\nfn f() { name::Thing; }\npub struct Renamed;"),
    ]);
    assert_eq!(tree.arrows(), ["b.rs:1 -> a/inner.rs", "b.rs:2 -> a/inner.rs"]);
    let tree = Tree::of(&[
        ("lib.rs", "mod a; mod b; pub use b::Renamed as Other;"),
        ("a.rs", "type T = crate::Other;"),
        ("b.rs", "pub struct Renamed;"),
    ]);
    assert_eq!(tree.arrows(), ["a.rs:1 -> b.rs"]);
}

#[test]
fn a_module_may_name_its_file() {
    let tree = Tree::of(&[
        ("lib.rs", "mod a; mod c;"),
        ("a.rs", "#[path = \"c/other.rs\"]\nmod b;\nuse self::b::B; struct A(B);"),
        ("c/mod.rs", "#[path = \"../c/other.rs\"]\nmod b;\nuse self::b::B; struct A(B);"),
        ("c/other.rs", "mod more; use super::A; pub struct B(A);"),
        ("c/more.rs", ""),
    ]);
    assert_eq!(tree.arrows(), ["a.rs:3 -> c/other.rs", "c/mod.rs:3 -> c/other.rs"]);
}

#[test]
fn what_a_module_calls_in_its_submodules_does_not_count() {
    let tree = Tree::of(&[
        ("lib.rs", "mod a; fn main() { a::call() }"),
        ("a.rs", "mod b; pub fn call() { b::call() }"),
        ("a/b.rs", "use super::A; pub fn call() {}"),
    ]);
    assert_eq!(tree.arrows(), ["a/b.rs:1 -> a.rs"]);
}

#[test]
fn a_name_does_not_lead_to_itself() {
    let tree = Tree::of(&[
        ("lib.rs", "mod a;"),
        (
            "a.rs",
            "use one::prelude::*; use two::prelude::*; pub use self::x; pub use super::a::y; fn f() { x::z(); y(); }",
        ),
    ]);
    assert_eq!(tree.arrows(), [""; 0]);
}

#[test]
fn paths_in_code_and_in_macros_count() {
    let code = "
        use crate::b;
        fn f() { b::call() }
        impl crate::c::T for () {}
        fn g() { use super::d::{E, x::Y}; }
        vec![crate::e::Z, ..crate::e::W];
        macro_rules! m { () => { $crate::f::Z } }
        #[macro_export]
        macro_rules! n { () => { crate::f::Z } }
        fn h() { self.b.call(); <() as b::T>::call(); }
    ";
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d; mod e; mod f;"),
        ("a.rs", code),
        ("b.rs", "pub fn call() {} pub trait T {}"),
        ("c.rs", "pub trait T {}"),
        ("d/mod.rs", "pub mod x; pub struct E;"),
        ("d/x.rs", "pub struct Y;"),
        ("e.rs", "some_macro! { made Z }"),
        ("f.rs", "pub struct Z;"),
    ];
    let expected = ["3 -> b.rs", "4 -> c.rs", "5 -> d/mod.rs", "5 -> d/x.rs", "6 -> e.rs", "10 -> b.rs"];
    let expected = expected.map(|arrow| format!("a.rs:{arrow}"));
    let mut arrows = Tree::of(&files).arrows();
    arrows.sort_by_key(|arrow| expected.iter().position(|wanted| wanted == arrow));
    assert_eq!(arrows, expected);
}

#[test]
fn code_for_tests_does_not_count() {
    let tree = Tree::of(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "#[cfg(test)] mod tests { use crate::b::B; } #[cfg(test)] use crate::b::B;"),
        ("b.rs", "pub struct B;"),
    ]);
    assert_eq!(tree.arrows(), [""; 0]);
}

#[test]
fn what_is_only_passed_on_does_not_count() {
    let with = |more: &str| {
        let lib = format!("mod a; mod b; pub use a::A; {more}");
        Tree::of(&[("lib.rs", &lib), ("a.rs", "pub struct A;"), ("b.rs", "use super::*; struct B(A);")]).arrows()
    };
    assert_eq!(with(""), ["b.rs:1 -> a.rs"]);
    assert_eq!(with("struct Own(A);"), ["b.rs:1 -> a.rs", "lib.rs:1 -> a.rs"]);
}

#[test]
fn a_pair_is_no_fault_and_three_files_in_a_circle_are() {
    let circle = |last: &str| {
        Tree::of(&[
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::B; pub struct A(B);"),
            ("b.rs", "use crate::a::A;\nuse crate::c::C; pub struct B(A, C);"),
            ("c.rs", last),
        ])
        .imports()
    };
    let pair = circle("pub struct C;");
    assert_eq!(circles::faults(&pair), []);
    assert_eq!(circles::summary(&pair), "4 files, 3 imports, 1 pairs, larger circles: none");
    let three = circle("use crate::a::A; pub struct C(A);");
    let faults = circles::faults(&three);
    assert_eq!(faults.len(), 1);
    assert!(faults[0].text.starts_with("a circle of 3 files"), "{faults:?}");
    assert!(faults[0].text.contains("\n    src/b.rs:2: `crate::c::C` -> src/c.rs"), "{faults:?}");
}

#[test]
fn a_report_never_fails() {
    let faults = [Fault { kind: Kind::NoFloor, text: "a.rs: is on no floor".to_owned() }];
    assert!(report(&faults, true).is_ok());
    assert_eq!(report(&faults, false).unwrap_err().to_string(), "layers: 1 faults");
    assert!(report(&[], false).is_ok());
}
