//! Work that takes longer than a page may: it goes on by itself, and a page shows how far it is.
//!
//! Jobs are kept in this process, the last of them. What they have written stays if the process ends.

use crate::data::Fail;
use crate::desk::{Break, Desk, Purged};
use crate::staff::Staff;
use chrono::{DateTime, Utc};
use model_core::Actor;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// So many jobs are remembered.
const KEPT: usize = 100;
/// So many run at once; others wait.
pub(crate) const AT_ONCE: usize = 2;

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// It compares histories with the table.
    Verify,
    /// It finds out what a purge would remove.
    Rehearse,
    Purge,
    /// It sends rows as a file.
    Export,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Outcome {
    Verified(Vec<Break>),
    Purged(Purged),
    Sent,
}

/// How far a job is.
#[derive(Debug, Clone)]
pub(crate) enum State {
    Waiting,
    Running {
        done: usize,
        of: Option<usize>,
    },
    Done(Arc<Outcome>),
    /// It ended early.
    Failed,
}

/// A job, for whoever began it.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) id: Uuid,
    staff: String,
    /// The model that it is about.
    pub(crate) url: String,
    pub(crate) work: Work,
    pub(crate) begun: DateTime<Utc>,
    /// How many rows it has met.
    pub(crate) rows: usize,
    pub(crate) state: State,
}

/// A job that begins after the answer.
#[derive(Clone)]
pub(crate) struct Task {
    pub(crate) id: Uuid,
    url: String,
    work: Work,
    staff: Staff,
    actor: Actor,
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {}", self.work, self.url)
    }
}

/// The jobs of a site.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<VecDeque<Job>>);

impl Jobs {
    fn on<T>(&self, act: impl FnOnce(&mut VecDeque<Job>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, id: Uuid, act: impl FnOnce(&mut Job)) {
        self.on(|jobs| {
            if let Some(job) = jobs.iter_mut().find(|job| job.id == id) {
                act(job);
            }
        });
    }

    /// Notes a job that is about to begin.
    pub(crate) fn note(&self, staff: &str, url: &str, work: Work) -> Uuid {
        let (id, staff, url) = (Uuid::new_v4(), staff.to_owned(), url.to_owned());
        let job = Job { id, staff, url, work, begun: Utc::now(), rows: 0, state: State::Waiting };
        self.on(|jobs| {
            jobs.push_front(job);
            jobs.truncate(KEPT);
        });
        id
    }

    /// A job of the staff, to begin after the answer.
    pub(crate) fn task(&self, staff: &Staff, url: &str, work: Work, actor: &Actor) -> Task {
        let id = self.note(&staff.id, url, work);
        Task { id, url: url.to_owned(), work, staff: staff.clone(), actor: actor.batch(Uuid::now_v7()) }
    }

    /// How far a job is.
    pub(crate) fn told(&self, id: Uuid, done: usize, of: Option<usize>) {
        self.change(id, |job| (job.rows, job.state) = (done, State::Running { done, of }));
    }

    /// The end of a job; without an outcome it failed.
    pub(crate) fn end(&self, id: Uuid, outcome: Option<Outcome>) {
        let state = outcome.map_or(State::Failed, |outcome| State::Done(Arc::new(outcome)));
        self.change(id, |job| job.state = state);
    }

    /// Their jobs, the last first.
    pub(crate) fn of(&self, staff: &str) -> Vec<Job> {
        self.on(|jobs| jobs.iter().filter(|job| job.staff == staff).cloned().collect())
    }

    /// One of their jobs.
    pub(crate) fn find(&self, staff: &str, id: Uuid) -> Option<Job> {
        self.on(|jobs| jobs.iter().find(|job| job.id == id && job.staff == staff).cloned())
    }
}

/// Does the work. What they may do is asked again: a job may have waited.
pub(crate) fn run<Conn>(desk: &Desk<Conn>, jobs: &Jobs, conn: &mut Conn, task: &Task) -> Result<Outcome, Fail> {
    let model = desk.model(&task.url, &task.staff).ok_or(Fail::Missing)?;
    jobs.told(task.id, 0, None);
    let mut told = |done, of| jobs.told(task.id, done, Some(of));
    match task.work {
        Work::Verify => model.verify(conn).map(Outcome::Verified),
        Work::Rehearse => model.purge(conn, true, &task.actor, &mut told).map(Outcome::Purged),
        Work::Purge => model.purge(conn, false, &task.actor, &mut told).map(Outcome::Purged),
        // A file is sent with its answer.
        Work::Export => Err(Fail::Missing),
    }
}

#[cfg(test)]
mod tests {
    use super::{Jobs, KEPT, State, Work};

    #[test]
    fn jobs_belong_to_whoever_began_them_and_the_last_are_kept() {
        let jobs = Jobs::default();
        let first = jobs.note("ada", "articles", Work::Verify);
        assert!(jobs.find("ada", first).is_some() && jobs.find("bob", first).is_none());
        jobs.told(first, 3, Some(9));
        let found = jobs.find("ada", first).unwrap();
        assert!(matches!(found.state, State::Running { done: 3, of: Some(9) }) && found.rows == 3, "{found:?}");
        jobs.end(first, None);
        assert!(matches!(jobs.find("ada", first).unwrap().state, State::Failed));
        for _ in 0..KEPT {
            jobs.note("bob", "articles", Work::Purge);
        }
        assert_eq!((jobs.of("ada").len(), jobs.of("bob").len()), (0, KEPT));
    }
}
