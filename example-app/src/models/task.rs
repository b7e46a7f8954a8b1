//! Tasks.

use super::{Article, ArticleId, Author, AuthorId};
use crate::db::Conn;
use crate::schema::tasks;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::bases::{Timestamps, UserTracked};
use model_core::hooks::{Changing, Context, Draft, Hooks};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fmt;

/// The key of a task: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(i64);

/// The state of a task.
#[derive(Choices, clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Nobody has started.
    Open,
    /// Somebody is working on it.
    Doing,
    /// It is done.
    Done,
    /// It will not be done.
    Dropped,
}

/// A task cannot change from one state to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTransition {
    /// The current state.
    pub from: TaskState,
    /// The state that was asked for.
    pub to: TaskState,
}

impl fmt::Display for InvalidTransition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot become {}", self.from, self.to)
    }
}

impl std::error::Error for InvalidTransition {}

impl TaskState {
    /// Checks that a state can follow this one. A task that is done or dropped can only be opened again.
    ///
    /// # Errors
    /// It cannot follow.
    pub fn to(self, next: Self) -> Result<Self, InvalidTransition> {
        use TaskState::{Doing, Done, Dropped, Open};
        match (self, next) {
            (Open, Doing | Dropped) | (Doing, Open | Done | Dropped) | (Done | Dropped, Open) => Ok(next),
            (from, to) => Err(InvalidTransition { from, to }),
        }
    }
}

/// A task. It outlives its article and its assignee.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = tasks, audit, edit, hooks, ordering = "id", content_type = "task")]
pub struct Task {
    /// The key.
    pub id: TaskId,
    /// What has to be done.
    #[model(max_length = 200)]
    pub title: String,
    /// The state.
    #[model(default = TaskState::Open, input = closed)]
    pub state: TaskState,
    /// Who has to do it.
    #[model(belongs_to(Author, name = assignee))]
    pub assignee_id: Option<AuthorId>,
    /// The article it is about.
    #[model(belongs_to = Article)]
    pub article_id: Option<ArticleId>,
    /// When it is due.
    #[model(index)]
    pub due_at: Option<DateTime<Utc>>,
    /// The version: of two people who move a task at once, the second is refused.
    #[model(version)]
    #[audit(skip)]
    pub version: i32,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
    /// Who created it and who last wrote it.
    #[model(base)]
    pub people: UserTracked<AuthorId>,
}

/// Every write to a task checks the transition, and each transition is recorded as an event.
impl Hooks<Conn> for Task {
    fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        match patch.get(tasks::state).map(|next| self.state.to(*next)) {
            Some(Err(wrong)) => Err(Error::refused("Task", wrong.to_string())),
            Some(Ok(_)) | None => Ok(()),
        }
    }

    fn after_patch(old: &Self, new: &Self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        if old.state != new.state {
            let event = AuditLog::event(format!("task.{}", new.state)).on(new);
            let event = event.details(json!({ "from": old.state.to_string(), "to": new.state.to_string() }));
            event.by(cx.actor()).run(cx.conn())?;
        }
        Ok(())
    }
}

#[scopes]
impl Task {
    /// Tasks that are open or in progress.
    pub fn unfinished() -> Condition<Self> {
        condition!(tasks::state.eq(TaskState::Open).or(tasks::state.eq(TaskState::Doing)))
    }

    /// Unfinished tasks that were due before now.
    pub fn overdue() -> Condition<Self> {
        condition!(Self::unfinished().and(tasks::due_at.lt(at(model_core::clock::now()))))
    }

    /// Tasks of one author.
    pub fn assigned_to(author: AuthorId) -> Condition<Self> {
        condition!(tasks::assignee_id.eq(author))
    }
}

/// Tasks that nobody has started.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Task, filter(state = TaskState::Open))]
pub struct OpenTask(Task);

/// Tasks that are done, the latest first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Task, filter(state = TaskState::Done), ordering = "-updated_at, -id")]
pub struct DoneTask(Task);
