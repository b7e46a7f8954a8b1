//! Unique indexes, and the indexes that relations, deletions and orders need.

use super::Found;
use crate::check::actual::{Column, Index};
use crate::check::mend::Mend;
use crate::check::{meaning, tokens};
#[cfg(feature = "list")]
use crate::ddl::declared::Declared;
use crate::ddl::declared::{Reason, Wanted};
use crate::ddl::text;
use crate::ddl::unique::{condition_column, live_column};
#[cfg(feature = "list")]
use crate::meta::Field;
use crate::meta::unique::Unique;
use crate::meta::{OrderTerm, Role};
use crate::sql::dialect::System;
use crate::sql::unique::generated_column;

impl Found<'_> {
    pub(super) fn uniques(&mut self, mend: Mend<'_>) {
        let Mend { actual, declared, .. } = mend;
        if declared.uniques(actual.system).needs_live_column() {
            self.live(mend);
        }
        for unique in declared.meta.uniques {
            if unique.columns.iter().all(|at| self.has_column(mend, *at)) {
                self.unique(mend, unique);
            }
        }
        self.undeclared(mend);
    }

    /// The generated column that MySQL has instead of partial indexes.
    fn live(&mut self, mend: Mend<'_>) {
        let Mend { actual, declared, table } = mend;
        let (uniques, name) = (declared.uniques(actual.system), live_column(declared.meta));
        let add = uniques.add_live();
        let alter = format!("ALTER TABLE {}", text::table(actual.system, &declared.table));
        let (what, sql) = match actual.column(table, name) {
            None => ("the table has no", add.into_iter().collect()),
            Some(column) if column.is_generated => {
                if self.says_live(mend, &column.expression) && !ends_in_zero(mend, &column.expression) {
                    return;
                }
                let modify = add.map(|add| add.replacen(" ADD COLUMN ", " MODIFY COLUMN ", 1));
                ("the database computes something else in the", modify.into_iter().collect())
            }
            // The indexes over it would lose it with the column.
            Some(_) => {
                let has = |index: &&Index| index.columns.iter().flatten().any(|other| actual.same(other, name));
                let is_over = |unique: &&Unique| {
                    table.indexes.iter().filter(has).any(|index| actual.same(&index.name, unique.index))
                };
                let drops = table.indexes.iter().filter(has).filter_map(|index| mend.drop_index(index));
                let creates = declared.meta.uniques.iter().filter(is_over).map(|unique| uniques.create(unique));
                let sql = drops.chain([format!("{alter} DROP COLUMN `{name}`")]).chain(add).chain(creates);
                ("the database does not compute the", sql.collect())
            }
        };
        let message =
            format!("{what} generated column `{name}`, which keeps deleted rows out of the unique indexes here");
        self.error("live.missing", declared, None, message, sql);
    }

    pub(super) fn has_column(&self, mend: Mend<'_>, at: usize) -> bool {
        mend.actual.column(mend.table, mend.declared.meta.fields[at].column).is_some()
    }

    fn unique(&mut self, mend: Mend<'_>, unique: &Unique) {
        let Mend { actual, declared, table } = mend;
        let field = &declared.meta.fields[unique.columns[0]];
        let create = declared.uniques(actual.system).create(unique);
        let named = table.indexes.iter().find(|index| actual.same(&index.name, unique.index));
        if named.is_some_and(|index| self.is_as_declared(mend, unique, index)) {
            return;
        }
        // Under another name; SQLite names the columns when a value is taken, and not the index.
        let other = table.indexes.iter().find(|index| self.is_as_declared(mend, unique, index));
        match (named, other) {
            (None, Some(other)) if actual.system != System::Sqlite && !other.is_primary => {
                let message = format!(
                    "the unique index is called `{}`, and not `{}`: errors will not name the field",
                    other.name, unique.index
                );
                let sql = mend.rename_index(other, unique.index);
                self.warning("unique.renamed", declared, Some(field), message, sql);
            }
            (None, Some(_)) => {}
            (Some(index), _) => {
                let message = format!("the index `{}` is not the one that the model declares: {create}", index.name);
                let drop = mend.drop_index(index).into_iter();
                let sql = drop.chain(self.lacking(mend, unique)).chain([create]).collect();
                self.error("unique.differs", declared, Some(field), message, sql);
            }
            (None, None) => {
                let message =
                    format!("there is no unique index `{}`, so two rows can have the same value", unique.index);
                let sql = self.lacking(mend, unique).into_iter().chain([create]).collect();
                self.error("unique.missing", declared, Some(field), message, sql);
            }
        }
    }

    /// The statements that add the generated columns that a unique index needs, where the table lacks them.
    fn lacking(&self, mend: Mend<'_>, unique: &Unique) -> Vec<String> {
        let system = mend.actual.system;
        let statements = |(name, add): (String, String)| match mend.actual.column(mend.table, &name) {
            None => vec![add],
            Some(column) if self.is_computed(mend, unique, column) => Vec::new(),
            Some(column) if column.is_generated => vec![add.replacen(" ADD COLUMN ", " MODIFY COLUMN ", 1)],
            Some(_) => {
                let table = text::table(system, &mend.declared.table);
                vec![format!("ALTER TABLE {table} DROP COLUMN {}", text::quoted(system, &name)), add]
            }
        };
        mend.declared.uniques(system).generated(unique).into_iter().flat_map(statements).collect()
    }

    /// Whether an index enforces a declared unique key.
    fn is_as_declared(&self, mend: Mend<'_>, unique: &Unique, index: &Index) -> bool {
        let Mend { actual, declared, .. } = mend;
        let columns = declared.uniques(actual.system).columns(unique);
        let expressions = |columns: &[Option<String>]| columns.iter().filter(|column| column.is_none()).count();
        let has = |wanted: &String| index.columns.iter().flatten().any(|name| actual.same(name, wanted));
        let covers = index.columns.len() == columns.len()
            && expressions(&index.columns) == expressions(&columns)
            && columns.iter().flatten().all(has);
        let is_kept_to = match &index.predicate {
            Some(predicate) => self.keeps_to(mend, unique, behind_where(predicate)),
            None => actual.system == System::Mysql || declared.uniques(actual.system).rows(unique).is_none(),
        };
        index.is_unique && index.is_valid && covers && is_kept_to && self.computes(mend, unique, index)
    }

    /// Whether a condition says which rows are live, what a unique key says of its rows besides, and nothing else.
    fn keeps_to(&self, mend: Mend<'_>, unique: &Unique, condition: &str) -> bool {
        let meta = mend.declared.meta;
        let wanted = mend.declared.uniques(mend.actual.system).condition(unique);
        let is_plain = meaning::is_plain(&wanted);
        let marks = |sql: &str| meaning::marks(sql, |name| is_column(mend, name), is_plain);
        let (wanted, found) = (marks(&wanted), marks(condition));
        let place = match wanted.len() {
            0 => Some(0),
            length => found.windows(length).position(|part| part == wanted),
        };
        let Some(place) = place else { return false };
        let is_partial = unique.is_partial(meta);
        let marker = meta.with_role(Role::DeletedAt).filter(|_| is_partial).map(|at| meta.fields[at].column);
        let mut rest = found[..place].iter().chain(&found[place + wanted.len()..]);
        let is_marker = |column: &str| marker.is_some_and(|marker| marker.eq_ignore_ascii_case(column));
        rest.all(|mark| mark.strip_prefix("column ").is_none_or(is_marker))
            && (!is_partial || self.says_live(mend, condition))
    }

    /// Whether what an index computes, or the columns that MySQL computes for it, is what a unique key declares.
    fn computes(&self, mend: Mend<'_>, unique: &Unique, index: &Index) -> bool {
        let system = mend.actual.system;
        if system == System::Mysql {
            let generated = mend.declared.uniques(system).generated(unique);
            return generated.iter().all(|(name, _)| {
                mend.actual.column(mend.table, name).is_some_and(|column| self.is_computed(mend, unique, column))
            });
        }
        let Some(applied) = unique.applied else { return true };
        if system == System::Postgres {
            return meaning::functions(&index.expressions.concat()) == [applied.function];
        }
        let condition = index.predicate.as_deref().map_or(0, |sql| behind_where(sql).len());
        let statement = &index.sql[..index.sql.len() - condition];
        let columns = statement.find('(').map_or("", |open| &statement[open..]);
        meaning::functions(columns) == [applied.function]
    }

    /// Whether MySQL computes a column for an index as a unique key needs it.
    fn is_computed(&self, mend: Mend<'_>, unique: &Unique, column: &Column) -> bool {
        let is_result = unique.applied.is_some_and(|applied| {
            let field = &mend.declared.meta.fields[unique.columns[0]];
            mend.actual.same(&generated_column(field, applied), &column.name)
                && meaning::functions(&column.expression) == [applied.function]
                && meaning::marks(&column.expression, |name| is_column(mend, name), false)
                    == [format!("column {}", field.column.to_lowercase())]
        });
        let is_condition = || {
            mend.actual.same(&condition_column(unique), &column.name)
                && self.keeps_to(mend, unique, &column.expression)
                && !ends_in_zero(mend, &column.expression)
        };
        column.is_generated && (is_result || is_condition())
    }

    /// Whether a condition, or the expression of a generated column, keeps to the live rows.
    pub(super) fn says_live(&self, mend: Mend<'_>, condition: &str) -> bool {
        let meta = mend.declared.meta;
        let Some(marker) = meta.with_role(Role::DeletedAt) else { return false };
        let condition: String =
            condition.to_lowercase().chars().filter(|letter| !"()`\"[] \n".contains(*letter)).collect();
        let marker = meta.fields[marker].column.to_lowercase();
        let says = |before: &str, after: &str| condition.contains(&format!("{before}{marker}{after}"));
        if !meta.has_flag_marker() {
            return says("", "isnull") || (says("", "") && !condition.contains("notnull"));
        }
        let before = ["not", "!"].iter().any(|before| says(before, ""));
        let after = ["=0", "=false", "isfalse", "isnottrue", "<>1", "!=1", "<>true", "!=true", ",null,"];
        before || after.iter().any(|after| says("", after))
    }

    /// Unique indexes that no model declares: a write that meets one fails, and the error names no field.
    fn undeclared(&mut self, mend: Mend<'_>) {
        let Mend { actual, declared, table } = mend;
        let others: Vec<_> = self
            .declarations
            .tables
            .iter()
            .filter(|other| other.table == declared.table)
            .map(|other| other.meta)
            .collect();
        for index in table.indexes.iter().filter(|index| index.is_unique && !index.is_primary) {
            let is_declared = others.iter().chain([&declared.meta]).any(|meta| {
                let has_name = |unique: &Unique| actual.same(unique.index, &index.name);
                // What contains the key is unique anyway.
                let key: Vec<_> = meta.key.iter().map(|at| meta.fields[*at].column).collect();
                let has = |name: &&str| index.columns.iter().flatten().any(|column| actual.same(column, name));
                meta.uniques.iter().any(has_name) || key.iter().all(has)
            });
            if is_declared || declared.meta.uniques.iter().any(|unique| self.is_as_declared(mend, unique, index)) {
                continue;
            }
            let columns: Vec<_> = index.columns.iter().map(|column| column.as_deref().unwrap_or("..")).collect();
            let message = format!(
                "no model declares the unique index `{}` over {}: write `#[model(unique)]`, or remove it",
                index.name,
                columns.join(", ")
            );
            let sql = mend.drop_index(index).into_iter().collect();
            self.warning("unique.undeclared", declared, None, message, sql);
        }
    }

    /// The indexes that the model needs, or that of the order of a proxy.
    pub(super) fn wanted(&mut self, mend: Mend<'_>, order_only: bool) {
        for wanted in mend.declared.indexes() {
            let is_skipped = order_only && wanted.reason != Reason::Order;
            if is_skipped || wanted.columns.iter().any(|term| !self.has_column(mend, term.field)) {
                continue;
            }
            if !self.has(mend, &wanted) {
                self.unindexed(mend, &wanted, &needed(mend, &wanted));
            }
        }
        if !order_only {
            self.broken(mend);
        }
    }

    /// Whether the table has an index that does as well as one that the model needs.
    pub(super) fn has(&self, mend: Mend<'_>, wanted: &Wanted) -> bool {
        let sorted = wanted.columns.first().copied().filter(|_| wanted.reason.is_order());
        self.is_served(mend, &needed(mend, wanted), sorted)
    }

    /// Whether the key or an index begins with these columns. If the last of them is sorted, an index over a nullable
    /// column has to agree about the place of NULL; it can be read backwards.
    pub(super) fn is_served(&self, mend: Mend<'_>, needed: &[&str], sorted: Option<OrderTerm>) -> bool {
        let Mend { actual, table, declared } = mend;
        let smallest =
            sorted.filter(|term| actual.system == System::Postgres && declared.meta.fields[term.field].nullable);
        let smallest = smallest.map(|term| term.begins_with_nulls() != term.descending);
        let serves = |index: &Index| {
            let is_whole = index.predicate.as_ref().is_none_or(|predicate| self.says_live(mend, predicate));
            let agrees = |smallest| index.nulls_are_smallest.get(needed.len() - 1) == Some(&smallest);
            index.is_valid && is_whole && actual.begins(index, needed) && smallest.is_none_or(agrees)
        };
        let key = actual.key(table);
        let key_serves =
            key.len() >= needed.len() && key.iter().zip(needed).all(|(one, other)| actual.same(one, other));
        key_serves || table.indexes.iter().any(serves)
    }

    pub(super) fn unindexed(&mut self, mend: Mend<'_>, wanted: &Wanted, needed: &[&str]) {
        let (declared, system) = (mend.declared, mend.actual.system);
        let field = &declared.meta.fields[wanted.columns[0].field];
        let columns = needed.join(", ");
        let (id, message) = match wanted.reason {
            Reason::Declared => ("index.missing", format!("no index begins with {columns}, as the model declares")),
            Reason::Parent => {
                ("index.missing", format!("no index begins with {columns}: each deletion of a parent scans the table"))
            }
            Reason::Batch => {
                ("index.missing", format!("no index begins with {columns}: each restoration scans the table"))
            }
            Reason::Order => (
                "order.unindexed",
                format!("no index begins with {columns}: each read in the default order sorts all rows"),
            ),
            #[cfg(feature = "list")]
            Reason::List => ("list.unindexed", list_unindexed(declared, field)),
        };
        let drop = mend.make_way(&wanted.name);
        // MySQL has no index over a whole text of unlimited length.
        let is_endless = |column: &Column| {
            system == System::Mysql && ["text", "blob"].iter().any(|end| column.ty.to_lowercase().ends_with(end))
        };
        let endless = needed.iter().filter_map(|name| mend.actual.column(mend.table, name)).any(is_endless);
        let create = (!endless).then(|| text::index(system, declared, wanted));
        let sql = drop.into_iter().chain(create).collect();
        self.warning(id, declared, Some(field), message, sql);
    }

    /// Indexes of PostgreSQL that were made concurrently, and failed.
    fn broken(&mut self, mend: Mend<'_>) {
        let (declared, table) = (mend.declared, mend.table);
        for index in table.indexes.iter().filter(|index| !index.is_valid) {
            let name = format!(
                "{}.{}",
                text::quoted(System::Postgres, &table.schema),
                text::quoted(System::Postgres, &index.name)
            );
            let message = format!("the index `{}` was not completed: no query uses it", index.name);
            self.warning("index.invalid", declared, None, message, vec![format!("REINDEX INDEX {name}")]);
        }
    }
}

/// The columns with which an index has to begin.
fn needed(mend: Mend<'_>, wanted: &Wanted) -> Vec<&'static str> {
    wanted.columns.iter().take(wanted.needed).map(|term| mend.declared.meta.fields[term.field].column).collect()
}

/// What is wrong with an order that a list offers, and how the model declares its index.
#[cfg(feature = "list")]
fn list_unindexed(declared: &Declared, field: &Field) -> String {
    let key: Vec<_> = declared.meta.key.iter().map(|at| declared.meta.fields[*at].name).collect();
    format!(
        "no index begins with {}: each page with `sort={}` sorts all rows; declare `#[model(index(with = [{}]))]`",
        field.column,
        field.name,
        key.join(", ")
    )
}

/// What stands behind the last `WHERE`, or all of it: SQLite keeps the whole statement of an index.
fn behind_where(sql: &str) -> &str {
    let tokens = tokens::tokens(sql);
    let last = tokens.iter().rev().find(|(start, end)| sql[*start..*end].eq_ignore_ascii_case("WHERE"));
    last.map_or(sql, |(_, end)| &sql[*end..])
}

fn is_column(mend: Mend<'_>, name: &str) -> bool {
    mend.table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
}

/// Whether what should be NULL in the rows that an index leaves out is 0 there, which is equal to another 0.
fn ends_in_zero(mend: Mend<'_>, expression: &str) -> bool {
    let marks = meaning::marks(expression, |name| is_column(mend, name), false);
    marks.last().is_some_and(|mark| mark == "0")
}
