//! The tour, as a new user sees it.

use crate::desk::{Desk, Run};
use std::process::Stdio;

const CHAPTERS: [&str; 21] = [
    "The desk opens",
    "Imported",
    "Published",
    "Edited",
    "Corrected",
    "As it was",
    "Reverted",
    "Commented",
    "Moderated",
    "Counted",
    "An author leaves",
    "Deleted",
    "Restored",
    "Signed up",
    "Notified",
    "Planned",
    "Exported",
    "Sold",
    "Paid",
    "Purged",
    "The audit trail",
];

fn assert_chapters(out: &str) {
    let mut rest = out;
    for chapter in CHAPTERS {
        let at = rest.find(&format!("── {chapter} ──")).unwrap_or_else(|| panic!("no chapter {chapter} in\n{out}"));
        rest = &rest[at..];
    }
}

#[test]
fn every_chapter_is_printed() {
    let desk = Desk::with_two_articles();
    let out = desk.runs(&["--import", "docs"]);
    assert_chapters(&out);
    let has = |words: &str| assert!(out.contains(words), "no `{words}` in\n{out}");
    has("2 Markdown files in docs: 0 new, 0 changed, 2 unchanged");
    has("unchanged: the row already has this value");
    has("      - # The first\n      + # The first (corrected)\n\n      ⋮\n        Another line.\n\
         \x20     +\n      + *A number");
    has("    standfirst: In brief: The first\n");
    has("    words: 16 (unknown: this is the current value)\n    created_at: ");
    has("    body:\n      # The first\n\n      One line.\n      Another line.\n");
    has("      - # The first (corrected)\n      + # The first\n");
    has("The text is the imported text again.");
    has("comment 2 by Casino4You: rejected");
    has("1 comment waiting for a decision");
    has("      #1 Grace (waiting for the desk): This answered");
    has("\n        #4 Barbara (waiting for the desk): Which question was it? [Wow 1]\n");
    has(": 3 queries for 2 articles.");
    has("\nauthor ada\n└── 2 articles\n    ├── 4 comments\n    └── 3 tag links\n");
    has("\nafter delete(): 0 articles, 0 comments and 4 reactions live\n\
         after restore(): 2 articles, 4 comments and 4 reactions live");
    has("or_filter(id.eq(..))  0 ");
    has("sign_in(.., \"a compiler of worms\"): the address or the password is wrong\n");
    has("hides the password: Secret(..)\n");
    has("the same order again is refused: not enough of `mug` in stock: 1 left\n");
    has("Visa ending in 4242\n Work");
    has("\n1 print: 5.00 by Visa ending in 4242\ncancel(..): order ");
    has(" is already paid\n");
    has(": 2 mails for 3 orders, one of which was refused\n");
    has("task 1 cannot be moved: done cannot become doing\n");
    has("no/such/folder.jsonl: failed; the row of the export says why\n");
    has("and with the tables: 0 discrepancies.");
    has("with_deleted() no longer has it");
    has("hard delete article");
    has("anonymous 192.0.2.7");
    has("Best bonus code…");
    for secret in ["@newsroom.example", "@readers.example", "$argon2", "BE71", "tok_of_the_tour"] {
        assert!(!out.to_lowercase().contains(secret), "{secret} was printed:\n{out}");
    }
}

#[test]
fn lines_fit_a_terminal() {
    let desk = Desk::new();
    let long = "word ".repeat(100);
    desk.write("docs/long.md", format!("# {long}\n\n{long}\n"));
    desk.write("docs/escape.md", "# \u{1b}[31mRed\u{7}\n");
    let out = desk.runs(&["--import", "docs"]);
    assert_chapters(&out);
    for line in out.lines() {
        assert!(line.chars().count() <= 132, "{} characters: {line}", line.chars().count());
    }
    assert!(!out.contains('\u{1b}'), "a title commands the terminal");
}

#[test]
fn a_second_run_on_the_same_database_works() {
    let desk = Desk::with_two_articles();
    desk.write("docs/aaa.md", "# Kept\n");
    let out = desk.runs(&["--import", "docs"]);
    assert_chapters(&out);
    assert!(out.contains("1 new, 0 changed, 2 unchanged"), "{out}");
    let out = desk.runs(&["--import", "docs"]);
    assert_chapters(&out);
    assert!(out.contains("1 new, 0 changed, 2 unchanged"), "the purged article comes back:\n{out}");
    assert!(out.contains("Already published, so nothing was written: 1 article"), "{out}");
    assert!(out.contains("The tables are up to date."), "{out}");
}

#[test]
fn one_article_is_enough() {
    let desk = Desk::new();
    desk.write("docs/only.md", "# Alone\n");
    assert_chapters(&desk.runs(&["--import", "docs"]));
}

#[test]
fn without_an_article_it_says_so() {
    let desk = Desk::new();
    desk.write("docs/picture.png", "");
    let out = desk.runs(&["--import", "docs"]);
    assert!(out.contains("There are no Markdown files in docs"), "{out}");
}

#[test]
fn deleted_articles_are_skipped() {
    let desk = Desk::with_two_articles();
    desk.runs(&["delete", &desk.id("The first")]);
    desk.runs(&["delete", &desk.id("beta")]);
    let out = desk.runs(&["--import", "docs"]);
    assert!(out.contains("2 skipped (deleted earlier)"), "{out}");
    assert!(out.contains("All of these articles were deleted earlier"), "{out}");
}

#[test]
#[cfg(feature = "sqlite")]
fn the_temporary_database_is_removed() {
    let desk = Desk::with_two_articles();
    let temporary = desk.path().join("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsroom"));
    // What the variable names is somebody's database, and the tour is not what it is for.
    command.current_dir(desk.path()).env("TMPDIR", &temporary).env("DATABASE_URL", "postgres://nobody@localhost/x");
    let run: Run = command.args(["--import", "docs"]).output().unwrap().into();
    assert_eq!((run.code, &*run.err), (Some(0), ""), "{}", run.out);
    assert_chapters(&run.out);
    assert!(run.out.contains("2 new"), "{}", run.out);
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0, "something was left in the temporary directory");
    assert!(!desk.path().join("newsroom.db").exists());
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    let desk = Desk::with_two_articles();
    let mut child = desk.command(&["--import", "docs"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!((run.code, &*run.err), (Some(0), ""));
}
