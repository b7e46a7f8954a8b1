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

pub(crate) fn numbered<Conn: Send, M: Send + Sync, T: Send + Sync>(
    conn: &mut Conn,
    values: &mut M::Values,
    unique: &'static Unique,
    mut write: impl FnMut(&mut Conn, &M::Values) -> Result<Option<T>> + Send,
) -> impl ::std::future::Future<Output = Result<T>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let Some((_, slug)) = read_slug(values) else { return write(conn, values).await?.ok_or(Error::Conflict) };
        let mut attempt = Attempt::<M, _, _> { values, write, written: None };
        crate::write::insert::slug::twin::number(conn, sql::names::<M, Conn::Backend>(), unique, &slug, &mut attempt)
            .await?;
        attempt.written.ok_or(Error::Conflict)
    }
}

pub(crate) trait Numbered<Conn: crate::sql::driver::Driver + Send> {
    fn values(&self) -> &dyn AnyValues<Conn::Backend>;
    fn lock(&self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn write(&mut self, conn: &mut Conn, number: u32) -> impl ::std::future::Future<Output = Result<bool>> + Send;
}

impl<Conn: Send, M: Send + Sync, T: Send + Sync, F: Send + Sync> crate::write::insert::slug::twin::Numbered<Conn>
    for Attempt<'_, M, T, F>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    F: FnMut(&mut Conn, &M::Values) -> Result<Option<T>>,
{
    fn values(&self) -> &dyn AnyValues<Conn::Backend> {
        self.values
    }
    fn lock(&self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await }
    }
    fn write(&mut self, conn: &mut Conn, number: u32) -> impl ::std::future::Future<Output = Result<bool>> + Send {
        async move {
            write_slug(self.values, number);
            self.written = (self.write)(conn, self.values).await?;
            Ok(self.written.is_some())
        }
    }
}

pub(crate) fn number<Conn: Send>(
    conn: &mut Conn,
    names: Names<'_, Conn::Backend>,
    unique: &'static Unique,
    slug: &Slug,
    row: &mut dyn crate::write::insert::slug::twin::Numbered<Conn>,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let mut used = HashSet::new();
        for _ in 0..ATTEMPTS {
            row.lock_async(conn).await?;
            let group = (unique.columns.len() > 1).then(|| row.values());
            used.extend(
                crate::write::insert::slug::twin::used_slugs(conn, names, unique, std::slice::from_ref(slug), group)
                    .await?,
            );
            let (number, text) = free(slug, 1, &used);
            if row.write_async(conn, number).await? {
                return Ok(());
            }
            used.insert(text);
        }
        Err(Error::Conflict)
    }
}

pub(crate) fn numbered_many<Conn: Send, M: Send + Sync, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &mut [M::Values],
    unique: &'static Unique,
    write_all: impl FnOnce(&mut Conn, &mut [M::Values]) -> Result<Vec<Row>> + Send,
    mut write: impl FnMut(&mut Conn, &M::Values) -> Result<Option<Row>> + Send,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let open: Vec<bool> = rows.iter().map(|row| wanted::<M>(row).is_some()).collect();
        if unique.columns.len() == 1 {
            crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
            crate::write::insert::slug::twin::number_all::<_, M>(conn, rows, &open, unique).await?;
            match {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = async { write_all(conn, rows).await }.await;
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
                let done = async {
                    {
                        crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
                        rows.iter_mut()
                            .zip(open)
                            .map(|(values, open)| match open {
                                true => {
                                    crate::write::insert::slug::twin::numbered::<_, M, _>(
                                        conn, values, unique, &mut write,
                                    )
                                    .await
                                }
                                false => write(conn, values).await?.ok_or_else(|| already_used(unique)),
                            })
                            .collect()
                    }
                }
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
            let (number, text) = free(&slug, *next, &used);
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
) -> impl ::std::future::Future<Output = Result<impl Iterator<Item = String>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let asked = slugs.iter().map(|slug| (slug.numbered(1), slug.pattern())).collect();
        let rows: Vec<Text> =
            crate::sql::driver::read(conn, &SelectSlugs { names, unique, asked, group }, None).await?;
        Ok(rows.into_iter().map(|row| row.0))
    }
}
