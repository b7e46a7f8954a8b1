//! The names of rows, for lists that show what their foreign keys refer to.

use crate::audit::named::ReadsName;
use crate::meta::error::Result;
use crate::model::Model;
use crate::model::key::RowKey;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::limit::{BESIDE_KEYS, per_statement};
use std::collections::HashMap;

/// The names of some rows: `Author::labels(&keys)` returns it.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until it is run"]
pub struct Labels<M: Model> {
    keys: Vec<M::Key>,
    all: bool,
}

impl<M: Model> Labels<M> {
    pub(crate) fn new(keys: Vec<M::Key>) -> Self {
        Self { keys, all: false }
    }

    /// Includes the names of deleted rows.
    pub fn with_deleted(self) -> Self {
        Self { all: true, ..self }
    }

    /// Loads the keys of the existing rows with their names, in the order in which the keys were given. The name of a
    /// row without a name is its key.
    ///
    /// SQL: `SELECT id, title FROM articles WHERE id IN (..) AND deleted_at IS NULL`, once, unless there are more keys
    /// than a statement can bind.
    ///
    /// `.run(conn)` does the same, for code in which another trait has a method `load`, such as that of diesel-async.
    ///
    /// # Errors
    /// Those of the database.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<Vec<(M::Key, String)>>
    where
        Self: RunOn<Conn, Output = Vec<(M::Key, String)>>,
    {
        self.perform(conn)
    }
}

/// Does the same as [`load`](Self::load).
impl<M: Model> Run for Labels<M> {
    type Output = Vec<(M::Key, String)>;
}

impl<M: Model> Ready for Labels<M> {}

impl<Conn, M: Model> RunOn<Conn> for Labels<M>
where
    Conn: SyncConnection<Backend: ReadsName<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<(M::Key, String)>> {
        let mut found = HashMap::new();
        for keys in self.keys.chunks(per_statement::<Conn::Backend>(M::META.key.len(), BESIDE_KEYS)) {
            found.extend(<Conn::Backend as ReadsName<Conn, M>>::labels(keys, self.all, conn)?);
        }
        Ok(named::<M>(self.keys, &mut found))
    }
}

/// The keys whose rows were found, each once. A value that the trail does not show is not used as a name.
fn named<M: Model>(keys: Vec<M::Key>, found: &mut HashMap<String, String>) -> Vec<(M::Key, String)> {
    let is_shown = M::META.repr.is_some_and(|index| M::META.fields[index].is_shown());
    let name = |key: M::Key| {
        let text = key.text();
        let name = found.remove(&text)?;
        Some((key, if is_shown && !name.is_empty() { name } else { text }))
    };
    keys.into_iter().filter_map(name).collect()
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/labels.rs"]
pub(crate) mod twin;
