//! `#[derive(Model)]`: the options of the struct, and those of its fields.

use proc_macro2::Ident;
use syn::{Data, DeriveInput, Fields, LitStr, Path};

use super::diesel;
use super::field::FieldOptions;
use super::keys::{self, Attempts, Entry};
use super::ordering::{self, Ordering};
use super::relation::{self, ChildrenOption, GenericOption, KeyedParentOption, ManyToManyOption, ReferredByOption};
use crate::ctxt::Ctxt;
use crate::embed::{Flat, Member, fields};
use crate::symbol::{AuditMode, BaseKey, ModelKey};
use crate::words::DieselDerives;

/// What the user wrote, not yet checked against other options.
#[derive(Debug)]
pub(crate) struct Options<'a> {
    pub(crate) input: &'a DeriveInput,
    /// "model" or "base", for messages.
    pub(crate) what: &'static str,
    pub(crate) members: &'a [Member],
    pub(crate) table: Option<Path>,
    pub(crate) timestamps: Option<Ident>,
    pub(crate) soft_delete: Option<Ident>,
    pub(crate) audit: Option<AuditOption>,
    pub(crate) ordering: Option<Ordering>,
    pub(crate) content_type: Option<LitStr>,
    pub(crate) repr: Option<Ident>,
    pub(crate) edit: Option<Ident>,
    pub(crate) hooks: Option<Ident>,
    pub(crate) after_commit: Option<Ident>,
    /// `belongs_to` with several fields.
    pub(crate) parents: Vec<KeyedParentOption>,
    /// `has_many` and `has_one`.
    pub(crate) children: Vec<ChildrenOption>,
    /// `many_to_many`.
    pub(crate) linked: Vec<ManyToManyOption>,
    /// `referred_by`.
    pub(crate) referring: Vec<ReferredByOption>,
    /// `generic` with two fields.
    pub(crate) generic: Vec<GenericOption>,
    pub(crate) extends: Option<Path>,
    /// The word, and the models.
    pub(crate) extended_by: Option<(Ident, Vec<Path>)>,
    /// The word of `lock_parents = write`.
    pub(crate) lock_parents: Option<Ident>,
    /// The word, if rows are only read.
    pub(crate) read_only: Option<Ident>,
    /// Every option with a known word, in the order written.
    pub(crate) words: Vec<(ModelKey, Ident)>,
    pub(crate) diesel_derives: DieselDerives,
    pub(crate) attempts: Attempts<ModelKey>,
    pub(crate) fields: Vec<FieldOptions<'a>>,
    /// The columns of `write_only`.
    pub(crate) write_only: Vec<FieldOptions<'a>>,
}

/// How a model is audited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct AuditOption {
    /// Whether every field needs a choice: otherwise the trail holds those that have none.
    pub(crate) explicit: bool,
    /// Whether triggers tell the trail what bypasses the library.
    pub(crate) capture: bool,
}

impl<'a> Options<'a> {
    /// Reads the struct; `None`, with an error, when it is not a struct with named fields.
    pub(crate) fn parse(cx: &Ctxt, input: &'a DeriveInput, flat: &'a Flat) -> Option<Self> {
        let mut options = Self::none(cx, "model", input, flat)?;
        options.no_generics(cx);
        for attr in &input.attrs {
            if attr.path().is_ident("model") {
                for entry in keys::of_attribute(cx, attr, &mut options.attempts) {
                    options.set(cx, &entry);
                }
            } else if attr.path().is_ident("audit") {
                cx.error(attr.path(), "`#[audit(..)]` belongs on a field: on the struct, write `#[model(audit)]`");
                options.attempts.assume(ModelKey::Audit);
            }
        }
        options.diesel_derives = diesel::derives(&input.attrs);
        options.check_table(cx);
        options.fields = flat.columns.iter().map(|column| FieldOptions::parse(cx, column)).collect();
        options.write_only = flat.write_only.iter().map(|column| FieldOptions::parse(cx, column)).collect();
        Some(options)
    }

    /// Reads the struct of a base, which has fewer options.
    pub(crate) fn of_base(cx: &Ctxt, input: &'a DeriveInput, flat: &'a Flat) -> Option<Self> {
        let mut options = Self::none(cx, "base", input, flat)?;
        if let Some(lifetime) = input.generics.lifetimes().next() {
            let ident = &input.ident;
            cx.error(
                lifetime,
                format!(
                    "a base owns its values: `{ident}` cannot have lifetimes; use owned types, such as `String` \
                     instead of `&str`"
                ),
            );
        }
        let mut attempts = Attempts::none();
        for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("model")) {
            for entry in keys::of_attribute(cx, attr, &mut attempts) {
                let flag = || entry.flag(cx).map(|()| entry.word.clone());
                match entry.key {
                    BaseKey::Timestamps => options.timestamps = flag(),
                    BaseKey::SoftDelete => options.soft_delete = flag(),
                    BaseKey::Hooks => options.hooks = flag(),
                    BaseKey::Crate => {
                        entry.library(cx);
                    }
                }
            }
        }
        for (base, model) in [(BaseKey::Timestamps, ModelKey::Timestamps), (BaseKey::SoftDelete, ModelKey::SoftDelete)]
        {
            if attempts.include(base) {
                options.attempts.assume(model);
            }
        }
        options.fields = flat.columns.iter().map(|column| FieldOptions::parse(cx, column)).collect();
        Some(options)
    }

    fn none(cx: &Ctxt, what: &'static str, input: &'a DeriveInput, flat: &'a Flat) -> Option<Self> {
        named_fields(cx, input, what)?;
        Some(Self {
            input,
            what,
            members: &flat.members,
            table: None,
            timestamps: None,
            soft_delete: None,
            audit: None,
            ordering: None,
            content_type: None,
            repr: None,
            edit: None,
            hooks: None,
            after_commit: None,
            parents: Vec::new(),
            children: Vec::new(),
            linked: Vec::new(),
            referring: Vec::new(),
            generic: Vec::new(),
            extends: None,
            extended_by: None,
            lock_parents: None,
            read_only: None,
            words: Vec::new(),
            diesel_derives: DieselDerives::default(),
            attempts: Attempts::none(),
            fields: Vec::new(),
            write_only: Vec::new(),
        })
    }

    fn set(&mut self, cx: &Ctxt, entry: &Entry<ModelKey>) {
        let word = || entry.word.clone();
        self.words.push((entry.key, word()));
        match entry.key {
            ModelKey::Table => self.table = entry.path(cx, "needs the path of a `diesel::table!` module"),
            ModelKey::Timestamps => self.timestamps = entry.flag(cx).map(|()| word()),
            ModelKey::SoftDelete => self.soft_delete = entry.flag(cx).map(|()| word()),
            ModelKey::Audit => self.audit = audit(cx, entry),
            ModelKey::Ordering => self.ordering = entry.text(cx).map(|text| ordering::parse(cx, text)),
            ModelKey::ContentType => self.content_type = entry.text(cx).filter(|text| is_content_type(cx, text)),
            ModelKey::Repr => self.repr = entry.name(cx, "needs the name of a field"),
            ModelKey::Edit => self.edit = entry.flag(cx).map(|()| word()),
            ModelKey::Hooks => self.hooks = entry.flag(cx).map(|()| word()),
            ModelKey::AfterCommit => self.after_commit = entry.flag(cx).map(|()| word()),
            ModelKey::BelongsTo => self.parents.extend(relation::keyed_parent(cx, entry)),
            ModelKey::HasMany => self.children.extend(relation::children(cx, entry, false)),
            ModelKey::HasOne => self.children.extend(relation::children(cx, entry, true)),
            ModelKey::ManyToMany => self.linked.extend(relation::many_to_many(cx, entry)),
            ModelKey::ReferredBy => self.referring.extend(relation::referred_by(cx, entry)),
            ModelKey::Generic => self.generic.extend(relation::generic(cx, entry)),
            ModelKey::Extends => self.extends = entry.path(cx, "needs the model to extend"),
            ModelKey::WriteOnly => write_only(cx, entry),
            ModelKey::Crate => {
                entry.library(cx);
            }
            ModelKey::LockParents => self.lock_parents = lock_parents(cx, entry),
            ModelKey::ReadOnly => self.read_only = entry.flag(cx).map(|()| word()),
            ModelKey::ExtendedBy => {
                self.extended_by = relation::extended_by(cx, entry).map(|children| (word(), children));
            }
        }
    }

    fn no_generics(&self, cx: &Ctxt) {
        let Self { input, .. } = self;
        if !input.generics.params.is_empty() {
            let ident = &input.ident;
            cx.error(
                &input.generics.params,
                format!(
                    "a model owns its row: `{ident}` cannot have lifetimes or type parameters; use owned types, such \
                     as `String` instead of `&str`"
                ),
            );
        }
    }

    /// The table is named, and not only for Diesel.
    fn check_table(&self, cx: &Ctxt) {
        if self.attempts.include(ModelKey::Table) {
            diesel::check_derives(cx, &self.input.attrs);
            return;
        }
        let ident = &self.input.ident;
        let table = diesel::table_name(&self.input.attrs).unwrap_or_else(|| "..".to_owned());
        cx.error(
            ident,
            format!(
                "`{ident}` is missing `table`: write `#[model(table = {table})]` on the struct, with the path of a \
                 `diesel::table!` module"
            ),
        );
    }
}

fn named_fields(cx: &Ctxt, input: &DeriveInput, what: &str) -> Option<()> {
    let found = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) => return Some(()),
            Fields::Unnamed(_) => "a tuple struct",
            Fields::Unit => "a unit struct",
        },
        Data::Enum(_) => "an enum",
        Data::Union(_) => "a union",
    };
    let ident = &input.ident;
    cx.error(
        ident,
        format!("a {what} must be a struct with one named field for each column, but `{ident}` is {found}"),
    );
    None
}

fn audit(cx: &Ctxt, entry: &Entry<ModelKey>) -> Option<AuditOption> {
    let Some(group) = entry.flag_or_list(cx, "audit(explicit)")? else {
        return Some(AuditOption::default());
    };
    let mut option = None;
    for mode in keys::of_group::<AuditMode>(cx, group) {
        if mode.flag(cx).is_none() {
            continue;
        }
        let option = option.get_or_insert_with(AuditOption::default);
        match mode.key {
            AuditMode::Explicit => option.explicit = true,
            AuditMode::Capture => option.capture = true,
        }
    }
    option
}

/// The columns were taken out of the attribute next to the fields of the struct: here they are only judged.
fn write_only(cx: &Ctxt, entry: &Entry<ModelKey>) {
    let needs = "needs columns, which are written like the fields of a struct";
    if entry.list(cx, needs).is_some_and(|group| fields(group.stream()).is_err()) {
        entry.wrong_form::<()>(cx, needs);
    }
}

/// The word, when it has the one value that it can have.
fn lock_parents(cx: &Ctxt, entry: &Entry<ModelKey>) -> Option<Ident> {
    let needs = "needs the word `write`";
    match entry.name(cx, needs)? {
        value if value == "write" => Some(entry.word.clone()),
        _ => entry.wrong_form(cx, needs),
    }
}

/// The longest content type that the column of the audit table holds.
pub(crate) const LONGEST_CONTENT_TYPE: usize = 100;

fn is_content_type(cx: &Ctxt, text: &LitStr) -> bool {
    let value = text.value();
    if value.trim().is_empty() {
        cx.error(
            text,
            "`content_type` is empty: write the name of the model in stored references, such as \"article\", or remove \
             it to use the name of the table",
        );
    } else if value.len() > LONGEST_CONTENT_TYPE {
        cx.error(
            text,
            format!(
                "`content_type` has {} bytes, and its column holds at most {LONGEST_CONTENT_TYPE}: write a shorter \
                 name",
                value.len()
            ),
        );
    } else {
        return true;
    }
    false
}
