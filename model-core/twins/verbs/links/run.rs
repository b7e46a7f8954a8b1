// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::effects::sets::twin::WritesSets;
use crate::effects::writes::twin::Writes;
use crate::write::backend::twin::StoresSets;
impl<
    M: Send + Sync,
    Linked: Send + Sync,
    Link: Send + Sync,
    By: Send + Sync,
    To: Send + Sync,
    Mode: Send + Sync,
    A: Send + Sync,
> LinkWrite<M, Linked, Link, By, To, Mode, A>
where
    M: Model,
    Linked: Model<Key: Hash + Eq>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To>,
{
    pub(crate) fn write_links_async<Conn: Send>(
        &self,
        conn: &mut Conn,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send
    where
        Conn: crate::sql::driver::Driver<
                Backend: crate::effects::writes::twin::Writes<Conn, Link>
                             + crate::effects::sets::twin::WritesSets<Conn, Link, KeysIn<Link>>,
            >,
        M: RowOn<Conn::Backend>,
        Linked: RowOn<Conn::Backend>,
        Link: RowOn<Conn::Backend>,
    {
        async move {
            let nested = crate::sql::lock::twin::is_in_transaction(conn).await?;
            {
                async { crate :: sql :: driver :: begin (conn) . await ? ; let done = Box :: pin (async { { let counted = < Conn :: Backend as crate :: effects :: writes :: twin :: Writes < Conn , Link > > :: TOUCHES ; self . lock_async (conn , if counted { Conn :: Backend :: LOCK } else { Conn :: Backend :: SHARE_LOCK }) . await ? ; let operation = operation . in_transaction () ; let lock = if nested { Conn :: Backend :: LOCK } else { "" } ; let LinkPlan { removed , revived , created } = self . plan_async (conn , lock) . await ? ; let mut changed = 0 ; let soft = Link :: Deletion :: SOFT ; for clause in KeysIn :: chunks :: < Conn :: Backend > (& removed , RequiredState :: Live) { let target = ByFilter :: new (clause) ; let operation = operation . as_action (Action :: Delete) ; changed += if soft { let values = filled :: < Link > (& operation , Values :: fill_delete) ? ; < Conn :: Backend as crate :: effects :: sets :: twin :: WritesSets < Conn , Link , _ > > :: delete (conn , target , values , operation) . await ? . 0 } else { < Conn :: Backend as crate :: effects :: sets :: twin :: WritesSets < Conn , Link , _ > > :: hard_delete (conn , target , operation) . await ? . 0 } ; } for clause in KeysIn :: chunks :: < Conn :: Backend > (& revived , RequiredState :: Deleted) { let target = ByFilter :: new (clause) ; let operation = operation . as_action (Action :: Restore) ; if counted { changed += < Conn :: Backend as crate :: effects :: sets :: twin :: WritesSets < Conn , Link , _ > > :: restore (conn , target , operation) . await ? ; continue ; } let values = filled :: < Link > (& operation , Values :: fill_restore) ? ; changed += < Conn :: Backend as crate :: write :: backend :: twin :: StoresSets < Conn , Link , _ > > :: update (conn , Rules :: RESTORE , target , values , operation ,) . await ? ; } if ! created . is_empty () { let operation = operation . as_action (Action :: Create) ; let mut rows : Vec < Link :: Values > = created . into_iter () . map (| key | self . link (key)) . collect () ; operation . fill (| fill | rows . iter_mut () . for_each (| row | row . fill_create (fill))) ? ; changed += if counted { < Conn :: Backend as crate :: effects :: writes :: twin :: Writes < Conn , Link > > :: create_counted (conn , rows , operation) . await ? } else { crate :: write :: insert :: create :: twin :: create_counted :: < _ , _ , Link > (conn , rows , operation) . await ? } ; } Ok (changed) } }) . await ; let finished = crate :: sql :: driver :: finish (conn , done . is_ok ()) . await ; crate :: sql :: lock :: ended (done , finished) } . await
            }
        }
    }
    pub(crate) fn lock_async<Conn: Send>(
        &self,
        conn: &mut Conn,
        lock_linked: &'static str,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
        M: RowOn<Conn::Backend>,
        Linked: RowOn<Conn::Backend>,
    {
        async move {
            crate::sql::lock::twin::lock_table::<M, _>(conn).await?;
            let linked: Vec<&Linked::Key> =
                if self.change == LinkChange::Remove { Vec::new() } else { self.keys.iter().collect() };
            let linked_first = Linked::META.content_type < M::META.content_type;
            if linked_first {
                self.lock_linked_async(conn, &linked, lock_linked).await?;
            }
            let found =
                crate::verbs::links::run::twin::lock::<Conn, M, Linked>(conn, &[&self.key], None, Conn::Backend::LOCK)
                    .await?;
            live(found)?;
            if !linked_first {
                self.lock_linked_async(conn, &linked, lock_linked).await?;
            }
            Ok(())
        }
    }
    pub(crate) fn lock_linked_async<Conn: Send>(
        &self,
        conn: &mut Conn,
        linked: &[&Linked::Key],
        mode: &'static str,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
        M: RowOn<Conn::Backend>,
        Linked: RowOn<Conn::Backend>,
    {
        async move {
            let found =
                crate::verbs::links::run::twin::lock::<Conn, Linked, M>(conn, linked, Some(&self.key), mode).await?;
            if found.iter().any(Coded::is_out_of_scope) {
                let field = Link::META.fields[named_by(<Link as BelongsTo<Linked, To>>::FOREIGN_KEY)].name;
                return Err(Error::ParentOutOfScope { parent: Linked::META.name, field });
            }
            live(found)
        }
    }
    pub(crate) fn plan_async<Conn: Send>(
        &self,
        conn: &mut Conn,
        lock: &'static str,
    ) -> impl ::std::future::Future<Output = Result<LinkPlan<Linked, Link>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
        M: RowOn<Conn::Backend>,
        Linked: RowOn<Conn::Backend>,
        Link: RowOn<Conn::Backend>,
    {
        async move {
            let wanted: HashSet<&Linked::Key> = self.keys.iter().collect();
            let only: Vec<&Linked::Key> = match self.change {
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
            let mut deleted: HashMap<Linked::Key, Link::Key> = HashMap::new();
            for found in crate::sql::driver::load::<_, _, Coded<Link>>(conn, select).await? {
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
    }
}

pub(crate) fn lock<Conn: Send, M: Send + Sync, Other: Send + Sync>(
    conn: &mut Conn,
    keys: &[&M::Key],
    other: Option<&Other::Key>,
    lock: &'static str,
) -> impl ::std::future::Future<Output = Result<Vec<Coded<M>>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: RowOn<Conn::Backend> + Model,
    Other: RowOn<Conn::Backend> + Model,
{
    async move {
        let mut rows = Vec::new();
        for keys in
            keys.chunks(per_statement::<Conn::Backend>(M::META.key.len(), other.map_or(0, |_| Other::META.key.len())))
        {
            let found: Vec<Coded<M>> =
                crate::sql::driver::load(conn, LockRows::<M, Other> { keys, other, lock }).await?;
            if found.len() < keys.len() {
                return Err(Error::NotFound);
            }
            rows.extend(found);
        }
        Ok(rows)
    }
}
