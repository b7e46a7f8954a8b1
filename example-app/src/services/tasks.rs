//! Tasks: who does what, and by when.

use super::accounts::author_of;
use super::articles;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{ArticleId, NewTask, OpenTask, Task, TaskId, TaskScopes as _, TaskState};
use crate::schema::tasks;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::Error as ModelError;
use model_core::prelude::*;

/// Which tasks to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those that somebody has to do still.
    Unfinished,
    /// Those that nobody has begun.
    Open,
    /// Those that had to be done by now.
    Overdue,
}

/// Adds a task.
///
/// # Errors
/// There is no such author or live article, the title is empty or too long, or the database fails.
pub fn add(
    conn: &mut Conn,
    title: &str,
    assignee: Option<&str>,
    article: Option<ArticleId>,
    due: Option<DateTime<Utc>>,
    actor: &Actor,
) -> Result<Task> {
    super::comments::check_text("a task", title)?;
    db::transaction(conn, |conn| {
        let assignee = assignee.map(|handle| author_of(conn, handle)).transpose()?;
        let article = article.map(|id| articles::live(conn, id)).transpose()?;
        let new = NewTask::builder().title(title).assignee_id(assignee.map(|author| author.id));
        let new = new.article_id(article.map(|article| article.id)).due_at(due).build();
        Ok(Task::create(new).by(actor).run(conn)?)
    })
}

/// Moves a task on.
///
/// # Errors
/// There is no such task, it cannot go there from where it is, somebody else moved it meanwhile, or the database fails.
pub fn advance(conn: &mut Conn, id: TaskId, to: TaskState, actor: &Actor) -> Result<Task> {
    find(conn, id)?.patch().state(to).by(actor).run(conn).map_err(|error| match error {
        ModelError::Refused { message, .. } => Error::WrongMove { task: id, reason: message },
        error => error.into(),
    })
}

/// Gives a task to somebody, or another day: what is not given stays. Returns the task, and which fields changed.
///
/// # Errors
/// There is no such task or author, somebody else wrote it meanwhile, or the database fails.
pub fn plan(
    conn: &mut Conn,
    id: TaskId,
    assignee: Option<&str>,
    due: Option<DateTime<Utc>>,
    actor: &Actor,
) -> Result<(Task, Vec<&'static str>)> {
    db::transaction(conn, |conn| {
        let mut edit = find(conn, id)?.edit();
        if let Some(handle) = assignee {
            edit.assignee_id = Some(author_of(conn, handle)?.id);
        }
        edit.due_at = due.or(edit.due_at);
        let changed = edit.changed();
        Ok((edit.save().by(actor).run(conn)?, changed))
    })
}

/// Tasks, of one author or of all, the most urgent first.
///
/// # Errors
/// There is no such author, or the database fails.
pub fn list(conn: &mut Conn, which: Which, assignee: Option<&str>) -> Result<Vec<Task>> {
    let author = assignee.map(|handle| author_of(conn, handle)).transpose()?.map(|author| author.id);
    // Backends do not agree on where NULL comes.
    let urgency = (tasks::due_at.is_null(), tasks::due_at, tasks::id);
    /// The tasks of a query, or those of the author among them.
    macro_rules! of {
        ($query:expr) => {
            match author {
                None => $query.order(urgency).load(conn)?,
                Some(author) => $query.assigned_to(author).order(urgency).load(conn)?,
            }
        };
    }
    Ok(match which {
        Which::All => of!(Task::objects()),
        Which::Unfinished => of!(Task::objects().unfinished()),
        Which::Overdue => of!(Task::objects().overdue()),
        Which::Open => {
            let open: Vec<OpenTask> = of!(OpenTask::objects());
            open.into_iter().map(Into::into).collect()
        }
    })
}

fn find(conn: &mut Conn, id: TaskId) -> Result<Task> {
    Task::objects().find(id).first(conn).map_err(|error| match error.into() {
        ModelError::NotFound => Error::NotFound(format!("task {id}")),
        error => error.into(),
    })
}
