//! The rows of a proxy, for code that is generic over proxies.

use crate::model::Manager;
use crate::query::condition::{Condition, on};
use crate::query::objects::scope::{Filtered, ProxyFilter};

/// A proxy: a struct that derives [`Proxy`](derive@crate::Proxy). Its filter is also a condition on rows of its model,
/// for code that cannot name `objects()` of each proxy, as a list of [`AnyRows`](crate::list::AnyRows).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a proxy",
    label = "expected a struct with `#[derive(Proxy)]`",
    note = "a model shows all of its rows; a proxy has a filter: `#[proxy(of = Article, filter(..))]`"
)]
pub trait ProxyRows: Manager {
    /// What holds for the rows of the proxy.
    fn condition() -> Condition<Self::Model>;
}

#[diagnostic::do_not_recommend]
impl<P> ProxyRows for P
where
    P: Filtered,
    ProxyFilter<P>: on::OnSqlite + on::OnPostgres + on::OnMysql,
{
    fn condition() -> Condition<P::Model> {
        Condition::everywhere(ProxyFilter::<P>::new())
    }
}
