//! The filters of a query over the trail.

use crate::meta::action::IN_HISTORY;
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
    reason: Option<String>,
    /// A name that the context has.
    context: Option<String>,
    before: Option<i64>,
    after: Option<i64>,
    /// Whether events are left out.
    writes: bool,
    /// Whether an entry that may be of a removal is one as well, whatever its fields.
    or_removals: bool,
    /// The names of a field, the side of the change, and the number that stands there.
    number: Option<(Vec<String>, &'static str, i64)>,
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

    pub(crate) fn set_reason(&mut self, reason: String) {
        self.reason = Some(reason);
    }

    pub(crate) fn set_context(&mut self, name: String) {
        self.context = Some(name);
    }

    pub(crate) fn set_before(&mut self, id: i64) {
        self.before = Some(id);
    }

    pub(crate) fn set_after(&mut self, id: i64) {
        self.after = Some(id);
    }

    /// Only entries that changed the row.
    pub(crate) fn only_writes(&mut self) {
        self.writes = true;
    }

    /// Only entries in which one of the fields changed, or which may be of a removal.
    pub(crate) fn set_fields_or_removals(&mut self, names: Vec<String>) {
        (self.fields, self.or_removals) = (names, true);
    }

    /// Only entries in which a field of one of these names has a number on one side, `old` or `new`.
    pub(crate) fn set_number(&mut self, names: Vec<String>, side: &'static str, number: i64) {
        self.number = Some((names, side, number));
    }

    /// Pushes ` FROM audit_logs [WHERE ..]`.
    pub(crate) fn push_from<'b, DB: Dialect>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { content_type, object_id, action, actor, since, until, fields, request, batch, .. } = self;
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
            ("reason = ", self.reason.as_deref()),
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
        for (sql, id) in [("id < ", &self.before), ("id > ", &self.after)] {
            if let Some(id) = id {
                condition(sql, out);
                DB::bigint(id, out)?;
            }
        }
        if let Some(name) = &self.context {
            condition("", out);
            DB::has_field("context", std::slice::from_ref(name), out)?;
        }
        if self.writes {
            condition(IN_HISTORY, out);
        }
        if let Some((names, side, number)) = &self.number {
            condition("(", out);
            crate::sql::separated(names, " OR ", out, |name, out| DB::has_number("changes", name, side, number, out))?;
            out.push_sql(")");
        }
        if !fields.is_empty() || self.or_removals {
            condition("(", out);
            if !fields.is_empty() {
                DB::has_field("changes", fields, out)?;
            }
            if self.or_removals {
                out.push_sql(if fields.is_empty() { "" } else { " OR " });
                out.push_sql("action IN ('delete', 'hard_delete')");
            }
            out.push_sql(")");
        }
        Ok(())
    }
}

/// The methods that every query over the trail has, on a struct with `filters`, `newest_first` and `limit`.
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

        /// Only entries with this reason, which [`Actor::because`] gave them.
        ///
        /// SQL: `.. AND reason = ..`
        pub fn because(mut self, reason: impl Into<String>) -> Self {
            self.filters.set_reason(reason.into());
            self
        }

        /// Only entries whose context, which [`Actor::context`] gave them, is an object with this name in it.
        ///
        /// SQL: `.. AND jsonb_exists(context, ..)`, or the equivalent of the backend
        pub fn with_context(mut self, name: impl Into<String>) -> Self {
            self.filters.set_context(name.into());
            self
        }

        /// Only entries before this one in the sequence of the trail: the next page after an entry, where the newest
        /// come first.
        ///
        /// SQL: `.. AND id < ..`
        pub fn before(mut self, id: i64) -> Self {
            self.filters.set_before(id);
            self
        }

        /// Only entries after this one in the sequence of the trail: the next page after an entry, where the oldest
        /// come first.
        ///
        /// SQL: `.. AND id > ..`
        pub fn after(mut self, id: i64) -> Self {
            self.filters.set_after(id);
            self
        }

        /// Newest entry first.
        ///
        /// SQL: `.. ORDER BY id DESC`
        pub fn newest_first(self) -> Self {
            Self { newest_first: true, ..self }
        }

        /// At most this many entries.
        ///
        /// SQL: `.. LIMIT ..`
        pub fn limit(self, limit: usize) -> Self {
            Self { limit: Some(limit), ..self }
        }

        $field
    };
}

pub(super) use filters;
