//! Unique indexes, and the indexes that relations, deletions and orders need.

use super::Found;
use crate::check::actual::Index;
use crate::check::mend::Mend;
use crate::ddl::declared::{Reason, Wanted};
use crate::ddl::text;
use crate::ddl::unique::live_column;
use crate::meta::Role;
use crate::meta::unique::{Piece, Unique};
use crate::sql::dialect::System;

impl Found<'_> {
    pub(super) fn uniques(&mut self, mend: Mend<'_>) {
        let Mend { actual, declared, .. } = mend;
        let needs_live = declared.uniques(actual.system).needs_live_column();
        if needs_live && !self.has_live_column(mend) {
            let name = live_column(declared.meta);
            let message = format!(
                "the table has no generated column `{name}`, which keeps deleted rows out of the unique indexes here"
            );
            let drop = actual.column(mend.table, name).is_some();
            let drop = drop
                .then(|| format!("ALTER TABLE {} DROP COLUMN `{name}`", text::table(actual.system, &declared.table)));
            let sql = drop.into_iter().chain(declared.uniques(actual.system).add_live()).collect();
            self.error("live.missing", declared, None, message, sql);
        }
        for unique in declared.meta.uniques {
            if unique.columns.iter().all(|at| self.has_column(mend, *at)) {
                self.unique(mend, unique);
            }
        }
        self.undeclared(mend);
    }

    fn has_column(&self, mend: Mend<'_>, at: usize) -> bool {
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
                let sql = drop.chain(lacking(mend, unique)).chain([create]).collect();
                self.error("unique.differs", declared, Some(field), message, sql);
            }
            (None, None) => {
                let message =
                    format!("there is no unique index `{}`, so two rows can have the same value", unique.index);
                let sql = lacking(mend, unique).chain([create]).collect();
                self.error("unique.missing", declared, Some(field), message, sql);
            }
        }
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
        let is_partial = unique.is_partial(declared.meta);
        let has_predicate = actual.system != System::Mysql && (is_partial || !unique.condition.is_empty());
        let is_kept_to = match &index.predicate {
            Some(predicate) => {
                let named = |piece: &Piece| match piece {
                    Piece::Column(column) => predicate.contains(declared.meta.fields[*column].column),
                    Piece::Sql(_) => true,
                };
                has_predicate && (!is_partial || self.says_live(mend, predicate)) && unique.condition.iter().all(named)
            }
            None => !has_predicate,
        };
        index.is_unique && index.is_valid && is_kept_to && covers
    }

    /// Whether the predicate of an index keeps it to the live rows.
    fn says_live(&self, mend: Mend<'_>, predicate: &str) -> bool {
        let Some(marker) = mend.declared.meta.with_role(Role::DeletedAt) else { return false };
        // On SQLite it is the end of the whole statement.
        let upper = predicate.to_uppercase();
        let condition = upper.rfind(" WHERE ").map_or(predicate, |at| &predicate[at..]).to_lowercase();
        let condition: String = condition.chars().filter(|letter| !"()`\"[] ".contains(*letter)).collect();
        let marker = mend.declared.meta.fields[marker].column.to_lowercase();
        condition.contains(&marker) && !condition.contains("notnull")
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

    /// The indexes that the model needs, or the index for the order of a proxy.
    pub(super) fn wanted(&mut self, mend: Mend<'_>, order_only: bool) {
        let Mend { actual, declared, table } = mend;
        for wanted in declared.indexes() {
            let columns: Vec<_> = wanted.columns.iter().map(|(at, _)| declared.meta.fields[*at].column).collect();
            let needed = &columns[..wanted.needed];
            let is_skipped = order_only && wanted.reason != Reason::Order;
            if is_skipped || wanted.columns.iter().any(|(at, _)| !self.has_column(mend, *at)) {
                continue;
            }
            let serves = |index: &Index| {
                let is_whole = index.predicate.as_ref().is_none_or(|predicate| self.says_live(mend, predicate));
                index.is_valid && is_whole && actual.begins(index, needed)
            };
            let key = actual.key(table);
            let key_serves =
                key.len() >= needed.len() && key.iter().zip(needed).all(|(one, other)| actual.same(one, other));
            if !key_serves && !table.indexes.iter().any(serves) {
                self.unindexed(mend, &wanted, needed);
            }
        }
        if !order_only {
            self.broken(mend);
        }
    }

    fn unindexed(&mut self, mend: Mend<'_>, wanted: &Wanted, needed: &[&str]) {
        let (declared, system) = (mend.declared, mend.actual.system);
        let field = &declared.meta.fields[wanted.columns[0].0];
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
        };
        // An index of the same name that does not serve makes way.
        let named = mend.table.indexes.iter().find(|index| mend.actual.same(&index.name, &wanted.name));
        let drop = named.and_then(|index| mend.drop_index(index));
        let sql = drop.into_iter().chain([text::index(system, declared, wanted)]).collect();
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

/// The statements that add the generated columns that a unique index needs and the table does not have.
fn lacking<'m>(mend: Mend<'m>, unique: &Unique) -> impl Iterator<Item = String> + use<'m> {
    let columns = mend.declared.uniques(mend.actual.system).generated(unique).into_iter();
    columns.filter_map(move |(name, add)| mend.actual.column(mend.table, &name).is_none().then_some(add))
}
