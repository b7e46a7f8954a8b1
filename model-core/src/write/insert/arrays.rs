//! Inserts many rows on PostgreSQL as one array for each column.
//!
//! ```sql
//! INSERT INTO "articles" ("id", "title", ..) SELECT unnest($1), unnest($2), ..
//! ```
//!
//! The text is the same for any number of rows, so it is prepared once, and the bind limit never splits it.
//!
//! PostgreSQL reads the arrays in parallel, one row at a time, in their order: the plan is a single `ProjectSet`
//! without a sort, a join or parallel workers, so rows are inserted and returned in that order. With `FROM unnest($1,
//! $2, ..)` each array would first be written to a tuple store, which took a fifth of the whole time.

use crate::meta::encoding::Encoding;
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::on::ModelOn;
use crate::sql::rows::statement;
use crate::values::Values;
use crate::values::exact::Exact;
use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types as st;
use std::marker::PhantomData;

/// This error would be a bug of the library.
const MISFIT: &str = "a value is of another type than its column";

/// How many rows one statement inserts: PostgreSQL limits a message to 1 GB.
pub(crate) const ROWS: usize = 10_000;

/// The values of new rows, column by column.
pub(crate) struct Arrays<'v, M> {
    columns: Vec<(usize, Array<'v>)>,
    model: PhantomData<fn() -> M>,
}

impl<'v, M: Model> Arrays<'v, M> {
    /// The arrays of rows with the same columns and only exact values; none for other rows, and none for a single row.
    pub(crate) fn of(rows: &'v [M::Values]) -> Option<Self> {
        let [first, others @ ..] = rows else { return None };
        let given = first.columns();
        if given.is_empty() || others.is_empty() || others.iter().any(|row| row.columns() != given) {
            return None;
        }
        let column = |index: usize| {
            let encoding = M::META.column(index).encoding;
            let exact = |row: &'v M::Values| row.exact(index).filter(|value| Array::takes(encoding, value));
            Some((index, Array { encoding, values: rows.iter().map(exact).collect::<Option<_>>()? }))
        };
        Some(Self { columns: given.iter().map(column).collect::<Option<_>>()?, model: PhantomData })
    }

    /// Pushes the INSERT, up to its RETURNING.
    pub(crate) fn push_insert<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()>
    where
        M: ModelOn<Pg>,
    {
        out.push_sql("INSERT INTO ");
        sql::names::<M, Pg>().written(out)?;
        out.push_sql(" (");
        sql::separated(&self.columns, ", ", out, |(index, _), out| sql::qualified::<M, Pg>(At::Bare, *index, out))?;
        out.push_sql(") SELECT ");
        sql::separated(&self.columns, ", ", out, |(_, array), out| {
            out.push_sql("unnest(");
            array.push_bind(out)?;
            out.push_sql(")");
            Ok(())
        })
    }
}

/// The values of one column in all rows.
struct Array<'v> {
    encoding: Encoding,
    values: Vec<Exact<'v>>,
}

/// Binds the values of a column by the encoding of the column. An integer is bound with 64 bits, and the assignment
/// converts it to the width of the column.
macro_rules! arrays {
    ($($encoding:ident => $st:ty;)+) => {
        impl Array<'_> {
            /// Whether a value has the type of the column.
            fn takes(encoding: Encoding, value: &Exact<'_>) -> bool {
                match (encoding, value) {
                    $((Encoding::$encoding, Exact::$encoding(_) | Exact::Null) => true,)+
                    _ => false,
                }
            }

            fn push_bind<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
                match self.encoding {
                    $(Encoding::$encoding => out.push_bind_param::<st::Array<$st>, _>(&self.values),)+
                    _ => Err(diesel::result::Error::SerializationError(MISFIT.into())),
                }
            }
        }

        $(
            impl ToSql<$st, Pg> for Exact<'_> {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    match self {
                        Exact::Null => Ok(IsNull::Yes),
                        Exact::$encoding(value) => ToSql::<$st, Pg>::to_sql(value, out),
                        _ => Err(MISFIT.into()),
                    }
                }
            }
        )+
    };
}

arrays! {
    Bool => st::Bool;
    Integer => st::BigInt;
    Text => st::Text;
    Uuid => crate::meta::sql_types::Uuid;
    Instant => crate::meta::sql_types::Instant;
    Naive => st::Timestamp;
    Date => st::Date;
}

/// The INSERT alone.
pub(crate) struct InsertArrays<'s, 'v, M: Model> {
    pub(crate) arrays: &'s Arrays<'v, M>,
    pub(crate) returning: bool,
}

statement!(['s, 'v, M: Model] InsertArrays<'s, 'v, M>, by_text);

impl<M: ModelOn<Pg>> QueryFragment<Pg> for InsertArrays<'_, '_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.arrays.push_insert(&mut out)?;
        if self.returning {
            out.push_sql(" RETURNING ");
            sql::columns::<M, Pg>(At::Table, &mut out)?;
        }
        Ok(())
    }
}
