//! The declaration of a list.

use crate::ddl::declared::table_name;
use crate::list::columns::{ColumnOf, ColumnsOf, Use, place};
use crate::list::cursor::own_secret;
use crate::list::declared::{Declared, Filter, ParentColumn};
use crate::list::error::{ListError, ListErrors};
use crate::list::parse::ask;
use crate::list::plan::{LOOKS_AT, ListAsk};
use crate::list::query_string::pairs;
use crate::meta::OrderTerm;
use crate::model::Model;
use crate::query::relations::belongs_to::{BelongsTo, named_by};
use crate::query::relations::join::JoinScope;
use crate::sql::dialect::AnyBackend;
use diesel::{Column, query_builder::QueryFragment};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// A declared list of rows of `M`: `Article::lists()` starts one.
///
/// Declare it once, and [parse](Self::parse) each request against it. See the [module](crate::list).
///
/// A masked or write-only column does not compile:
///
/// ```compile_fail,E0080
/// # use diesel::prelude::*;
/// use model_core::prelude::*;
/// # diesel::table! { people (id) { id -> BigInt, name -> Text, salary -> BigInt, } }
///
/// #[derive(Model, Debug)]
/// #[model(table = people, audit)]
/// pub struct Person {
///     pub id: i64,
///     pub name: String,
///     #[audit(mask)]
///     pub salary: i64,
/// }
///
/// // error: a list cannot name a masked column: clients could guess its values by filters or orders
/// let list = Person::lists().sort((people::name, people::salary));
/// ```
#[must_use = "a list does nothing until a request is parsed"]
pub struct ListOf<M> {
    declared: Arc<Declared>,
    model: PhantomData<fn() -> M>,
}

impl<M> Clone for ListOf<M> {
    fn clone(&self) -> Self {
        Self { declared: Arc::clone(&self.declared), model: PhantomData }
    }
}

impl<M: Model> fmt::Debug for ListOf<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListOf<{}>", M::META.name)
    }
}

/// The names of fields, for [`ListOf::by_names`].
#[derive(Debug, Clone, Copy, Default)]
pub struct ListNames<'n> {
    /// As for [`ListOf::search`].
    pub search: &'n [&'n str],
    /// As for [`ListOf::filter`].
    pub filter: &'n [&'n str],
    /// As for [`ListOf::filter_range`].
    pub range: &'n [&'n str],
    /// As for [`ListOf::filter_text`].
    pub text: &'n [&'n str],
    /// As for [`ListOf::sort`].
    pub sort: &'n [&'n str],
}

impl<M: Model> ListOf<M> {
    pub(crate) fn new() -> Self {
        let declared = Declared {
            meta: M::META,
            search: Vec::new(),
            words: None,
            filters: Vec::new(),
            sort: Vec::new(),
            default: M::ORDERING.to_vec(),
            page: 25,
            most: 100,
            within: Some(LOOKS_AT),
            secret: own_secret(),
            faults: Vec::new(),
        };
        Self { declared: Arc::new(declared), model: PhantomData }
    }

    /// The same list by the names of fields, for code that does not know the model.
    ///
    /// # Errors
    /// A name that is not a field of the model, or that the list may not use.
    pub fn by_names(names: ListNames<'_>) -> Result<Self, ListErrors> {
        let (mut list, mut errors) = (Self::new(), Vec::new());
        let declared = list.change();
        let mut each = |names: &[&str], using, add: &mut dyn FnMut(usize)| {
            for name in names {
                match place(M::META, name, true, using) {
                    Ok(field) => add(field),
                    Err(fault) => errors.push(ListError::new(name, "declaration", fault)),
                }
            }
        };
        each(names.search, Use::Text, &mut |field| declared.search.push(field));
        each(names.filter, Use::Filter, &mut |field| {
            declared.filter(field);
        });
        each(names.range, Use::Order, &mut |field| declared.filter(field).range = true);
        each(names.text, Use::Text, &mut |field| declared.filter(field).text = true);
        each(names.sort, Use::Order, &mut |field| declared.sort.push(field));
        ListErrors::refuse(errors).map(|()| list)
    }

    fn change(&mut self) -> &mut Declared {
        Arc::make_mut(&mut self.declared)
    }

    /// `q=sea`: the rows in which one of these columns contains the text.
    pub fn search<C: ColumnsOf<M>>(mut self, _: C) -> Self {
        self.change().search.extend(const { C::TEXT });
        self
    }

    /// On PostgreSQL, `q=sea ice` searches for words in the way of a search engine, and not for a part of the text:
    /// words in any form, `or`, `-without`, `"a phrase"`. All columns of [`search`](Self::search) are one text, in the
    /// order in which they are named, and `config` is a text search configuration of the database, such as `english`.
    /// An index serves this search; [`check::with_lists`](crate::check::with_lists) has its SQL. On the other databases
    /// nothing changes.
    ///
    /// SQL: `.. AND to_tsvector('english', title || ' ' || coalesce(summary, '')) @@ websearch_to_tsquery('english',
    /// ..)`
    pub fn full_text(mut self, config: &'static str) -> Self {
        self.change().words = Some(config);
        self
    }

    /// How many rows of the order a search, or a filter by a part of a text, looks at for one page. The default is
    /// 5,000. No index serves such a search, so it would read the whole table before it finds nothing. A page that is
    /// not full by then says so in [`stopped_after`](crate::list::ListPage::stopped_after), and its cursor goes on from
    /// there. A search for words that an index serves ([`full_text`](Self::full_text), on PostgreSQL) always looks at
    /// all rows.
    ///
    /// `usize::MAX` is no limit: for a small table, or where an index serves the search, such as PostgreSQL's
    /// `gin_trgm_ops`.
    ///
    /// SQL: `.. AND (title, id) < (.., ..)`, with the place of the 5,001st row, which another statement finds
    pub fn search_within(mut self, rows: usize) -> Self {
        self.change().within = (rows < usize::MAX).then_some(rows.max(1));
        self
    }

    /// `status=draft`, `status.not=draft`, and `status.null=true` for a nullable column.
    pub fn filter<C: ColumnOf<M>>(mut self, _: C) -> Self {
        self.change().filter(const { C::FILTER });
        self
    }

    /// The same, and `published_at.from=2026-01-31`, `published_at.before=2026-02-28`.
    pub fn filter_range<C: ColumnOf<M>>(mut self, _: C) -> Self {
        self.change().filter(const { C::ORDER }).range = true;
        self
    }

    /// The same as [`filter`](Self::filter), and `title.contains=sea`.
    pub fn filter_text<C: ColumnOf<M>>(mut self, _: C) -> Self {
        self.change().filter(const { C::TEXT }).text = true;
        self
    }

    /// `author.name=Ada`: the rows whose parent has this value. The parameter is named after the foreign key, without
    /// `_id`. Deleted parents do not count, unless the relation says `with_deleted`.
    ///
    /// SQL: `.. AND author_id IN (SELECT id FROM authors WHERE name = .. AND deleted_at IS NULL)`
    pub fn filter_parent<P, C, D>(mut self, _: C, _: D) -> Self
    where
        M: BelongsTo<P, C>,
        P: Model<Table: QueryFragment<AnyBackend>>,
        D: ColumnOf<P> + Column,
    {
        let foreign_key = &M::META.fields[named_by(M::FOREIGN_KEY)];
        let relation = foreign_key.name.strip_suffix("_id").unwrap_or(foreign_key.name);
        let column = const { D::FILTER };
        let name = format!("{relation}.{}", P::META.fields[column].name);
        match table_name::<P>() {
            Ok(table) => {
                let live = <M::Parents as JoinScope>::LIVE;
                let parent = ParentColumn { foreign_key: M::FOREIGN_KEY, meta: P::META, table, column, live };
                let parent = Some(Arc::new(parent));
                let field = named_by(M::FOREIGN_KEY);
                let filter = Filter { name, field, range: false, text: false, parent };
                self.change().filters.push(filter);
            }
            Err(error) => self.change().faults.push(ListError::new(&name, "declaration", error.to_string())),
        }
        self
    }

    /// `sort=-title,created_at`: the columns that an order may use.
    pub fn sort<C: ColumnsOf<M>>(mut self, _: C) -> Self {
        self.change().sort.extend(const { C::ORDER });
        self
    }

    /// The order of a request without `sort`, in the form of `#[model(ordering = "-created_at, title")]`. The default
    /// is the order of the model.
    ///
    /// A name that is not a field is an error of [`check`](Self::check), and of every request.
    pub fn default_sort(mut self, order: &str) -> Self {
        let declared = self.change();
        let mut terms = Vec::new();
        for name in order.split(',').map(str::trim) {
            let (descending, name) = name.strip_prefix('-').map_or((false, name), |name| (true, name));
            match place(M::META, name, true, Use::Order) {
                Ok(field) => terms.push(OrderTerm { field, descending, nulls_first: None }),
                Err(fault) => declared.faults.push(ListError::new(name, "declaration", fault)),
            }
        }
        declared.default = terms;
        self
    }

    /// The number of rows on a page, and the largest number that a request may ask for. The defaults are 25 and 100.
    pub fn page_size(mut self, rows: usize, most: usize) -> Self {
        let declared = self.change();
        declared.page = rows.max(1);
        declared.most = most.max(declared.page);
        self
    }

    /// Signs the cursors with a secret of the application, so that they are valid in every process that has it. By
    /// default, the process generates its own secret, so cursors are not valid after a restart, or in another process.
    pub fn signed(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.change().secret = secret.as_ref().to_vec();
        self
    }

    /// Checks that the declaration names only fields of the model.
    ///
    /// # Errors
    /// The names that do not exist.
    pub fn check(&self) -> Result<(), ListErrors> {
        ListErrors::refuse(self.declared.faults.clone())
    }

    /// The columns that pages are sorted by: those that a request may name, and the first of the default order.
    #[cfg(feature = "check")]
    pub(crate) fn sorted_by(&self) -> Vec<usize> {
        let Declared { sort, default, .. } = &*self.declared;
        default.first().map(|term| term.field).into_iter().chain(sort.iter().copied()).collect()
    }

    /// The text search configuration and the columns of a search for words.
    #[cfg(feature = "check")]
    pub(crate) fn words(&self) -> Option<(&'static str, Vec<usize>)> {
        let Declared { search, words, .. } = &*self.declared;
        words.filter(|_| !search.is_empty()).map(|config| (config, search.clone()))
    }

    /// The names of all parameters that a request may have.
    pub fn parameters(&self) -> Vec<String> {
        self.declared.parameters()
    }

    /// Parses a query string: `status=draft&sort=-title&limit=25`.
    ///
    /// # Errors
    /// Each parameter that is unknown or has an invalid value.
    pub fn parse(&self, query: &str) -> Result<ListAsk<M>, ListErrors> {
        self.parse_pairs(&pairs(query)?)
    }

    /// Parses the pairs of a query string that is already decoded.
    ///
    /// # Errors
    /// As for [`parse`](Self::parse).
    pub fn parse_pairs(&self, pairs: &[(String, String)]) -> Result<ListAsk<M>, ListErrors> {
        ask(&self.declared, pairs).map(ListAsk::new)
    }
}
