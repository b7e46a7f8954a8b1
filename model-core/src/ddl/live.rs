//! Foreign keys to live rows only, on PostgreSQL.

use crate::ddl::unique::live_column;
use crate::meta::error::Result;
use crate::model::{DeletionPolicy, Model};
use crate::query::objects::scope::ScopeOf;
use crate::query::relations::belongs_to::{BelongsTo, named_by};
use crate::query::relations::reference::{Reference, ReferenceWithin};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// The statements that make PostgreSQL itself refuse a live row under a deleted parent, whoever writes it: for each
/// `belongs_to` of the model whose parent has soft deletion, unless the relation is lenient.
///
/// The parent gets a generated column that is true in a live row and NULL in a deleted one, and a unique constraint
/// over its key and that column. The child gets such a column for each foreign key (`post_id_live`), and a second
/// foreign key over both, which applies to live rows only. It is checked at the end of the transaction, so a cascade
/// passes the check. Children that stay live under a deleted parent (`on_delete = keep`) do not pass: leave the
/// constraint out for them.
///
/// The library's own writes lock the parent instead, on every backend. These constraints are for tables that other
/// programs write to as well. There is no equivalent elsewhere: MySQL and MariaDB check every statement by itself, and
/// SQLite cannot add a foreign key to an existing table.
///
/// The statements for a parent are repeated for every child: leave out those that another migration already has.
///
/// SQL, for a parent: `ALTER TABLE posts ADD COLUMN live BOOLEAN GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN
/// TRUE END) STORED` and `ALTER TABLE posts ADD CONSTRAINT posts_live UNIQUE (id, live)`; for a foreign key `ALTER
/// TABLE marks ADD COLUMN post_id_live BOOLEAN ..` and `ALTER TABLE marks ADD CONSTRAINT marks_post_id_live FOREIGN KEY
/// (post_id, post_id_live) REFERENCES posts (id, live) DEFERRABLE INITIALLY DEFERRED`
///
/// # Errors
/// A name that cannot be quoted; no such name is known.
pub fn live_foreign_keys<M>() -> Result<Vec<String>>
where
    M: Model<References: LiveKeys<M>>,
{
    let mut statements = Vec::new();
    M::References::push_keys(&mut statements)?;
    Ok(statements)
}

/// A list of references that can be foreign keys to live rows.
pub trait LiveKeys<M> {
    /// Adds the statements of each reference.
    ///
    /// # Errors
    /// As for [`live_foreign_keys`].
    fn push_keys(statements: &mut Vec<String>) -> Result<()>;
}

impl<M> LiveKeys<M> for () {
    fn push_keys(_: &mut Vec<String>) -> Result<()> {
        Ok(())
    }
}

impl<M, P, C, Rest> LiveKeys<M> for (Reference<P, C>, Rest)
where
    M: BelongsTo<P, C> + Model<Table: QueryFragment<Pg>>,
    P: Model<Table: QueryFragment<Pg>>,
    Rest: LiveKeys<M>,
{
    fn push_keys(statements: &mut Vec<String>) -> Result<()> {
        push_key::<M, P, C>(statements)?;
        Rest::push_keys(statements)
    }
}

impl<M, C, Rest> LiveKeys<M> for (ReferenceWithin<M, C>, Rest)
where
    M: BelongsTo<M, C> + Model<Table: QueryFragment<Pg>>,
    Rest: LiveKeys<M>,
{
    fn push_keys(statements: &mut Vec<String>) -> Result<()> {
        push_key::<M, M, C>(statements)?;
        Rest::push_keys(statements)
    }
}

fn push_key<M, P, C>(statements: &mut Vec<String>) -> Result<()>
where
    M: BelongsTo<P, C> + Model<Table: QueryFragment<Pg>>,
    P: Model<Table: QueryFragment<Pg>>,
{
    if !P::Deletion::SOFT || P::META.read_only || !<<M as BelongsTo<P, C>>::Parents as ScopeOf<P>>::IS_LIVE {
        return Ok(());
    }
    let parent = Pg::text_of(&AlterTable::<P>(PhantomData))?;
    let column = format!("{parent} ADD COLUMN {}", live::<P>(live_column(P::META))?);
    let unique = format!("{parent} ADD CONSTRAINT {}", Pg::text_of(&AddLiveKey::<P>(PhantomData))?);
    // The statements of a parent appear once, however many foreign keys refer to it.
    if !statements.contains(&unique) {
        statements.extend([column, unique]);
    }
    let column = M::META.fields[named_by(M::FOREIGN_KEY)].column;
    let mark = format!("{column}_live");
    let child = Pg::text_of(&AlterTable::<M>(PhantomData))?;
    statements.push(format!("{child} ADD COLUMN {}", live::<M>(&mark)?));
    let key = Pg::text_of(&AddForeignKey::<M, P, C> { mark: &mark, relation: PhantomData })?;
    statements.push(format!("{child} ADD CONSTRAINT {key}"));
    Ok(())
}

/// The definition of a column that is true in a live row and NULL in a deleted one.
fn live<M: Model<Table: QueryFragment<Pg>>>(name: &str) -> Result<String> {
    Ok(Pg::text_of(&AddLiveColumn::<M> { name, model: PhantomData })?)
}

/// The name of a constraint of a table. The content type is the most stable part of a name.
fn push_name<M: Model>(rest: &str, out: &mut AstPass<'_, '_, Pg>) -> QueryResult<()> {
    out.push_identifier(&format!("{}_{rest}", M::META.content_type))
}

/// `ALTER TABLE posts`
struct AlterTable<M>(PhantomData<M>);

impl<M: Model<Table: QueryFragment<Pg>>> QueryFragment<Pg> for AlterTable<M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("ALTER TABLE ");
        sql::table::<M, Pg>(&mut out)
    }
}

/// `live BOOLEAN GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN TRUE END) STORED`
struct AddLiveColumn<'n, M> {
    name: &'n str,
    model: PhantomData<M>,
}

impl<M: Model<Table: QueryFragment<Pg>>> QueryFragment<Pg> for AddLiveColumn<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_identifier(self.name)?;
        if M::Deletion::SOFT {
            out.push_sql(" BOOLEAN GENERATED ALWAYS AS (CASE WHEN ");
            sql::is_deleted::<M, Pg>(At::Bare, false, &mut out)?;
            out.push_sql(" THEN TRUE END) STORED");
        } else {
            // A row without soft deletion is always live.
            out.push_sql(" BOOLEAN GENERATED ALWAYS AS (TRUE) STORED");
        }
        Ok(())
    }
}

/// `posts_live UNIQUE (id, live)`
struct AddLiveKey<M>(PhantomData<M>);

impl<M: Model<Table: QueryFragment<Pg>>> QueryFragment<Pg> for AddLiveKey<M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_name::<M>(live_column(M::META), &mut out)?;
        out.push_sql(" UNIQUE ");
        push_target::<M>(&mut out)
    }
}

/// Pushes `(id, live)`.
fn push_target<M: Model<Table: QueryFragment<Pg>>>(out: &mut AstPass<'_, '_, Pg>) -> QueryResult<()> {
    out.push_sql("(");
    sql::key_columns::<M, Pg>(At::Bare, out)?;
    out.push_sql(", ");
    out.push_identifier(live_column(M::META))?;
    out.push_sql(")");
    Ok(())
}

/// `marks_post_id_live FOREIGN KEY (post_id, post_id_live) REFERENCES posts (id, live) DEFERRABLE INITIALLY DEFERRED`
struct AddForeignKey<'n, M, P, C> {
    mark: &'n str,
    relation: PhantomData<(M, P, C)>,
}

impl<M, P, C> QueryFragment<Pg> for AddForeignKey<'_, M, P, C>
where
    M: BelongsTo<P, C> + Model<Table: QueryFragment<Pg>>,
    P: Model<Table: QueryFragment<Pg>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_name::<M>(self.mark, &mut out)?;
        out.push_sql(" FOREIGN KEY (");
        sql::names::<M, Pg>().listed(At::Bare, M::FOREIGN_KEY, &mut out)?;
        out.push_sql(", ");
        out.push_identifier(self.mark)?;
        out.push_sql(") REFERENCES ");
        sql::table::<P, Pg>(&mut out)?;
        out.push_sql(" ");
        push_target::<P>(&mut out)?;
        out.push_sql(" DEFERRABLE INITIALLY DEFERRED");
        Ok(())
    }
}
