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

use crate::audit::named::twin::ReadsName;
use crate::operation::run::twin::RunOn;
pub trait EventSubject<Conn>: Send + Sync {
    const CONTENT_TYPE: &'static str;
    fn row(&self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<(String, String)>> + Send;
}

impl<Conn: Send> crate::audit::event::twin::EventSubject<Conn> for NoSubject {
    const CONTENT_TYPE: &'static str = "";
    fn row(&self, _: &mut Conn) -> impl ::std::future::Future<Output = Result<(String, String)>> + Send {
        async move { Ok(Default::default()) }
    }
}

impl<Conn: Send, M: Send + Sync> crate::audit::event::twin::EventSubject<Conn> for OnRow<M>
where
    Conn: crate::sql::driver::Driver<Backend: crate::audit::named::twin::ReadsName<Conn, M>>,
    M: Model,
{
    const CONTENT_TYPE: &'static str = M::META.content_type;
    fn row(&self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<(String, String)>> + Send {
        async move {
            Ok((
                self.0.text(),
                <Conn::Backend as crate::audit::named::twin::ReadsName<Conn, M>>::name(&self.0, conn).await?,
            ))
        }
    }
}

impl<A: ActsFor<Attributed> + Send + Sync, Subject: Send + Sync> Event<A, Subject> {
    pub(crate) fn record_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
        Subject: crate::audit::event::twin::EventSubject<Conn>,
    {
        async move {
            let operation = self.options.event(self.options.actor.actor(), &self.name);
            let changes = Document::new(self.details.to_string());
            let (object_id, object_repr) = self.place.row(conn).await?;
            let row = AuditRow { object_id, object_repr, changes, nul: None };
            crate::trail::insert::twin::insert_alone(conn, Subject::CONTENT_TYPE, &operation, &row).await
        }
    }
}

impl<Conn: Send, A: ActsFor<Attributed> + Send + Sync, Subject: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for Event<A, Subject>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Subject: crate::audit::event::twin::EventSubject<Conn>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            if Action::is_name(&self.name) {
                return Err(Error::invalid("event", format!("`{}` is the name of a write: choose another", self.name)));
            }
            if self.name.is_empty() || self.name.len() > 100 {
                return Err(Error::invalid("event", "the name must be 1 to 100 bytes long"));
            }
            if self.name.contains('\0') {
                return Err(Error::invalid("event", NUL));
            }
            if let Some(why) = why_not(&self.details) {
                return Err(Error::invalid("details", why));
            }
            if self.name.starts_with(OWN) {
                return Err(Error::invalid("event", format!("names that start with `{OWN}` are reserved")));
            }
            self.record_async(conn).await
        }
    }
}
