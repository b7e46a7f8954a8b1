//! The relations of a model, with the defaults that were not written.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::{Path, Type};

use super::field::Field;
use super::lookup::{no_such_field, position};
use crate::attr::field::FieldOptions;
use crate::attr::model::Options;
use crate::attr::name::identifier;
use crate::attr::relation::{BelongsToOption, GenericOption, KeyedParentOption};
use crate::ctxt::Ctxt;
use crate::embed::Origin;
use crate::symbol::{BelongsToKey, GenericKey, KeyedParentKey, ManyToManyKey, Symbol as _};
use crate::words::OnDelete;

/// How many parts a key can have.
const LONGEST_KEY: usize = 4;

/// The relations that a model declares.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    pub(crate) parents: Vec<Parent>,
    pub(crate) children: Vec<Children>,
    pub(crate) linked: Vec<Linked>,
    /// The indexes of the fields that are generic references.
    pub(crate) generic: Vec<usize>,
    /// Those of two fields.
    pub(crate) pairs: Vec<Pair>,
    pub(crate) referring: Vec<Referring>,
}

/// Two fields that are a generic reference: the kind of the row, and its key.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) name: Ident,
    pub(crate) target: Path,
    /// The indices of the fields.
    pub(crate) kind: usize,
    pub(crate) key: usize,
}

/// A field that refers to a row of another model, or several that do together.
#[derive(Debug)]
pub(crate) struct Parent {
    /// The name of the accessor.
    pub(crate) name: Ident,
    /// The indices of the fields, in the order of the parent's key.
    pub(crate) fields: Vec<usize>,
    /// The parent as it was written, and as generated code names it.
    pub(crate) parent: Path,
    pub(crate) ty: TokenStream,
    /// Whether the accessor includes a deleted parent.
    pub(crate) with_deleted: bool,
    /// The column of the parent that counts the writes to its rows.
    pub(crate) touches: Option<Path>,
}

/// Rows of another model that refer to this one.
#[derive(Debug)]
pub(crate) struct Children {
    pub(crate) name: Ident,
    pub(crate) child: Path,
    /// Whether there is at most one.
    pub(crate) one: bool,
    /// The columns of the foreign key, where the two models alone do not name them.
    pub(crate) by: Option<Type>,
    pub(crate) on_delete: OnDelete,
    /// The user's word for the policy.
    pub(crate) policy: Option<Ident>,
    /// Whether writes to the rows skip their hooks.
    pub(crate) without_hooks: bool,
}

/// Rows of another model that are linked to this one by rows of a third.
#[derive(Debug)]
pub(crate) struct Linked {
    pub(crate) name: Ident,
    pub(crate) target: Path,
    pub(crate) through: Path,
    pub(crate) by: Option<Type>,
    pub(crate) to: Option<Type>,
    /// Whether the removal of the links with a row skips their hooks.
    pub(crate) without_hooks: bool,
}

/// Rows of another model whose generic reference is to this one.
#[derive(Debug)]
pub(crate) struct Referring {
    pub(crate) name: Ident,
    pub(crate) model: Path,
    /// The column of the reference, where the model alone does not name it.
    pub(crate) by: Option<Type>,
}

impl Relations {
    pub(crate) fn resolve(cx: &Ctxt, options: &Options<'_>, fields: &[Field]) -> Self {
        let pairs = options.generic.iter().filter_map(|option| Pair::resolve(cx, options, fields, option)).collect();
        // Those of several fields first: a factory makes their parents with all parts of the key.
        let keyed = options.parents.iter().filter_map(|option| Parent::resolve_keyed(cx, options, fields, option));
        let fields = options.fields.iter().enumerate();
        let parents = fields.filter_map(|(at, field)| Some((at, field, field.belongs_to.as_ref()?)));
        let parents = parents.filter_map(|(at, field, option)| Parent::resolve(cx, at, field, option));
        let parents = keyed.chain(parents).collect();
        let children = options.children.iter().map(|option| Children {
            name: option.name.clone(),
            child: option.child.clone(),
            one: option.one,
            by: option.by.clone(),
            on_delete: option.on_delete.as_ref().map_or(OnDelete::Keep, |(_, policy)| *policy),
            policy: option.on_delete.as_ref().map(|(word, _)| word.clone()),
            without_hooks: option.without_hooks.is_some(),
        });
        let linked = options.linked.iter().filter_map(|option| {
            let Some(through) = option.through.clone() else {
                if !option.attempts.include(ManyToManyKey::Through) {
                    cx.error(
                        &option.name,
                        format!(
                            "`{}` is missing `through`: write `through = ..`, with the model whose rows link the two \
                             sides",
                            option.name
                        ),
                    );
                }
                return None;
            };
            let (name, target) = (option.name.clone(), option.target.clone());
            let (by, to, without_hooks) = (option.by.clone(), option.to.clone(), option.without_hooks);
            Some(Linked { name, target, through, by, to, without_hooks })
        });
        let generic = options.fields.iter().enumerate().filter(|(_, field)| field.generic.is_some()).map(|(at, _)| at);
        let referring = options.referring.iter().map(|option| Referring {
            name: option.name.clone(),
            model: option.model.clone(),
            by: option.by.clone(),
        });
        Self {
            parents,
            children: children.collect(),
            linked: linked.collect(),
            generic: generic.collect(),
            pairs,
            referring: referring.collect(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        let Self { parents, children, linked, generic, pairs, referring } = self;
        let others = generic.is_empty() && pairs.is_empty() && referring.is_empty();
        parents.is_empty() && children.is_empty() && linked.is_empty() && others
    }

    /// The names of all accessors.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Ident> {
        let Self { parents, children, linked, generic: _, pairs, referring } = self;
        let parents = parents.iter().map(|relation| &relation.name);
        let children = children.iter().map(|relation| &relation.name);
        let linked = linked.iter().map(|relation| &relation.name);
        let pairs = pairs.iter().map(|pair| &pair.name);
        parents.chain(children).chain(linked).chain(pairs).chain(referring.iter().map(|relation| &relation.name))
    }

    /// The models on the other side of each relation.
    fn others(&self) -> impl Iterator<Item = &Path> {
        let Self { parents, children, linked, generic: _, pairs: _, referring } = self;
        let parents = parents.iter().map(|relation| &relation.parent);
        let children = children.iter().map(|relation| &relation.child);
        let linked = linked.iter().map(|relation| &relation.target);
        parents.chain(children).chain(linked).chain(referring.iter().map(|relation| &relation.model))
    }

    /// Whether only one relation leads to this model.
    pub(crate) fn is_only_way(&self, other: &Path) -> bool {
        self.others().filter(|path| same_model(path, other)).count() == 1
    }

    /// Whether a field is a foreign key, or a part of one.
    pub(crate) fn refers(&self, field: usize) -> bool {
        self.parents.iter().any(|relation| relation.fields.contains(&field))
    }

    /// Whether only one field refers to this model.
    pub(crate) fn is_only_parent(&self, parent: &Path) -> bool {
        self.parents.iter().filter(|relation| same_model(&relation.parent, parent)).count() == 1
    }
}

impl Pair {
    fn resolve(cx: &Ctxt, options: &Options<'_>, fields: &[Field], option: &GenericOption) -> Option<Self> {
        let name = &option.name;
        let missing = [(GenericKey::Kind, &option.kind), (GenericKey::Key, &option.key)];
        let missing = missing.iter().filter(|(key, given)| given.is_none() && !option.attempts.include(*key));
        let missing: Vec<_> = missing.map(|(key, _)| key.form()).collect();
        if !missing.is_empty() {
            cx.error(
                name,
                format!(
                    "`{name}` is a reference of two fields, one with the kind of the row and one with its key: add `{}`",
                    missing.join(", ")
                ),
            );
        }
        let place = |given: &Option<Ident>| {
            let ident = given.as_ref()?;
            let text = ident.unraw().to_string();
            let found = position(fields, &text);
            if found.is_none() {
                cx.error(ident, no_such_field(&text, options, fields));
            }
            found
        };
        let (kind, key) = (place(&option.kind), place(&option.key));
        Some(Self { name: name.clone(), target: option.target.clone(), kind: kind?, key: key? })
    }
}

impl Parent {
    fn resolve(cx: &Ctxt, at: usize, field: &FieldOptions<'_>, option: &BelongsToOption) -> Option<Self> {
        let ident = field.ident;
        let plain = ident.unraw().to_string();
        let stem = plain.strip_suffix("_id").filter(|stem| !stem.is_empty());
        let name = option.name.clone().or_else(|| identifier(stem?, ident.span()));
        if name.is_none() && !option.attempts.include(BelongsToKey::Name) {
            let parent = last(&option.parent);
            let reason = match stem {
                Some(stem) => {
                    format!("the method that finds the `{parent}` cannot be named `{stem}`, which is a keyword")
                }
                None => format!(
                    "`{ident}` does not have the form `name_id`, so the method that finds the `{parent}` has no name"
                ),
            };
            cx.error(&option.word, format!("{reason}: write `belongs_to({parent}, name = ..)`"));
        }
        let parent = option.parent.clone();
        let ty = field.origin.map_or_else(|| parent.to_token_stream(), Origin::parent);
        let touches = option.touches.as_ref().map(|(_, column)| column.clone());
        Some(Self { name: name?, fields: vec![at], parent, ty, with_deleted: option.with_deleted, touches })
    }

    /// A relation of several fields, which is named after the last of them.
    fn resolve_keyed(cx: &Ctxt, options: &Options<'_>, fields: &[Field], option: &KeyedParentOption) -> Option<Self> {
        let parent = last(&option.parent);
        if option.foreign_key.is_empty() {
            if !option.attempts.include(KeyedParentKey::ForeignKey) {
                cx.error(
                    &option.word,
                    format!(
                        "`belongs_to` on the struct is missing `foreign_key`: write `belongs_to({parent}, {})`, with \
                         one field for each part of the key of `{parent}`, in its order",
                        KeyedParentKey::ForeignKey.form()
                    ),
                );
            }
            return None;
        }
        let mut places = Vec::new();
        for name in &option.foreign_key {
            let text = name.unraw().to_string();
            match position(fields, &text) {
                Some(other) if places.contains(&other) => cx.error(name, format!("`{name}` is named twice: remove it")),
                Some(other) => places.push(other),
                None => cx.error(name, no_such_field(&text, options, fields)),
            }
        }
        if places.len() < option.foreign_key.len() {
            return None;
        }
        let ident = option.foreign_key.last()?;
        if let [only] = places[..] {
            cx.error(
                ident,
                format!(
                    "a foreign key of one field is declared on it: write `#[model(belongs_to = {parent})]` on `{}`",
                    fields[only].ident
                ),
            );
            return None;
        }
        if places.len() > LONGEST_KEY {
            cx.error(
                ident,
                format!("a key has at most {LONGEST_KEY} parts, and `foreign_key` names {} fields", places.len()),
            );
            return None;
        }
        let plain = ident.unraw().to_string();
        let stem = plain.strip_suffix("_id").filter(|stem| !stem.is_empty());
        let name = option.name.clone().or_else(|| identifier(stem?, ident.span()));
        if name.is_none() && !option.attempts.include(KeyedParentKey::Name) {
            cx.error(
                ident,
                format!(
                    "the method that finds the `{parent}` is named after the last field without `_id`, and `{ident}` \
                     gives no name: add `name = ..`",
                ),
            );
        }
        let (parent, ty) = (option.parent.clone(), option.parent.to_token_stream());
        Some(Self { name: name?, fields: places, parent, ty, with_deleted: option.with_deleted, touches: None })
    }
}

/// Whether two paths are the same model, as far as a macro can see: by the last word.
fn same_model(one: &Path, other: &Path) -> bool {
    one.segments.last().map(|segment| &segment.ident) == other.segments.last().map(|segment| &segment.ident)
}

fn last(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
