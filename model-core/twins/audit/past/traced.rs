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

pub(crate) fn bound<Conn: Send>(
    conn: &mut Conn,
    meta: &Meta,
    object_id: &str,
    moment: Moment,
) -> impl ::std::future::Future<Output = Result<Bound>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let version = match moment {
            Moment::Instant(instant) => return Ok(Bound::Instant(instant)),
            Moment::Version(version) => version,
        };
        let Some(field) = meta.with_role(Role::Version) else { return Ok(Bound::Entry(i64::MAX)) };
        for (side, back) in [("new", 0), ("old", 1)] {
            let mut filters = writes_of(meta, object_id);
            filters.set_number(names_of(&meta.fields[field]), side, version);
            let found = SelectEntries::new(filters, true, Some(1)).load_async(conn).await?;
            if let Some(entry) = found.first() {
                return Ok(Bound::Entry(entry.id - back));
            }
        }
        Ok(Bound::Entry(i64::MAX))
    }
}

pub(crate) fn traced<Conn: Send>(
    conn: &mut Conn,
    meta: &'static Meta,
    object_id: &str,
    bound: Bound,
) -> impl ::std::future::Future<Output = Result<Option<TracedColumns>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let count = meta.fields.len();
        let mut traced = TracedColumns {
            meta,
            cells: vec![None; count],
            gone: false,
            decided: vec![false; count],
            hidden: vec![false; count],
            assumed: vec![false; count],
            last: None,
        };
        let newest = SelectEntries::new(bound.until(meta, object_id), true, Some(PAGE)).load_async(conn).await?;
        let existed = match newest.first() {
            Some(last) => !last.is_removal(),
            None => {
                let first = SelectEntries::new(bound.since(meta, object_id), false, Some(1)).load_async(conn).await?;
                first.first().is_none_or(|first| first.action != "create")
            }
        };
        if !existed {
            return Ok(None);
        }
        let mut page = newest;
        loop {
            page.iter().try_for_each(|entry| traced.read_back(entry))?;
            let names = traced.names(|traced, field| !traced.decided[field]);
            let Some(oldest) = page.last().filter(|_| page.len() == PAGE && !names.is_empty()) else { break };
            let mut filters = bound.until(meta, object_id);
            filters.set_before(oldest.id);
            filters.set_fields(names);
            page = SelectEntries::new(filters, true, Some(PAGE)).load_async(conn).await?;
        }
        loop {
            let page = traced.later_async(conn, object_id, bound, PAGE).await?;
            for entry in &page {
                traced.read_on(entry)?;
                if traced.gone {
                    return Ok(Some(traced));
                }
            }
            if page.len() < PAGE {
                return Ok(Some(traced));
            }
        }
    }
}

impl TracedColumns {
    pub(crate) fn later_async<Conn: Send>(
        &self,
        conn: &mut Conn,
        object_id: &str,
        bound: Bound,
        limit: usize,
    ) -> impl ::std::future::Future<Output = Result<Vec<AuditLog>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move {
            let mut filters = bound.since(self.meta, object_id);
            if let Some(last) = self.last {
                filters.set_after(last);
            }
            filters.set_fields_or_removals(self.names(|traced, field| traced.is_open(field)));
            SelectEntries::new(filters, false, Some(limit)).load_async(conn).await
        }
    }
    pub(crate) fn is_outdated_async<Conn: Send>(
        &self,
        conn: &mut Conn,
        object_id: &str,
        bound: Bound,
    ) -> impl ::std::future::Future<Output = Result<bool>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move { Ok(!self.later_async(conn, object_id, bound, 1).await?.is_empty()) }
    }
}
