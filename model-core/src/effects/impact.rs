//! What a deletion does to related rows.

use std::fmt;

/// The rows of one model that a deletion affects through one relation, and those that it affects through these rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// The model of the rows.
    pub model: &'static str,
    /// How many there are.
    pub count: usize,
    /// What happens to them.
    pub effect: Effect,
    /// The rows that belong to them.
    pub children: Vec<Self>,
}

/// What happens to rows that belong to a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// They are deleted with it.
    Deleted,
    /// They stay, and their reference becomes NULL.
    Detached,
}

impl Impact {
    /// The number of all rows, including those that belong to them.
    pub fn total(&self) -> usize {
        self.count + self.children.iter().map(Self::total).sum::<usize>()
    }

    /// Adds up the impact of several deletions, relation by relation.
    pub(crate) fn merge(all: &mut Vec<Self>, more: Vec<Self>) {
        for impact in more {
            let same = |other: &&mut Self| other.model == impact.model && other.effect == impact.effect;
            match all.iter_mut().find(same) {
                Some(known) => {
                    known.count += impact.count;
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
        };
        write!(f, "{:indent$}{} {}{effect}", "", self.count, self.model, indent = 2 * depth)?;
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
