//! The filters, orders and sizes that a list offers, as plain data.

use crate::ddl::declared::TableName;
use crate::list::error::ListError;
use crate::meta::{Meta, OrderTerm};
use std::sync::Arc;

/// A column that is compared with values, and how.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    /// The name of the parameter.
    pub(crate) name: String,
    pub(crate) field: usize,
    pub(crate) range: bool,
    pub(crate) text: bool,
    /// The parent that is compared in the place of the foreign key.
    pub(crate) parent: Option<Arc<ParentColumn>>,
}

/// A column of a parent.
#[derive(Debug)]
pub(crate) struct ParentColumn {
    /// The columns that refer to the parent.
    pub(crate) foreign_key: &'static [usize],
    pub(crate) meta: &'static Meta,
    pub(crate) table: TableName,
    pub(crate) column: usize,
    /// Whether deleted parents are left out.
    pub(crate) live: bool,
}

/// The declaration of a list, without its model.
#[derive(Clone)]
pub(crate) struct Declared {
    pub(crate) meta: &'static Meta,
    pub(crate) search: Vec<usize>,
    /// The text search configuration of PostgreSQL, if the search is one for words there.
    pub(crate) words: Option<&'static str>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) sort: Vec<usize>,
    pub(crate) default: Vec<OrderTerm>,
    pub(crate) page: usize,
    pub(crate) most: usize,
    /// How many rows a search looks at for a page; none if it looks at all.
    pub(crate) within: Option<usize>,
    pub(crate) secret: Vec<u8>,
    /// The mistakes in the declaration.
    pub(crate) faults: Vec<ListError>,
}

impl Declared {
    /// The filter on a column.
    pub(crate) fn filter(&mut self, field: usize) -> &mut Filter {
        let known = self.filters.iter().position(|filter| filter.field == field && filter.parent.is_none());
        let place = known.unwrap_or_else(|| {
            let name = self.meta.fields[field].name.to_owned();
            self.filters.push(Filter { name, field, range: false, text: false, parent: None });
            self.filters.len() - 1
        });
        &mut self.filters[place]
    }

    /// The names of all parameters.
    pub(crate) fn parameters(&self) -> Vec<String> {
        let mut names = Vec::new();
        if !self.search.is_empty() {
            names.push("q".to_owned());
        }
        for filter in &self.filters {
            names.push(filter.name.clone());
            let mut with = |ending: &str, applies: bool| {
                if applies {
                    names.push(format!("{}.{ending}", filter.name));
                }
            };
            let own = filter.parent.is_none();
            with("not", own);
            with("null", own && self.meta.fields[filter.field].nullable);
            with("from", filter.range);
            with("before", filter.range);
            with("contains", filter.text);
        }
        if !self.sort.is_empty() {
            names.push("sort".to_owned());
        }
        names.extend(["limit", "after", "before", "count"].map(str::to_owned));
        names
    }
}
