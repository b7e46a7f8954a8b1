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

pub(crate) trait WriteNumbered<Conn, M: Model> {
    type Written: Send;
    fn write(
        &mut self,
        conn: &mut Conn,
        values: &M::Values,
    ) -> impl ::std::future::Future<Output = Result<Option<Self::Written>>> + Send;
}

pub(crate) trait WriteAllNumbered<Conn, M: Model>:
    crate::write::insert::slug::twin::WriteNumbered<Conn, M>
{
    fn write_all(
        &mut self,
        conn: &mut Conn,
        rows: &mut [M::Values],
    ) -> impl ::std::future::Future<Output = Result<Vec<Self::Written>>> + Send;
}

pub(crate) fn numbered<Conn: Send, M: Send + Sync, Write: Send + Sync>(
    conn: &mut Conn,
    values: &mut M::Values,
    unique: &'static Unique,
    write: &mut Write,
) -> impl ::std::future::Future<Output = Result<Write::Written>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    Write: crate::write::insert::slug::twin::WriteNumbered<Conn, M>,
{
    async move {
        let Some((_, slug)) = read_slug(values) else { return write.write(conn, values).await?.ok_or(Error::Conflict) };
        let names = sql::names::<M, Conn::Backend>();
        let mut used = HashSet::new();
        for _ in 0..ATTEMPTS {
            crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
            let group = (unique.columns.len() > 1).then_some(&*values as &dyn AnyValues<Conn::Backend>);
            used.extend(
                crate::write::insert::slug::twin::used_slugs(conn, names, unique, std::slice::from_ref(&slug), group)
                    .await?,
            );
            let (number, text) = free(&slug, 1, &used).ok_or_else(|| no_room(names.meta, unique))?;
            write_slug(values, number);
            if let Some(written) = write.write(conn, values).await? {
                return Ok(written);
            }
            used.insert(text);
        }
        Err(Error::Conflict)
    }
}

pub(crate) fn numbered_many<Conn: Send, M: Send + Sync, Write: Send + Sync>(
    conn: &mut Conn,
    rows: &mut [M::Values],
    unique: &'static Unique,
    write: &mut Write,
) -> impl ::std::future::Future<Output = Result<Vec<Write::Written>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    Write: crate::write::insert::slug::twin::WriteAllNumbered<Conn, M>,
{
    async move {
        let open: Vec<bool> = rows.iter().map(|row| wanted::<M>(row).is_some()).collect();
        if unique.columns.len() == 1 {
            crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
            crate::write::insert::slug::twin::number_all::<_, M>(conn, rows, &open, unique).await?;
            match {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async { write.write_all(conn, rows).await }).await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            } {
                Err(error) if violated::<M, Conn::Backend>(&error).is_some_and(|other| other.index == unique.index) => {
                }
                result => return result,
            }
        }
        {
            async {
                crate::sql::driver::begin(conn).await?;
                let done = Box::pin(async {
                    {
                        crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
                        let mut written = Vec::with_capacity(rows.len());
                        for (values, open) in rows.iter_mut().zip(open) {
                            written.push(match open {
                                true => {
                                    crate::write::insert::slug::twin::numbered::<_, M, _>(conn, values, unique, write)
                                        .await?
                                }
                                false => write.write(conn, values).await?.ok_or_else(|| already_used(unique))?,
                            });
                        }
                        Ok(written)
                    }
                })
                .await;
                let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        }
    }
}

pub(crate) fn number_all<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &mut [M::Values],
    open: &[bool],
    unique: &'static Unique,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let mut used = HashSet::new();
        let mut slugs = Vec::new();
        for values in rows.iter_mut() {
            match read_slug(values) {
                Some((None, slug)) => slugs.push(slug),
                Some((Some(given), _)) => {
                    used.insert(given);
                }
                None => {}
            }
        }
        let asked: Vec<Slug> = slugs.iter().cloned().collect::<HashSet<_>>().into_iter().collect();
        for asked in asked.chunks(QUESTIONS) {
            crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
            used.extend(
                crate::write::insert::slug::twin::used_slugs(
                    conn,
                    sql::names::<M, Conn::Backend>(),
                    unique,
                    asked,
                    None,
                )
                .await?,
            );
        }
        let mut next: HashMap<Slug, u32> = HashMap::new();
        let open = rows.iter_mut().zip(open).filter(|(_, open)| **open);
        for ((values, _), slug) in open.zip(slugs) {
            let next = next.entry(slug.clone()).or_insert(1);
            let (number, text) = free(&slug, *next, &used).ok_or_else(|| no_room(M::META, unique))?;
            write_slug(values, number);
            used.insert(text);
            *next = number + 1;
        }
        Ok(())
    }
}

pub(crate) fn used_slugs<Conn: Send>(
    conn: &mut Conn,
    names: Names<'_, Conn::Backend>,
    unique: &'static Unique,
    slugs: &[Slug],
    group: Option<&dyn AnyValues<Conn::Backend>>,
) -> impl ::std::future::Future<Output = Result<Vec<String>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let asked = slugs.iter().map(|slug| (slug.numbered(1).unwrap_or_default(), slug.pattern())).collect();
        let rows: Vec<Text> =
            crate::sql::driver::read(conn, &SelectSlugs { names, unique, asked, group }, None).await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }
}
