//! Runs a change of the links of one row.

use crate::effects::clauses::KeysIn;
use crate::effects::sets::WritesSets;
use crate::effects::writes::Writes;
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::model::{DeletionPolicy, Model};
use crate::operation::{Operation, filled};
use crate::query::relations::belongs_to::{BelongsTo, HoldsKeyOf, named_by};
use crate::sql::dialect::Dialect;
use crate::sql::limit::per_statement;
use crate::sql::lock::{is_in_transaction, lock_table};
use crate::sql::on::RowOn;
use crate::sql::rows::{Coded, load};
use crate::sql::state::RequiredState;
use crate::sql::target::ByFilter;
use crate::values::Values;
use crate::verbs::links::statement::{LockRows, SelectLinks};
use crate::verbs::links::{LinkChange, LinkWrite};
use crate::write::backend::StoresSets;
use crate::write::insert::create;
use crate::write::update::Rules;
use diesel::connection::LoadConnection;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::marker::PhantomData;

/// The rows of the link model to create, restore and remove.
struct LinkPlan<Linked: Model, Link: Model> {
    removed: Vec<Link::Key>,
    revived: Vec<Link::Key>,
    created: Vec<Linked::Key>,
}

impl<M, Linked, Link, By, To, Mode, A> LinkWrite<M, Linked, Link, By, To, Mode, A>
where
    M: Model,
    Linked: Model<Key: Hash + Eq>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To>,
{
    pub(crate) fn write_links<Conn>(&self, conn: &mut Conn, operation: Operation<'_>) -> Result<usize>
    where
        Conn: LoadConnection<Backend: Writes<Conn, Link> + WritesSets<Conn, Link, KeysIn<Link>>>,
        M: RowOn<Conn::Backend>,
        Linked: RowOn<Conn::Backend>,
        Link: RowOn<Conn::Backend>,
    {
        let nested = is_in_transaction(conn)?;
        crate::sql::lock::transaction(conn, |conn| {
            let counted = <Conn::Backend as Writes<Conn, Link>>::TOUCHES;
            self.lock(conn, if counted { Conn::Backend::LOCK } else { Conn::Backend::SHARE_LOCK })?;
            let operation = operation.in_transaction();
            // Once the row is locked, only a transaction that has read before can see outdated links. Any other reads
            // them without a lock, because on MySQL the lock would cover the gaps between the links of all rows.
            let lock = if nested { Conn::Backend::LOCK } else { "" };
            // Both sides are live and locked, so no write has to check them again, unless one of them counts it.
            let LinkPlan { removed, revived, created } = self.plan(conn, lock)?;
            let mut changed = 0;
            let soft = Link::Deletion::SOFT;
            for clause in KeysIn::chunks::<Conn::Backend>(&removed, RequiredState::Live) {
                let target = ByFilter::new(clause);
                let operation = operation.as_action(Action::Delete);
                changed += if soft {
                    let values = filled::<Link>(&operation, Values::fill_delete)?;
                    <Conn::Backend as WritesSets<Conn, Link, _>>::delete(conn, target, values, operation)?.0
                } else {
                    <Conn::Backend as WritesSets<Conn, Link, _>>::hard_delete(conn, target, operation)?.0
                };
            }
            for clause in KeysIn::chunks::<Conn::Backend>(&revived, RequiredState::Deleted) {
                let target = ByFilter::new(clause);
                let operation = operation.as_action(Action::Restore);
                if counted {
                    changed += <Conn::Backend as WritesSets<Conn, Link, _>>::restore(conn, target, operation)?;
                    continue;
                }
                let values = filled::<Link>(&operation, Values::fill_restore)?;
                changed += <Conn::Backend as StoresSets<Conn, Link, _>>::update(
                    conn,
                    Rules::RESTORE,
                    target,
                    values,
                    operation,
                )?;
            }
            if !created.is_empty() {
                let operation = operation.as_action(Action::Create);
                let mut rows: Vec<Link::Values> = created.into_iter().map(|key| self.link(key)).collect();
                operation.fill(|fill| rows.iter_mut().for_each(|row| row.fill_create(fill)))?;
                changed += if counted {
                    <Conn::Backend as Writes<Conn, Link>>::create_counted(conn, rows, operation)?
                } else {
                    create::create_counted::<_, _, Link>(conn, rows, operation)?
                };
            }
            Ok(changed)
        })
    }

    /// Locks both sides, always in the same order of tables, so that two writers that link the same rows from either
    /// side cannot wait for each other.
    fn lock<Conn>(&self, conn: &mut Conn, lock_linked: &'static str) -> Result<()>
    where
        Conn: LoadConnection<Backend: Dialect>,
        M: RowOn<Conn::Backend>,
        Linked: RowOn<Conn::Backend>,
    {
        lock_table::<M, _>(conn)?;
        let linked: Vec<&Linked::Key> =
            if self.change == LinkChange::Remove { Vec::new() } else { self.keys.iter().collect() };
        let linked_first = Linked::META.content_type < M::META.content_type;
        if linked_first {
            self.lock_linked(conn, &linked, lock_linked)?;
        }
        let found = lock::<Conn, M, Linked>(conn, &[&self.key], None, Conn::Backend::LOCK)?;
        live(found)?;
        if !linked_first {
            self.lock_linked(conn, &linked, lock_linked)?;
        }
        Ok(())
    }

    /// Locks the rows on the other side, which must be live, and not kept apart from the row by a default scope.
    fn lock_linked<Conn>(&self, conn: &mut Conn, linked: &[&Linked::Key], mode: &'static str) -> Result<()>
    where
        Conn: LoadConnection<Backend: Dialect>,
        M: RowOn<Conn::Backend>,
        Linked: RowOn<Conn::Backend>,
    {
        let found = lock::<Conn, Linked, M>(conn, linked, Some(&self.key), mode)?;
        if found.iter().any(Coded::is_out_of_scope) {
            let field = Link::META.fields[named_by(<Link as BelongsTo<Linked, To>>::FOREIGN_KEY)].name;
            return Err(Error::ParentOutOfScope { parent: Linked::META.name, field });
        }
        live(found)
    }

    /// Compares the existing links with the wanted links.
    fn plan<Conn>(&self, conn: &mut Conn, lock: &'static str) -> Result<LinkPlan<Linked, Link>>
    where
        Conn: LoadConnection<Backend: Dialect>,
        M: RowOn<Conn::Backend>,
        Linked: RowOn<Conn::Backend>,
        Link: RowOn<Conn::Backend>,
    {
        let wanted: HashSet<&Linked::Key> = self.keys.iter().collect();
        let only: Vec<&Linked::Key> = match self.change {
            // All links, or more links than can be bound.
            _ if self.keys.len() > per_statement::<Conn::Backend>(Linked::META.key.len(), M::META.key.len()) => {
                Vec::new()
            }
            LinkChange::Set => Vec::new(),
            LinkChange::Add | LinkChange::Remove => self.keys.iter().collect(),
        };
        let mut plan = LinkPlan { removed: Vec::new(), revived: Vec::new(), created: Vec::new() };
        if wanted.is_empty() && self.change != LinkChange::Set {
            return Ok(plan);
        }
        let select =
            SelectLinks::<M, Linked, Link, By, To> { key: &self.key, only: &only, lock, relation: PhantomData };
        let mut live: HashSet<Linked::Key> = HashSet::new();
        // Of several deleted links, the one with the last key is restored.
        let mut deleted: HashMap<Linked::Key, Link::Key> = HashMap::new();
        for found in load::<_, _, Coded<Link>>(conn, select)? {
            let (link, is_live) = found.into_parts();
            let Some(other) = <Link as BelongsTo<Linked, To>>::foreign_key(&link) else { continue };
            let is_wanted = wanted.contains(&*other);
            let is_removed = match self.change {
                LinkChange::Add => false,
                LinkChange::Remove => is_wanted,
                LinkChange::Set => !is_wanted,
            };
            match (is_live, is_removed) {
                (true, true) => plan.removed.push(link.key()),
                (true, false) => _ = live.insert(other.into_owned()),
                (false, _) => _ = deleted.insert(other.into_owned(), link.key()),
            }
        }
        if self.change != LinkChange::Remove {
            for key in self.keys.iter().filter(|key| !live.contains(*key)) {
                match deleted.remove(key) {
                    Some(link) => plan.revived.push(link),
                    None => plan.created.push(key.clone()),
                }
            }
        }
        Ok(plan)
    }

    /// A new link.
    fn link(&self, other: Linked::Key) -> Link::Values {
        let mut values = Link::Values::default();
        <Link as BelongsTo<M, By>>::set_foreign_key(&mut values, HoldsKeyOf::of_key(self.key.clone()));
        <Link as BelongsTo<Linked, To>>::set_foreign_key(&mut values, HoldsKeyOf::of_key(other));
        values
    }
}

/// Locks rows, which must exist.
fn lock<Conn, M, Other>(
    conn: &mut Conn,
    keys: &[&M::Key],
    other: Option<&Other::Key>,
    lock: &'static str,
) -> Result<Vec<Coded<M>>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: RowOn<Conn::Backend> + Model,
    Other: RowOn<Conn::Backend> + Model,
{
    let mut rows = Vec::new();
    for keys in
        keys.chunks(per_statement::<Conn::Backend>(M::META.key.len(), other.map_or(0, |_| Other::META.key.len())))
    {
        let found: Vec<Coded<M>> = load(conn, LockRows::<M, Other> { keys, other, lock })?;
        if found.len() < keys.len() {
            return Err(Error::NotFound);
        }
        rows.extend(found);
    }
    Ok(rows)
}

/// Refuses a deleted row.
fn live<M: Model>(rows: Vec<Coded<M>>) -> Result<()> {
    rows.into_iter().try_for_each(|row| row.outcome(RequiredState::Live).into_result().map(drop))
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/links/run.rs"]
pub(crate) mod twin;
