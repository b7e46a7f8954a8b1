//! Counts the public API of `model-core` in its documentation.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};

use crate::place;

/// The largest number of public types and traits, with all features.
const LIMIT: usize = 256;

/// Counts the structs, enums and traits on the page of all items, and fails above the limit. The documentation has to
/// be built before.
pub(crate) fn surface() -> Result<()> {
    let page = place::target().join("doc/model_core/all.html");
    let text = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let number = names(&text).len();
    println!("== surface: model-core has {number} public types and traits; the limit is {LIMIT}");
    ensure!(number > 0, "surface: {} lists no items", page.display());
    ensure!(number <= LIMIT, "surface: hide what only generated code uses, or raise the limit in xtask/src/surface.rs");
    Ok(())
}

/// The items of these kinds, each once: several modules export some of them. The columns that Diesel generates for the
/// table of the trail are left out.
fn names(page: &str) -> BTreeSet<(&str, &str)> {
    let kinds = ["structs", "enums", "traits"].into_iter();
    kinds
        .flat_map(|kind| {
            let list = page.split_once(&format!("<h3 id=\"{kind}\">")).map_or("", |(_, rest)| rest);
            let list = list.split_once("</ul>").map_or("", |(list, _)| list);
            let links = list.split("<a href=\"").skip(1);
            let paths = links.filter_map(|link| link.split_once("\">")?.1.split_once("</a>")).map(|(path, _)| path);
            let own = paths.filter(|path| !path.contains("audit_logs::"));
            own.map(move |path| (kind, path.rsplit_once("::").map_or(path, |(_, name)| name)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_counts_once_under_all_its_paths() {
        let page = "<h3 id=\"structs\">Structs</h3><ul class=\"all-items\"><li><a href=\"struct.Actor.html\">Actor</a></li>\
                    <li><a href=\"prelude/struct.Actor.html\">prelude::Actor</a></li>\
                    <li><a href=\"a.html\">meta::schema::audit_logs::columns::id</a></li></ul>\
                    <h3 id=\"traits\">Traits</h3><ul class=\"all-items\"><li><a href=\"b.html\">model::Model</a></li></ul>\
                    <h3 id=\"functions\">Functions</h3><ul class=\"all-items\"><li><a href=\"c.html\">at</a></li></ul>";
        assert_eq!(names(page), BTreeSet::from([("structs", "Actor"), ("traits", "Model")]));
    }
}
