//! Spans of verbs for the crate `tracing`.

use model_core::prelude::*;
use model_core::{Actor, Error};
use model_tests::make::{article, at, author, me, new_article};
use model_tests::models::{Article, NewPlan, Plan};
use model_tests::on_every_backend;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

/// The fields of a span or an event.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Fields {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// What was heard: the spans in the order of their ends, and the events.
#[derive(Debug, Clone, Default)]
struct Heard {
    spans: Arc<Mutex<Vec<Fields>>>,
    events: Arc<Mutex<Vec<Fields>>>,
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Heard {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        cx.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, cx: Context<'_, S>) {
        record.record(cx.span(id).unwrap().extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.events.lock().unwrap().push(fields);
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        self.spans.lock().unwrap().push(cx.span(&id).unwrap().extensions().get::<Fields>().unwrap().clone());
    }
}

/// The spans and the events of what `act` does.
pub(crate) fn heard<T>(act: impl FnOnce() -> T) -> (Vec<Fields>, Vec<Fields>) {
    let heard = Heard::default();
    let subscriber = tracing_subscriber::registry().with(heard.clone());
    tracing::subscriber::with_default(subscriber, act);
    let taken = |list: &Mutex<Vec<Fields>>| std::mem::take(&mut *list.lock().unwrap());
    (taken(&heard.spans), taken(&heard.events))
}

on_every_backend! {
    fn a_write_is_one_span_with_names_and_counts(db) {
        let conn = db.conn();
        let ann = author(conn);
        let editor = Actor::user(4711).request("req-9").because("for reasons");
        let new = new_article(ann.id, "Sesame");
        let (spans, events) = heard(|| Article::create(new).by(&editor).run(conn).unwrap());
        assert!(spans.len() == 1 && events.is_empty(), "{spans:?} {events:?}");
        let span = &spans[0];
        assert_eq!(span.get("otel.name"), "create articles");
        assert_eq!(span.get("db.operation.name"), "create");
        assert_eq!(span.get("db.collection.name"), "articles");
        assert!(["sqlite", "postgresql", "mysql"].contains(&span.get("db.system.name")), "{span:?}");
        assert_eq!((span.get("actor.kind"), span.get("request.id")), ("user", "req-9"));
        assert_ne!(span.get("model.statements"), "0");
        assert_eq!(span.get("error.type"), "");
    }

    fn each_verb_has_its_name(db) {
        let conn = db.conn();
        let row = article(conn, "a");
        let (spans, _) = heard(|| {
            let row = row.patch().body("b").by(me()).run(conn).unwrap();
            let gone = row.delete().by(me()).run(conn).unwrap();
            let row = gone.restore().by(me()).run(conn).unwrap();
            Article::objects().find(row.id).patch().body("c").by(me()).run(conn).unwrap();
            Article::history(row.id).run(conn).unwrap();
            row.hard_delete().by(me()).run(conn).unwrap();
        });
        let names: Vec<_> = spans.iter().map(|span| span.get("otel.name")).collect();
        let expected = ["patch articles", "delete articles", "restore articles", "patch articles"];
        assert_eq!(names[..4], expected);
        assert!(names.len() == 6 && names[4].starts_with("history"), "{names:?}");
        assert_eq!(names[5], "hard_delete articles");
    }

    fn no_value_of_a_row_and_no_actor_is_in_a_span(db) {
        let conn = db.conn();
        let ann = author(conn);
        let editor = Actor::user("4711-4712").because("Sesame opens");
        let (spans, events) = heard(|| {
            let row = Article::create(new_article(ann.id, "Sesame")).by(&editor).run(conn).unwrap();
            row.patch().title("Sesame opens").by(&editor).run(conn).unwrap();
            Article::create(new_article(ann.id, "Sesame")).by(&editor).run(conn).unwrap_err();
        });
        assert_eq!(spans.last().unwrap().get("error.type"), "UniqueViolation");
        let shown = format!("{spans:?} {events:?}").to_lowercase();
        assert!(!shown.contains("sesame") && !shown.contains("4711"), "{shown}");
    }

    fn a_stale_write_is_an_event(db) {
        let conn = db.conn();
        let new = NewPlan::builder().title("p").build();
        let plan = Plan::create(new).by(me()).at(at(1)).run(conn).unwrap();
        plan.patch().title("q").by(me()).run(conn).unwrap();
        let (spans, events) = heard(|| plan.patch().title("r").by(me()).run(conn).unwrap_err());
        assert_eq!(spans[0].get("error.type"), "Stale");
        assert_eq!((events.len(), events[0].get("error.type")), (1, "Stale"));
    }

    fn a_transaction_that_is_run_again_is_an_event(db) {
        let conn = db.conn();
        let mut left = 2;
        let (_, events) = heard(|| {
            model_core::retry(5).transaction(conn, |_, _| {
                left -= 1;
                if left == 0 { Ok(()) } else { Err(Error::Conflict) }
            })
        });
        assert_eq!((events.len(), events[0].get("model.retried")), (1, "transaction"));
    }
}
