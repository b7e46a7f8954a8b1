//! Tasks.

use crate::desk::Desk;

#[test]
fn a_task_changes_its_state_and_each_step_is_an_event() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    let add = ["task", "add", "Check the numbers", "--assignee", "ada", "--article", &id, "--due", "2020-01-01"];
    assert_eq!(desk.runs(&add), "added task 1: Check the numbers\n");
    assert_eq!(desk.runs(&["task", "move", "1", "doing", "--as", "ada"]), "task 1 is now `doing`: Check the numbers\n");
    assert_eq!(desk.runs(&["task", "move", "#1", "done", "--as", "ada"]), "task 1 is now `done`: Check the numbers\n");
    for state in ["doing", "done", "dropped"] {
        let words = format!("task 1 cannot be moved: done cannot become {state}");
        desk.refuses(&["task", "move", "1", state], &words);
    }
    desk.runs(&["task", "move", "1", "open"]);
    let trail = desk.trail();
    let events: Vec<_> = trail.iter().filter(|entry| entry.action.starts_with("task.")).collect();
    let recorded: Vec<_> =
        events.iter().map(|event| (&*event.action, &*event.object_id, event.changes.to_string())).collect();
    assert_eq!(
        recorded,
        [
            ("task.doing", "1", r#"{"from":"open","to":"doing"}"#.to_owned()),
            ("task.done", "1", r#"{"from":"doing","to":"done"}"#.to_owned()),
            ("task.open", "1", r#"{"from":"done","to":"open"}"#.to_owned()),
        ]
    );
    assert!(desk.runs(&["audit", "list", "--action", "task.done"]).ends_with("\n1 entry\n"));
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn tasks_are_listed_the_most_urgent_first() {
    let desk = Desk::with_two_articles();
    for (title, more) in [
        ("some day", &[][..]),
        ("later", &["--due", "2999-01-01"]),
        ("long ago", &["--due", "2020-01-01", "--assignee", "ada"]),
        ("done", &["--due", "2020-01-01"]),
    ] {
        desk.runs(&[&["task", "add", title], more].concat());
    }
    desk.runs(&["task", "move", "4", "doing"]);
    let list = |arguments: &[&str]| {
        let out = desk.runs(&[&["task", "list"], arguments].concat());
        let titles = ["some day", "later", "long ago", "done"];
        let mut found: Vec<_> =
            titles.into_iter().filter_map(|title| Some((out.find(&format!(" {title} "))?, title))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, title)| title).collect::<Vec<_>>()
    };
    assert_eq!(list(&["--overdue"]), ["long ago", "done"]);
    desk.runs(&["task", "move", "4", "done"]);
    assert_eq!(list(&[]), ["long ago", "later", "some day"]);
    assert_eq!(list(&["--all"]), ["long ago", "done", "later", "some day"]);
    assert_eq!(list(&["--overdue"]), ["long ago"]);
    desk.runs(&["task", "move", "3", "doing"]);
    assert_eq!(list(&["--open"]), ["later", "some day"]);
    assert_eq!(list(&["--assignee", "ada"]), ["long ago"]);
    desk.refuses(&["task", "list", "--assignee", "nobody"], "there is no author nobody");
}

#[test]
fn a_plan_writes_what_changes() {
    let desk = Desk::with_two_articles();
    desk.runs(&["task", "add", "Check the numbers"]);
    let plan = |arguments: &[&str]| desk.runs(&[&["task", "plan", "1"], arguments].concat());
    assert_eq!(plan(&["--assignee", "ada", "--due", "2030-01-01"]), "task 1: changed assignee_id and due_at\n");
    let before = desk.rows();
    assert_eq!(plan(&["--assignee", "ada"]), "task 1 is unchanged\n");
    assert_eq!(desk.rows(), before, "nothing is written when nothing changes");
    assert_eq!(plan(&["--due", "2031-01-01"]), "task 1: changed due_at\n");
}

#[test]
fn a_task_outlives_its_article_and_its_author() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.runs(&["task", "add", "Check the numbers", "--assignee", "ada", "--article", &id]);
    desk.runs(&["delete", "author", "ada"]);
    let listed = desk.runs(&["task", "list"]);
    assert!(listed.contains(" open   –         –\n"), "{listed}");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn an_invalid_task_is_refused() {
    let desk = Desk::with_two_articles();
    desk.refuses(&["task", "add", " "], "a task must not be blank");
    desk.refuses(&["task", "add", &"x".repeat(201)], "title: is 201 characters long, but at most 200 are allowed");
    desk.refuses(&["task", "add", "x", "--assignee", "nobody"], "there is no author nobody");
    desk.refuses(&["task", "add", "x", "--article", "00000000"], "there is no article");
    desk.refuses(&["task", "add", "x", "--article", "?"], "`?` is not an article id");
    desk.refuses(&["task", "move", "9", "done"], "there is no task 9");
    desk.refuses(&["task", "plan", "9", "--assignee", "ada"], "there is no task 9");
    let wrong = [
        &["task"][..],
        &["task", "move", "one", "done"],
        &["task", "move", "1", "gone"],
        &["task", "plan", "1"],
        &["task", "add", "x", "--due", "soon"],
        &["task", "list", "--all", "--open"],
    ];
    for arguments in wrong {
        assert_eq!(desk.run(arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn of_two_who_move_a_task_at_once_the_second_is_refused() {
    use diesel::prelude::*;
    use model_core::prelude::*;
    use newsroom::models::{Task, TaskState};
    let desk = Desk::with_two_articles();
    desk.runs(&["task", "add", "Check the numbers"]);
    let conn = &mut desk.connect();
    let task: Task = Task::objects().first(conn).unwrap();
    desk.runs(&["task", "move", "1", "doing"]);
    let late = task.patch().state(TaskState::Dropped).by(&Actor::system()).run(conn).unwrap_err();
    assert!(matches!(late, Error::Stale { expected: 1, found: 2 }), "{late:?}");
}

#[test]
fn the_rules_hold_however_a_task_is_written() {
    use diesel::prelude::*;
    use model_core::prelude::*;
    use newsroom::models::{Task, TaskState};
    let desk = Desk::with_two_articles();
    desk.runs(&["task", "add", "Check the numbers"]);
    let conn = &mut desk.connect();
    let me = Actor::system();
    let task: Task = Task::objects().first(conn).unwrap();
    let skipped = task.patch().state(TaskState::Done).by(&me).run(conn).unwrap_err();
    assert!(matches!(&skipped, Error::Refused { by: "Task", message } if message == "open cannot become done"));
    let mut edit = task.edit();
    edit.state = TaskState::Doing;
    edit.save().by(&me).run(conn).unwrap();
    let done = Task::objects().patch().state(TaskState::Done).each().by(&me).run(conn).unwrap();
    assert_eq!(done, 1);
    let trail = desk.trail();
    let events: Vec<_> =
        trail.iter().map(|entry| &*entry.action).filter(|action| action.starts_with("task.")).collect();
    assert_eq!(events, ["task.doing", "task.done"]);
}
