//! Importing folders.

use crate::desk::Desk;
use std::fs;
use std::time::{Duration, SystemTime};

#[test]
fn a_folder_becomes_articles_with_title_slug_tag_and_date() {
    let desk = Desk::new();
    let file = desk.write("docs/Straße & Ähnliches.md", "```\n# not this\n```\n# Grüße\n\nfour words in here\n");
    desk.write("docs/how to/README.md", "plain\n");
    desk.write("docs/README.MD", "# Top\n");
    desk.write("docs/.hidden/x.md", "# Hidden\n");
    desk.write("docs/picture.png", [0xff, 0xfe]);
    let written = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(file).unwrap().set_modified(written).unwrap();

    assert_eq!(desk.runs(&["import", "docs", "--as", "ada"]), "imported docs: 3 new, 0 changed, 0 unchanged\n");
    let listed = desk.runs(&["articles"]);
    assert!(listed.ends_with("3 articles\n"), "{listed}");
    let line = |words: &str| listed.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{listed}"));
    assert!(line("Grüße").contains("2001-09-09") && line("Grüße").contains("ada"), "{listed}");
    assert!(line("README").contains("how-to"), "{listed}");
    let history = desk.runs(&["history", &desk.id("Grüße")]);
    assert!(history.contains("slug: grusse"), "{history}");
    assert!(history.contains("source: Straße & Ähnliches.md"), "{history}");
}

#[test]
fn unchanged_files_change_nothing_and_changed_ones_are_patched() {
    let desk = Desk::with_two_articles();
    let before = desk.rows();
    assert_eq!(desk.runs(&["import", "docs", "--as", "ada"]), "imported docs: 0 new, 0 changed, 2 unchanged\n");
    assert_eq!(desk.rows(), before, "an import of nothing new left something behind");

    desk.write("docs/alpha.md", "# The first, revised\n\nOne line.\nA better line.\n");
    desk.write("docs/gamma.md", "# New\n");
    assert_eq!(desk.runs(&["import", "docs", "--as", "bob"]), "imported docs: 1 new, 1 changed, 1 unchanged\n");
    let history = desk.runs(&["history", &desk.id("The first, revised")]);
    for words in [" patch by bob", "title: The first → The first, revised", "- Another line.", "+ A better line."] {
        assert!(history.contains(words), "no `{words}` in\n{history}");
    }
}

#[test]
fn a_file_is_identified_by_its_path_and_two_may_have_one_title() {
    use diesel::prelude::*;
    use newsroom::schema::articles;
    let desk = Desk::with_two_articles();
    desk.write("docs/twin.md", "# The first\n");
    desk.write("docs/!!!.md", "# ???\n");
    assert_eq!(desk.runs(&["import", "docs"]), "imported docs: 2 new, 0 changed, 2 unchanged\n");
    desk.write("docs/twin.md", "# Renamed\n");
    assert_eq!(desk.runs(&["import", "docs", "--as", "bob"]), "imported docs: 0 new, 1 changed, 3 unchanged\n");
    let slugs = articles::table.order(articles::source).select((articles::source.assume_not_null(), articles::slug));
    let mut slugs: Vec<(String, String)> = slugs.load(&mut desk.connect()).unwrap();
    slugs.sort();
    let known = [("!!!.md", "n-a"), ("alpha.md", "the-first"), ("notes/beta.md", "beta"), ("twin.md", "the-first-2")];
    assert_eq!(slugs, known.map(|(source, slug)| (source.to_owned(), slug.to_owned())), "a slug stays as it was");
    let listed = desk.runs(&["articles"]);
    let renamed = listed.lines().find(|line| line.contains("Renamed")).unwrap();
    assert!(renamed.contains(" desk ") && !renamed.contains("bob"), "who wrote it is known for good: {renamed}");
}

#[test]
fn a_deleted_article_is_not_imported_again() {
    let desk = Desk::with_two_articles();
    desk.runs(&["delete", &desk.id("The first")]);
    let out = desk.runs(&["import", "docs"]);
    assert_eq!(out, "imported docs: 0 new, 0 changed, 1 unchanged, 1 skipped (deleted earlier)\n");
}

#[test]
fn an_empty_folder_is_said_to_be_empty() {
    let desk = Desk::new();
    fs::create_dir(desk.path().join("empty")).unwrap();
    assert_eq!(desk.runs(&["import", "empty"]), "there are no Markdown files in empty\n");
}

#[test]
fn a_missing_folder_creates_no_database() {
    let desk = Desk::new();
    desk.refuses(&["import", "nowhere"], "nowhere: there is no such file or folder");
    desk.write("file.md", "# A file");
    desk.refuses(&["import", "file.md"], "file.md: expected a folder, but this is a file");
    desk.refuses(&["--import", "nowhere"], "nowhere: there is no such file or folder");
    assert_eq!(desk.rows(), None);
}

#[test]
fn one_bad_file_keeps_all_of_them_out() {
    for (name, text, words) in [
        ("latin1.md", &b"# Gr\xfc\xdfe\n"[..], "latin1.md: the text is not UTF-8"),
        ("nul.md", b"# A\0B\n", "nul.md: the text contains a NUL character"),
    ] {
        let desk = Desk::with_two_articles();
        desk.write("docs/aaa.md", "# Good, and before the bad one\n");
        desk.write("docs/alpha.md", "# Good, and changed\n");
        desk.write(&format!("docs/{name}"), text);
        desk.refuses(&["import", "docs"], words);
        desk.refuses(&["--import", "docs"], words);
    }
}

#[test]
fn a_refused_row_leaves_nothing_of_the_import() {
    let desk = Desk::with_two_articles();
    desk.write("docs/gamma.md", "# New\n");
    // Longer than the model allows: found out within the transaction, after the author would have been made.
    desk.refuses(
        &["import", "docs", "--as", &"x".repeat(51)],
        "handle: is 51 characters long, but at most 50 are allowed",
    );
    desk.refuses(&["import", "docs", "--as", " "], "--as must not be blank");
}

#[test]
fn words_are_counted_whoever_writes_the_text() {
    use diesel::prelude::*;
    use model_core::prelude::*;
    use newsroom::models::{Article, NewArticle};
    let desk = Desk::with_two_articles();
    let conn = &mut desk.connect();
    let me = Actor::system();
    let listed: Vec<Article> = Article::objects().load(conn).unwrap();
    assert!(listed.iter().all(|article| article.words > 0), "{listed:?}");
    let new = NewArticle::builder().title("Third").body("one two three").author_id(listed[0].author_id);
    let editor = Actor::user(listed[0].author_id);
    let article = Article::create(new.words(99).build()).by(&editor).run(conn).unwrap();
    assert_eq!(article.words, 3);
    let article = article.patch().body("one two").by(&me).run(conn).unwrap();
    assert_eq!(article.words, 2);
    let article = article.patch().title("The third").by(&me).run(conn).unwrap();
    assert_eq!(article.words, 2, "a title is no text");
    Article::objects().patch().body("one").each().by(&me).run(conn).unwrap();
    let words: Vec<i32> = Article::objects().select(newsroom::schema::articles::words).load(conn).unwrap();
    assert_eq!(words, [1, 1, 1]);
}
