//! Which field has which role: by attribute first, then by name.

use proc_macro2::Ident;

use crate::attr::field::FieldOptions;
use crate::attr::model::Options;
use crate::ctxt::Ctxt;
use crate::symbol::{FieldKey, ModelKey, Symbol as _};
use crate::words::Role;

/// The names by which a deletion marker is found, in order of preference.
const MARKER_NAMES: &[&str] = &["deleted_at", "deleted", "is_deleted"];

/// One role for each field.
pub(super) fn assign(cx: &Ctxt, options: &Options<'_>) -> Vec<Role> {
    let mut roles = Roles::explicit(options);
    roles.key(cx);
    roles.timestamps(cx);
    roles.deletion(cx);
    roles.roles
}

/// The same for a base, which leaves the key to the model.
pub(super) fn of_base(cx: &Ctxt, options: &Options<'_>) -> Vec<Role> {
    let mut roles = Roles::explicit(options);
    roles.timestamps(cx);
    roles.deletion(cx);
    roles.roles
}

struct Roles<'o, 'a> {
    options: &'o Options<'a>,
    roles: Vec<Role>,
}

impl<'o, 'a> Roles<'o, 'a> {
    fn explicit(options: &'o Options<'a>) -> Self {
        let explicit = |field: &FieldOptions<'_>| field.roles.first().map_or(Role::Plain, |role| role.role);
        Self { options, roles: options.fields.iter().map(explicit).collect() }
    }

    fn key(&mut self, cx: &Ctxt) {
        self.find_by_name(Role::Key, &["id"]);
        // A child has the key of its parent, and is told if it has no field for the parent.
        let child = self.options.extends.is_some() || self.attempted(FieldKey::Parent);
        if child || self.has(Role::Key) || self.attempted(FieldKey::PrimaryKey) {
            return;
        }
        let ident = &self.options.input.ident;
        cx.error(
            ident,
            format!(
                "`{ident}` has no key: name a field `id`, or write `#[model(primary_key)]` on the field that \
                 identifies a row (on each field of a composite key)"
            ),
        );
    }

    fn timestamps(&mut self, cx: &Ctxt) {
        let word = self.options.timestamps.as_ref();
        let Some(word) = word.or_else(|| self.base_word(&[Role::CreatedAt, Role::UpdatedAt])) else {
            self.without(cx, ModelKey::Timestamps, &[Role::CreatedAt, Role::UpdatedAt]);
            return;
        };
        self.find_by_name(Role::CreatedAt, &["created_at"]);
        self.find_by_name(Role::UpdatedAt, &["updated_at"]);
        let found = self.has(Role::CreatedAt) || self.has(Role::UpdatedAt);
        if !found && !self.attempted(FieldKey::CreatedAt) && !self.attempted(FieldKey::UpdatedAt) {
            cx.error(
                word,
                "`timestamps` found no field: name one `created_at` or `updated_at`, or mark one with \
                 `#[model(created_at)]` or `#[model(updated_at)]`",
            );
        }
    }

    fn deletion(&mut self, cx: &Ctxt) {
        let word = self.options.soft_delete.as_ref();
        let Some(word) = word.or_else(|| self.base_word(&[Role::DeletedAt])) else {
            self.without(cx, ModelKey::SoftDelete, &[Role::DeletedAt, Role::DeletedBy, Role::DeletionBatch]);
            return;
        };
        self.find_by_name(Role::DeletedAt, MARKER_NAMES);
        self.find_by_name(Role::DeletionBatch, &["deletion_batch"]);
        if !self.has(Role::DeletedAt) && !self.attempted(FieldKey::DeletedAt) {
            cx.error(
                word,
                "`soft_delete` found no deletion marker: add a field such as `deleted_at: Option<DateTime<Utc>>` or \
                 `is_deleted: bool`, or mark yours with `#[model(deleted_at)]`",
            );
        }
    }

    /// The word in a base that gives one of these roles: the flag of the base counts for the model.
    fn base_word(&self, roles: &[Role]) -> Option<&'o Ident> {
        let brought = self.options.fields.iter().filter(|field| field.origin.is_some());
        brought.flat_map(|field| &field.roles).find(|option| roles.contains(&option.role)).map(|option| &option.word)
    }

    /// Reports the roles that have no meaning without a flag on the struct.
    fn without(&self, cx: &Ctxt, flag: ModelKey, roles: &[Role]) {
        if self.options.attempts.include(flag) {
            return;
        }
        for option in self.options.fields.iter().flat_map(|field| &field.roles) {
            if roles.contains(&option.role) {
                cx.error(
                    &option.word,
                    format!(
                        "`{}` needs `{flag}`, which the {} does not have: add `{flag}` to the struct's `#[model(..)]`",
                        option.word,
                        self.options.what,
                        flag = flag.name()
                    ),
                );
            }
        }
    }

    /// Gives the role to the field with the first of the names, unless an attribute gave it to another field. An
    /// attribute on the field takes precedence over its name.
    fn find_by_name(&mut self, role: Role, names: &[&str]) {
        if self.has(role) {
            return;
        }
        let plain = |name: &&str| {
            let named = |ident: &Ident| ident == name;
            let at = self.options.fields.iter().position(|field| named(field.ident))?;
            (self.roles[at] == Role::Plain).then_some(at)
        };
        if let Some(at) = names.iter().find_map(plain) {
            self.roles[at] = role;
        }
    }

    fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    fn attempted(&self, key: FieldKey) -> bool {
        self.options.fields.iter().any(|field| field.attempts.include(key))
    }
}
