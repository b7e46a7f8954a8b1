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

use crate::effects::writes::twin::Writes;
use crate::hooks::policy::twin::RunsHooks;
use crate::hooks::policy::twin::RunsHooksOf;
#[diagnostic::on_unimplemented(
    message = "no factory makes rows of `{Self}` over the connection `{Conn}`",
    label = "a field of `{Self}`, or of one of its required parents, has a type that a factory cannot make values for",
    note = "derive `serde::Deserialize` for the type of each field, including keys and choices"
)]
pub trait MadeOn<Conn>: Model {
    fn make(
        conn: &mut Conn,
        plan: Plan<Self>,
        count: usize,
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Self>>> + Send;
}

#[diagnostic::do_not_recommend]
impl<Conn: Send, M: Send + Sync> crate::verbs::factory::make::twin::MadeOn<Conn> for M
where
    M: Model<Values: for<'de> ReadValues<'de>, References: crate::verbs::factory::make::twin::MakesParents<Conn, M>>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<M>,
{
    fn make(
        conn: &mut Conn,
        plan: Plan<Self>,
        count: usize,
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Self>>> + Send {
        async move {
            {
                async {
                    let opened = crate::operation::unit::Opened::open_async(
                        conn,
                        (operation).unit,
                        crate::hooks::policy::twin::HooksFor::<Conn, M>::COMMITS,
                    )
                    .await?;
                    let done: crate::meta::error::Result<_> = {
                        let operation = opened.operation(operation);
                        Box::pin(async {
                            {
                                <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::take_lock(conn)
                                    .await?;
                                let mut rows: Vec<M::Values> = (0..count).map(|number| plan.given(number)).collect();
                                for row in &mut rows {
                                    plan.parts.iter().try_for_each(|(column, value)| part::<M>(row, *column, value))?;
                                }
                                M::References::make_parents(conn, &mut rows, dice, operation).await?;
                                for row in &mut rows {
                                    fill::<M>(row, plan.complete, dice)?;
                                }
                                let mut made =
                                    crate::verbs::factory::make::twin::create_all::<Conn, M>(conn, rows, operation)
                                        .await?;
                                if plan.deleted {
                                    for row in &mut made {
                                        let target = ByKey::<M>::new(row.key());
                                        let (outcome, _) =
                                            crate::hooks::run::twin::delete(conn, target, operation.one_deletion())
                                                .await?;
                                        if let Outcome::Changed(deleted) = outcome {
                                            *row = deleted;
                                        }
                                    }
                                }
                                Ok(made)
                            }
                        })
                        .await
                    };
                    opened.close_async(conn, done.is_ok()).await?;
                    done
                }
                .await
            }
        }
    }
}

pub(crate) fn create_all<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    mut rows: Vec<M::Values>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<M>>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<M>,
{
    async move {
        if !crate::hooks::policy::twin::HooksFor::<Conn, M>::ANY {
            operation.fill(|fill| rows.iter_mut().for_each(|row| row.fill_create(fill)))?;
            return <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::create_many(
                conn, rows, operation,
            )
            .await;
        }
        let mut created = Vec::with_capacity(rows.len());
        for values in rows {
            created.push(crate::hooks::run::twin::create(conn, values, operation).await?);
        }
        Ok(created)
    }
}

pub trait MakesParents<Conn, M: Model> {
    fn make_parents(
        conn: &mut Conn,
        rows: &mut [M::Values],
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
}

impl<Conn: Send, M: Model + Send + Sync> crate::verbs::factory::make::twin::MakesParents<Conn, M> for () {
    fn make_parents(
        _: &mut Conn,
        _: &mut [M::Values],
        _: &mut Dice,
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}

impl<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync, Rest: Send + Sync>
    crate::verbs::factory::make::twin::MakesParents<Conn, M> for (Reference<P, C>, Rest)
where
    P: Model,
    M: BelongsTo<P, C>,
    <M::Field as HoldsKeyOf<P::Key>>::Absent: crate::verbs::factory::make::twin::MakesParent<Conn, P>,
    Rest: crate::verbs::factory::make::twin::MakesParents<Conn, M>,
{
    fn make_parents(
        conn: &mut Conn,
        rows: &mut [M::Values],
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            let is_needed = M::FOREIGN_KEY.iter().any(|column| M::META.column(*column).is_needed());
            let mut made: HashMap<String, P::Key> = HashMap::new();
            for row in rows.iter_mut().filter(|row| is_needed && M::value(row).is_none()) {
                let Some(parts) = parts::<M, P, C>(row) else { continue };
                let name = format!("{parts:?}");
                if !made.contains_key(&name) {
                    let key =
                        <<M::Field as HoldsKeyOf<P::Key>>::Absent as crate::verbs::factory::make::twin::MakesParent<
                            Conn,
                            P,
                        >>::key(conn, parts, dice, operation)
                        .await?;
                    let Some(key) = key else { break };
                    made.insert(name.clone(), key);
                }
                if let Some(key) = made.get(&name) {
                    M::set_foreign_key(row, HoldsKeyOf::of_key(key.clone()));
                }
            }
            Rest::make_parents(conn, rows, dice, operation).await
        }
    }
}

impl<Conn: Send, M: Send + Sync, P: Send + Sync, C: Send + Sync, Rest: Send + Sync>
    crate::verbs::factory::make::twin::MakesParents<Conn, M> for (ReferenceWithin<P, C>, Rest)
where
    M: Model,
    Rest: crate::verbs::factory::make::twin::MakesParents<Conn, M>,
{
    fn make_parents(
        conn: &mut Conn,
        rows: &mut [M::Values],
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Rest::make_parents(conn, rows, dice, operation).await }
    }
}

pub trait MakesParent<Conn, P: Model> {
    fn key(
        conn: &mut Conn,
        parts: Vec<(usize, Value)>,
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<P::Key>>> + Send;
}

impl<Conn: Send, P: Model + Send + Sync> crate::verbs::factory::make::twin::MakesParent<Conn, P> for IsNullable {
    fn key(
        _: &mut Conn,
        _: Vec<(usize, Value)>,
        _: &mut Dice,
        _: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<P::Key>>> + Send {
        async move { Ok(None) }
    }
}

impl<Conn: Send, P: crate::verbs::factory::make::twin::MadeOn<Conn> + Send + Sync>
    crate::verbs::factory::make::twin::MakesParent<Conn, P> for NotNull
{
    fn key(
        conn: &mut Conn,
        parts: Vec<(usize, Value)>,
        dice: &mut Dice,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<P::Key>>> + Send {
        async move {
            let made = P::make(conn, Plan { parts, ..Plan::new() }, 1, dice, operation.by_somebody()).await?;
            Ok(made.first().map(P::key))
        }
    }
}
