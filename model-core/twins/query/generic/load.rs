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

pub trait LoadReferences: GenericRef {
    fn load_many<'r, X: Send + Sync, Conn: Send>(
        refs: impl IntoIterator<Item = &'r X> + Send,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Option<Self::Row>>>> + Send
    where
        X: AsTarget<Self> + 'r,
        Conn: crate::query::generic::load::twin::LoadsTargets<Self>,
    {
        async move { crate::query::generic::load::twin::load_many(refs, false, conn).await }
    }
    fn load_many_with_deleted<'r, X: Send + Sync, Conn: Send>(
        refs: impl IntoIterator<Item = &'r X> + Send,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Option<Self::Row>>>> + Send
    where
        X: AsTarget<Self> + 'r,
        Conn: crate::query::generic::load::twin::LoadsTargets<Self>,
    {
        async move { crate::query::generic::load::twin::load_many(refs, true, conn).await }
    }
}

impl<T: GenericRef + Send + Sync> crate::query::generic::load::twin::LoadReferences for T {}

#[diagnostic::on_unimplemented(
    message = "the rows that a `{T}` refers to cannot be loaded over this connection",
    label = "a type in one of the models does not implement what loading needs",
    note = "every model that it can refer to needs `Clone`, a key with `Hash` and `Eq`, fields with `FromSql` on this \
            backend, and no default scope"
)]
pub trait LoadsTargets<T: GenericRef>: Sized {
    type Types: crate::query::generic::load::twin::LoadsTypes<T, Self>;
}

#[diagnostic::do_not_recommend]
impl<Conn: Send, T: Send + Sync> crate::query::generic::load::twin::LoadsTargets<T> for Conn
where
    T: GenericRef<Types: crate::query::generic::load::twin::LoadsTypes<T, Conn>>,
{
    type Types = T::Types;
}

pub trait LoadsTypes<T: GenericRef, Conn> {
    fn load_types(
        targets: &[Option<&T>],
        all: bool,
        rows: &mut [Option<T::Row>],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<()>> + Send;
}

impl<T: GenericRef + Send + Sync, Conn: Send> crate::query::generic::load::twin::LoadsTypes<T, Conn> for () {
    fn load_types(
        _: &[Option<&T>],
        _: bool,
        _: &mut [Option<T::Row>],
        _: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<()>> + Send {
        async move { Ok(()) }
    }
}

impl<T: Send + Sync, M: Send + Sync, Rest: Send + Sync, Conn: Send>
    crate::query::generic::load::twin::LoadsTypes<T, Conn> for (M, Rest)
where
    T: Targets<M>,
    M: Listed<Conn::Backend, Key: Hash + Eq> + RowOn<Conn::Backend> + Clone,
    StartOf<M>: FullyScoped<M>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Rest: crate::query::generic::load::twin::LoadsTypes<T, Conn>,
{
    fn load_types(
        targets: &[Option<&T>],
        all: bool,
        rows: &mut [Option<T::Row>],
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<()>> + Send {
        async move {
            let key =
                |target: &Option<&'_ T>| -> Option<M::Key> { target.and_then(T::key).map(|key| key.as_key().clone()) };
            let keys: HashSet<M::Key> = targets.iter().filter_map(key).collect();
            let mut found: HashMap<M::Key, M> = HashMap::with_capacity(keys.len());
            let listed: Vec<&M::Key> = keys.iter().collect();
            for part in parts::<Conn::Backend, _>(&listed, 1, 0) {
                let select = SelectParents::<M> { keys: part, all, shared_scope: &[] };
                for row in crate::sql::driver::load_rows::<_, _, M>(conn, select).await? {
                    let key = row.key();
                    if !keys.contains(&key) {
                        return Err(unasked());
                    }
                    found.insert(key, row);
                }
            }
            for (target, row) in targets.iter().zip(rows.iter_mut()) {
                let loaded = target.and_then(T::key).and_then(|key| found.get(key.as_key()));
                if let Some(loaded) = loaded {
                    *row = Some(T::of_row(loaded.clone()));
                }
            }
            Rest::load_types(targets, all, rows, conn).await
        }
    }
}

pub(crate) fn load_many<'r, T: Send + Sync, X: Send + Sync, Conn: Send>(
    refs: impl IntoIterator<Item = &'r X> + Send,
    all: bool,
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = QueryResult<Vec<Option<T::Row>>>> + Send
where
    T: GenericRef,
    X: AsTarget<T> + 'r,
    Conn: crate::query::generic::load::twin::LoadsTargets<T>,
{
    async move {
        let targets: Vec<Option<&T>> = refs.into_iter().map(AsTarget::as_target).collect();
        let mut rows: Vec<Option<T::Row>> = targets.iter().map(|_| None).collect();
        Conn::Types::load_types(&targets, all, &mut rows, conn).await?;
        Ok(rows)
    }
}
