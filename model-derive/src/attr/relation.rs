//! The options that declare a relation: `belongs_to` on a field; `has_many`, `has_one`, `many_to_many`, `referred_by`
//! and `generic` on the struct.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Path, Token, Type};

use super::keys::{self, Attempts, Entry};
use super::list::Value;
use super::unique;
use crate::ctxt::Ctxt;
use crate::symbol::{
    BelongsToKey, ChildrenKey, FieldKey, GenericKey, KeyedParentKey, ManyToManyKey, ModelKey, ReferredByKey, Symbol,
};
use crate::words::OnDelete;

/// `belongs_to = Author`, `belongs_to(Author, name = writer, with_deleted, touches = authors::revision)`.
#[derive(Debug)]
pub(crate) struct BelongsToOption {
    pub(crate) word: Ident,
    pub(crate) parent: Path,
    pub(crate) name: Option<Ident>,
    pub(crate) with_deleted: bool,
    /// The word, and the column of the parent that counts writes.
    pub(crate) touches: Option<(Ident, Path)>,
    pub(crate) attempts: Attempts<BelongsToKey>,
}

/// `belongs_to(Author, foreign_key = [tenant_id, author_id], name = writer, with_deleted)` on the struct.
#[derive(Debug)]
pub(crate) struct KeyedParentOption {
    pub(crate) word: Ident,
    pub(crate) parent: Path,
    pub(crate) foreign_key: Vec<Ident>,
    pub(crate) name: Option<Ident>,
    pub(crate) with_deleted: bool,
    pub(crate) attempts: Attempts<KeyedParentKey>,
}

/// `has_many(comments = Comment, on_delete = cascade, by = comments::article_id)`, and the same as `has_one`.
#[derive(Debug)]
pub(crate) struct ChildrenOption {
    pub(crate) one: bool,
    pub(crate) name: Ident,
    pub(crate) child: Path,
    pub(crate) by: Option<Type>,
    pub(crate) on_delete: Option<(Ident, OnDelete)>,
    pub(crate) without_hooks: Option<Ident>,
    pub(crate) attempts: Attempts<ChildrenKey>,
}

/// `many_to_many(tags = Tag, through = ArticleTag, by = article_tags::article_id, to = article_tags::tag)`.
#[derive(Debug)]
pub(crate) struct ManyToManyOption {
    pub(crate) name: Ident,
    pub(crate) target: Path,
    pub(crate) through: Option<Path>,
    pub(crate) by: Option<Type>,
    pub(crate) to: Option<Type>,
    pub(crate) without_hooks: bool,
    pub(crate) attempts: Attempts<ManyToManyKey>,
}

/// `referred_by(reactions = Reaction, by = reactions::target)`.
#[derive(Debug)]
pub(crate) struct ReferredByOption {
    pub(crate) name: Ident,
    pub(crate) model: Path,
    pub(crate) by: Option<Type>,
}

/// `generic(owner = Owner, kind = owner_kind, key = owner_id)` on the struct.
#[derive(Debug)]
pub(crate) struct GenericOption {
    pub(crate) name: Ident,
    pub(crate) target: Path,
    pub(crate) kind: Option<Ident>,
    pub(crate) key: Option<Ident>,
    pub(crate) attempts: Attempts<GenericKey>,
}

impl BelongsToOption {
    fn of(word: Ident, parent: Path) -> Self {
        Self { word, parent, name: None, with_deleted: false, touches: None, attempts: Attempts::none() }
    }
}

pub(super) fn belongs_to(cx: &Ctxt, entry: &Entry<FieldKey>) -> Option<BelongsToOption> {
    let word = entry.word.clone();
    let Value::List(group) = &entry.value else {
        let parent = entry.path(cx, "needs the model that the row belongs to")?;
        return Some(BelongsToOption::of(word, parent));
    };
    let (head, rest) = split(group);
    let Ok(parent) = Path::parse_mod_style.parse2(head.clone()) else {
        let form = "belongs_to(Author, name = writer)";
        return misread(
            cx,
            group,
            head,
            format!("`belongs_to` starts with the model that the row belongs to: write `{form}`"),
        );
    };
    let mut option = BelongsToOption::of(word, parent);
    for entry in keys::of_options(cx, &rest, &mut option.attempts) {
        match entry.key {
            BelongsToKey::Name => option.name = entry.name(cx, "needs a name"),
            BelongsToKey::WithDeleted => option.with_deleted = entry.flag(cx).is_some(),
            BelongsToKey::Touches => {
                let column = entry.path(cx, "needs the path of a column of the parent");
                option.touches = column.map(|column| (entry.word.clone(), column));
            }
        }
    }
    Some(option)
}

pub(super) fn keyed_parent(cx: &Ctxt, entry: &Entry<ModelKey>) -> Option<KeyedParentOption> {
    let word = entry.word.clone();
    let form = entry.key.form();
    let Value::List(group) = &entry.value else {
        return entry.report(
            cx,
            &format!(
                "`{word}` on the struct is for a foreign key of several fields: write `{form}`, or `{}` on the field",
                FieldKey::BelongsTo.form()
            ),
        );
    };
    let (head, rest) = split(group);
    let Ok(parent) = Path::parse_mod_style.parse2(head.clone()) else {
        return misread(
            cx,
            group,
            head,
            format!("`{word}` starts with the model that the row belongs to: write `{form}`"),
        );
    };
    let (foreign_key, attempts) = (Vec::new(), Attempts::none());
    let mut option = KeyedParentOption { word, parent, foreign_key, name: None, with_deleted: false, attempts };
    for entry in keys::of_options(cx, &rest, &mut option.attempts) {
        match entry.key {
            KeyedParentKey::ForeignKey => option.foreign_key = names(cx, &entry),
            KeyedParentKey::Name => option.name = entry.name(cx, "needs a name"),
            KeyedParentKey::WithDeleted => option.with_deleted = entry.flag(cx).is_some(),
        }
    }
    Some(option)
}

fn names(cx: &Ctxt, entry: &Entry<KeyedParentKey>) -> Vec<Ident> {
    unique::names(cx, entry, "needs the names of fields in brackets").unwrap_or_default()
}

pub(super) fn children(cx: &Ctxt, entry: &Entry<ModelKey>, one: bool) -> Option<ChildrenOption> {
    let (name, child, rest) = named(cx, entry)?;
    let (by, on_delete, without_hooks) = (None, None, None);
    let mut option = ChildrenOption { one, name, child, by, on_delete, without_hooks, attempts: Attempts::none() };
    for entry in keys::of_options(cx, &rest, &mut option.attempts) {
        match entry.key {
            ChildrenKey::OnDelete => option.on_delete = self::on_delete(cx, &entry),
            ChildrenKey::WithoutHooks => option.without_hooks = entry.flag(cx).map(|()| entry.word.clone()),
            ChildrenKey::By => option.by = entry.columns(cx),
        }
    }
    Some(option)
}

pub(super) fn many_to_many(cx: &Ctxt, entry: &Entry<ModelKey>) -> Option<ManyToManyOption> {
    let (name, target, rest) = named(cx, entry)?;
    let (through, by, to, without_hooks) = (None, None, None, false);
    let mut option = ManyToManyOption { name, target, through, by, to, without_hooks, attempts: Attempts::none() };
    for entry in keys::of_options(cx, &rest, &mut option.attempts) {
        match entry.key {
            ManyToManyKey::Through => option.through = entry.path(cx, "needs the model whose rows are the links"),
            ManyToManyKey::By => option.by = entry.columns(cx),
            ManyToManyKey::To => option.to = entry.columns(cx),
            ManyToManyKey::WithoutHooks => option.without_hooks = entry.flag(cx).is_some(),
        }
    }
    Some(option)
}

pub(super) fn referred_by(cx: &Ctxt, entry: &Entry<ModelKey>) -> Option<ReferredByOption> {
    let (name, model, rest) = named(cx, entry)?;
    let mut option = ReferredByOption { name, model, by: None };
    for entry in keys::of_options(cx, &rest, &mut Attempts::none()) {
        match entry.key {
            ReferredByKey::By => option.by = entry.columns(cx),
        }
    }
    Some(option)
}

pub(super) fn generic(cx: &Ctxt, entry: &Entry<ModelKey>) -> Option<GenericOption> {
    let word = &entry.word;
    if !matches!(entry.value, Value::List(_)) {
        return entry.report(
            cx,
            &format!(
                "`{word}` on the struct is for a reference of two fields: write `{}`, or `{}` on the field",
                entry.key.form(),
                FieldKey::Generic.form()
            ),
        );
    }
    let (name, target, rest) = named(cx, entry)?;
    let mut option = GenericOption { name, target, kind: None, key: None, attempts: Attempts::none() };
    for entry in keys::of_options(cx, &rest, &mut option.attempts) {
        match entry.key {
            GenericKey::Kind => option.kind = entry.name(cx, "needs the name of a field"),
            GenericKey::Key => option.key = entry.name(cx, "needs the name of a field"),
        }
    }
    Some(option)
}

pub(super) fn extended_by(cx: &Ctxt, entry: &Entry<ModelKey>) -> Option<Vec<Path>> {
    let group = entry.list(cx, "needs the models that extend this one, in parentheses")?;
    let read =
        |input: ParseStream<'_>| Punctuated::<Path, Token![,]>::parse_terminated_with(input, Path::parse_mod_style);
    match read.parse2(group.stream()) {
        Ok(children) => Some(children.into_iter().collect()),
        Err(_) => entry.wrong_form(cx, "needs the models that extend this one, in parentheses"),
    }
}

/// `name = Model`, and the options after it.
fn named(cx: &Ctxt, entry: &Entry<ModelKey>) -> Option<(Ident, Path, Group)> {
    let group = entry.list(cx, "needs a name and a model in parentheses")?;
    let (head, rest) = split(group);
    let read = |input: ParseStream<'_>| {
        let name: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok((name, input.call(Path::parse_mod_style)?))
    };
    match read.parse2(head.clone()) {
        Ok((name, model)) => Some((name, model, rest)),
        Err(_) => {
            let form = entry.key.form();
            let word = &entry.word;
            misread(
                cx,
                group,
                head,
                format!("`{word}` starts with a name for the relation and a model: write `{form}`"),
            )
        }
    }
}

fn on_delete(cx: &Ctxt, entry: &Entry<ChildrenKey>) -> Option<(Ident, OnDelete)> {
    let value = entry.name(cx, &format!("takes one of {}", OnDelete::CHOICES))?;
    let found = OnDelete::ALL.iter().find(|policy| value == policy.word());
    if found.is_none() {
        cx.error(&value, format!("unknown policy `{value}` in `on_delete`: write one of {}", OnDelete::CHOICES));
    }
    found.map(|policy| (value, *policy))
}

/// The tokens before the first comma, and those after it.
fn split(group: &Group) -> (TokenStream, Group) {
    let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let mut tokens = group.stream().into_iter();
    let head = tokens.by_ref().take_while(|token| !comma(token)).collect();
    let mut rest = Group::new(Delimiter::Parenthesis, tokens.collect());
    rest.set_span(group.span());
    (head, rest)
}

/// Reports under the head of a list, or under the parentheses when it is empty.
fn misread<T>(cx: &Ctxt, group: &Group, head: TokenStream, message: String) -> Option<T> {
    if head.is_empty() {
        cx.error(group, message)
    } else {
        cx.error(head, message)
    }
    None
}
