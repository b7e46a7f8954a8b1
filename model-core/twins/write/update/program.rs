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

impl BeforeAndAfter {
    pub(crate) fn record_async<Conn: Send>(
        &self,
        conn: &mut Conn,
        meta: &'static Meta,
        operation: &Operation<'_>,
        old: &Snapshot,
        new: &Snapshot,
    ) -> impl ::std::future::Future<Output = Result<Option<(&Appends, String)>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move {
            match self.trail.as_ref().and_then(|trail| trail.row(old, new)) {
                Some(row) => crate::trail::insert::twin::insert(conn, meta.content_type, operation, &[row]).await?,
                None => crate::trail::told::twin::withdraw(conn, meta).await?,
            }
            let Some(log) = &self.log else { return Ok(None) };
            Ok(log.entry(old, new)?.map(|text| (log, text)))
        }
    }
}

pub(crate) fn by_key<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    kind: Rules,
    target: ByKey<Row>,
    values: &<Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let meta = <Row::Model as Model>::META;
        let kind = kind.writing_one(meta, values.columns(), &operation);
        let significant = significant(meta, values.columns());
        if !meta.is_compared() || (kind.skips_unchanged && significant.is_empty()) {
            return crate::write::update::plain::twin::by_key::<_, _>(conn, kind, &target, values, &operation).await;
        }
        let compared = BeforeAndAfter::new(kind, meta, values.columns(), &operation);
        let traced = compared.columns();
        let returning = Returning { traced: Some(traced.to_number()), ..returning::<Row, Conn::Backend>() };
        let mut again = Again::new(&operation);
        loop {
            let update = held(statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, returning));
            operation.begin_async(conn).await?;
            let written = crate::write::update::program::twin::write_compared(
                conn,
                kind.required.of::<Row::Model>(),
                update,
                &compared,
                &operation,
            )
            .await;
            let is_told = matches!(written, Ok(Outcome::Changed(_)));
            crate::write::program::twin::finish_entry(conn, meta, &operation, written.is_ok(), is_told).await?;
            if !matches!(written, Err(Error::Conflict)) || !again.wanted_async(conn).await? {
                return written;
            }
        }
    }
}

pub(crate) fn write_compared<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    required: RequiredState,
    update: UpdateRows<'_, Row, ByKey<Row>>,
    compared: &BeforeAndAfter,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let (target, traced) = (update.target, compared.columns());
        let old = match crate::write::program::twin::read_locked(conn, target, required, traced, operation).await? {
            Ok(row) => row,
            Err(found) => return Ok(found),
        };
        let new: Option<Recorded<Row>> = if <Conn::Backend as Dialect>::RETURNING {
            crate::sql::driver::load_one(conn, update).await?
        } else if crate::sql::driver::execute(conn, update).await? == 0 {
            crate::sql::lock::twin::still_open(conn).await?;
            None
        } else {
            crate::sql::driver::load_one(conn, SelectOne::locked(target).tracing(traced)).await?
        };
        let Some(new) = new else { return Ok(Outcome::Unchanged(old.row)) };
        match compared.record_async(conn, <Row::Model as Model>::META, operation, &old.values, &new.values).await? {
            None => Ok(Outcome::Changed(new.row)),
            Some((log, text)) => {
                Ok(log.append_returning_async(conn, target, &text).await?.map_or(Outcome::NotFound, Outcome::Changed))
            }
        }
    }
}

pub(crate) fn set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let meta = <Row::Model as Model>::META;
        let kind = kind.writing(meta, values.columns());
        let significant = significant(meta, values.columns());
        if !meta.is_compared() || (kind.skips_unchanged && significant.is_empty()) {
            return crate::write::update::plain::twin::set::<_, _, _>(conn, kind, target, &values).await;
        }
        let compared = BeforeAndAfter::new(kind, meta, values.columns(), &operation);
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        crate::write::program::twin::lock_first::<_, Row::Model>(conn, &operation).await?;
                        let (count, rows) = match &compared {
                            BeforeAndAfter { trail: Some(trail), log: None }
                                if <Conn::Backend as Dialect>::RETURNING =>
                            {
                                crate::write::update::program::twin::write_set::<_, _, _>(
                                    conn,
                                    kind,
                                    target,
                                    &values,
                                    significant,
                                    trail,
                                )
                                .await?
                            }
                            _ => {
                                let old = crate::sql::driver::load(
                                    conn,
                                    Select::<Row, _>::locked(&target).tracing(compared.columns()),
                                )
                                .await?;
                                crate::write::update::program::twin::write_by_key::<_, Row>(
                                    conn,
                                    kind,
                                    old,
                                    &values,
                                    significant,
                                    &compared,
                                )
                                .await?
                            }
                        };
                        crate::trail::insert::twin::insert(conn, meta.content_type, &operation, &rows).await?;
                        if rows.is_empty() {
                            crate::trail::told::twin::withdraw(conn, meta).await?;
                        }
                        Ok(count)
                    }
                })
                .await;
                let finished = operation.finish_async(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        }
    }
}

pub(crate) fn set_returning<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let meta = <Row::Model as Model>::META;
        let kind = kind.writing(meta, values.columns());
        let significant = significant(meta, values.columns());
        let nothing_to_write = kind.skips_unchanged && significant.is_empty();
        if nothing_to_write || (!meta.is_compared() && <Conn::Backend as Dialect>::RETURNING) {
            return crate::write::update::plain::twin::set_returning(conn, kind, target, &values).await;
        }
        let compared = BeforeAndAfter::new(kind, meta, values.columns(), &operation);
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        crate::write::program::twin::lock_first::<_, Row::Model>(conn, &operation).await?;
                        let differing = if kind.skips_unchanged { significant } else { ColumnSet::default() };
                        let changing = Changing::<Row, _> { target, values: &values, differing };
                        let old: Vec<Recorded<Row>> = crate::sql::driver::load(
                            conn,
                            Select::<Row, _>::locked(&changing).tracing(compared.columns()),
                        )
                        .await?;
                        let keys: Vec<_> = old.iter().map(|old| old.row.as_model().key()).collect();
                        let (_, entries) = crate::write::update::program::twin::write_by_key::<_, Row>(
                            conn,
                            kind,
                            old,
                            &values,
                            significant,
                            &compared,
                        )
                        .await?;
                        crate::trail::insert::twin::insert(conn, meta.content_type, &operation, &entries).await?;
                        if entries.is_empty() {
                            crate::trail::told::twin::withdraw(conn, meta).await?;
                        }
                        let mut rows = Vec::with_capacity(keys.len());
                        for keys in keys.chunks(per_statement::<Conn::Backend>(meta.key.len(), BESIDE_KEYS)) {
                            rows.extend(
                                crate::sql::driver::load_rows(
                                    conn,
                                    Select::<Row, _>::locked(&ByKeys::<Row>::new(keys)),
                                )
                                .await?,
                            );
                        }
                        Ok(rows)
                    }
                })
                .await;
                let finished = operation.finish_async(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        }
    }
}

pub(crate) fn write_set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: &<Row::Model as Model>::Values,
    significant: ColumnSet,
    changes: &TracedChanges,
) -> impl ::std::future::Future<Output = Result<(usize, Vec<trail::AuditRow>)>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let columns = changes.columns();
        let old: Vec<Traced<Row::Model>> =
            crate::sql::driver::load(conn, Select::<Row, _>::locked(&target).only(columns)).await?;
        if old.is_empty() {
            return Ok((0, Vec::new()));
        }
        let Some(given) = UniformChanges::new(changes, values, <Conn::Backend as Dialect>::stores_verbatim) else {
            let returning = Returning { columns, traced: Some(columns.to_number()) };
            let new = crate::sql::driver::load(
                conn,
                statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, returning),
            )
            .await?;
            return Ok((new.len(), compare::<Row::Model>(changes, old.iter().map(|row| &row.values), &new)));
        };
        let update = statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, Returning::default());
        let count = crate::sql::driver::execute(conn, update).await?;
        let written = |row: &&Traced<Row::Model>| !kind.skips_unchanged || given.differs(significant, &row.values);
        let differing: Vec<_> = old.iter().filter(written).collect();
        if count == differing.len() {
            return Ok((count, differing.into_iter().filter_map(|row| given.row(&row.values)).collect()));
        }
        let written = Holding::<Row> { values };
        let new = crate::sql::driver::load(conn, Select::<Row, _>::locked(&written).only(columns)).await?;
        Ok((count, compare::<Row::Model>(changes, old.iter().map(|row| &row.values), &new)))
    }
}

pub(crate) fn write_by_key<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    kind: Rules,
    old: Vec<Recorded<Row>>,
    values: &<Row::Model as Model>::Values,
    significant: ColumnSet,
    compared: &BeforeAndAfter,
) -> impl ::std::future::Future<Output = Result<(usize, Vec<trail::AuditRow>)>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let traced = compared.columns();
        let mut count = 0;
        let mut new = Vec::with_capacity(old.len());
        let computed = if values.computed().is_empty() { 0 } else { BESIDE_KEYS };
        for keys in key_chunks::<Conn::Backend, Row>(&old, 2 * values.columns().iter().count() + computed) {
            let chunk = ByKeys::<Row>::new(&keys);
            let update =
                statement::<Row, _>(kind, &chunk, values, RequiredState::Any, significant, Returning::default());
            let written = crate::sql::driver::execute(conn, held(update)).await?;
            if written == 0 {
                crate::sql::lock::twin::still_open(conn).await?;
            }
            count += written;
            new.extend(
                crate::sql::driver::load::<_, _, Traced<Row::Model>>(
                    conn,
                    Select::<Row, _>::locked(&chunk).only(traced),
                )
                .await?,
            );
        }
        if let Some(log) = &compared.log {
            crate::write::update::program::twin::append_to_each(conn, log, &old, &new).await?;
        }
        let rows = compared.trail.as_ref().map(|trail| compare(trail, old.iter().map(|row| &row.values), &new));
        Ok((count, rows.unwrap_or_default()))
    }
}

pub(crate) fn append_to_each<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    log: &Appends,
    old: &[Recorded<Row>],
    new: &[Traced<Row::Model>],
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let after = by_id(new);
        for Recorded { row, values } in old {
            let Some(new) = after.get(&values.object_id(<Row::Model as Model>::META)) else { continue };
            if let Some(text) = log.entry(values, new)? {
                log.append_async(conn, &ByKey::<Row>::new(row.as_model().key()), &text).await?;
            }
        }
        Ok(())
    }
}
