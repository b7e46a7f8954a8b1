//! What readers do: comment, reply and react.

use crate::desk::Desk;

#[test]
fn comments_and_replies_are_shown_as_a_thread() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    let said = desk.runs(&["comment", &id, "Well\nsaid.", "--reader", " Grace "]);
    assert_eq!(said, "comment 1 by Grace is waiting for the desk\n");
    desk.runs(&["comment", &id, "No.", "--reader", "Niklaus"]);
    let replied = desk.runs(&["reply", "#1", "Indeed.", "--reader", "Edsger"]);
    assert_eq!(replied, "comment 3 by Edsger, a reply to comment 1, is waiting for the desk\n");
    let shown = desk.runs(&["show", &id]);
    let thread = [
        "    comments:",
        "      #1 Grace (waiting for the desk): Well said.",
        "        #3 Edsger (waiting for the desk): Indeed.",
        "      #2 Niklaus (waiting for the desk): No.\n",
    ];
    assert!(shown.ends_with(&thread.join("\n")), "{shown}");
    let trail = desk.runs(&["audit", "list", "--model", "comment", "--actor", "anonymous"]);
    assert!(trail.ends_with("\n3 entries\n"), "a reader is not signed in: {trail}");
}

#[test]
fn a_reader_reacts_once_in_each_mood() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    let react = |mood: &str| desk.runs(&["react", &id, mood, "--reader", "Grace"]);
    assert_eq!(react("like"), format!("Grace reacted to {id} “The first” with `like`\n"));
    assert_eq!(react("like"), format!("Grace had already reacted to {id} “The first” with `like`\n"));
    react("love");
    desk.runs(&["react", &id, "love", "--reader", "Edsger"]);
    desk.runs(&["react", &id, "like", "--take-back", "--reader", "Grace"]);
    let reactions = || {
        let shown = desk.runs(&["show", &id]);
        shown.lines().find_map(|line| line.strip_prefix("    reactions: ").map(str::to_owned)).unwrap()
    };
    assert_eq!(reactions(), "Love 2");
    let back = desk.runs(&["react", &id, "--take-back", "--reader", "Grace"]);
    assert_eq!((&*back, &*reactions()), ("Grace took back 1 reaction\n", "Love 1"));
    desk.refuses(&["react", &id, "--take-back", "--reader", "Grace"], "there is no reaction by Grace to article");
    react("sad");
    react("like");
    assert_eq!(reactions(), "Like 1, Love 1, Sad 1");
    let back = desk.runs(&["react", &id, "--take-back", "--reader", "Grace"]);
    assert_eq!((&*back, &*reactions()), ("Grace took back 2 reactions\n", "Love 1"));
    react("love");
    let [_, _, _, rows, ..] = desk.rows().unwrap();
    assert_eq!(rows, 4, "taken back and given again, it is the same row");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn comments_have_reactions_too() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    for text in ["One", "Two"] {
        desk.runs(&["comment", &id, text, "--reader", "Edsger"]);
    }
    let react = |arguments: &[&str]| desk.runs(&[&["react"], arguments, &["--comment", "--reader", "Grace"]].concat());
    assert_eq!(react(&["1", "like"]), "Grace reacted to comment 1 with `like`\n");
    assert_eq!(react(&["#1", "like"]), "Grace had already reacted to comment 1 with `like`\n");
    react(&["1", "sad"]);
    react(&["2", "like"]);
    assert_eq!(react(&["2", "--take-back"]), "Grace took back 1 reaction\n");
    let shown = desk.runs(&["show", &id]);
    assert!(shown.contains("): One [Like 1, Sad 1]\n") && shown.ends_with("): Two\n"), "{shown}");
    let counts = desk.runs(&["articles", "--with-counts"]);
    let of_article = counts.lines().find(|line| line.contains("The first")).unwrap();
    assert!(of_article.contains(" 2         0 "), "a reaction to a comment is none to its article: {counts}");

    desk.refuses(&["react", "9", "like", "--comment", "--reader", "Grace"], "there is no comment 9");
    desk.refuses(&["react", "x", "like", "--comment", "--reader", "Grace"], "`x` is not a comment: expected a number");
    desk.runs(&["delete", "comment", "1"]);
    desk.refuses(&["react", "1", "like", "--comment", "--reader", "Grace"], "comment 1 is deleted: restore it first");
}

#[test]
fn reactions_to_missing_rows_are_cleaned_up() {
    use diesel::prelude::*;
    use newsroom::schema::comments;
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    for text in ["One", "Two"] {
        desk.runs(&["comment", &id, text, "--reader", "Edsger"]);
    }
    for number in ["1", "2"] {
        desk.runs(&["react", number, "like", "--comment", "--reader", "Grace"]);
    }
    desk.runs(&["react", &id, "like", "--reader", "Grace"]);
    desk.runs(&["delete", "comment", "1"]);
    assert_eq!(
        desk.runs(&["clean-up"]),
        "removed 0 reactions to purged articles and comments\n",
        "a deleted comment is there"
    );
    // Behind the library's back.
    diesel::delete(comments::table.filter(comments::body.eq("One"))).execute(&mut desk.connect()).unwrap();
    assert_eq!(desk.runs(&["clean-up"]), "removed 1 reaction to purged articles and comments\n");
    assert_eq!(desk.runs(&["clean-up"]), "removed 0 reactions to purged articles and comments\n");
    let [_, _, _, rows, ..] = desk.rows().unwrap();
    assert_eq!(rows, 2);
    let removed = desk.runs(&["audit", "list", "--model", "reaction", "--action", "hard_delete"]);
    assert!(removed.ends_with("\n1 entry\n"), "{removed}");
}

#[test]
fn an_invalid_comment_or_reaction_is_refused() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.runs(&["comment", &id, "Hello", "--reader", "Grace"]);
    let long = "x".repeat(51);
    for (text, reader, words) in [
        (" ", "Grace", "a comment must not be blank"),
        ("Hello", " ", "the name of a reader must not be blank"),
        ("Hello", &long, "reader: is 51 characters long, but at most 50 are allowed"),
        (&"x".repeat(2001), "Grace", "body: is 2001 characters long, but at most 2000 are allowed"),
    ] {
        desk.refuses(&["comment", &id, text, "--reader", reader], words);
        desk.refuses(&["reply", "1", text, "--reader", reader], words);
    }
    desk.refuses(&["react", &id, "like", "--reader", ""], "the name of a reader must not be blank");
    desk.refuses(&["react", &id, "like", "--reader", &long], "reader: is 51 characters long");
    desk.refuses(&["reply", "99", "Hello", "--reader", "Grace"], "there is no comment 99");
    desk.refuses(&["comment", "00000000", "Hello", "--reader", "Grace"], "there is no article");
    let wrong = [
        &["comment", &*id, "Hello"][..],
        &["reply", "one", "Hello", "--reader", "Grace"],
        &["react", &id, "--reader", "Grace"],
        &["react", &id, "angry", "--reader", "Grace"],
    ];
    for arguments in wrong {
        assert_eq!(desk.run(arguments).code, Some(2), "{arguments:?}");
    }
    desk.runs(&["delete", "comment", "1"]);
    desk.refuses(&["reply", "1", "Hello", "--reader", "Grace"], "comment 1 is deleted: restore it first");
    desk.runs(&["delete", &id]);
    for arguments in [
        &["comment", &*id, "Hello", "--reader", "Grace"][..],
        &["react", &id, "like", "--reader", "Grace"],
        &["react", &id, "--take-back", "--reader", "Grace"],
        &["reply", "1", "Hello", "--reader", "Grace"],
    ] {
        desk.refuses(arguments, "is deleted: restore it first");
    }
}
