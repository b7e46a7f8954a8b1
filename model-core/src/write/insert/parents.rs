//! The check of the parents of a new row, inside the statement that inserts it.
//!
//! ```sql
//! WITH "model_parent_0" AS (SELECT "posts"."deleted_at" IS NOT NULL AS "gone" FROM "posts" WHERE "posts"."id" = $1 FOR SHARE)
//! INSERT INTO "marks" (..) SELECT .. WHERE NOT EXISTS (SELECT 1 FROM "model_parent_0" WHERE "gone")
//! ```
//!
//! SQLite has only one writer at a time, so it needs no lock: `.. WHERE NOT EXISTS (SELECT 1 FROM posts WHERE id = ?
//! AND deleted_at IS NOT NULL)`.

use crate::model::Model;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::reference::{Reference, ReferenceWithin, is_strict};
use crate::sql;
use crate::sql::At;
use crate::sql::on::ChecksParents;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

macro_rules! parents {
    ([$($generics:ident),*] $reference:ty, $parent:ident) => {
        #[diagnostic::do_not_recommend]
        impl<DB, M, C, Rest, $($generics),*> ChecksParents<DB, M> for ($reference, Rest)
        where
            DB: Backend,
            M: BelongsTo<$parent, C>,
            $parent: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
            Rest: ChecksParents<DB, M>,
        {
            fn names_any(row: &M::Values) -> bool {
                strict_key::<M, $parent, C>(row).is_some() || Rest::names_any(row)
            }

            fn push_locked<'b>(row: &'b M::Values, number: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<usize>
            where
                DB: crate::sql::dialect::Dialect,
            {
                let Some(key) = strict_key::<M, $parent, C>(row) else { return Rest::push_locked(row, number, out) };
                if number > 0 {
                    out.push_sql(", ");
                }
                out.push_identifier(&name(number))?;
                out.push_sql(" AS (SELECT ");
                sql::is_deleted::<$parent, DB>(At::Table, true, out)?;
                out.push_sql(" AS \"gone\" FROM ");
                sql::table::<$parent, DB>(out)?;
                out.push_sql(" WHERE ");
                sql::key_is::<$parent, DB>(key, out)?;
                out.push_sql(DB::SHARE_LOCK);
                out.push_sql(")");
                Rest::push_locked(row, number + 1, out)
            }

            fn push_live<'b>(row: &'b M::Values, number: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
            where
                DB: crate::sql::dialect::Dialect,
            {
                let Some(key) = strict_key::<M, $parent, C>(row) else { return Rest::push_live(row, number, out) };
                out.push_sql(if number > 0 { " AND " } else { "" });
                out.push_sql("NOT EXISTS (SELECT 1 FROM ");
                if DB::SHARE_LOCK.is_empty() {
                    sql::table::<$parent, DB>(out)?;
                    out.push_sql(" WHERE ");
                    sql::key_is::<$parent, DB>(key, out)?;
                    out.push_sql(" AND ");
                    sql::is_deleted::<$parent, DB>(At::Table, true, out)?;
                } else {
                    out.push_identifier(&name(number))?;
                    out.push_sql(" WHERE \"gone\"");
                }
                out.push_sql(")");
                Rest::push_live(row, number + 1, out)
            }
        }
    };
}

parents!([P] Reference<P, C>, P);
parents!([] ReferenceWithin<M, C>, M);

/// The key of a parent that a write names and that must be live.
fn strict_key<M, P, C>(row: &M::Values) -> Option<&P::Key>
where
    M: BelongsTo<P, C>,
    P: Model,
{
    is_strict::<M, P, C>().then(|| M::foreign_key_set(row)).flatten()
}

fn name(number: usize) -> String {
    format!("model_parent_{number}")
}
