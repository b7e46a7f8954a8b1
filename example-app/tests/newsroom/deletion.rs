//! Deleting a row with everything that belongs to it, and restoring it.

use crate::desk::Desk;

/// A desk where ada wrote two articles and bob a third one, and readers had something to say. Returns the ids of ada's.
fn desk() -> (Desk, [String; 2]) {
    let desk = Desk::with_two_articles();
    desk.write("more/gamma.md", "# The third\n");
    desk.runs(&["import", "more", "--as", "bob"]);
    let ids = [desk.id("The first"), desk.id("beta")];
    desk.runs(&["comment", &ids[0], "Well said.", "--reader", "Grace"]);
    desk.runs(&["reply", "1", "Indeed.", "--reader", "Edsger"]);
    desk.runs(&["reply", "2", "Thank you both.", "--reader", "Ada"]);
    desk.runs(&["comment", &ids[0], "Spam", "--reader", "Casino"]);
    desk.runs(&["react", &ids[0], "like", "--reader", "Grace"]);
    desk.runs(&["comment", &desk.id("The third"), "Fine", "--reader", "Grace"]);
    (desk, ids)
}

/// Everything that a reader can see.
fn shown(desk: &Desk) -> String {
    let listed = desk.runs(&["articles"]);
    let ids: Vec<_> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    // Two lines of heading, and one that counts.
    let ids = &ids[2..ids.len() - 1];
    let shown: String = ids.iter().map(|id| desk.runs(&["show", id])).collect();
    listed.clone() + &desk.runs(&["articles", "--with-counts"]) + &shown
}

#[test]
fn a_dry_run_shows_a_tree_and_writes_nothing() {
    let (desk, _) = desk();
    let before = (desk.rows(), shown(&desk));
    let tree = desk.runs(&["delete", "author", "ada", "--dry-run", "--as", "new-here"]);
    let expected = "would delete author ada\n└── 2 articles\n    ├── 4 comments\n    └── 1 tag link\n";
    assert_eq!(tree, expected);
    let tree = desk.runs(&["delete", "comment", "1", "--dry-run"]);
    assert_eq!(tree, "would delete comment 1 of Grace\n└── 2 replies\n");
    let third = desk.id("The third");
    let tree = desk.runs(&["delete", "article", &third, "--dry-run"]);
    assert_eq!(tree, format!("would delete {third} “The third”\n└── 1 comment\n"));
    assert_eq!((desk.rows(), shown(&desk)), before);
}

#[test]
fn case_07_an_author_is_restored_with_exactly_the_rows_deleted_with_it() {
    let (desk, [first, second]) = desk();
    assert_eq!(desk.runs(&["delete", "comment", "4"]), "deleted comment 4 of Casino\n");
    desk.runs(&["tag", "add", &second, "late"]);
    desk.runs(&["tag", "remove", &second, "notes"]);
    let before = shown(&desk);

    let deleted = desk.runs(&["delete", "author", "ada", "--as", "bob"]);
    assert_eq!(deleted, "deleted author ada with 2 articles, 3 comments and 1 tag link\n");
    let left = desk.runs(&["articles"]);
    assert!(left.contains("The third") && left.ends_with("\n1 article\n"), "{left}");
    let gone = desk.runs(&["articles", "--deleted"]);
    assert!(gone.contains(" ada ") && gone.ends_with("\n2 articles\n"), "{gone}");
    assert!(desk.runs(&["show", &first]).contains("    deleted_by: bob\n    tags: –\n"));

    let restored = desk.runs(&["restore", "author", "ada", "--as", "bob"]);
    assert_eq!(restored, deleted.replace("deleted", "restored"));
    assert_eq!(shown(&desk), before, "what was deleted before stays deleted");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn nothing_is_restored_under_a_deleted_parent() {
    let (desk, [first, second]) = desk();
    desk.runs(&["delete", &first]);
    desk.runs(&["delete", "author", "ada", "--as", "bob"]);
    let words = "cannot be restored because its author is deleted: use --with-ancestors to restore both";
    desk.refuses(&["restore", &first, "--as", "new-here"], words);
    let comment = "comment 2 cannot be restored because its article is deleted: use --with-ancestors";
    desk.refuses(&["restore", "comment", "2"], comment);

    let restored = desk.runs(&["restore", &first, "--with-ancestors"]);
    let related = "“The first” with 1 author, 1 article, 4 comments and 1 tag link\n";
    assert_eq!(restored, format!("restored {first} {related}"));
    assert!(desk.runs(&["articles"]).contains(&second), "it was deleted with the author");

    desk.runs(&["delete", "comment", "3"]);
    assert_eq!(desk.runs(&["delete", "comment", "#1"]), "deleted comment 1 of Grace with 1 comment\n");
    desk.refuses(&["restore", "comment", "3"], "because its comment is deleted");
    assert_eq!(
        desk.runs(&["restore", "comment", "3", "--with-ancestors"]),
        "restored comment 3 of Ada with 2 comments\n"
    );
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn case_10_a_unique_value_in_use_stops_the_whole_restore() {
    use diesel::prelude::*;
    use model_core::prelude::*;
    use newsroom::models::{Article, NewArticle};
    let (desk, _) = desk();
    desk.runs(&["delete", "author", "ada", "--as", "bob"]);
    let conn = &mut desk.connect();
    let other: Article = Article::objects().first(conn).unwrap();
    let new = NewArticle::builder().title("The first").body("").author_id(other.author_id).build();
    Article::create(new).by(&Actor::user(other.author_id)).run(conn).unwrap();
    desk.refuses(&["restore", "author", "ada"], "author ada cannot be restored: another row now has the same slug");
    assert!(desk.runs(&["articles"]).ends_with("\n2 articles\n"));
}

#[test]
fn a_deleted_author_does_not_sign_in() {
    let (desk, [first, _]) = desk();
    desk.refuses(
        &["delete", "author", "ada", "--as", "ada"],
        "`ada` is the acting author: to delete this author, act as another with --as",
    );
    desk.refuses(&["delete", "author", "desk", "--dry-run"], "`desk` is the acting author");
    desk.runs(&["delete", "author", "ada"]);
    desk.refuses(&["publish", &first, "--as", "ada"], "author ada is deleted: restore it first");
    desk.refuses(&["restore", "author", "ada", "--as", "ada"], "author ada is deleted: restore it first");
    desk.refuses(&["import", "docs", "--as", "ada"], "author ada is deleted: restore it first");
    desk.runs(&["restore", "author", "ada"]);
    desk.runs(&["publish", &first, "--as", "ada"]);
}

#[test]
fn a_missing_row_is_refused() {
    let (desk, _) = desk();
    for command in ["delete", "restore"] {
        desk.refuses(&[command, "author", "nobody", "--as", "new-here"], "there is no author nobody");
        desk.refuses(&[command, "comment", "99", "--as", "new-here"], "there is no comment 99");
        desk.refuses(&[command, "comment", "first"], "`first` is not a comment: expected a number, like 12");
        desk.refuses(&[command, "comment", "0"], "`0` is not a comment");
        desk.refuses(&[command, "article", "xyz"], "`xyz` is not an article id");
        for wrong in [&[command][..], &[command, "tag", "notes"], &[command, "author", "ada", "bob"]] {
            assert_eq!(desk.run(wrong).code, Some(2), "{wrong:?}");
        }
    }
    desk.refuses(&["restore", "author", "ada", "--as", "new-here"], "author ada is not deleted");
    desk.refuses(&["restore", "comment", "1", "--with-ancestors"], "comment 1 is not deleted");
    desk.runs(&["delete", "comment", "1"]);
    desk.refuses(&["delete", "comment", "1", "--as", "new-here"], "comment 1 is deleted: restore it first");
    desk.refuses(&["delete", "comment", "1", "--dry-run"], "comment 1 is deleted: restore it first");
    desk.runs(&["delete", "author", "ada"]);
    desk.refuses(&["delete", "author", "ada"], "author ada is deleted: restore it first");
}
