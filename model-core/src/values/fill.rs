//! The columns that the library fills in.

use crate::meta::Meta;
use crate::meta::clock::{DeletionMark, Timestamp};
use crate::meta::column_set::ColumnSet;
use crate::meta::error::fields::codes;
use crate::meta::error::{Error, FieldError, Result};
use crate::meta::slug::{Slug, SlugText};
use crate::meta::unique::Unique;
use crate::model::actor::{Actor, FromActor};
use crate::model::key::KeyValue;
use crate::model::version::Version;
use crate::values::kinds::KeepsChanges;
use crate::values::kinds::{BatchMark, Checked, Finite, Measured};
use chrono::{DateTime, Utc};
use std::fmt;
use uuid::Uuid;

/// Why values are filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Insert,
    Update,
    Delete,
    Restore,
    /// A comparison with this column.
    Compare(usize),
    /// Nothing is filled in; the deletion batch is read.
    Read,
    /// Nothing is filled in; the key is read.
    ReadKey,
    /// Nothing is filled in; the source of the slug is read.
    ReadSlug,
    /// The choice of a slug, by its number.
    WriteSlug(u32),
    /// Nothing is filled in; values are refused.
    Judge,
}

/// The statements in which the library fills in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// In none: the database writes the column.
    Never,
    /// When a row is created.
    Insert,
    /// When a row is changed, deleted or restored, depending on the role.
    Update,
    /// In both.
    Both,
}

impl When {
    fn includes(self, moment: Moment) -> bool {
        match moment {
            Moment::Insert => matches!(self, Self::Insert | Self::Both),
            Moment::Update => matches!(self, Self::Update | Self::Both),
            Moment::Delete | Moment::Restore | Moment::Compare(_) | Moment::Read => false,
            Moment::ReadKey | Moment::ReadSlug | Moment::WriteSlug(_) | Moment::Judge => false,
        }
    }
}

/// The values that the library fills in during one operation: one instant, one actor.
///
/// Generated code passes each column to the method of its role.
#[derive(Debug)]
pub struct Fill<'a> {
    moment: Moment,
    meta: Option<&'static Meta>,
    set: ColumnSet,
    actor: Option<&'a Actor>,
    instant: DateTime<Utc>,
    deletion: Uuid,
    found: Option<Uuid>,
    refusals: Vec<FieldError>,
    slug: Option<(Option<String>, Slug)>,
    key: Option<String>,
    /// Whether a new row without a key gets one.
    makes_keys: bool,
    /// Whether `updated_at` stays as it is.
    keeps_updated_at: bool,
}

impl<'a> Fill<'a> {
    pub(crate) fn new(actor: Option<&'a Actor>, instant: DateTime<Utc>, deletion: Uuid) -> Self {
        Self {
            moment: Moment::Insert,
            meta: None,
            set: ColumnSet::default(),
            actor,
            instant,
            deletion,
            found: None,
            refusals: Vec::new(),
            slug: None,
            key: None,
            makes_keys: true,
            keeps_updated_at: false,
        }
    }

    /// For reading or filling in values without an actor and an instant.
    pub(crate) fn of_nobody() -> Self {
        Self::new(None, DateTime::UNIX_EPOCH, Uuid::nil())
    }

    pub(crate) fn finish(self) -> Result<()> {
        Error::from_refusals(self.refusals)
    }

    /// Makes no key for rows that are matched by it.
    pub(crate) fn matching(&mut self, unique: &Unique) -> &mut Self {
        self.makes_keys = !unique.is_key;
        self
    }

    /// Leaves `updated_at` as it is.
    pub(crate) fn keeping_updated_at(self, keeps_updated_at: bool) -> Self {
        Self { keeps_updated_at, ..self }
    }

    /// Whether a write moves `updated_at`, which is moved by these columns alone: a new row has it in any case.
    pub fn moves(&self, set: ColumnSet, by: &[usize]) -> bool {
        self.moment != Moment::Update || by.iter().any(|column| set.contains(*column))
    }

    /// Starts with the columns of a row, at one moment.
    pub(crate) fn begin(&mut self, moment: Moment, meta: &'static Meta) {
        self.moment = moment;
        self.meta = Some(meta);
    }

    /// The columns that were filled in since [`begin`](Self::begin).
    pub(crate) fn take_set(&mut self) -> ColumnSet {
        std::mem::take(&mut self.set)
    }

    /// The instant of the operation.
    pub(crate) fn instant(&self) -> DateTime<Utc> {
        self.instant
    }

    /// The deletion that was found in the row.
    pub(crate) fn found(&self) -> Option<Uuid> {
        self.found
    }

    /// The key that was found in a new row, as text.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn into_key(self) -> Option<String> {
        self.key
    }

    /// The slug that a new row already has, and the base for a new one.
    pub(crate) fn into_slug(self) -> Option<(Option<String>, Slug)> {
        self.slug
    }

    /// The key of a new row: generated when the caller gave none and the library can generate its type.
    pub fn key<K: KeyValue>(&mut self, column: usize, value: &mut Option<K>) {
        if self.moment == Moment::ReadKey {
            self.key = value.as_ref().map(K::key_text);
        }
        if self.moment == Moment::Insert {
            if value.is_none() && self.makes_keys {
                *value = K::generate();
            }
            if value.is_some() {
                self.set.insert(column);
            }
        }
    }

    /// The default value in a new row, unless the caller gave a value.
    pub fn default<T>(&mut self, column: usize, value: &mut Option<T>, default: impl FnOnce() -> T) {
        if self.moment == Moment::Insert {
            self.keep(column, value, default);
        }
    }

    /// The slug: a new row without one leaves it out until the free slugs are known; then it is made from `source`.
    pub fn slug<T: SlugText, S: SlugText>(
        &mut self,
        column: usize,
        value: &mut Option<T>,
        source: &Option<S>,
        limit: Option<usize>,
    ) {
        match self.moment {
            Moment::ReadSlug => {
                let given = value.as_ref().and_then(SlugText::text).map(str::to_owned);
                self.slug =
                    Some((given, Slug::new(source.as_ref().and_then(SlugText::text).unwrap_or_default(), limit)));
            }
            Moment::WriteSlug(number) => {
                let text = source.as_ref().and_then(SlugText::text).unwrap_or_default();
                if let Some(slug) = Slug::new(text, limit).numbered(number) {
                    *value = Some(T::from_slug(slug));
                    self.set.insert(column);
                }
            }
            _ => {}
        }
    }

    /// NULL in a new row, unless the caller gave a value.
    pub fn null<T>(&mut self, column: usize, value: &mut Option<Option<T>>) {
        self.default(column, value, || None);
    }

    /// A timestamp, unless the caller gave one.
    pub fn stamp<T: Timestamp>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        self.stamp_in(column, value, when);
    }

    /// The same, as an integer of this unit.
    pub fn stamp_in<T: Timestamp<U>, U>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        let kept = self.keeps_updated_at && self.moment == Moment::Update;
        if (when.includes(self.moment) && !kept) || self.moment == Moment::Compare(column) {
            let instant = self.instant;
            self.keep(column, value, || T::from_instant(instant));
        }
    }

    /// The deletion marker.
    pub fn mark<T: DeletionMark>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        self.mark_in(column, value, when);
    }

    /// The same, as an integer of this unit.
    pub fn mark_in<T: DeletionMark<U>, U>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        let mark = match self.moment {
            Moment::Delete => T::deleted(self.instant),
            Moment::Compare(compared) if compared == column => T::deleted(self.instant),
            Moment::Restore => T::live(),
            Moment::Insert if when.includes(Moment::Insert) => T::live(),
            _ => return,
        };
        *value = Some(mark);
        self.set.insert(column);
    }

    /// The actor, unless the caller named one.
    pub fn actor<T: FromActor>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        if when.includes(self.moment) {
            self.name(column, value);
        }
    }

    /// Who deleted the row; NULL when the row is live.
    pub fn deleter<T: FromActor + Default>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        match self.moment {
            Moment::Delete => return self.name(column, value),
            Moment::Restore => {}
            Moment::Insert if when.includes(Moment::Insert) => {}
            _ => return,
        }
        *value = Some(T::default());
        self.set.insert(column);
    }

    /// Which deletion deleted the row, or which restoration restored it: all rows of one operation share it.
    pub fn deletion_batch<T: BatchMark>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        let mark = match self.moment {
            Moment::Delete | Moment::Restore => T::moved_by(self.deletion),
            Moment::Read => {
                self.found = value.as_ref().and_then(T::mover);
                return;
            }
            Moment::Insert if when.includes(Moment::Insert) => T::never_moved(),
            _ => return,
        };
        *value = Some(mark);
        self.set.insert(column);
    }

    /// The version: always the first one in a new row. An update increments the stored version, so it names the column
    /// without a value.
    pub fn version<T: Version>(&mut self, column: usize, value: &mut Option<T>) {
        match self.moment {
            Moment::Insert => *value = Some(T::FIRST),
            Moment::Update => {}
            _ => return,
        }
        self.set.insert(column);
    }

    /// The change log of the row: empty in a new row. Later writes append to it in SQL and never set it.
    pub fn change_log<T: KeepsChanges>(&mut self, column: usize, value: &mut Option<T>) {
        if self.moment == Moment::Insert {
            *value = Some(T::unchanged());
            self.set.insert(column);
        }
    }

    /// Refuses a text with more characters than the field allows.
    pub fn max_length<T: Measured>(&mut self, column: usize, value: &Option<T>, limit: usize) {
        let Some(length) = value.as_ref().and_then(Measured::length) else { return };
        if length > limit {
            self.refuse(FieldError::too_long(self.name_of(column), length, limit));
        }
    }

    /// Refuses a value that a function refuses, with the text of its error. The function runs when the value is about
    /// to be written, and never for NULL.
    pub fn check<T, V, E>(&mut self, column: usize, value: &Option<T>, check: impl FnOnce(&V) -> Result<(), E>)
    where
        T: Checked<V>,
        V: ?Sized,
        E: fmt::Display,
    {
        if !matches!(self.moment, Moment::Insert | Moment::Update | Moment::Judge) {
            return;
        }
        if let Some(Err(error)) = value.as_ref().and_then(Checked::checked).map(check) {
            self.refuse_column(column, codes::CHECK, error.to_string());
        }
    }

    /// Refuses a text that fails one of the library's rules.
    #[cfg(feature = "validate")]
    pub fn rule<T: Checked<str>>(
        &mut self,
        column: usize,
        value: &Option<T>,
        format: &'static str,
        rule: fn(&str) -> Result<(), String>,
    ) {
        let before = self.refusals.len();
        self.check(column, value, rule);
        for refused in &mut self.refusals[before..] {
            refused.code = codes::FORMAT;
            refused.params.insert("format".to_owned(), format.into());
        }
    }

    /// Refuses NaN and infinities in a column that the audit trail or a change log shows: JSON has neither.
    pub fn finite<T: Finite>(&mut self, column: usize, value: &Option<T>) {
        if value.as_ref().is_some_and(|value| !value.finite()) {
            let message = "is not a finite number, so the audit trail cannot store it";
            self.refuse_column(column, codes::NOT_STORABLE, message.to_owned());
        }
    }

    fn name_of(&self, column: usize) -> &'static str {
        self.meta.map_or("", |meta| meta.column(column).name)
    }

    fn keep<T>(&mut self, column: usize, value: &mut Option<T>, default: impl FnOnce() -> T) {
        value.get_or_insert_with(default);
        self.set.insert(column);
    }

    fn name<T: FromActor>(&mut self, column: usize, value: &mut Option<T>) {
        if value.is_none() {
            let field = self.name_of(column);
            // A write without an actor does not pass the type checker.
            match self.actor.map(|actor| T::from_actor(actor, field)) {
                Some(Ok(id)) => *value = Some(id),
                Some(Err(Error::Invalid { field, message, .. })) => {
                    self.refuse(FieldError::new(field, codes::CHECK, message));
                }
                Some(Err(other)) => self.refuse_column(column, codes::CHECK, other.to_string()),
                None => self.refuse_column(column, codes::MISSING, "no actor was given".to_owned()),
            }
        }
        self.set.insert(column);
    }

    /// Refuses a column. One body for the types of all columns.
    #[cold]
    pub(crate) fn refuse_column(&mut self, column: usize, code: &'static str, message: String) {
        self.refuse(FieldError::new(self.name_of(column), code, message));
    }

    pub(crate) fn refuse(&mut self, refused: FieldError) {
        self.refusals.push(refused);
    }

    /// The rejected values.
    pub(crate) fn into_refusals(self) -> Vec<FieldError> {
        self.refusals
    }
}
