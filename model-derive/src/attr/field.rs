//! The options of one field of a model.

use proc_macro2::Ident;
use syn::{Expr, ExprLit, Field, Lit, LitInt, LitStr, Path};

use super::diesel;
use super::index::IndexOption;
use super::keys::{self, Attempts, Entry};
use super::list::Value;
use super::relation::{self, BelongsToOption};
use super::serde::{self, SerdeOptions};
use super::unique::{self, UniqueOption};
use crate::ctxt::Ctxt;
use crate::embed::{Column, Origin};
use crate::symbol::{
    self, AuditKey, DefaultScopeKey, EncodingKey, EpochKey, FieldKey, InputKey, PrimaryKeyKey, RuleKey, Symbol,
    TimestampMode,
};
use crate::words::{Input, OnDeleted, Privacy, Role};

/// What the user wrote on a field, not yet checked against other options.
#[derive(Debug)]
pub(crate) struct FieldOptions<'a> {
    pub(crate) field: &'a Field,
    pub(crate) ident: &'a Ident,
    /// The base that the column comes from.
    pub(crate) origin: Option<&'a Origin>,
    /// In the order written. More than one is a mistake, which `check` reports.
    pub(crate) roles: Vec<RoleOption>,
    /// What an upsert by the key does with a deleted row: the word, and the policy.
    pub(crate) key_on_deleted: Option<(Ident, OnDeleted)>,
    pub(crate) default: Option<DefaultOption>,
    pub(crate) max_length: Option<(Ident, LitInt)>,
    /// The words, and the functions.
    pub(crate) checks: Vec<(Ident, Path)>,
    /// The word, and the rules.
    pub(crate) validate: Option<(Ident, Vec<Ident>)>,
    pub(crate) unique: Option<UniqueOption>,
    pub(crate) index: Option<IndexOption>,
    /// The name of the column's type in a schema, and its default there.
    pub(crate) sql_type: Option<LitStr>,
    pub(crate) sql_default: Option<LitStr>,
    /// The word, and the name of the field that the slug is made of.
    pub(crate) slug: Option<(Ident, Ident)>,
    pub(crate) skip_insert: Option<Ident>,
    pub(crate) skip_update: Option<Ident>,
    /// That SQL expressions may set it, although its values are checked.
    pub(crate) expressions: Option<Ident>,
    pub(crate) db: Option<Ident>,
    pub(crate) belongs_to: Option<BelongsToOption>,
    pub(crate) generic: Option<Ident>,
    pub(crate) default_scope: Option<DefaultScopeOption>,
    pub(crate) privacy: Option<(Ident, Privacy)>,
    /// Whether a client may send it: the word, and the answer.
    pub(crate) input: Option<(Ident, Input)>,
    /// How the trail writes its values: the word, and the encoding.
    pub(crate) encoding: Option<(Ident, EncodingKey)>,
    /// What its integers count: the word, and the unit.
    pub(crate) epoch: Option<(Ident, EpochKey)>,
    pub(crate) serde: SerdeOptions,
    /// The names that the field has in older entries of the trail.
    pub(crate) renamed_from: Vec<LitStr>,
    pub(crate) column: Option<Ident>,
    pub(crate) attempts: Attempts<FieldKey>,
    /// Every option with a known word, in the order written.
    pub(crate) words: Vec<(FieldKey, Ident)>,
    /// Whether the field has an `#[audit(..)]` with a choice, readable or not.
    pub(crate) audit_attempted: bool,
}

/// A role given by an attribute rather than by the name of the field.
#[derive(Debug)]
pub(crate) struct RoleOption {
    pub(crate) role: Role,
    pub(crate) word: Ident,
    pub(crate) keeper: Keeper,
    /// `updated_at(on = [title, body])`: the word, and the names, not looked up yet.
    pub(crate) on: Option<(Ident, Vec<Ident>)>,
}

/// Who writes a timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeper {
    Library,
    /// `created_at(db)`.
    Database,
}

/// `default_scope(by = for_tenant, lifted_by = across_tenants)`.
#[derive(Debug)]
pub(crate) struct DefaultScopeOption {
    pub(crate) word: Ident,
    /// The method that selects the rows of one value.
    pub(crate) by: Ident,
    /// The method that selects all rows.
    pub(crate) lifted_by: Ident,
}

#[derive(Debug)]
pub(crate) struct DefaultOption {
    pub(crate) word: Ident,
    /// `None` for `Default::default()`.
    pub(crate) value: Option<Expr>,
}

impl<'a> FieldOptions<'a> {
    pub(crate) fn parse(cx: &Ctxt, column: &'a Column) -> Self {
        let Column { field, origin } = column;
        let mut options = Self {
            field,
            origin: origin.as_ref(),
            ident: field.ident.as_ref().expect("the fields of a model have names"),
            roles: Vec::new(),
            key_on_deleted: None,
            default: None,
            max_length: None,
            checks: Vec::new(),
            validate: None,
            unique: None,
            index: None,
            sql_type: None,
            sql_default: None,
            slug: None,
            skip_insert: None,
            skip_update: None,
            expressions: None,
            db: None,
            belongs_to: None,
            generic: None,
            default_scope: None,
            privacy: None,
            input: None,
            encoding: None,
            epoch: None,
            serde: serde::of_field(&field.attrs),
            renamed_from: Vec::new(),
            column: diesel::column_name(cx, &field.attrs),
            attempts: Attempts::none(),
            words: Vec::new(),
            audit_attempted: false,
        };
        let mut audit = Attempts::none();
        for attr in &field.attrs {
            if attr.path().is_ident("model") {
                for entry in keys::of_attribute(cx, attr, &mut options.attempts) {
                    options.set(cx, &entry);
                }
            } else if attr.path().is_ident("audit") {
                let entries = keys::of_attribute(cx, attr, &mut audit);
                // A former name is not a choice of what the trail holds.
                options.audit_attempted |= !matches!(&entries[..], [one] if one.key == AuditKey::RenamedFrom);
                if entries.is_empty() && audit.is_empty() {
                    cx.error(attr, format!("`#[audit(..)]` is empty: {}", symbol::expected::<AuditKey>()));
                }
                for entry in entries {
                    options.set_audit(cx, &entry);
                }
            }
        }
        options
    }

    fn set(&mut self, cx: &Ctxt, entry: &Entry<FieldKey>) {
        let word = || entry.word.clone();
        self.words.push((entry.key, word()));
        match entry.key {
            FieldKey::PrimaryKey => self.set_key(cx, entry),
            FieldKey::CreatedAt => self.set_timestamp(cx, entry, Role::CreatedAt),
            FieldKey::UpdatedAt => self.set_timestamp(cx, entry, Role::UpdatedAt),
            FieldKey::DeletedAt => self.set_role(cx, entry, Role::DeletedAt),
            FieldKey::CreatedBy => self.set_role(cx, entry, Role::CreatedBy),
            FieldKey::UpdatedBy => self.set_role(cx, entry, Role::UpdatedBy),
            FieldKey::DeletedBy => self.set_role(cx, entry, Role::DeletedBy),
            FieldKey::DeletionBatch => self.set_role(cx, entry, Role::DeletionBatch),
            FieldKey::Version => self.set_role(cx, entry, Role::Version),
            FieldKey::ChangeLog => self.set_role(cx, entry, Role::ChangeLog),
            FieldKey::Default => self.default = default(cx, entry),
            FieldKey::MaxLength => self.max_length = entry.positive(cx).map(|length| (word(), length)),
            FieldKey::Check => {
                self.checks.extend(entry.path(cx, "needs the path of a function").map(|check| (word(), check)));
            }
            FieldKey::Validate => self.validate = rules(cx, entry).map(|rules| (word(), rules)),
            FieldKey::Unique => self.unique = UniqueOption::parse(cx, entry),
            FieldKey::Index => self.index = IndexOption::parse(cx, entry),
            FieldKey::SqlType => self.sql_type = sql(cx, entry),
            FieldKey::SqlDefault => self.sql_default = sql(cx, entry),
            FieldKey::Slug => self.slug = entry.name(cx, "needs the name of a field").map(|source| (word(), source)),
            FieldKey::SkipInsert => self.skip_insert = entry.flag(cx).map(|()| word()),
            FieldKey::SkipUpdate => self.skip_update = entry.flag(cx).map(|()| word()),
            FieldKey::Expressions => self.expressions = entry.flag(cx).map(|()| word()),
            FieldKey::Db => self.db = entry.flag(cx).map(|()| word()),
            FieldKey::BelongsTo => self.belongs_to = relation::belongs_to(cx, entry),
            FieldKey::Generic => self.generic = entry.flag(cx).map(|()| word()),
            FieldKey::DefaultScope => self.default_scope = default_scope(cx, entry),
            FieldKey::Input => self.set_input(cx, entry),
            FieldKey::Encoding => self.encoding = named(cx, entry, "needs an encoding"),
            FieldKey::Epoch => self.epoch = named(cx, entry, "needs a unit"),
            // A field with this mark is not a column; `of_base` reads it.
            FieldKey::Base => {}
            // In a model, a field with this mark is not a column; `of_parent` reads it.
            FieldKey::Parent => {
                cx.error(&entry.word, "only a model can extend another model: remove `parent` from this base")
            }
        }
    }

    fn set_input(&mut self, cx: &Ctxt, entry: &Entry<FieldKey>) {
        // The struct that embeds a base has the last word about its columns.
        if self.input.is_some() && self.origin.is_none() {
            cx.error(&entry.word, "`input` was already given: remove one of the two");
        }
        self.input = input(cx, entry);
    }

    fn set_role(&mut self, cx: &Ctxt, entry: &Entry<FieldKey>, role: Role) {
        if entry.flag(cx).is_some() {
            self.roles.push(RoleOption { role, word: entry.word.clone(), keeper: Keeper::Library, on: None });
        }
    }

    fn set_key(&mut self, cx: &Ctxt, entry: &Entry<FieldKey>) {
        let Some(group) = entry.flag_or_list(cx, "primary_key(on_deleted = revive)") else {
            return;
        };
        for option in group.map(|group| keys::of_group::<PrimaryKeyKey>(cx, group)).into_iter().flatten() {
            match option.key {
                PrimaryKeyKey::OnDeleted => self.key_on_deleted = unique::on_deleted(cx, &option),
            }
        }
        self.roles.push(RoleOption { role: Role::Key, word: entry.word.clone(), keeper: Keeper::Library, on: None });
    }

    fn set_timestamp(&mut self, cx: &Ctxt, entry: &Entry<FieldKey>, role: Role) {
        let form = format!("{}(db)", entry.key.name());
        let Some(group) = entry.flag_or_list(cx, &form) else {
            return;
        };
        let (mut keeper, mut on) = (Keeper::Library, None);
        for mode in group.map(|group| keys::of_group::<TimestampMode>(cx, group)).into_iter().flatten() {
            match mode.key {
                TimestampMode::Db if mode.flag(cx).is_some() => keeper = Keeper::Database,
                TimestampMode::Db => {}
                TimestampMode::On => on = unique::fields(cx, &mode).map(|names| (mode.word.clone(), names)),
            }
        }
        self.roles.push(RoleOption { role, word: entry.word.clone(), keeper, on });
    }

    fn set_audit(&mut self, cx: &Ctxt, entry: &Entry<AuditKey>) {
        match entry.key {
            AuditKey::Include => self.set_privacy(cx, entry, Privacy::Plain),
            AuditKey::Mask => self.set_privacy(cx, entry, Privacy::Mask),
            AuditKey::Skip => self.set_privacy(cx, entry, Privacy::Skip),
            AuditKey::RenamedFrom => self.renamed_from = renamed_from(cx, entry),
        }
    }

    fn set_privacy(&mut self, cx: &Ctxt, entry: &Entry<AuditKey>, privacy: Privacy) {
        if entry.flag(cx).is_none() {
            return;
        }
        if let Some((first, _)) = &self.privacy {
            cx.error(
                &entry.word,
                format!(
                    "a field can have only one audit choice, and `{first}` was already given: remove one of the two"
                ),
            );
            return;
        }
        self.privacy = Some((entry.word.clone(), privacy));
    }
}

/// The two methods of a default scope.
fn default_scope(cx: &Ctxt, entry: &Entry<FieldKey>) -> Option<DefaultScopeOption> {
    let group = entry.list(cx, "needs the names of two methods")?;
    let (mut by, mut lifted_by) = (None, None);
    let mut attempts = Attempts::none();
    for entry in keys::of_options(cx, group, &mut attempts) {
        match entry.key {
            DefaultScopeKey::By => by = entry.name(cx, "needs the name of a method"),
            DefaultScopeKey::LiftedBy => lifted_by = entry.name(cx, "needs the name of a method"),
        }
    }
    for (key, missing) in [(DefaultScopeKey::By, by.is_none()), (DefaultScopeKey::LiftedBy, lifted_by.is_none())] {
        if missing && !attempts.include(key) {
            entry.report::<()>(
                cx,
                &format!(
                    "a default scope needs a method that selects the rows of one value, and a method that selects all \
                     rows: add `{}`",
                    key.form()
                ),
            );
        }
    }
    Some(DefaultScopeOption { word: entry.word.clone(), by: by?, lifted_by: lifted_by? })
}

/// Whether a client may send the field.
fn input(cx: &Ctxt, entry: &Entry<FieldKey>) -> Option<(Ident, Input)> {
    let value = entry.name(cx, "needs `closed` or `open`")?;
    let name = value.to_string();
    match symbol::find::<InputKey>(&name) {
        Some(InputKey::Closed) => Some((value, Input::Closed)),
        Some(InputKey::Open) => Some((value, Input::Open)),
        None => {
            cx.error(&value, symbol::unknown::<InputKey>(&name));
            None
        }
    }
}

/// A piece of SQL for a schema.
fn sql(cx: &Ctxt, entry: &Entry<FieldKey>) -> Option<LitStr> {
    let text = entry.text(cx)?;
    if text.value().trim().is_empty() {
        cx.error(text, format!("`{}` is empty: write a piece of SQL, or remove it", entry.word));
        return None;
    }
    Some(text.clone())
}

/// One word of a vocabulary: the option, and the word.
fn named<S: Symbol>(cx: &Ctxt, entry: &Entry<FieldKey>, needs: &str) -> Option<(Ident, S)> {
    let value = entry.name(cx, needs)?;
    let name = value.to_string();
    let Some(symbol) = symbol::find::<S>(&name) else {
        cx.error(&value, symbol::unknown::<S>(&name));
        return None;
    };
    Some((entry.word.clone(), symbol))
}

/// The names of rules.
fn rules(cx: &Ctxt, entry: &Entry<FieldKey>) -> Option<Vec<Ident>> {
    let rules = keys::of_group::<RuleKey>(cx, entry.list(cx, "needs a rule")?);
    Some(rules.iter().filter(|rule| rule.flag(cx).is_some()).map(|rule| rule.word.clone()).collect())
}

/// Reads a field that holds a base.
pub(crate) fn of_base(cx: &Ctxt, field: &Field) {
    for attr in &field.attrs {
        if attr.path().is_ident("model") {
            for entry in keys::of_attribute::<FieldKey>(cx, attr, &mut Attempts::none()) {
                match entry.key {
                    FieldKey::Base => drop(entry.flag(cx)),
                    FieldKey::Input => drop(input(cx, &entry)),
                    _ => cx.error(
                        &entry.word,
                        "the options of a base's columns belong in the base: move this to a field of the base",
                    ),
                }
            }
        } else if attr.path().is_ident("audit") || attr.path().is_ident("diesel") {
            cx.error(
                attr.path(),
                "the options of a base's columns belong in the base: move this to a field of the base",
            );
        }
    }
}

/// Reads a field that holds the row of the model which this one extends. `#[diesel(..)]` on it names the column of the
/// key.
pub(crate) fn of_parent(cx: &Ctxt, field: &Field) {
    for attr in &field.attrs {
        if attr.path().is_ident("model") {
            for entry in keys::of_attribute::<FieldKey>(cx, attr, &mut Attempts::none()) {
                match entry.key {
                    FieldKey::Parent => drop(entry.flag(cx)),
                    _ => cx.error(
                        &entry.word,
                        "the options of a parent's columns belong in the parent: move this to a field of the parent",
                    ),
                }
            }
        } else if attr.path().is_ident("audit") {
            cx.error(
                attr.path(),
                "the audit choices of a parent's columns belong in the parent: move this to a field of the parent",
            );
        }
    }
}

/// One name, or several in brackets.
fn renamed_from(cx: &Ctxt, entry: &Entry<AuditKey>) -> Vec<LitStr> {
    let names: Option<Vec<LitStr>> = match entry.expr() {
        Some(Expr::Array(array)) => array.elems.iter().map(literal).collect(),
        Some(expr) => literal(expr).map(|name| vec![name]),
        None => None,
    };
    let names = names.filter(|names| !names.is_empty());
    names
        .or_else(|| entry.wrong_form(cx, "needs the former name of the field, or several as `[\"a\", \"b\"]`"))
        .unwrap_or_default()
}

fn literal(expr: &Expr) -> Option<LitStr> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.clone()),
        _ => None,
    }
}

fn default(cx: &Ctxt, entry: &Entry<FieldKey>) -> Option<DefaultOption> {
    let value = match &entry.value {
        Value::None => None,
        Value::Expr(_) => entry.expr().cloned(),
        Value::Missing | Value::List(_) => {
            return entry.report(
                cx,
                "write `default` for `Default::default()`, or give the value, as in `default = Status::Draft`",
            );
        }
    };
    Some(DefaultOption { word: entry.word.clone(), value })
}
