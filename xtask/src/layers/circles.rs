//! Circles: files that import each other, directly or by way of others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::imports::{Import, Imports};
use super::{Fault, Kind};

type Graph<'a> = BTreeMap<&'a Path, BTreeSet<&'a Path>>;

/// Folders that count as one file, each with its reason.
const ONE: &[&str] = &[
    // A relation is declared at both of its ends, so models name each other.
    "example-app/src/models",
];

/// Two files may need each other.
const LARGEST: usize = 2;

/// The circles that are too large, each with all imports that hold it together.
pub(super) fn faults(imports: &Imports) -> Vec<Fault> {
    let too_large = circles(&graph(imports)).into_iter().filter(|circle| circle.len() > LARGEST);
    too_large
        .map(|circle| {
            let mut text = format!("a circle of {} files, by these imports:", circle.len());
            let inside = |path: &Path| circle.contains(node(path));
            let apart = |import: &&Import| node(&import.from) != node(&import.to);
            let holding = imports.list.iter().filter(|import| inside(&import.from) && inside(&import.to));
            for import in holding.filter(apart) {
                let (from, to) = (import.from.display(), import.to.display());
                text.push_str(&format!("\n    {from}:{}: `{}` -> {to}", import.line, import.path));
            }
            Fault { kind: Kind::Circle, text }
        })
        .collect()
}

/// How many files there are, and how large the circles among them.
pub(super) fn summary(imports: &Imports) -> String {
    let mut sizes: Vec<usize> = circles(&graph(imports)).iter().map(BTreeSet::len).collect();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    let pairs = sizes.iter().filter(|size| **size == LARGEST).count();
    let larger: Vec<String> = sizes.iter().take_while(|size| **size > LARGEST).map(usize::to_string).collect();
    let larger = if larger.is_empty() { "none".to_owned() } else { larger.join(", ") };
    format!("{} files, {} imports, {pairs} pairs, larger circles: {larger}", imports.files.len(), imports.list.len())
}

fn graph(imports: &Imports) -> Graph<'_> {
    let mut graph = Graph::new();
    for import in &imports.list {
        let (from, to) = (node(&import.from), node(&import.to));
        if from != to {
            graph.entry(from).or_default().insert(to);
        }
    }
    graph
}

/// What represents the file in the graph.
fn node(file: &Path) -> &Path {
    ONE.iter().map(Path::new).find(|folder| file.starts_with(folder)).unwrap_or(file)
}

/// The groups of files in which each reaches every other one.
fn circles<'a>(graph: &Graph<'a>) -> Vec<BTreeSet<&'a Path>> {
    let reached: Graph<'a> = graph.keys().map(|file| (*file, reach(graph, file))).collect();
    let mut circles = BTreeSet::new();
    for (file, others) in &reached {
        let returns = |other: &&&Path| reached.get(**other).is_some_and(|back| back.contains(file));
        let circle: BTreeSet<&Path> = others.iter().filter(returns).copied().collect();
        if !circle.is_empty() {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// The files that this one imports, directly or by way of others.
fn reach<'a>(graph: &Graph<'a>, file: &Path) -> BTreeSet<&'a Path> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Path> = graph.get(file).into_iter().flatten().copied().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(graph.get(next).into_iter().flatten());
        }
    }
    reached
}
