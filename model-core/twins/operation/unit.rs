// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

pub(crate) fn open<Conn: crate::sql::driver::Driver + Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<Open, Error>> + Send {
    async move {
        if crate::sql::driver::depth(conn).await? > 0 {
            return Err(unseen(
                "`model_core::transaction` opens the outermost transaction, but one is already open: use its unit",
            ));
        }
        let open = Open(Unit::at(crate::sql::driver::place(conn).await, 1));
        crate::sql::driver::begin(conn).await?;
        Ok(open)
    }
}

pub(crate) fn close<T: Send + Sync, E: Send + Sync, Conn: Send>(
    conn: &mut Conn,
    open: &Open,
    done: Result<T, E>,
) -> impl ::std::future::Future<Output = Result<T, E>> + Send
where
    Conn: crate::sql::driver::Driver,
    E: From<Error> + From<diesel::result::Error>,
{
    async move {
        let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
        let done = ended(done, finished)?;
        let collected = open.0.close();
        if crate::sql::driver::depth(conn).await? > 0 {
            return Err(unseen("this transaction cannot commit: a transaction opened inside it is still open").into());
        }
        collected.into_iter().for_each(|act| act());
        Ok(done)
    }
}

impl Unit {
    pub(crate) fn of_nothing_async<Conn: crate::sql::driver::Driver + Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Self, Error>> + Send {
        async move {
            let depth = crate::sql::driver::depth(conn).await? + 1;
            Ok(Self::at(crate::sql::driver::place(conn).await, depth))
        }
    }
    #[doc(hidden)]
    pub fn savepoint_async<T: Send + Sync, E: Send + Sync, Conn: Send>(
        &self,
        conn: &mut Conn,
        act: impl FnOnce(&mut Conn) -> Result<T, E> + Send,
    ) -> impl ::std::future::Future<Output = Result<T, E>> + Send
    where
        Conn: crate::sql::driver::Driver,
        E: From<Error> + From<diesel::result::Error>,
    {
        async move {
            let before = self.enter_async(conn).await?;
            let done = act(conn).await;
            self.leave_async(conn, before, done).await
        }
    }
    pub(crate) fn enter_async<Conn: crate::sql::driver::Driver + Send>(
        &self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<usize, Error>> + Send {
        async move {
            self.check_async(conn).await?;
            crate::sql::driver::begin(conn).await?;
            let mut state = self.state();
            state.depth += 1;
            Ok(state.collected.len())
        }
    }
    pub(crate) fn leave_async<T: Send + Sync, E: Send + Sync, Conn: Send>(
        &self,
        conn: &mut Conn,
        before: usize,
        done: Result<T, E>,
    ) -> impl ::std::future::Future<Output = Result<T, E>> + Send
    where
        Conn: crate::sql::driver::Driver,
        E: From<Error> + From<diesel::result::Error>,
    {
        async move {
            let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
            let done = ended(done, finished);
            let dropped = {
                let mut state = self.state();
                state.depth -= 1;
                if done.is_err() { state.collected.split_off(before) } else { Vec::new() }
            };
            drop(dropped);
            done
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
