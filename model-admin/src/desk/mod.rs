//! The models of a desk, and the one place where the policy is asked.
//!
//! A page gets a model as a `Guarded`, and no page can name what is behind it.

mod admin;
mod columns;
mod face;
mod guarded;
mod inline;
mod read;
mod record;
mod trail;
mod trash;
mod write;

pub use self::admin::{Admin, ModelAdmin};
pub use self::columns::{Columns, OneColumn};
pub(crate) use self::face::{Face, InlineOf, Known, Options, Seen, name_of};
pub(crate) use self::guarded::Guarded;
pub use self::inline::Inline;
pub use self::read::Shown;
pub(crate) use self::record::{Break, Purged};
pub use self::trail::Traced;
pub(crate) use self::trail::tells_versions;
pub use self::trash::{PurgedAtDesk, Trashed};
pub use self::write::{Created, DeletedAtDesk, Edited};

use self::record::Record;
use crate::data::Reach;
use crate::policy::Policy;
use crate::staff::Staff;
use std::fmt;
use std::sync::Arc;

/// All models of a desk.
pub(crate) struct Desk<Conn> {
    records: Vec<Record<Conn>>,
    known: Vec<Known>,
    policy: Arc<dyn Policy>,
}

impl<Conn> fmt::Debug for Desk<Conn> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.known.iter().map(|known| &known.url)).finish()
    }
}

impl<Conn> Desk<Conn> {
    pub(crate) fn new(models: Vec<ModelOf<Conn>>, policy: Arc<dyn Policy>) -> Self {
        let mut records: Vec<Record<Conn>> = models.into_iter().map(|model| model.0).collect();
        let known: Vec<Known> = records.iter().map(Record::known).collect();
        let whole = |name: &str| known.iter().find(|known| known.model == name && !known.section);
        for record in &mut records {
            let url = |name: &str| {
                let plural = &record.options.plural;
                let known = whole(name);
                known
                    .unwrap_or_else(|| panic!("`{plural}` shows rows of `{name}`, which is not at the desk"))
                    .url
                    .clone()
            };
            record.options.inlines.iter().for_each(|inline| drop(url(inline.model)));
            record.options.home = url(record.meta.name);
        }
        Self { records, known, policy }
    }

    /// What is known of each model, whoever asks.
    pub(crate) fn known(&self) -> &[Known] {
        &self.known
    }

    /// A model by its place in the address, as this member of staff may use it.
    pub(crate) fn model<'a>(&'a self, url: &str, staff: &'a Staff) -> Option<Guarded<'a, Conn>> {
        self.find(staff, |known| known.url == url)
    }

    /// A model by its name in the trail.
    pub(crate) fn of_type<'a>(&'a self, content_type: &str, staff: &'a Staff) -> Option<Guarded<'a, Conn>> {
        self.find(staff, |known| known.content_type == content_type && !known.section)
    }

    /// A model by the name of its struct.
    pub(crate) fn named<'a>(&'a self, model: &str, staff: &'a Staff) -> Option<Guarded<'a, Conn>> {
        self.find(staff, |known| known.model == model && !known.section)
    }

    /// The place of the model whose rows a section shows, if this is the place of a section.
    pub(crate) fn home_of(&self, url: &str) -> Option<&str> {
        let options = &self.records[self.known.iter().position(|known| known.url == url && known.section)?].options;
        Some(&options.home)
    }

    /// All models of which this member of staff may see rows.
    pub(crate) fn models<'a>(&'a self, staff: &'a Staff) -> impl Iterator<Item = Guarded<'a, Conn>> {
        self.records.iter().map(|record| Guarded::new(record, &*self.policy, staff)).filter(|model| model.is_open())
    }

    /// The fields of the form at a path whose values must not be kept anywhere, those of its children too.
    pub(crate) fn masked(&self, path: &str) -> Vec<&'static str> {
        let url = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let Some(at) = self.known.iter().position(|known| known.url == url) else { return Vec::new() };
        let children = self.records[at].options.inlines.iter().map(|inline| inline.model);
        let models: Vec<&str> = std::iter::once(self.records[at].meta.name).chain(children).collect();
        let metas = self.records.iter().map(Record::meta).filter(|meta| models.contains(&meta.name));
        let fields = metas.flat_map(|meta| meta.fields.iter());
        fields.filter(|field| field.privacy != model_core::meta::Privacy::Plain).map(|field| field.name).collect()
    }

    fn find<'a>(&'a self, staff: &'a Staff, is: impl Fn(&Known) -> bool) -> Option<Guarded<'a, Conn>> {
        let at = self.known.iter().position(is)?;
        Some(Guarded::new(&self.records[at], &*self.policy, staff)).filter(|model| model.is_open())
    }

    /// Whether this member of staff may do the same to all models of a tree.
    pub(crate) fn may_all(
        &self,
        staff: &Staff,
        what: crate::policy::Act<'_>,
        reach: &Reach,
    ) -> Result<(), &'static str> {
        let mut models = Vec::new();
        reach.models(&mut models);
        // A model that is not at the desk follows its parent: nobody could be asked about it.
        let refused = |model: &&'static str| {
            let record = self.records.iter().find(|record| record.meta().name == *model);
            record.is_some_and(|record| !self.policy.along(staff, what, record.meta()))
        };
        models.into_iter().find(refused).map_or(Ok(()), Err)
    }
}

/// A declared model whose type is forgotten.
pub(crate) struct ModelOf<Conn>(Record<Conn>);

impl<Conn> ModelOf<Conn> {
    /// Its place in addresses.
    pub(crate) fn url(&self) -> String {
        self.0.options.url.clone()
    }
}
