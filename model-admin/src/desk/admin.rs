//! Declarations of how a model is shown at the desk.

use crate::data::{Fail, Rows, titled};
use crate::desk::columns::{Columns, OneColumn};
use crate::desk::face::{Can, Options};
use crate::desk::read::{Shown, check, load, named_by};
use crate::desk::record::{Action, Record};
use crate::desk::trash::{PurgedAtDesk, Trashed};
use crate::desk::write::{Created, DeletedAtDesk, Edited, counts_writes, failed};
use crate::desk::{ModelOf, Traced};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use model_core::list::{ColumnOf, ColumnsOf, ListDialect};
use model_core::meta::{Meta, Privacy, Role};
use model_core::model::HasVersion;
use model_core::verbs::RowOn;
use model_core::wire::TextKey;
use model_core::{Actor, Condition, Error, Model};
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

/// Starts to declare how a model is shown: `Admin::of::<Article>()`.
///
/// The connection follows from the [`Site`](crate::Site) that takes the model.
#[derive(Debug)]
pub struct Admin<Conn>(PhantomData<fn() -> Conn>);

impl<Conn> Admin<Conn> {
    /// A model whose rows are only shown. Each other feature is a method.
    pub fn of<M: Shown<Conn>>() -> ModelAdmin<M, Conn> {
        ModelAdmin::new()
    }
}

/// How a model is shown at the desk, and what can be done with its rows.
///
/// ```
/// # use diesel::prelude::*;
/// # use model_core::prelude::*;
/// # diesel::table! { tags (id) { id -> BigInt, name -> Text, color -> Nullable<Text>, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = tags)]
/// # pub struct Tag { pub id: i64, #[model(max_length = 40)] pub name: String, pub color: Option<String> }
/// use model_admin::{Admin, ModelAdmin};
///
/// # #[cfg(feature = "sqlite")]
/// fn tags() -> ModelAdmin<Tag, SqliteConnection> {
///     Admin::of::<Tag>().list((tags::name, tags::color)).search((tags::name,)).edit().create().removable()
/// }
/// ```
#[must_use = "a model is shown by the site that takes it: `Site::model`"]
pub struct ModelAdmin<M, Conn> {
    pub(super) record: Record<Conn>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model, Conn> fmt::Debug for ModelAdmin<M, Conn> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ModelAdmin<{}>", M::META.name)
    }
}

fn address(plural: &str) -> String {
    plural.to_lowercase().replace(' ', "-")
}

/// The default columns of a list: the name, a few plain fields, and when the row was written.
fn columns(meta: &Meta, named: Option<usize>) -> Vec<usize> {
    let short = |index: &usize| {
        let field = &meta.fields[*index];
        let long = field.encoding == model_core::audit::Encoding::Text
            && field.facts.max_length.is_none_or(|most| most > 200)
            && field.facts.choices.is_empty();
        field.role == Role::Plain && field.privacy == Privacy::Plain && !long && Some(*index) != named
    };
    let last = [Role::UpdatedAt, Role::CreatedAt].into_iter().find_map(|role| meta.with_role(role));
    named.into_iter().chain((0..meta.fields.len()).filter(short).take(4)).chain(last).collect()
}

impl<M: Shown<Conn>, Conn> ModelAdmin<M, Conn> {
    pub(super) fn new() -> Self {
        let meta = M::META;
        let named_by = named_by(meta);
        let (label, plural) = (titled(meta.label()), titled(meta.plural()));
        let options = Options {
            url: address(&plural),
            home: String::new(),
            label,
            plural,
            named_by,
            list: columns(meta, named_by),
            search: Vec::new(),
            search_within: None,
            filter: Vec::new(),
            sort: Vec::new(),
            form: (0..meta.fields.len()).collect(),
            read_only: Vec::new(),
            fieldsets: Vec::new(),
            inlines: Vec::new(),
            section: false,
            order: None,
            page: 25,
            purge_after: None,
            actions: Vec::new(),
            secret: [0; 32],
            can: Can::default(),
        };
        let record = Record {
            meta,
            options,
            narrow: None,
            reads: M::READS.0,
            creates: None,
            edits: None,
            deletes: None,
            trash: None,
            remembers: None,
            actions: Vec::new(),
            fits: Vec::new(),
        };
        Self { record, model: PhantomData }
    }

    pub(super) fn change(mut self, change: impl FnOnce(&mut Options)) -> Self {
        change(&mut self.record.options);
        self
    }

    /// Sets the name of a section. Its rows are named like those of the model.
    pub(super) fn titled(self, name: &str) -> Self {
        self.change(|options| (options.plural, options.url) = (name.to_owned(), address(name)))
    }

    /// Sets the names for one row and for several: "Article", "Articles". The default is the name of the struct, with
    /// an "s". The plural is also the address of the model.
    pub fn named(self, one: &str, many: &str) -> Self {
        self.change(|options| {
            (options.label, options.plural, options.url) = (one.to_owned(), many.to_owned(), address(many));
        })
    }

    /// Sets the address of the model: `/admin/articles/`.
    ///
    /// # Panics
    /// If it is empty, begins with `-`, or has characters other than letters, digits, `-` and `_`.
    pub fn at(self, place: &str) -> Self {
        let plain = place.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        assert!(!place.is_empty() && !place.starts_with('-') && plain, "`{place}` cannot be a part of an address");
        self.change(|options| place.clone_into(&mut options.url))
    }

    /// Sets the field that names a row to people, instead of the one of the model.
    pub fn labelled_by<C: OneColumn<M>>(self, _: C) -> Self {
        self.change(|options| options.named_by = Some(const { C::PLACE }))
    }

    /// Sets the columns of the list. The first one links to the row.
    pub fn list<C: Columns<M>>(self, _: C) -> Self {
        self.change(|options| options.list = const { C::PLACES }.to_vec())
    }

    /// Sets the columns in which the search looks for a text.
    pub fn search<C: ColumnsOf<M>>(self, _: C) -> Self {
        self.change(|options| options.search.extend(const { C::TEXT }))
    }

    /// Sets how many rows a search looks at for one page, instead of 5,000. A page that is not full by then says so,
    /// and a button goes on from there. See [`ListOf::search_within`](model_core::list::ListOf::search_within).
    pub fn search_within(self, rows: usize) -> Self {
        self.change(|options| options.search_within = Some(rows))
    }

    /// Adds a column to filter the list by: choices, booleans and foreign keys by value; times, dates and numbers by
    /// range; other texts by what they contain.
    pub fn filter<C: ColumnOf<M>>(self, _: C) -> Self {
        self.change(|options| options.filter.push(const { C::FILTER }))
    }

    /// Sets the columns to sort the list by. Each should be the first column of an index.
    pub fn sort<C: ColumnsOf<M>>(self, _: C) -> Self {
        self.change(|options| options.sort.extend(const { C::ORDER }))
    }

    /// Sets the order of the list, instead of the model's order: `"-updated_at, title"`.
    pub fn order(self, order: &str) -> Self {
        self.change(|options| options.order = Some(order.to_owned()))
    }

    /// Sets how many rows a page of the list has; the default is 25.
    pub fn page_size(self, rows: usize) -> Self {
        self.change(|options| options.page = rows.clamp(1, 200))
    }

    /// Lets the staff change rows: all fields that a client may send with a patch. A row without a version is protected
    /// by the instant of its last write, which is weaker: two writes at the same instant may not notice each other.
    pub fn edit(mut self) -> Self
    where
        M: Edited<Conn>,
    {
        self.record.edits = Some(M::EDITS.0);
        self.change(|options| options.can.edit = true)
    }

    /// The same with only these fields, in this order. New rows have the same fields.
    pub fn form<C: Columns<M>>(self, _: C) -> Self
    where
        M: Edited<Conn>,
    {
        self.edit().change(|options| {
            options.form = const { C::PLACES }.to_vec();
            for field in options.fieldsets.iter().flat_map(|(_, fields)| fields) {
                if !options.form.contains(field) {
                    options.form.push(*field);
                }
            }
        })
    }

    /// Shows a field, but does not let the staff change it.
    pub fn read_only<C: OneColumn<M>>(self, _: C) -> Self {
        self.change(|options| options.read_only.push(const { C::PLACE }))
    }

    /// Lets the staff create rows.
    pub fn create(mut self) -> Self
    where
        M: Created<Conn>,
    {
        self.record.creates = Some(M::CREATES.0);
        self.change(|options| options.can.create = true)
    }

    /// Lets the staff delete rows into the trash, and restore them from there.
    pub fn trash(mut self) -> Self
    where
        M: Trashed<Conn>,
    {
        self.record.deletes = Some(M::DELETES.0);
        self.record.trash = Some(M::TRASH.0);
        self.change(|options| options.can.trash = true)
    }

    /// Lets the staff delete rows of a model without a trash: they are gone then.
    pub fn removable(mut self) -> Self
    where
        M: DeletedAtDesk<Conn>,
    {
        self.record.deletes = Some(M::DELETES.0);
        self.change(|options| options.can.remove = !options.can.trash)
    }

    /// Lets the staff remove rows permanently that were deleted so long ago, without the hooks of the model. It says
    /// also how long the trash keeps them.
    pub fn purge_after(mut self, age: Duration) -> Self
    where
        M: PurgedAtDesk<Conn>,
    {
        let mut trash = M::TRASH.0;
        trash.purge = Some(M::PURGE.0);
        self.record.deletes = Some(M::DELETES.0);
        self.record.trash = Some(trash);
        self.change(|options| (options.can.trash, options.purge_after) = (true, Some(age)))
    }

    /// Says that saves are guarded by the version of the row, so that leaving out the version of the model is a compile
    /// error.
    pub fn versioned(self) -> Self
    where
        M: HasVersion,
    {
        self.change(|options| options.can.versioned = true)
    }

    /// Shows the history of each row, and lets the staff take changes back.
    ///
    /// # Panics
    /// When the model is not audited: it has no history.
    pub fn history(mut self) -> Self
    where
        M: Traced<Conn>,
    {
        assert!(M::META.audited, "`{}` has no history: add `audit` to `#[model(..)]`", M::META.name);
        self.record.remembers = Some(M::REMEMBERS.0);
        self.change(|options| options.can.history = true)
    }

    /// An action of the application on one row or on several: its name in addresses and for the policy, what the button
    /// says, and what it does.
    ///
    /// ```ignore
    /// .action("publish", "Publish", |row, conn, by| row.publish()?.by(by).run(conn).map(drop))
    /// ```
    pub fn action<F>(self, name: &'static str, label: &'static str, act: F) -> Self
    where
        F: Fn(M, &mut Conn, &Actor) -> Result<(), Error> + Send + Sync + 'static,
        Conn: LoadConnection<Backend: ListDialect>,
        M: RowOn<Conn::Backend> + Model<Key: TextKey>,
        Condition<M>: QueryFragment<Conn::Backend>,
    {
        self.action_if(name, label, |_| true, act)
    }

    /// The same for rows that are in the right state: the button is on no other, and the action does nothing with
    /// others.
    ///
    /// ```ignore
    /// .action_if("publish", "Publish", |row| row.status == Status::Draft, |row, conn, by| ..)
    /// ```
    pub fn action_if<Is, F>(mut self, name: &'static str, label: &'static str, is: Is, act: F) -> Self
    where
        Is: Fn(&M) -> bool + Send + Sync + 'static,
        F: Fn(M, &mut Conn, &Actor) -> Result<(), Error> + Send + Sync + 'static,
        Conn: LoadConnection<Backend: ListDialect>,
        M: RowOn<Conn::Backend> + Model<Key: TextKey>,
        Condition<M>: QueryFragment<Conn::Backend>,
    {
        let run: Action<Conn> = Box::new(move |conn, eyes, key, by| {
            let row = load::<M, Conn>(conn, eyes, Rows::Live, key)?.ok_or(Fail::Core(Error::NotFound))?;
            act(row, conn, by).map_err(failed)
        });
        self.record.actions.push(run);
        self.record.fits.push(Box::new(move |row| row.downcast_ref::<M>().is_some_and(&is)));
        self.change(|options| options.actions.push((name, label)))
    }

    /// The model without its type.
    ///
    /// # Panics
    /// When the list names a column that no list may name, such as a masked one, or a section has what belongs to the
    /// page of a row.
    pub(crate) fn erase(mut self, secret: [u8; 32]) -> ModelOf<Conn> {
        self.record.options.secret = secret;
        let Options { section, inlines, fieldsets, can, purge_after, plural, .. } = &self.record.options;
        let has_rows = can.create || can.edit || can.history || purge_after.is_some();
        assert!(
            !section || !has_rows && inlines.is_empty() && fieldsets.is_empty(),
            "`{plural}` is a section: forms, histories and removals belong to its model"
        );
        if let Err(error) = check::<M>(&self.record.options) {
            panic!("the list of `{}`: {error}", M::META.name);
        }
        debug_assert!(!self.record.options.can.versioned || counts_writes::<M>());
        ModelOf(self.record)
    }
}

#[cfg(test)]
mod tests {
    use super::{address, titled};

    #[test]
    fn models_are_called_by_their_names() {
        assert_eq!(titled("blog post".to_owned()), "Blog post");
        assert_eq!(address("Blog posts"), "blog-posts");
    }
}
