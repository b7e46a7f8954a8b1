//! Spans of verbs, and events, for the crate `tracing`. They have names of things and counts, and no value of a row.

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

// Only the library's own code between the beginning and the end of one `run` reads it: nothing is remembered.
thread_local! {
    static VERB: RefCell<Verb> = RefCell::default();
}

/// The span of the verb, and what was asked of it. The span is told afterwards: whoever listens may run a verb, too.
fn with<T>(act: impl FnOnce(&mut Verb) -> T) -> Option<(Span, T)> {
    VERB.with_borrow_mut(|verb| verb.span.clone().map(|span| (span, act(verb))))
}

/// The end of a verb, also after a panic: what was counted is told, and the verb around it is back.
struct Ending {
    around: Verb,
    _entered: EnteredSpan,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let verb = VERB.replace(std::mem::take(&mut self.around));
        let Some(span) = verb.span else { return };
        let operation = verb.operation;
        let named = verb.model.map_or_else(|| operation.clone(), |meta| format!("{operation} {}", meta.content_type));
        span.record("otel.name", named);
        span.record("model.statements", verb.statements);
        span.record("db.response.returned_rows", verb.returned);
        span.record("model.affected_rows", verb.affected);
    }
}

/// Runs a verb within its span.
pub(crate) fn verb<Builder, T>(act: impl FnOnce() -> Result<T>) -> Result<T> {
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
    if span.is_disabled() {
        return act();
    }
    let verb = Verb { span: Some(span.clone()), operation, ..Verb::default() };
    let _ending = Ending { around: VERB.replace(verb), _entered: span.clone().entered() };
    let done = act();
    if let Err(error) = &done {
        let kind = kind(error);
        span.record("error.type", &*kind);
        if error.is_conflict() || matches!(error, Error::Stale { .. }) {
            event!(target: "model_core", Level::WARN, error.type = &*kind, "in conflict with another write");
        }
    }
    done
}

/// The name of the variant. What else `Debug` shows could be a value.
fn kind(error: &Error) -> String {
    format!("{error:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

/// What a builder does, if it is no operation of the trail: `history` for `History<Article>`.
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

/// What a write is, and who acts.
pub(crate) fn operation(action: &str, actor_kind: &str, request_id: Option<&str>) {
    let Some((span, ())) = with(|verb| action.clone_into(&mut verb.operation)) else { return };
    span.record("db.operation.name", action);
    span.record("actor.kind", actor_kind);
    if let Some(id) = request_id {
        span.record("request.id", id);
    }
}

/// A model that is written or read. The first one is that of the verb; others are touched on the way.
pub(crate) fn model(meta: &'static Meta) {
    let is_first = |verb: &mut Verb| verb.model.replace(verb.model.unwrap_or(meta)).is_none();
    if let Some((span, true)) = with(is_first) {
        span.record("db.collection.name", meta.content_type);
    }
}

/// A statement, after it has run.
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

/// Something that a conflict has undone, and that is run again at once.
pub(crate) fn again(what: &'static str) {
    event!(target: "model_core", Level::INFO, model.retried = what, "run again after a conflict");
}

/// A transaction of the application that is run again.
pub(crate) fn waits(wait: Duration) {
    let wait = wait.as_millis() as u64;
    event!(target: "model_core", Level::INFO, model.retried = "transaction", model.wait_ms = wait,
        "run again after a conflict");
}
