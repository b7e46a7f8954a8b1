//! Tasks: who does what, and by when.

use super::accounts::author_of;
use super::articles;
use super::blank::refuse_blank;
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
pub enum TaskFilter {
    /// All of them.
    All,
    /// Tasks that are open or in progress.
    Unfinished,
    /// Tasks that nobody has started.
    Open,
    /// Unfinished tasks that were due before now.
    Overdue,
}

/// Adds a task.
///
/// # Errors
/// There is no such author or live article, the title is blank or too long, or the database fails.
pub fn add(
    conn: &mut Conn,
    title: &str,
    assignee: Option<&str>,
    article: Option<ArticleId>,
    due: Option<DateTime<Utc>>,
    actor: &Actor,
) -> Result<Task> {
    refuse_blank("a task", title)?;
    db::transaction(conn, |conn| {
        let assignee = assignee.map(|handle| author_of(conn, handle)).transpose()?;
        let article = article.map(|id| articles::live(conn, id)).transpose()?;
        let new = NewTask::builder().title(title).assignee_id(assignee.map(|author| author.id));
        let new = new.article_id(article.map(|article| article.id)).due_at(due).build();
        Ok(Task::create(new).by(actor).run(conn)?)
    })
}

/// Moves a task to another state.
///
/// # Errors
/// There is no such task, it cannot change to this state, somebody else changed it in the meantime, or the database
/// fails.
pub fn advance(conn: &mut Conn, id: TaskId, to: TaskState, actor: &Actor) -> Result<Task> {
    find(conn, id)?.patch().state(to).by(actor).run(conn).map_err(|error| match error {
        ModelError::Refused { message, .. } => Error::InvalidTransition { task: id.to_string(), reason: message },
        error => error.into(),
    })
}

/// Sets the assignee or the due date of a task: what is not given stays. Returns the task, and the names of the changed
/// fields.
///
/// # Errors
/// There is no such task or author, somebody else changed it in the meantime, or the database fails.
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

/// The tasks of one author or of all authors, most urgent first.
///
/// # Errors
/// There is no such author, or the database fails.
pub fn list(conn: &mut Conn, which: TaskFilter, assignee: Option<&str>) -> Result<Vec<Task>> {
    let author = assignee.map(|handle| author_of(conn, handle)).transpose()?.map(|author| author.id);
    // The backends sort NULL differently, so tasks without a due date are put last explicitly.
    let urgency = (tasks::due_at.is_null(), tasks::due_at, tasks::id);
    /// Loads a query, limited to the author when there is one.
    macro_rules! of {
        ($query:expr) => {
            match author {
                None => $query.order(urgency).load(conn)?,
                Some(author) => $query.assigned_to(author).order(urgency).load(conn)?,
            }
        };
    }
    Ok(match which {
        TaskFilter::All => of!(Task::objects()),
        TaskFilter::Unfinished => of!(Task::objects().unfinished()),
        TaskFilter::Overdue => of!(Task::objects().overdue()),
        TaskFilter::Open => {
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
