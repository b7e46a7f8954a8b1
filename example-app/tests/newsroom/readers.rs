//! What readers do: comment, reply and react.

use crate::desk::Desk;

#[test]
fn comments_and_replies_are_shown_as_a_thread() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    let said = desk.runs(&["comment", &id, "Well\nsaid.", "--reader", " Grace "]);
    assert_eq!(said, "comment 1 of Grace waits for the desk\n");
    desk.runs(&["comment", &id, "No.", "--reader", "Niklaus"]);
    let replied = desk.runs(&["reply", "#1", "Indeed.", "--reader", "Edsger"]);
    assert_eq!(replied, "comment 3 of Edsger in reply to 1 waits for the desk\n");
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
fn the_last_reaction_of_a_reader_counts() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    let react = |mood: &str| desk.runs(&["react", &id, mood, "--reader", "Grace"]);
    assert_eq!(react("like"), format!("Grace reacts to {id} “The first” with `like`\n"));
    assert_eq!(react("like"), format!("Grace reacts to {id} “The first” with `like` already\n"));
    react("love");
    desk.runs(&["react", &id, "love", "--reader", "Edsger"]);
    let reactions = || {
        let shown = desk.runs(&["show", &id]);
        shown.lines().find_map(|line| line.strip_prefix("    reactions: ").map(str::to_owned)).unwrap()
    };
    assert_eq!(reactions(), "Love 2");
    let back = desk.runs(&["react", &id, "--take-back", "--reader", "Grace"]);
    assert_eq!((&*back, &*reactions()), ("Grace took the reaction back\n", "Love 1"));
    desk.refuses(&["react", &id, "--take-back", "--reader", "Grace"], "there is no reaction of Grace to article");
    react("sad");
    assert_eq!(reactions(), "Love 1, Sad 1");
    let [_, _, _, rows, ..] = desk.rows().unwrap();
    assert_eq!(rows, 2, "taken back and given again, it is the same row");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail fits"));
}

#[test]
fn what_readers_cannot_say_is_refused() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.runs(&["comment", &id, "Hello", "--reader", "Grace"]);
    let long = "x".repeat(51);
    for (text, reader, words) in [
        (" ", "Grace", "a comment must have letters"),
        ("Hello", " ", "the name of a reader must have letters"),
        ("Hello", &long, "reader: has 51 characters, and 50 are allowed"),
        (&"x".repeat(2001), "Grace", "body: has 2001 characters, and 2000 are allowed"),
    ] {
        desk.refuses(&["comment", &id, text, "--reader", reader], words);
        desk.refuses(&["reply", "1", text, "--reader", reader], words);
    }
    desk.refuses(&["react", &id, "like", "--reader", ""], "the name of a reader must have letters");
    desk.refuses(&["react", &id, "like", "--reader", &long], "reader: has 51 characters");
    desk.refuses(&["reply", "99", "Hello", "--reader", "Grace"], "there is no comment 99");
    desk.refuses(&["comment", "00000000", "Hello", "--reader", "Grace"], "there is no article");
    let wrong = [
        &["comment", &*id, "Hello"][..],
        &["reply", "one", "Hello", "--reader", "Grace"],
        &["react", &id, "--reader", "Grace"],
        &["react", &id, "angry", "--reader", "Grace"],
        &["react", &id, "like", "--take-back", "--reader", "Grace"],
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
