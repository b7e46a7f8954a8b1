//! Spans of verbs, and events, for the crate `tracing`. They contain names and counts, and no values of rows.

use crate::meta::Meta;
use crate::meta::error::{Error, Result};
use std::any::type_name;
use std::cell::RefCell;
use std::time::Duration;
use tracing::field::Empty;
use tracing::span::EnteredSpan;
use tracing::{Level, Span, event, info_span};

/// The verb whose `run` is running on this thread.
#[derive(Default)]
struct Verb {
    span: Option<Span>,
    operation: String,
    model: Option<&'static Meta>,
    statements: u64,
    returned: u64,
    affected: u64,
}

// Only the library's own code between the beginning and the end of one `run` reads it: no state is kept.
thread_local! {
    static VERB: RefCell<Verb> = RefCell::default();
}

/// Runs `act` on the verb, and returns its span. Update the span afterwards: a subscriber may run a verb, too.
fn with<T>(act: impl FnOnce(&mut Verb) -> T) -> Option<(Span, T)> {
    VERB.with_borrow_mut(|verb| verb.span.clone().map(|span| (span, act(verb))))
}

impl Verb {
    /// Records the counts in the span.
    fn tell(self) {
        let Some(span) = self.span else { return };
        let operation = self.operation;
        let named = self.model.map_or_else(|| operation.clone(), |meta| format!("{operation} {}", meta.content_type));
        span.record("otel.name", named);
        span.record("model.statements", self.statements);
        span.record("db.response.returned_rows", self.returned);
        span.record("model.affected_rows", self.affected);
    }
}

/// The end of a verb, even after a panic: records the counts, and restores the verb around it.
struct Ending {
    around: Verb,
    _entered: EnteredSpan,
}

impl Drop for Ending {
    fn drop(&mut self) {
        VERB.replace(std::mem::take(&mut self.around)).tell();
    }
}

/// The span of a verb, if there is a subscriber, and the verb itself.
fn begun<Builder>() -> Option<(Span, Verb)> {
    let operation = word::<Builder>();
    let span = info_span!(
        target: "model_core",
        "verb",
        otel.name = Empty,
        otel.kind = "client",
        db.system.name = Empty,
        db.operation.name = %operation,
        db.collection.name = Empty,
        db.response.returned_rows = Empty,
        model.affected_rows = Empty,
        model.statements = Empty,
        actor.kind = Empty,
        request.id = Empty,
        error.type = Empty,
    );
    (!span.is_disabled()).then(|| (span.clone(), Verb { span: Some(span), operation, ..Verb::default() }))
}

/// Records the error of a verb, within its span.
fn failed(span: &Span, error: &Error) {
    let kind = kind(error);
    span.record("error.type", &*kind);
    if error.is_conflict() || matches!(error, Error::Stale { .. }) {
        event!(target: "model_core", Level::WARN, error.type = &*kind, "in conflict with another write");
    }
}

/// Runs a verb within its span.
pub(crate) fn verb<Builder, T>(act: impl FnOnce() -> Result<T>) -> Result<T> {
    let Some((span, verb)) = begun::<Builder>() else { return act() };
    let _ending = Ending { around: VERB.replace(verb), _entered: span.clone().entered() };
    let done = act();
    if let Err(error) = &done {
        failed(&span, error);
    }
    done
}

/// An asynchronous verb between two polls. It is the verb of the thread while it is polled, and records the counts when
/// it ends or is dropped.
#[cfg(feature = "async")]
struct Waiting(Verb);

#[cfg(feature = "async")]
impl Waiting {
    /// Polls the verb.
    fn poll<T>(&mut self, span: &Span, poll: impl FnOnce() -> T) -> T {
        /// The thread has another verb while this lives, even if the poll panics.
        struct Swapped<'w>(&'w mut Verb);

        impl Drop for Swapped<'_> {
            fn drop(&mut self) {
                VERB.with_borrow_mut(|verb| std::mem::swap(verb, self.0));
            }
        }

        let _entered = span.enter();
        VERB.with_borrow_mut(|verb| std::mem::swap(verb, &mut self.0));
        let _swapped = Swapped(&mut self.0);
        poll()
    }
}

#[cfg(feature = "async")]
impl Drop for Waiting {
    fn drop(&mut self) {
        std::mem::take(&mut self.0).tell();
    }
}

/// Runs an asynchronous verb within its span.
#[cfg(feature = "async")]
pub(crate) fn asynchronous<Builder, T>(
    work: impl Future<Output = Result<T>> + Send,
) -> impl Future<Output = Result<T>> + Send {
    async move {
        let Some((span, verb)) = begun::<Builder>() else { return work.await };
        let mut work = std::pin::pin!(work);
        let mut waiting = Waiting(verb);
        std::future::poll_fn(|cx| {
            waiting.poll(&span, || {
                let done = work.as_mut().poll(cx);
                if let std::task::Poll::Ready(Err(error)) = &done {
                    failed(&span, error);
                }
                done
            })
        })
        .await
    }
}

/// The name of the variant. The rest of `Debug` could contain a value.
fn kind(error: &Error) -> String {
    format!("{error:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

/// The name of a builder that is not an operation of the trail: `history` for `History<Article>`.
fn word<Builder>() -> String {
    let path = type_name::<Builder>().split('<').next().unwrap_or_default();
    let mut word = String::new();
    for letter in path.rsplit("::").next().unwrap_or_default().chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

/// Records the kind of a write, and the actor.
pub(crate) fn operation(action: &str, actor_kind: &str, request_id: Option<&str>) {
    let Some((span, ())) = with(|verb| action.clone_into(&mut verb.operation)) else { return };
    span.record("db.operation.name", action);
    span.record("actor.kind", actor_kind);
    if let Some(id) = request_id {
        span.record("request.id", id);
    }
}

/// Records a model that is written or read. The first one belongs to the verb; it may use others.
pub(crate) fn model(meta: &'static Meta) {
    let is_first = |verb: &mut Verb| verb.model.replace(verb.model.unwrap_or(meta)).is_none();
    if let Some((span, true)) = with(is_first) {
        span.record("db.collection.name", meta.content_type);
    }
}

/// Records a statement, after it has run.
pub(crate) fn statement(system: &'static str, returned: usize, affected: usize) {
    let told = with(|verb| {
        verb.statements += 1;
        verb.returned += returned as u64;
        verb.affected += affected as u64;
        verb.statements == 1
    });
    if let Some((span, true)) = told {
        span.record("db.system.name", system);
    }
}

/// Records that a conflict has undone something, which is run again immediately.
pub(crate) fn again(what: &'static str) {
    event!(target: "model_core", Level::INFO, model.retried = what, "run again after a conflict");
}

/// Records that a transaction of the application is run again.
pub(crate) fn waits(wait: Duration) {
    let wait = wait.as_millis() as u64;
    event!(target: "model_core", Level::INFO, model.retried = "transaction", model.wait_ms = wait,
        "run again after a conflict");
}
