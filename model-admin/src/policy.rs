//! Permissions.

use crate::data::Row;
use crate::staff::Staff;
use model_core::meta::Meta;
use model_core::{Condition, Model};
use std::any::Any;
use std::fmt;

/// An action on a model or a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Act<'a> {
    /// To read rows.
    See,
    /// To create a row.
    Create,
    /// To change a row.
    Change,
    /// To delete a row.
    Delete,
    /// To restore a deleted row.
    Restore,
    /// To remove deleted rows permanently.
    Purge,
    /// To undo an entry of the history.
    Revert,
    /// To read the history of rows.
    SeeHistory,
    /// To download rows as a file.
    Export,
    /// To compare the history with the table.
    Verify,
    /// To run an action of the application, by its name.
    Do(&'a str),
}

/// What a person may do with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// It is not on any page, nor in any filter, sort order, search, diff, error or export.
    Hidden,
    /// It is shown.
    ReadOnly,
    /// It is shown, and can be changed where the model allows it.
    Write,
}

/// Which rows of a model a person may see.
#[derive(Default)]
pub enum Scope {
    /// All.
    All,
    /// None.
    #[default]
    None,
    /// Those for which a condition holds; [`Scope::of`] creates it.
    Where(Where),
}

/// A condition on rows of one model.
pub struct Where {
    pub(crate) model: &'static str,
    pub(crate) condition: Box<dyn Any + Send + Sync>,
}

impl Scope {
    /// The rows for which a condition of their model holds: `Scope::of(Article::for_user(7))`.
    pub fn of<M: Model>(condition: Condition<M>) -> Self {
        Self::Where(Where { model: M::META.name, condition: Box::new(condition) })
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("All"),
            Self::None => f.write_str("None"),
            Self::Where(held) => write!(f, "Where({held:?})"),
        }
    }
}

impl fmt::Debug for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a condition on {}", self.model)
    }
}

/// The permissions of the desk, which every page uses. They deny by default: what a method does not allow is rejected.
pub trait Policy: Send + Sync + 'static {
    /// Whether a person may do something with this row, or, if there is no row, with the model.
    fn may(&self, who: &Staff, what: Act<'_>, model: &Meta, row: Option<&Row>) -> bool {
        let _ = (who, what, model, row);
        false
    }

    /// Whether rows of this model may be deleted or restored together with a row that they belong to. The default is
    /// the right on the model itself.
    fn along(&self, who: &Staff, what: Act<'_>, model: &Meta) -> bool {
        self.may(who, what, model, None)
    }

    /// What a person may do with a field, by its index in [`Meta::fields`].
    fn field(&self, who: &Staff, model: &Meta, field: usize, row: Option<&Row>) -> Access {
        let _ = (who, model, field, row);
        Access::Hidden
    }

    /// Which rows a person may see. The condition is part of every statement, so a row that it hides is not in any
    /// list, count, choice, export or history, and its page does not exist.
    fn rows(&self, who: &Staff, model: &Meta) -> Scope {
        let _ = (who, model);
        Scope::None
    }
}

/// The policy of a desk whose staff may do everything.
#[derive(Debug, Clone, Copy)]
pub struct FullAccess;

impl Policy for FullAccess {
    fn may(&self, _: &Staff, _: Act<'_>, _: &Meta, _: Option<&Row>) -> bool {
        true
    }

    fn field(&self, _: &Staff, _: &Meta, _: usize, _: Option<&Row>) -> Access {
        Access::Write
    }

    fn rows(&self, _: &Staff, _: &Meta) -> Scope {
        Scope::All
    }
}
