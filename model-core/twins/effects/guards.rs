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

pub trait Guards<Conn: Send, M: Model> {
    fn any() -> bool;
    fn any_set(rows: &[M::Values]) -> bool;
    fn check_values(conn: &mut Conn, rows: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send;
    const TOUCHES: bool;
    fn touch(
        conn: &mut Conn,
        rows: &[&M],
        named: &[M::Values],
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn touch_moved(
        conn: &mut Conn,
        operation: Uuid,
        deleted: bool,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn check_new(conn: &mut Conn, rows: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if const { Self::TOUCHES } {
                Self::touch(conn, &[], rows).await?;
            }
            Self::check_values(conn, rows).await
        }
    }
    fn check_restored(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

pub trait GuardsTarget<Conn, M: Model, T> {
    fn check_target(
        conn: &mut Conn,
        target: &T,
        written: ColumnSet,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

impl<Conn: Send, M: Model + Send + Sync> crate::effects::guards::twin::Guards<Conn, M> for () {
    const TOUCHES: bool = false;
    fn any() -> bool {
        false
    }
    fn any_set(_: &[M::Values]) -> bool {
        false
    }
    fn check_values(_: &mut Conn, _: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn check_new(_: &mut Conn, _: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn touch(_: &mut Conn, _: &[&M], _: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn touch_moved(_: &mut Conn, _: Uuid, _: bool) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn check_restored(_: &mut Conn, _: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, M: Model + Send + Sync, T: Send + Sync> crate::effects::guards::twin::GuardsTarget<Conn, M, T> for () {
    fn check_target(_: &mut Conn, _: &T, _: ColumnSet) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, Rest: Send + Sync, P: Send + Sync>
    crate::effects::guards::twin::Guards<Conn, M> for (Reference<P, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    Rest: crate::effects::guards::twin::Guards<Conn, M>,
{
    const TOUCHES: bool = M::TOUCHES.is_some() || Rest::TOUCHES;
    fn any() -> bool {
        is_strict::<M, P, C>() || Rest::any()
    }
    fn any_set(rows: &[M::Values]) -> bool {
        rows.iter().any(is_checked::<M, P, C>) || Rest::any_set(rows)
    }
    fn check_values(conn: &mut Conn, rows: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check_values::<Conn, M, P, C>(conn, rows).await?;
            Rest::check_values(conn, rows).await
        }
    }
    fn touch(
        conn: &mut Conn,
        rows: &[&M],
        named: &[M::Values],
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if const { M::TOUCHES.is_some() } {
                crate::effects::touched::twin::touch_parents::<Conn, M, P, C>(conn, rows, named).await?;
            }
            Rest::touch(conn, rows, named).await
        }
    }
    fn touch_moved(
        conn: &mut Conn,
        operation: Uuid,
        deleted: bool,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if const { M::TOUCHES.is_some() } {
                crate::effects::touched::twin::touch_moved::<Conn, M, P, C>(conn, operation, deleted).await?;
            }
            Rest::touch_moved(conn, operation, deleted).await
        }
    }
    fn check_restored(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            let moved = Moved::<M> { operation: restoration, deleted: false, model: PhantomData };
            crate::effects::guards::twin::check::<Conn, M, P, C, _>(conn, &moved, ColumnSet::default()).await?;
            Rest::check_restored(conn, restoration).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, T: Send + Sync, Rest: Send + Sync, P: Send + Sync>
    crate::effects::guards::twin::GuardsTarget<Conn, M, T> for (Reference<P, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    T: Clause<Conn::Backend> + Sync,
    Rest: crate::effects::guards::twin::GuardsTarget<Conn, M, T>,
{
    fn check_target(
        conn: &mut Conn,
        target: &T,
        written: ColumnSet,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check::<Conn, M, P, C, _>(conn, target, written).await?;
            Rest::check_target(conn, target, written).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, Rest: Send + Sync> crate::effects::guards::twin::Guards<Conn, M>
    for (ReferenceWithin<M, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend>,
    M: ModelOn<Conn::Backend>,
    Rest: crate::effects::guards::twin::Guards<Conn, M>,
{
    const TOUCHES: bool = M::TOUCHES.is_some() || Rest::TOUCHES;
    fn any() -> bool {
        is_strict::<M, M, C>() || Rest::any()
    }
    fn any_set(rows: &[M::Values]) -> bool {
        rows.iter().any(is_checked::<M, M, C>) || Rest::any_set(rows)
    }
    fn check_values(conn: &mut Conn, rows: &[M::Values]) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check_values::<Conn, M, M, C>(conn, rows).await?;
            Rest::check_values(conn, rows).await
        }
    }
    fn touch(
        conn: &mut Conn,
        rows: &[&M],
        named: &[M::Values],
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if const { M::TOUCHES.is_some() } {
                crate::effects::touched::twin::touch_parents::<Conn, M, M, C>(conn, rows, named).await?;
            }
            Rest::touch(conn, rows, named).await
        }
    }
    fn touch_moved(
        conn: &mut Conn,
        operation: Uuid,
        deleted: bool,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if const { M::TOUCHES.is_some() } {
                crate::effects::touched::twin::touch_moved::<Conn, M, M, C>(conn, operation, deleted).await?;
            }
            Rest::touch_moved(conn, operation, deleted).await
        }
    }
    fn check_restored(conn: &mut Conn, restoration: Uuid) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            let moved = Moved::<M> { operation: restoration, deleted: false, model: PhantomData };
            crate::effects::guards::twin::check::<Conn, M, M, C, _>(conn, &moved, ColumnSet::default()).await?;
            Rest::check_restored(conn, restoration).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, C: Send + Sync, T: Send + Sync, Rest: Send + Sync>
    crate::effects::guards::twin::GuardsTarget<Conn, M, T> for (ReferenceWithin<M, C>, Rest)
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend>,
    M: ModelOn<Conn::Backend>,
    T: Clause<Conn::Backend> + Sync,
    Rest: crate::effects::guards::twin::GuardsTarget<Conn, M, T>,
{
    fn check_target(
        conn: &mut Conn,
        target: &T,
        written: ColumnSet,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            crate::effects::guards::twin::check::<Conn, M, M, C, _>(conn, target, written).await?;
            Rest::check_target(conn, target, written).await
        }
    }
}

pub(crate) fn check_values<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + Model<Values: BindValues<Conn::Backend>>,
    P: ModelOn<Conn::Backend>,
{
    async move {
        let (strict, scope) = (is_strict::<M, P, C>(), shared_scope::<M, P>());
        if !strict && scope.is_none() {
            return Ok(());
        }
        let mut named: HashMap<String, Named<'_, M, P>> = HashMap::new();
        for row in rows {
            let Some(key) = M::foreign_key_set(row) else { continue };
            let value = scope.filter(|scope| row.columns().contains(scope.own)).map(|_| row);
            let value_text = scope.zip(value).map(|(scope, row)| format!("{:?}", row.exact(scope.own)));
            let mut text = key.text();
            text.extend(value_text);
            named.insert(text, (key.into_owned(), value));
        }
        let named: Vec<Named<'_, M, P>> = named.into_values().collect();
        let one = scope.is_none_or(|scope| have_one_value::<M, P>(&named, scope));
        let chunk = if one {
            per_statement::<Conn::Backend>(P::META.key.len(), usize::from(scope.is_some()))
        } else {
            per_statement::<Conn::Backend>(2 * P::META.key.len() + 1, 0)
        };
        for named in named.chunks(chunk) {
            let outside = scope.and_then(|scope| OutsideOfValues::<M, P>::of(scope, named));
            let states = States::<P, _, _>::new(KeyList::<P>(keys_of::<M, P>(named)), strict, outside);
            if strict && const { M::WRITES_PARENTS && Conn::Backend::LOCKS_ARE_LOCAL } {
                let found = crate::sql::driver::load(conn, states.writing()).await?;
                let count = found.len();
                Refusal::of::<M, P, C>().check(found)?;
                crate::effects::written::twin::write_parents::<Conn, P>(conn, &keys_of::<M, P>(named), count).await?;
            } else {
                Refusal::of::<M, P, C>().check(crate::sql::driver::load(conn, states).await?)?;
            }
        }
        Ok(())
    }
}

pub(crate) fn check<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync, T: Send + Sync>(
    conn: &mut Conn,
    target: &T,
    written: ColumnSet,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    T: Clause<Conn::Backend> + Sync,
{
    async move {
        let strict = is_strict::<M, P, C>();
        let is_written = M::FOREIGN_KEY.iter().any(|column| written.contains(*column));
        let scope = shared_scope::<M, P>().filter(|_| is_written);
        if !strict && scope.is_none() {
            return Ok(());
        }
        let outside = scope.map(|scope| OutsideOfRows::<M, P, T> { target, scope, models: PhantomData });
        let parents = ParentsOf::<M, T> { target, foreign_key: M::FOREIGN_KEY, model: PhantomData };
        let states = States::<P, _, _>::new(parents, strict, outside);
        if strict && const { M::WRITES_PARENTS && Conn::Backend::LOCKS_ARE_LOCAL } {
            Refusal::of::<M, P, C>().check(crate::sql::driver::load(conn, states.writing()).await?)?;
            let parents = ParentsOf::<M, T> { target, foreign_key: M::FOREIGN_KEY, model: PhantomData };
            let locked = ParentRows::<M, P, T>(parents, PhantomData);
            let parents: Vec<P> = crate::sql::driver::load_rows(conn, Select::<P, _>::locked(&locked)).await?;
            let keys: Vec<P::Key> = parents.iter().map(Model::key).collect();
            for keys in keys.chunks(per_statement::<Conn::Backend>(P::META.key.len(), 0)) {
                crate::effects::written::twin::write_parents::<Conn, P>(conn, keys, keys.len()).await?;
            }
            return Ok(());
        }
        Refusal::of::<M, P, C>().check(crate::sql::driver::load(conn, states).await?)
    }
}
