//! The public modules that collect names of several folders. May import: every folder.

#[cfg(feature = "async")]
pub mod asynchronous;
pub mod bases;
pub(crate) mod broken;
pub(crate) mod broken_values;
pub mod commit;
pub(crate) mod described;
pub mod expressions;
pub mod fields;
pub mod inherit;
pub mod objects;
pub mod relations;
pub(crate) mod replica;
pub(crate) mod shared;
#[cfg(feature = "testing")]
pub mod testing;
pub mod wire;

#[cfg(test)]
mod tests {
    use crate::effects::clauses::{InBatch, Restored};
    use crate::effects::impact::Impact;
    use crate::hooks::change::Change;
    use crate::meta::error::Error;
    use crate::meta::outcome::Outcome;
    use crate::model::unit::Unit;
    use crate::operation::Operation;
    use crate::sql::target::ByFilter;
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    use crate::trail::snapshot::Snapshot;

    /// A type that no other thread can hold.
    type Alone = std::rc::Rc<()>;

    fn sent<T: Send>() {}
    fn shared<T: Send + Sync>() {}

    #[test]
    fn what_a_write_holds_can_go_to_another_thread() {
        shared::<(Operation<'_>, Unit, Error, Impact)>();
        #[cfg(any(feature = "sqlite", feature = "mysql"))]
        shared::<Snapshot>();
        shared::<(Change<String>, Outcome<String>)>();
    }

    #[test]
    fn a_type_that_only_names_others_can_go_to_another_thread() {
        shared::<(InBatch<Alone, Alone, Alone>, Restored<Alone, Alone, Alone>)>();
        shared::<ByFilter<Alone, String, Alone>>();
        sent::<ByFilter<Alone, Box<dyn Send>, Alone>>();
    }
}
