//! What a deletion takes along.

use std::fmt;

/// The rows of one model that a deletion reaches by one relation, and those that it reaches through them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The model of the rows.
    pub model: &'static str,
    /// How many there are.
    pub count: usize,
    /// What becomes of them.
    pub fate: Fate,
    /// What goes with them.
    pub along: Vec<Self>,
}

/// What becomes of rows that belong to a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// They are deleted with it.
    Deleted,
    /// They stay, and refer to nothing.
    Detached,
}

impl Taken {
    /// How many rows there are, with those that go along.
    pub fn total(&self) -> usize {
        self.count + self.along.iter().map(Self::total).sum::<usize>()
    }

    /// Adds up what was taken by several deletions, relation by relation.
    pub(crate) fn merge(all: &mut Vec<Self>, more: Vec<Self>) {
        for taken in more {
            let same = |other: &&mut Self| other.model == taken.model && other.fate == taken.fate;
            match all.iter_mut().find(same) {
                Some(known) => {
                    known.count += taken.count;
                    Self::merge(&mut known.along, taken.along);
                }
                None => all.push(taken),
            }
        }
    }

    fn write(&self, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fate = match self.fate {
            Fate::Deleted => "",
            Fate::Detached => " (kept, without it)",
        };
        write!(f, "{:indent$}{} {}{fate}", "", self.count, self.model, indent = 2 * depth)?;
        self.along.iter().try_for_each(|taken| {
            f.write_str("\n")?;
            taken.write(depth + 1, f)
        })
    }
}

/// One line for each relation, indented by its depth.
impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(0, f)
    }
}
