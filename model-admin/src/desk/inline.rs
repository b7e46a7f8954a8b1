//! Declares what else stands on the page of a row, or beside the whole list of a model: children, groups of fields, and
//! sections.

use crate::desk::admin::{Admin, ModelAdmin};
use crate::desk::columns::Columns;
use crate::desk::face::InlineOf;
use crate::desk::read::Shown;
use crate::policy::Where;
use model_core::Model;
use model_core::objects::ProxyRows;
use model_core::relations::BelongsTo;
use std::fmt;
use std::marker::PhantomData;

/// So many children are edited on the page of their row, unless the application says another number.
const MOST: usize = 20;

/// The rows that belong to a row, edited on its page: `Inline::of::<Comment>().by(comments::article_id)`.
///
/// They are rows of a model that is at the desk as well. Who may do what with them, and with which fields, is what the
/// policy says of that model; each has its own version. Everything that one save writes is one transaction and one
/// batch of the trail.
///
/// ```
/// # use diesel::prelude::*;
/// # use model_core::prelude::*;
/// # diesel::table! { stories (id) { id -> BigInt, title -> Text, } }
/// # diesel::table! { remarks (id) { id -> BigInt, story_id -> BigInt, text -> Text, } }
/// # diesel::allow_tables_to_appear_in_same_query!(stories, remarks);
/// # #[derive(Model, Debug)]
/// # #[model(table = stories, has_many(remarks = Remark, on_delete = keep))]
/// # pub struct Story { pub id: i64, pub title: String }
/// # #[derive(Model, Debug)]
/// # #[model(table = remarks)]
/// # pub struct Remark { pub id: i64, #[model(belongs_to = Story)] pub story_id: i64, pub text: String }
/// # use model_admin::{Admin, Inline, ModelAdmin};
/// # #[cfg(feature = "sqlite")]
/// fn stories() -> ModelAdmin<Story, SqliteConnection> {
///     Admin::of::<Story>().edit().inline(Inline::of::<Remark>().by(remarks::story_id).form((remarks::text,)))
/// }
/// ```
///
/// A column that is no foreign key to the row is an error of the compiler:
///
/// ```compile_fail,E0277
/// # use diesel::prelude::*;
/// # use model_core::prelude::*;
/// # diesel::table! { stories (id) { id -> BigInt, title -> Text, } }
/// # diesel::table! { remarks (id) { id -> BigInt, story_id -> BigInt, text -> Text, } }
/// # diesel::allow_tables_to_appear_in_same_query!(stories, remarks);
/// # #[derive(Model, Debug)]
/// # #[model(table = stories, has_many(remarks = Remark, on_delete = keep))]
/// # pub struct Story { pub id: i64, pub title: String }
/// # #[derive(Model, Debug)]
/// # #[model(table = remarks)]
/// # pub struct Remark { pub id: i64, #[model(belongs_to = Story)] pub story_id: i64, pub text: String }
/// # use model_admin::{Admin, Inline, ModelAdmin};
/// # #[cfg(feature = "sqlite")]
/// fn stories() -> ModelAdmin<Story, SqliteConnection> {
///     Admin::of::<Story>().edit().inline(Inline::of::<Remark>().by(remarks::text))
/// }
/// ```
#[must_use = "children are shown by the model that takes them: `ModelAdmin::inline`"]
pub struct Inline<Child = (), By = ()> {
    form: Option<&'static [usize]>,
    most: usize,
    marker: PhantomData<fn() -> (Child, By)>,
}

impl<Child, By> fmt::Debug for Inline<Child, By> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inline").field("form", &self.form).field("most", &self.most).finish_non_exhaustive()
    }
}

impl Inline {
    /// Children of this model.
    pub fn of<Child>() -> Inline<Child> {
        Inline { form: None, most: MOST, marker: PhantomData }
    }
}

impl<Child> Inline<Child> {
    /// The foreign key by which they belong to the row: a column, or the tuple of its columns if the row has a key of
    /// several.
    pub fn by<C>(self, _: C) -> Inline<Child, C> {
        Inline { form: self.form, most: self.most, marker: PhantomData }
    }
}

impl<Child, By> Inline<Child, By> {
    /// The fields of each child, of those that its own form has. Without this, all of them.
    pub fn form<C: Columns<Child>>(self, _: C) -> Self {
        Self { form: Some(const { C::PLACES }), ..self }
    }

    /// How many children are shown: 20 at first. Of more, the page says that there are more.
    pub fn at_most(self, rows: usize) -> Self {
        Self { most: rows.clamp(1, 50), ..self }
    }
}

impl<Conn> Admin<Conn> {
    /// A section of a model: the rows of a proxy, under a name of their own, with a list of their own and with actions
    /// on many rows. A row is opened at the model, which is at the desk as well, and the policy is that of the model.
    ///
    /// ```ignore
    /// .model(Admin::of::<Article>().edit())
    /// .model(Admin::section::<PublishedArticle>("Published").list((articles::title, articles::published_at)))
    /// ```
    pub fn section<P>(name: &str) -> ModelAdmin<P::Model, Conn>
    where
        P: ProxyRows,
        P::Model: Shown<Conn>,
    {
        let meta = <P::Model as Model>::META;
        let terms = P::ORDERING.iter().map(|term| {
            let sign = if term.descending { "-" } else { "" };
            format!("{sign}{}", meta.fields[term.field].name)
        });
        let order: Vec<String> = terms.collect();
        let mut section = ModelAdmin::new().titled(name);
        section.record.narrow = Some(Where { model: meta.name, condition: Box::new(P::condition()) });
        section.change(|options| {
            options.section = true;
            options.order = Some(order.join(", ")).filter(|order| !order.is_empty());
        })
    }
}

impl<M: Shown<Conn>, Conn> ModelAdmin<M, Conn> {
    /// A group of fields of the form, with its name. They are part of the form, whether [`form`](Self::form) names them
    /// or not. The fields without a group come first.
    pub fn fieldset<C: Columns<M>>(self, name: &str, _: C) -> Self {
        self.change(|options| {
            let fields = const { C::PLACES };
            options
                .form
                .extend(fields.iter().filter(|field| !options.form.contains(field)).copied().collect::<Vec<_>>());
            options.fieldsets.push((name.to_owned(), fields.to_vec()));
        })
    }

    /// Edits rows of another model on the page of the row that they belong to.
    pub fn inline<Child, C>(self, inline: Inline<Child, C>) -> Self
    where
        Child: BelongsTo<M, C>,
    {
        let Inline { form, most, .. } = inline;
        let by = <Child as BelongsTo<M, C>>::FOREIGN_KEY;
        let of = InlineOf { model: Child::META.name, by, form: form.map(<[usize]>::to_vec), most };
        self.change(|options| options.inlines.push(of))
    }
}
