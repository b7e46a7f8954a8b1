//! The orders and searches that lists offer.

use super::{Found, is_same};
use crate::check::actual::Index;
use crate::check::meaning;
use crate::check::mend::Mend;
use crate::check::schema::SortedList;
use crate::ddl::declared::{Reason, Wanted, shortened};
use crate::ddl::text;
use crate::meta::OrderTerm;
use crate::sql::dialect::System;

impl<'a> Found<'a> {
    /// The index of each column by which a list can be sorted.
    pub(super) fn lists(&mut self, mend: Mend<'_>) {
        let declared = mend.declared;
        let (meta, declarations) = (declared.meta, self.declarations);
        // If an index that the model declares is missing, there is a finding already.
        let missing = declared.indexes().into_iter().filter(|index| !self.has(mend, index));
        let mut seen: Vec<usize> = missing.map(|index| index.columns[0].field).collect();
        let lists = declarations.lists.iter().filter(|list| is_same(list.meta, meta));
        for column in lists.flat_map(|list| list.columns.iter().copied()) {
            if seen.contains(&column) || !self.has_column(mend, column) {
                continue;
            }
            seen.push(column);
            let (name, sorted) = (meta.fields[column].column, OrderTerm::ascending(column));
            // Within one value of the default scope, the index may begin with its column.
            let scope = meta.default_scope().map(|scope| meta.fields[scope].column);
            let is_scoped = scope.is_some_and(|scope| self.is_served(mend, &[scope, name], Some(sorted)));
            if is_scoped || self.is_served(mend, &[name], Some(sorted)) {
                continue;
            }
            let key = meta.key.iter().copied().filter(|key| *key != column);
            let columns: Vec<_> = std::iter::once(sorted).chain(key.map(OrderTerm::ascending)).collect();
            // As `#[model(index(with = [id]))]` names it.
            let names: Vec<_> = columns.iter().map(|term| meta.fields[term.field].column).collect();
            let index = shortened(format!("{}_{}_index", declared.table.name, names.join("_")));
            let wanted = Wanted { name: index, columns, needed: 1, reason: Reason::List };
            self.unindexed(mend, &wanted, &[name]);
        }
        if mend.actual.system == System::Postgres {
            let words = |list: &'a SortedList| list.words.as_ref().filter(|_| is_same(list.meta, meta));
            for (config, columns) in declarations.lists.iter().filter_map(words) {
                self.words(mend, config, columns);
            }
        }
    }

    /// The index of a search for words.
    fn words(&mut self, mend: Mend<'_>, config: &str, columns: &[usize]) {
        let (declared, meta) = (mend.declared, mend.declared.meta);
        if !columns.iter().all(|column| self.has_column(mend, *column)) {
            return;
        }
        let document = text::document(config, meta, columns);
        let is_column = |name: &str| mend.table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
        let meaning = |sql: &str| (meaning::functions(sql), meaning::marks(sql, is_column, false));
        let serves = |index: &Index| {
            let is_whole = index.predicate.as_ref().is_none_or(|predicate| self.says_live(mend, predicate));
            index.is_valid && is_whole && meaning(&index.expressions.concat()) == meaning(&document)
        };
        if mend.table.indexes.iter().any(serves) {
            return;
        }
        let names: Vec<_> = columns.iter().map(|column| meta.fields[*column].column).collect();
        let name = shortened(format!("{}_{}_search", declared.table.name, names.join("_")));
        let drop = mend.make_way(&name);
        let table = text::table(System::Postgres, &declared.table);
        let name = text::quoted(System::Postgres, &name);
        let sql = drop.into_iter().chain([format!("CREATE INDEX {name} ON {table} USING GIN ({document})")]).collect();
        let message = format!("no index has the words of {}: each search reads all rows", names.join(", "));
        self.warning("search.unindexed", declared, Some(&meta.fields[columns[0]]), message, sql);
    }
}
