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

pub(crate) fn open<Conn: crate::sql::driver::Driver<Backend: Dialect> + Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<Open, Error>> + Send {
    async move {
        if crate::sql::driver::depth(conn).await? > 0 {
            return Err(unseen(
                "`model_core::transaction` opens the outermost transaction, but one is already open: use its unit",
            ));
        }
        let open = Open(Unit::on_async(conn).await);
        crate::sql::driver::open(conn).await?;
        Ok(open)
    }
}

pub(crate) fn close<T: Send + Sync, E: Send + Sync, Conn: Send>(
    conn: &mut Conn,
    open: Open,
    done: Result<T, E>,
) -> impl ::std::future::Future<Output = Result<T, E>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    E: From<Error> + From<diesel::result::Error>,
{
    async move {
        let closed = crate::sql::driver::close(conn, done.is_ok()).await.map_err(Error::from);
        let done = ended(done, closed)?;
        open.committed_async(conn).await?;
        Ok(done)
    }
}

pub(crate) fn enter<Conn: crate::sql::driver::Driver + Send>(
    conn: &mut Conn,
    unit: &Unit,
) -> impl ::std::future::Future<Output = Result<usize, Error>> + Send {
    async move {
        unit.check_async(conn).await?;
        crate::sql::driver::begin(conn).await?;
        Ok(unit.enter())
    }
}

pub(crate) fn leave<T: Send + Sync, E: Send + Sync, Conn: Send>(
    conn: &mut Conn,
    unit: &Unit,
    before: usize,
    done: Result<T, E>,
) -> impl ::std::future::Future<Output = Result<T, E>> + Send
where
    Conn: crate::sql::driver::Driver,
    E: From<diesel::result::Error>,
{
    async move {
        let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
        let done = ended(done, finished);
        unit.leave(before, done.is_ok());
        done
    }
}

impl<'u> Opened<'u> {
    pub(crate) fn open_async<Conn: Send>(
        conn: &mut Conn,
        unit: Option<&'u Unit>,
        commits: bool,
    ) -> impl ::std::future::Future<Output = Result<Self, Error>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move {
            match unit {
                Some(unit) => Ok(Self::Savepoint(unit, crate::operation::unit::twin::enter(conn, unit).await?)),
                None if crate::sql::driver::depth(conn).await? == 0 => {
                    Ok(Self::Outermost(crate::operation::unit::twin::open(conn).await?))
                }
                None if commits => Err(unseen(
                    "the model has `after_commit`, and the commit of this transaction cannot be seen: open it by \
                 `model_core::transaction(conn, |conn, unit| ..)`, and write `.within(unit)`",
                )),
                None => {
                    crate::sql::driver::begin(conn).await?;
                    Ok(Self::Unseen)
                }
            }
        }
    }
    pub(crate) fn close_async<Conn: Send>(
        self,
        conn: &mut Conn,
        keep: bool,
    ) -> impl ::std::future::Future<Output = Result<(), Error>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move {
            let finished = match self {
                Self::Outermost(_) => crate::sql::driver::close(conn, keep).await,
                Self::Savepoint(..) | Self::Unseen => crate::sql::driver::finish(conn, keep).await,
            };
            match self {
                Self::Savepoint(unit, before) => unit.leave(before, keep && finished.is_ok()),
                Self::Outermost(open) if keep && finished.is_ok() => open.committed_async(conn).await?,
                Self::Outermost(_) | Self::Unseen => {}
            }
            Ok(finished?)
        }
    }
}

impl Unit {
    pub(crate) fn on_async<Conn: crate::sql::driver::Driver + Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Self> + Send {
        async move {
            Self {
                state: Arc::new(Mutex::new(State {
                    place: crate::sql::driver::place(conn).await,
                    depth: 1,
                    collected: Vec::new(),
                })),
            }
        }
    }
    pub(crate) fn of_nothing_async<Conn: crate::sql::driver::Driver + Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Self, Error>> + Send {
        async move {
            let depth = crate::sql::driver::depth(conn).await? + 1;
            Ok(Self {
                state: Arc::new(Mutex::new(State {
                    place: crate::sql::driver::place(conn).await,
                    depth,
                    collected: Vec::new(),
                })),
            })
        }
    }
    pub(crate) fn check_async<Conn: crate::sql::driver::Driver + Send>(
        &self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<(), Error>> + Send {
        async move {
            let open = crate::sql::driver::depth(conn).await?;
            let State { place: known, depth, .. } = *self.state();
            if depth == 0 {
                return Err(over());
            }
            if known != crate::sql::driver::place(conn).await {
                return Err(unseen(
                    "this unit of work belongs to another connection: use the unit that `transaction` gave for this one",
                ));
            }
            if open != depth {
                return Err(unseen(
                    "the unit of work does not know the savepoint that is open: open it with `unit.savepoint(conn, ..)`",
                ));
            }
            Ok(())
        }
    }
}

impl Open {
    pub(crate) fn committed_async<Conn: crate::sql::driver::Driver + Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<(), Error>> + Send {
        async move {
            let collected = self.0.close();
            if crate::sql::driver::depth(conn).await? > 0 {
                return Err(unseen("this transaction cannot commit: a transaction opened inside it is still open"));
            }
            collected.into_iter().for_each(|act| act());
            Ok(())
        }
    }
}
