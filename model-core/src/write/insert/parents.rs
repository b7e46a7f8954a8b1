//! The check of the parents of a new row, inside the statement that inserts it.
//!
//! ```sql
//! WITH "model_parent_0" AS (SELECT "posts"."deleted_at" IS NOT NULL AS "gone" FROM "posts" WHERE "posts"."id" = $1 FOR SHARE)
//! INSERT INTO "marks" (..) SELECT .. WHERE NOT EXISTS (SELECT 1 FROM "model_parent_0" WHERE "gone")
//! ```
//!
//! SQLite has only one writer at a time, so it needs no lock: `.. WHERE NOT EXISTS (SELECT 1 FROM posts WHERE id = ?
//! AND deleted_at IS NOT NULL)`.
//!
//! A parent with another value of the default scope that both models have is refused alike: `deleted_at IS NOT NULL OR
//! tenant_id <> ?`.

use crate::model::Model;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::reference::{Reference, ReferenceWithin, SharedScope, is_strict, shared_scope};
use crate::sql;
use crate::sql::At;
use crate::sql::on::ChecksParents;
use crate::values::{BindValues, Values as _};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

macro_rules! parents {
    ([$($generics:ident),*] $reference:ty, $parent:ident) => {
        #[diagnostic::do_not_recommend]
        impl<DB, M, C, Rest, $($generics),*> ChecksParents<DB, M> for ($reference, Rest)
        where
            DB: Backend,
            M: BelongsTo<$parent, C> + Model<Values: BindValues<DB>>,
            $parent: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
            Rest: ChecksParents<DB, M>,
        {
            fn names_any(row: &M::Values) -> bool {
                Named::<M>::of::<$parent, C>(row).is_some() || Rest::names_any(row)
            }

            fn push_locked<'b>(row: &'b M::Values, number: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<usize>
            where
                DB: crate::sql::dialect::Dialect,
            {
                let Some(parent) = Named::<M>::of::<$parent, C>(row) else { return Rest::push_locked(row, number, out) };
                if number > 0 {
                    out.push_sql(", ");
                }
                out.push_identifier(&name(number))?;
                out.push_sql(" AS (SELECT ");
                parent.push_gone::<$parent, DB>(row, out)?;
                out.push_sql(" AS \"gone\" FROM ");
                sql::table::<$parent, DB>(out)?;
                out.push_sql(" WHERE ");
                parent.push_key::<$parent, DB>(row, out)?;
                out.push_sql(DB::SHARE_LOCK);
                out.push_sql(")");
                Rest::push_locked(row, number + 1, out)
            }

            fn push_live<'b>(row: &'b M::Values, number: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
            where
                DB: crate::sql::dialect::Dialect,
            {
                let Some(parent) = Named::<M>::of::<$parent, C>(row) else { return Rest::push_live(row, number, out) };
                out.push_sql(if number > 0 { " AND " } else { "" });
                out.push_sql("NOT EXISTS (SELECT 1 FROM ");
                if DB::SHARE_LOCK.is_empty() {
                    sql::table::<$parent, DB>(out)?;
                    out.push_sql(" WHERE ");
                    parent.push_key::<$parent, DB>(row, out)?;
                    out.push_sql(if parent.is_either() { " AND (" } else { " AND " });
                    parent.push_gone::<$parent, DB>(row, out)?;
                    out.push_sql(if parent.is_either() { ")" } else { "" });
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

/// A parent that a write names, and what must not be true of it.
struct Named<M> {
    /// The columns of the row that have its key.
    foreign_key: &'static [usize],
    /// It must not be deleted.
    strict: bool,
    /// It must not have another value here than the row.
    scope: Option<SharedScope>,
    model: PhantomData<M>,
}

impl<M: Model> Named<M> {
    /// The parent of a new row; none if it needs no check.
    fn of<P: Model, C>(row: &M::Values) -> Option<Self>
    where
        M: BelongsTo<P, C>,
    {
        let (strict, scope) = (is_strict::<M, P, C>(), shared_scope::<M, P>());
        let scope = scope.filter(|scope| row.columns().contains(scope.own));
        if !strict && scope.is_none() {
            return None;
        }
        M::foreign_key_set(row)?;
        Some(Self { foreign_key: M::FOREIGN_KEY, strict, scope, model: PhantomData })
    }

    /// Pushes the condition that a row is the parent.
    fn push_key<'b, P, DB>(&self, row: &'b M::Values, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend,
        M: Model<Values: BindValues<DB>>,
        P: Model<Table: QueryFragment<DB>>,
    {
        sql::separated(P::META.key.iter().zip(self.foreign_key), " AND ", out, |(key, column), out| {
            sql::column::<P, DB>(At::Table, *key, out)?;
            out.push_sql(" = ");
            row.bind(*column, out.reborrow())
        })
    }

    /// Whether the condition has two parts.
    fn is_either(&self) -> bool {
        self.strict && self.scope.is_some()
    }

    /// Pushes the condition that a row cannot be under the parent: `deleted_at IS NOT NULL OR tenant_id <> ?`.
    fn push_gone<'b, P, DB>(&self, row: &'b M::Values, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend,
        M: Model<Values: BindValues<DB>>,
        P: Model<Table: QueryFragment<DB>>,
    {
        if self.strict {
            sql::is_deleted::<P, DB>(At::Table, true, out)?;
        }
        let Some(SharedScope { own, theirs }) = self.scope else { return Ok(()) };
        out.push_sql(if self.strict { " OR " } else { "" });
        sql::column::<P, DB>(At::Table, theirs, out)?;
        out.push_sql(" <> ");
        row.bind(own, out.reborrow())
    }
}

fn name(number: usize) -> String {
    format!("model_parent_{number}")
}
