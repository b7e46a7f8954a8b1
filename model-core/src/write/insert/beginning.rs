//! The beginnings of INSERTs, kept as text.
//!
//! Diesel walks a statement three times to send it, and builds the text of one that it counts rows for even if its
//! prepared form is known: it asks a reference to the statement for its identity, which is then not found (see
//! [`rows`](crate::sql::rows)). The names of all columns are most of that work, and are the same each time.

use crate::meta::column_set::ColumnSet;
use crate::sql;
use crate::sql::At;
use crate::sql::Names;
use crate::sql::dialect::Dialect;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The INSERT and its backend.
type Which = (TypeId, TypeId);

thread_local! {
    /// One for each model and backend that this thread has written rows of.
    static KEPT: RefCell<HashMap<Which, String, BuildHasherDefault<Mixed>>> = RefCell::default();
}

/// Pushes `INSERT INTO articles (..`. `id` identifies an INSERT that always names the same columns.
pub(super) fn push_beginning<'b, DB: Dialect>(
    names: Names<'b, DB>,
    columns: ColumnSet,
    id: Option<TypeId>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    names.is_written();
    let Some(id) = id else { return push(names, columns, out) };
    KEPT.with_borrow_mut(|kept| {
        let which = (id, TypeId::of::<DB>());
        if let Some(text) = kept.get(&which) {
            out.push_sql(text);
            return Ok(());
        }
        let text = DB::text_of(&Beginning { names, columns })?;
        out.push_sql(&text);
        kept.insert(which, text);
        Ok(())
    })
}

struct Beginning<'b, DB: Dialect> {
    names: Names<'b, DB>,
    columns: ColumnSet,
}

impl<DB: Dialect> QueryFragment<DB> for Beginning<'_, DB> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push(self.names, self.columns, &mut out)
    }
}

fn push<'b, DB: Dialect>(names: Names<'b, DB>, columns: ColumnSet, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    out.push_sql("INSERT INTO ");
    names.table(out)?;
    out.push_sql(" (");
    for (place, index) in columns.iter().enumerate() {
        sql::comma(place > 0, out);
        names.qualified(At::Bare, index, out)?;
    }
    Ok(())
}

/// The hash of a type is a number that needs no more hashing.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = self.0.rotate_left(23) ^ number;
    }
}
