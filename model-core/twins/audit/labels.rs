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
impl<M: Model + Send + Sync> Labels<M> {
    #[doc(hidden)]
    pub fn load_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<(M::Key, String)>>> + Send
    where
        Self: crate::operation::run::twin::RunOn<Conn, Output = Vec<(M::Key, String)>>,
    {
        async move { self.perform(conn).await }
    }
}

impl<Conn: Send, M: Model + Send + Sync> crate::operation::run::twin::RunOn<Conn> for Labels<M>
where
    Conn: crate::sql::driver::Driver<Backend: crate::audit::named::twin::ReadsName<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<(M::Key, String)>>> + Send {
        async move {
            let mut found = HashMap::new();
            for keys in self.keys.chunks(per_statement::<Conn::Backend>(M::META.key.len(), BESIDE_KEYS)) {
                found.extend(
                    <Conn::Backend as crate::audit::named::twin::ReadsName<Conn, M>>::labels(keys, self.all, conn)
                        .await?,
                );
            }
            Ok(named::<M>(self.keys, &mut found))
        }
    }
}
