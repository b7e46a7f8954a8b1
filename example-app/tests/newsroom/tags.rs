//! What articles are about.

use crate::desk::Desk;

#[test]
fn tags_are_added_removed_and_set() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    let tag = |arguments: &[&str]| {
        let arguments = [&["tag", arguments[0], &id], &arguments[1..]].concat();
        desk.runs(&arguments).strip_prefix(&format!("{id} “The first” is about ")).unwrap().to_owned()
    };
    assert_eq!(tag(&["add", "Rust", "How To"]), "how-to, rust (2 changes)\n");
    assert_eq!(tag(&["add", "rust", "notes"]), "how-to, notes, rust (1 change)\n");
    assert_eq!(tag(&["remove", "how-to", "Rust"]), "notes (2 changes)\n");
    assert_eq!(tag(&["remove", "rust"]), "notes (0 changes)\n");
    assert_eq!(tag(&["set", "rust", "sql"]), "rust, sql (3 changes)\n");
    let listed = desk.runs(&["articles"]);
    assert!(listed.contains(" rust, sql ") && listed.contains(" notes "), "{listed}");
    assert!(desk.runs(&["show", &id]).contains("    tags: rust, sql\n    reactions: –\n"));
    assert_eq!(tag(&["set"]), "nothing (2 changes)\n");
    let [.., tags, links, _] = desk.rows().unwrap();
    assert_eq!((tags, links), (4, 5), "a link that is made again is the same row, and a tag without articles stays");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail fits"));
}

#[test]
fn tags_that_cannot_be_are_refused() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.refuses(&["tag", "add", &id, "rust", "?!", "--as", "new-here"], "`?!` is no tag: it has no letters or digits");
    desk.refuses(&["tag", "add", &id, &"x".repeat(51)], "name: has 51 characters, and 50 are allowed");
    desk.refuses(&["tag", "remove", &id, "rust"], "there is no tag `rust`");
    desk.refuses(&["tag", "add", "00000000", "rust"], "there is no article");
    for wrong in [&["tag"][..], &["tag", "add", &id], &["tag", "remove", &id], &["tag", "set"], &["tag", "list", &id]] {
        assert_eq!(desk.run(wrong).code, Some(2), "{wrong:?}");
    }
    desk.runs(&["delete", &id]);
    desk.refuses(&["tag", "set", &id, "rust"], "is deleted: restore it first");
}
