//! The filters of a query over the trail.

use crate::meta::clock;
use crate::model::actor::Actor;
use crate::sql::dialect::Dialect;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::query_builder::AstPass;
use std::borrow::Cow;
use uuid::Uuid;

/// The conditions on the entries, each of them optional.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filters {
    pub(crate) content_type: Option<Cow<'static, str>>,
    pub(crate) object_id: Option<String>,
    action: Option<String>,
    actor: Option<(String, Option<String>)>,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    /// Every name that the field may have in an entry.
    fields: Vec<String>,
    request: Option<String>,
    batch: Option<Uuid>,
}

impl Filters {
    /// The entries of one row.
    pub(crate) fn of_row(content_type: &'static str, object_id: String) -> Self {
        Self { content_type: Some(Cow::Borrowed(content_type)), object_id: Some(object_id), ..Self::default() }
    }

    pub(crate) fn set_action(&mut self, action: String) {
        self.action = Some(action);
    }

    pub(crate) fn set_actor(&mut self, actor: &Actor) {
        self.actor = Some((actor.kind().to_owned(), actor.id().map(str::to_owned)));
    }

    pub(crate) fn set_since(&mut self, instant: DateTime<Utc>) {
        self.since = Some(clock::cut(instant));
    }

    pub(crate) fn set_until(&mut self, instant: DateTime<Utc>) {
        self.until = Some(clock::cut(instant));
    }

    pub(crate) fn set_fields(&mut self, names: Vec<String>) {
        self.fields = names;
    }

    pub(crate) fn set_request(&mut self, request: String) {
        self.request = Some(request);
    }

    pub(crate) fn set_batch(&mut self, batch: Uuid) {
        self.batch = Some(batch);
    }

    /// Pushes ` FROM audit_logs [WHERE ..]`.
    pub(crate) fn push_from<'b, DB: Dialect>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { content_type, object_id, action, actor, since, until, fields, request, batch } = self;
        out.push_sql(" FROM audit_logs");
        let mut word = " WHERE ";
        let mut condition = |sql: &str, out: &mut AstPass<'_, 'b, DB>| {
            out.push_sql(word);
            out.push_sql(sql);
            word = " AND ";
        };
        let texts = [
            ("content_type = ", content_type.as_deref()),
            ("object_id = ", object_id.as_deref()),
            ("action = ", action.as_deref()),
            ("request_id = ", request.as_deref()),
            ("actor_kind = ", actor.as_ref().map(|(kind, _)| kind.as_str())),
            ("actor_id = ", actor.as_ref().and_then(|(_, id)| id.as_deref())),
        ];
        for (sql, text) in texts {
            if let Some(text) = text {
                condition(sql, out);
                DB::text(text, out)?;
            }
        }
        if let Some((_, None)) = actor {
            condition("actor_id IS NULL", out);
        }
        for (sql, instant) in [("created_at >= ", since), ("created_at < ", until)] {
            if let Some(instant) = instant {
                condition(sql, out);
                DB::instant(instant, out)?;
            }
        }
        if let Some(batch) = batch {
            condition("batch_id = ", out);
            DB::uuid(batch, out)?;
        }
        if !fields.is_empty() {
            condition("(", out);
            crate::sql::separated(fields, " OR ", out, |field, out| DB::has_field("changes", field, out))?;
            out.push_sql(")");
        }
        Ok(())
    }
}

/// The methods that every query over the trail has, on a struct with `filters`.
macro_rules! filters {
    ($field:item) => {
        /// Only entries of one action: `create`, `patch`, `delete`, `restore`, `hard_delete`, or the name of an event.
        ///
        /// SQL: `.. AND action = ..`
        pub fn action(mut self, action: impl Into<String>) -> Self {
            self.filters.set_action(action.into());
            self
        }

        /// Only entries of one actor, by kind and id.
        ///
        /// SQL: `.. AND actor_kind = .. AND actor_id = ..`
        pub fn by(mut self, actor: &Actor) -> Self {
            self.filters.set_actor(actor);
            self
        }

        /// Only entries from this instant on.
        ///
        /// SQL: `.. AND created_at >= ..`
        pub fn since(mut self, instant: DateTime<Utc>) -> Self {
            self.filters.set_since(instant);
            self
        }

        /// Only entries before this instant.
        ///
        /// SQL: `.. AND created_at < ..`
        pub fn until(mut self, instant: DateTime<Utc>) -> Self {
            self.filters.set_until(instant);
            self
        }

        /// Only entries of one request.
        ///
        /// SQL: `.. AND request_id = ..`
        pub fn request(mut self, id: impl Display) -> Self {
            self.filters.set_request(id.to_string());
            self
        }

        /// Only entries of one operation.
        ///
        /// SQL: `.. AND batch_id = ..`
        pub fn batch(mut self, id: Uuid) -> Self {
            self.filters.set_batch(id);
            self
        }

        $field
    };
}

pub(super) use filters;
