//! Writes to the links of a many-to-many relation: `article.link::<Tag>().add(&tags).by(&me).run(conn)`.

pub(crate) mod run;
pub(crate) mod statement;

use crate::effects::clauses::KeysIn;
use crate::effects::sets::WritesSets;
use crate::effects::writes::Writes;
use crate::hooks::bulk::LeavesOut;
use crate::meta::action::Action;
use crate::meta::bulk::{Unspecified, WithoutHooks};
use crate::meta::error::Result;
use crate::meta::type_only::TypeOnly;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{KeyOf, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::related::{Named, Through};
use crate::sql::on::RowOn;
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::hash::Hash;
use std::marker::PhantomData;
use uuid::Uuid;

/// A relation whose links can be written. Implemented by [`Through`].
#[diagnostic::on_unimplemented(
    message = "this relation has no links to add or remove",
    label = "only a `many_to_many` relation has links",
    note = "for other relations, create and delete the rows, or set their foreign key"
)]
pub trait HasLinks {
    /// The type itself. If `HasLinks` does not hold, the compiler reports that alone, and nothing about the links.
    type This;
}

impl<Linked, Link, By, To> HasLinks for Through<Linked, Link, By, To> {
    type This = Self;
}

/// Rows that can be linked to others.
pub trait LinkRelated: Model {
    /// The links of this row to rows of `T`, for writes: `article.link::<Tag>()`. If the two models do not determine
    /// the relation, `T` is the [`Through`] itself.
    fn link<T>(&self) -> Links<Self, <T::Relation as HasLinks>::This>
    where
        T: Named<Self, Relation: HasLinks>,
    {
        Links { key: self.key(), relation: PhantomData }
    }
}

impl<M: Model> LinkRelated for M {}

/// The links of one row, with the methods that write them.
///
/// Each write is a value that `.by(&actor)` and `.run(conn)` complete, in one transaction. It is idempotent: a link
/// that already exists, or is already gone, is not written and leaves no audit row. The rows of the link model are
/// written like any other rows, so they have their timestamps, defaults and audit rows, all with one batch id. If the
/// link model has soft deletion, removed links are marked, and a link that is added again is restored with its old
/// values.
///
/// The row itself and the linked rows must be live. They are locked, so that no concurrent write changes the same links
/// or deletes one side.
#[must_use = "this does nothing until `add`, `remove`, `set` or `clear` is called"]
#[allow(missing_debug_implementations)]
pub struct Links<M: Model, T> {
    key: M::Key,
    relation: PhantomData<fn() -> T>,
}

impl<M, Linked, Link, By, To> Links<M, Through<Linked, Link, By, To>>
where
    M: Model,
    Linked: Model<Key: Hash + Eq>,
{
    /// Links these rows as well.
    ///
    /// SQL: `SELECT .. FROM articles WHERE id = .. FOR UPDATE`, `SELECT .. FROM tags WHERE id IN (..) FOR SHARE`,
    /// `SELECT .. FROM article_tags WHERE article_id = .. AND tag_id IN (..)`, `INSERT INTO article_tags ..`
    #[allow(clippy::should_implement_trait)]
    pub fn add<K: KeyOf<Linked>>(
        self,
        keys: impl IntoIterator<Item = K>,
    ) -> LinkWrite<M, Linked, Link, By, To, Unspecified, NoActor> {
        self.change(LinkChange::Add, keys)
    }

    /// Removes the links to these rows.
    pub fn remove<K: KeyOf<Linked>>(
        self,
        keys: impl IntoIterator<Item = K>,
    ) -> LinkWrite<M, Linked, Link, By, To, Unspecified, NoActor> {
        self.change(LinkChange::Remove, keys)
    }

    /// Links exactly these rows.
    pub fn set<K: KeyOf<Linked>>(
        self,
        keys: impl IntoIterator<Item = K>,
    ) -> LinkWrite<M, Linked, Link, By, To, Unspecified, NoActor> {
        self.change(LinkChange::Set, keys)
    }

    /// Removes all links.
    pub fn clear(self) -> LinkWrite<M, Linked, Link, By, To, Unspecified, NoActor> {
        self.change(LinkChange::Set, std::iter::empty::<Linked::Key>())
    }

    fn change<K: KeyOf<Linked>>(
        self,
        change: LinkChange,
        keys: impl IntoIterator<Item = K>,
    ) -> LinkWrite<M, Linked, Link, By, To, Unspecified, NoActor> {
        let mut seen = HashSet::new();
        let keys = keys.into_iter().map(|key| key.borrow().clone()).filter(|key| seen.insert(key.clone())).collect();
        LinkWrite { key: self.key, change, keys, relation: PhantomData, options: WriteOptions::new() }
    }
}

/// The change of the links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LinkChange {
    Add,
    Remove,
    Set,
}

/// A change of the links of one row, which is not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct LinkWrite<M: Model, Linked: Model, Link, By, To, Mode, A> {
    key: M::Key,
    change: LinkChange,
    keys: Vec<Linked::Key>,
    relation: TypeOnly<(Link, By, To, Mode)>,
    options: WriteOptions<A>,
}

write_options!([M: Model, Linked: Model, Link, By, To, Mode] LinkWrite<M, Linked, Link, By, To, Mode>, { key, change, keys, relation });

impl<M: Model, Linked: Model, Link, By, To, A> LinkWrite<M, Linked, Link, By, To, Unspecified, A> {
    /// Writes the links as a set, without the [hooks](crate::hooks) of their model.
    pub fn without_hooks(self) -> LinkWrite<M, Linked, Link, By, To, WithoutHooks, A> {
        LinkWrite { key: self.key, change: self.change, keys: self.keys, relation: PhantomData, options: self.options }
    }
}

/// Writes the links, and returns how many were added, restored or removed.
///
/// # Errors
/// [`NotFound`](crate::Error::NotFound) and [`Deleted`](crate::Error::Deleted) when the row or a row to link does
/// not exist, or is deleted; [`ParentOutOfScope`](crate::Error::ParentOutOfScope) when a default scope that both models
/// have keeps the two apart; [`NotNull`](crate::Error::NotNull) when the link model has a required column that nothing
/// sets; the database's other refusals, as for [`Create::run`](crate::verbs::Create::run).
impl<M, Linked, Link, By, To, Mode, A> Run for LinkWrite<M, Linked, Link, By, To, Mode, A>
where
    M: Model,
    Linked: Model,
{
    type Output = usize;
}

impl<M, Linked, Link, By, To, Mode, A> Ready for LinkWrite<M, Linked, Link, By, To, Mode, A>
where
    M: Model,
    Linked: Model<Key: Hash + Eq>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To>,
    A: ActsFor<Link::Attribution>,
    Mode: LeavesOut<Link::Hooks>,
{
}

impl<Conn, M, Linked, Link, By, To, Mode, A> RunOn<Conn> for LinkWrite<M, Linked, Link, By, To, Mode, A>
where
    M: Model,
    Linked: Model<Key: Hash + Eq>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To>,
    A: ActsFor<Link::Attribution>,
    Mode: LeavesOut<Link::Hooks>,
    Conn: SyncConnection<Backend: Writes<Conn, Link> + WritesSets<Conn, Link, KeysIn<Link>>>,
    M: RowOn<Conn::Backend>,
    Linked: RowOn<Conn::Backend>,
    Link: RowOn<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        let operation = self.options.operation(Action::Create);
        self.write_links(conn, operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/links/mod.rs"]
pub(crate) mod twin;
