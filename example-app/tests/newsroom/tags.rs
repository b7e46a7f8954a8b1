//! Tags of articles.

use crate::desk::Desk;

#[test]
fn tags_are_added_removed_and_set() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    let tag = |arguments: &[&str]| {
        let arguments = [&["tag", arguments[0], &id], &arguments[1..]].concat();
        desk.runs(&arguments).strip_prefix(&format!("{id} “The first” now has ")).unwrap().to_owned()
    };
    assert_eq!(tag(&["add", "Rust", "How To"]), "the tags how-to, rust (2 changes)\n");
    assert_eq!(tag(&["add", "rust", "notes"]), "the tags how-to, notes, rust (1 change)\n");
    assert_eq!(tag(&["remove", "how-to", "Rust"]), "the tags notes (2 changes)\n");
    assert_eq!(tag(&["remove", "rust"]), "the tags notes (0 changes)\n");
    assert_eq!(tag(&["set", "rust", "sql"]), "the tags rust, sql (3 changes)\n");
    let listed = desk.runs(&["articles"]);
    assert!(listed.contains(" rust, sql ") && listed.contains(" notes "), "{listed}");
    assert!(desk.runs(&["show", &id]).contains("    tags: rust, sql\n    reactions: –\n"));
    assert_eq!(tag(&["set"]), "no tags (2 changes)\n");
    let [.., tags, links, _] = desk.rows().unwrap();
    assert_eq!((tags, links), (4, 5), "a link that is made again is the same row, and a tag without articles stays");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn an_invalid_tag_is_refused() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.refuses(
        &["tag", "add", &id, "rust", "?!", "--as", "new-here"],
        "`?!` is not a tag: it has no letters or digits",
    );
    desk.refuses(&["tag", "add", &id, &"x".repeat(51)], "name: is 51 characters long, but at most 50 are allowed");
    desk.refuses(&["tag", "remove", &id, "rust"], "there is no tag `rust`");
    desk.refuses(&["tag", "add", "00000000", "rust"], "there is no article");
    for wrong in [&["tag"][..], &["tag", "add", &id], &["tag", "remove", &id], &["tag", "set"], &["tag", "list", &id]] {
        assert_eq!(desk.run(wrong).code, Some(2), "{wrong:?}");
    }
    desk.runs(&["delete", &id]);
    desk.refuses(&["tag", "set", &id, "rust"], "is deleted: restore it first");
}
