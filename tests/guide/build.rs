//! Makes a test of each page of `docs/guide`, and a program of the files in its first chapter.
//!
//! A page is one story. Its blocks of Rust are joined: those that hold nothing but items become a module, and all
//! others the body of one test, in their order, so that a block goes on where the one before it ended. Every page but
//! the first chapter starts from the models of `models.md`. Readers see none of this:
//!
//! - `rust,ignore` is not compiled.
//! - On a page with Rust, a block of SQL is a statement that the page has sent since the block of SQL before it; `..`
//!   stands for anything.
//! - `<!-- run -->` on the line before a block of SQL: the test runs it before the page starts.
//! - `<!-- shown -->` on the line before a block: it is only to be read.
//! - `<!--rust`, code and `-->` on lines of their own: code that readers need not see.
//! - `<!-- file src/main.rs -->` on the line before a block: it is a file of the program.
//! - `<!-- not run: why -->` on the first line of a page: nothing on it is compiled here.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A block of code, and what the line before it says about it.
struct Block {
    line: usize,
    language: String,
    note: String,
    text: String,
}

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let guide = root.join("../../docs/guide");
    println!("cargo::rerun-if-changed={}", guide.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));

    let mut pages: Vec<PathBuf> = fs::read_dir(&guide)
        .expect("the guide is beside the tests")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();

    let mut tests = String::new();
    for page in &pages {
        let text = fs::read_to_string(page).expect("a page is text");
        if text.starts_with("<!-- not run: ") {
            continue;
        }
        let name = page.file_stem().expect("a page has a name").to_string_lossy().replace('-', "_").to_lowercase();
        let blocks = blocks(&text);
        if name == "start" {
            fs::write(out.join("blog.rs"), program(&root, &blocks)).expect("the folder of the build is writable");
            fs::write(out.join("blog.txt"), printed(&blocks)).expect("the folder of the build is writable");
        } else if let Some(test) = test(page, &name, &blocks) {
            tests.push_str(&test);
        }
    }
    fs::write(out.join("pages.rs"), tests).expect("the folder of the build is writable");
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut before = "";
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let (language, end) = match line.strip_prefix("```") {
            Some(language) => (language, "```"),
            None if line == "<!--rust" => ("rust", "-->"),
            None => {
                before = line;
                continue;
            }
        };
        let body = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != end);
        let text = body.fold(String::new(), |text, line| text + line + "\n");
        let note = before.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")).unwrap_or_default();
        found.push(Block { line: at + 1, language: language.to_owned(), note: note.to_owned(), text });
        before = "";
    }
    found
}

/// Whether a block holds nothing but items. `assert!(..);` looks like one, as `diesel::table! { .. }` does.
fn has_items_only(text: &str) -> bool {
    syn::parse_file(text).is_ok_and(|file| {
        file.items.iter().all(|item| match item {
            syn::Item::Macro(call) => {
                let name = call.mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
                ["table", "allow_tables_to_appear_in_same_query", "macro_rules"].contains(&name.as_str())
            }
            _ => true,
        })
    })
}

/// The module of a page, or nothing if no code is on it.
fn test(page: &Path, name: &str, blocks: &[Block]) -> Option<String> {
    let file = format!("docs/guide/{}", page.file_name().expect("a page has a name").to_string_lossy());
    let (mut items, mut body, mut schema) = (String::new(), String::new(), String::new());
    for Block { line, language, note, text } in blocks.iter().filter(|block| block.note != "shown") {
        match (language.as_str(), note.as_str()) {
            ("sql", "run") => schema.push_str(text),
            ("sql", _) => writeln!(body, "sent.has({:?}, {text:?});", format!("{file}:{line}")).expect("a string"),
            ("rust", _) => {
                let into = if has_items_only(text) { &mut items } else { &mut body };
                writeln!(into, "// {file}:{line}\n{text}").expect("a string");
            }
            _ => {}
        }
    }
    if blocks.iter().all(|block| block.language != "rust") {
        return None;
    }
    let (shared, tables) = match name {
        "models" => ("", "SCHEMA"),
        _ => ("use crate::models::*;", "crate::models::SCHEMA, SCHEMA"),
    };
    // As documentation tests do: an example shows a thing, and need not use it.
    Some(format!(
        "#[allow(unused, unreachable_pub, missing_docs)]\npub mod {name} {{\n{shared}\nuse diesel::prelude::*;\n\
         use model_core::prelude::*;\n{items}\npub const SCHEMA: &str = {schema:?};\n#[test]\n\
         fn runs() -> Result<(), model_guide::Failure> {{\n\
         let mut db = model_guide::Database::new(&[{tables}])?;\n\
         let me = Actor::user(\"ada\");\nlet sent = db.sent.clone();\nlet conn = &mut db.conn;\n{body}\nOk(())\n}}\n}}\n",
    ))
}

/// The files of the first chapter, as one file. Its migrations are in this package, and have to be those of the page.
fn program(root: &Path, blocks: &[Block]) -> String {
    let file = |path: &str| blocks.iter().find(|block| block.note == format!("file {path}"));
    for block in blocks {
        if let Some(path) = block.note.strip_prefix("file migrations/") {
            let stored = fs::read_to_string(root.join("migrations").join(path)).unwrap_or_default();
            assert_eq!(stored, block.text, "tests/guide/migrations/{path} is not what docs/guide/start.md shows");
        }
    }
    let main = file("src/main.rs").expect("the chapter has a program");
    let schema = file("src/schema.rs").expect("the chapter has a schema");
    let schema = format!("mod schema {{\n{}\n}}", schema.text.replace("// @generated", "//"));
    main.text.replace("mod schema;", &schema)
}

/// What the program prints, as the chapter says.
fn printed(blocks: &[Block]) -> String {
    blocks.iter().filter(|block| block.note == "printed").map(|block| block.text.as_str()).collect()
}
