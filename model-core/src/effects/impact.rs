//! What a deletion or a restoration does to related rows.

use std::fmt;

/// The rows of one model that a write affects through one relation, and those that it affects through these rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// The model of the rows.
    pub model: &'static str,
    /// How many there are.
    pub count: usize,
    /// Whether there may be more: the count ended at its limit, here or above.
    pub capped: bool,
    /// What happens to them.
    pub effect: Effect,
    /// The rows that belong to them.
    pub children: Vec<Self>,
}

/// What happens to rows that belong to a deleted or restored row. Only previews that [count](crate::verbs::CountingTo)
/// return the last three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// They are deleted with it.
    Deleted,
    /// They stay, and their reference becomes NULL.
    Detached,
    /// They stay as they are, and still refer to it.
    Kept,
    /// They are restored with it.
    Restored,
    /// They make the write fail: rows of an `on_delete = restrict`, or the deleted parent of a restored row.
    Refusing,
}

impl Impact {
    /// An uncapped number of rows of one model, with nothing below them.
    pub(crate) fn of(model: &'static str, count: usize, effect: Effect) -> Self {
        Self { model, count, capped: false, effect, children: Vec::new() }
    }

    /// The number of rows that the write changes, including those that belong to them.
    pub fn total(&self) -> usize {
        let own = match self.effect {
            Effect::Deleted | Effect::Detached | Effect::Restored => self.count,
            Effect::Kept | Effect::Refusing => 0,
        };
        own + self.children.iter().map(Self::total).sum::<usize>()
    }

    /// Whether there may be more rows than the tree counts.
    pub fn is_capped(&self) -> bool {
        self.capped || self.children.iter().any(Self::is_capped)
    }

    /// Whether rows in the tree make the write fail.
    pub fn is_refused(&self) -> bool {
        self.effect == Effect::Refusing || self.children.iter().any(Self::is_refused)
    }

    /// Adds up the impact of several writes, relation by relation.
    pub(crate) fn merge(all: &mut Vec<Self>, more: Vec<Self>) {
        for impact in more {
            let same = |other: &&mut Self| other.model == impact.model && other.effect == impact.effect;
            match all.iter_mut().find(same) {
                Some(known) => {
                    known.count += impact.count;
                    known.capped |= impact.capped;
                    Self::merge(&mut known.children, impact.children);
                }
                None => all.push(impact),
            }
        }
    }

    fn write(&self, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let effect = match self.effect {
            Effect::Deleted => "",
            Effect::Detached => " (kept, without the reference)",
            Effect::Kept => " (kept)",
            Effect::Restored => " (restored)",
            Effect::Refusing => " (in the way)",
        };
        let more = if self.capped { "+" } else { "" };
        write!(f, "{:indent$}{}{more} {}{effect}", "", self.count, self.model, indent = 2 * depth)?;
        self.children.iter().try_for_each(|impact| {
            f.write_str("\n")?;
            impact.write(depth + 1, f)
        })
    }
}

/// One line for each relation, indented by its depth.
impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(0, f)
    }
}
