//! The map of the models in `tests/README.md`, which has to be true.

use model_core::meta::{Meta, Privacy, Role};
use model_core::{Extends as _, Model as _};

const README: &str = include_str!("../../README.md");

macro_rules! metas {
    ($($place:ident: $($model:ident),+;)+) => { [$($(super::$model::META,)+)+] };
}

/// What the library knows of a model, in words.
fn options(meta: &Meta) -> String {
    let has_role = |role| meta.fields.iter().any(|field| field.role == role);
    let has_privacy = |privacy| meta.fields.iter().any(|field| field.privacy == privacy);
    let words = [
        ("audit", meta.audited),
        ("soft_delete", has_role(Role::DeletedAt)),
        ("timestamps", has_role(Role::CreatedAt) || has_role(Role::UpdatedAt)),
        ("created_by", has_role(Role::CreatedBy)),
        ("version", has_role(Role::Version)),
        ("deletion_batch", has_role(Role::DeletionBatch)),
        ("change_log", has_role(Role::ChangeLog)),
        ("unique", !meta.uniques.is_empty()),
        ("slug", meta.fields.iter().any(|field| field.slug)),
        ("default_scope", meta.fields.iter().any(|field| field.scoping)),
        ("mask", has_privacy(Privacy::Mask)),
        ("skip", has_privacy(Privacy::Skip)),
        ("write_only", !meta.write_only.is_empty()),
        ("several key columns", meta.key.len() > 1),
    ];
    words.iter().filter(|(_, is_used)| *is_used).map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
}

/// The first two cells of the rows of the map: the model, and its options as above.
fn rows() -> Vec<(&'static str, &'static str)> {
    let row = |line: &'static str| {
        let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
        Some((cells.next()?.trim_end_matches('`'), cells.next()?))
    };
    let (_, map) = README.split_once("## Which model has which option").expect("the heading of the map");
    map.lines().filter_map(row).collect()
}

#[test]
fn the_map_has_every_model_with_its_options() {
    let metas = super::every_model!(metas);
    let mut expected: Vec<(&str, String)> = metas.iter().map(|meta| (meta.name, options(meta))).collect();
    expected.sort();
    let mut rows = rows();
    rows.sort();
    let missing = expected.iter().filter(|(name, options)| !rows.contains(&(name, &**options)));
    let missing: Vec<String> = missing.map(|(name, options)| format!("| `{name}` | {options} |")).collect();
    assert!(
        missing.is_empty(),
        "in tests/README.md, the rows of these models have to begin so:\n{}",
        missing.join("\n")
    );
    assert_eq!(rows.len(), expected.len(), "tests/README.md has rows for models that do not exist");
}

#[test]
fn the_list_has_every_model() {
    let listed = super::every_model!(metas).map(|meta| meta.name);
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src/models");
    let mut declared = Vec::new();
    let mut open = vec![std::path::PathBuf::from(sources)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        let derives = source.split("\n#[derive(Model").skip(1);
        let name = |rest: &str| rest.split_once("pub struct ")?.1.split(' ').next().map(str::to_owned);
        declared.extend(derives.filter_map(name));
    }
    declared.sort();
    let mut listed = listed.map(str::to_owned).to_vec();
    listed.sort();
    assert_eq!(listed, declared, "`every_model!` in tests/src/models/mod.rs names each model once");
}
