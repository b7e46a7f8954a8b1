//! What the tables should hold, in the simplest form.

use std::collections::{BTreeMap, BTreeSet};

/// The number of the deletion that took a row; none for a live row.
pub(crate) type Gone = Option<u32>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Branch {
    pub(crate) kind: String,
    pub(crate) parent: Option<i64>,
    pub(crate) graft: Option<i64>,
    pub(crate) gone: Gone,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Deed {
    pub(crate) title: String,
    pub(crate) drawer: i32,
    pub(crate) sealed: bool,
    pub(crate) gone: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Memory {
    pub(crate) branches: BTreeMap<i64, Branch>,
    /// By branch and number.
    pub(crate) leaves: BTreeMap<(i64, i32), Gone>,
    /// The links between branches, by both ends.
    pub(crate) ties: BTreeMap<(i64, i64), Gone>,
    /// What each reaction says, what it is about (another reaction, or the article), and whether it is deleted.
    pub(crate) reactions: BTreeMap<i64, (String, Option<i64>, bool)>,
    /// The label and the network of each card, and whether it is deleted.
    pub(crate) cards: BTreeMap<i64, (String, String, bool)>,
    pub(crate) deeds: BTreeMap<i64, Deed>,
    deletions: u32,
}

impl Memory {
    /// The number of the next deletion. It goes on after a rollback, so that no number means two of them.
    pub(crate) fn next_deletion(&mut self) -> u32 {
        self.deletions += 1;
        self.deletions
    }

    pub(crate) fn forget_all_but_numbers(&mut self, before: Self) {
        *self = Self { deletions: self.deletions, ..before };
    }

    /// What is compared with the tables, which do not hold the numbers.
    pub(crate) fn forget_numbers(&mut self) {
        self.deletions = 0;
    }

    pub(crate) fn is_live(&self, branch: Option<i64>) -> bool {
        branch.is_none_or(|id| self.branches[&id].gone.is_none())
    }

    /// These branches and all below them for which the condition holds.
    fn below(&self, roots: impl IntoIterator<Item = i64>, reached: impl Fn(&Branch) -> bool) -> BTreeSet<i64> {
        let mut all: BTreeSet<i64> = roots.into_iter().collect();
        loop {
            let leads = |up: Option<i64>| up.is_some_and(|id| all.contains(&id));
            let next = |(id, row): &(&i64, &Branch)| {
                !all.contains(id) && (leads(row.parent) || leads(row.graft)) && reached(row)
            };
            let more: Vec<i64> = self.branches.iter().filter(next).map(|(id, _)| *id).collect();
            if more.is_empty() {
                return all;
            }
            all.extend(more);
        }
    }

    /// Marks these branches, and what belongs to them.
    pub(crate) fn delete(&mut self, roots: Vec<i64>) {
        let deletion = self.next_deletion();
        let all = self.below(roots, |row| row.gone.is_none());
        for id in &all {
            self.branches.get_mut(id).expect("it is there").gone = Some(deletion);
        }
        let leaves = self.leaves.iter_mut().filter(|((branch, _), _)| all.contains(branch));
        let ties = self.ties.iter_mut().filter(|((from, to), _)| all.contains(from) || all.contains(to));
        for gone in leaves.map(|(_, gone)| gone).chain(ties.map(|(_, gone)| gone)) {
            *gone = gone.or(Some(deletion));
        }
    }

    /// Restores a branch with the others of its deletion; `false`, and nothing, if one of them has a deleted parent.
    pub(crate) fn restore(&mut self, root: i64) -> bool {
        let deletion = self.branches[&root].gone;
        let all = self.below([root], |row| row.gone == deletion);
        let mut after = self.clone();
        for id in &all {
            after.branches.get_mut(id).expect("it is there").gone = None;
        }
        for ((branch, _), gone) in &mut after.leaves {
            if all.contains(branch) && *gone == deletion {
                *gone = None;
            }
        }
        let mut ends = Vec::new();
        for ((from, to), gone) in &mut after.ties {
            if (all.contains(from) || all.contains(to)) && *gone == deletion {
                *gone = None;
                ends.extend([*from, *to]);
            }
        }
        let above = all.iter().flat_map(|id| [after.branches[id].parent, after.branches[id].graft]).flatten();
        if !above.chain(ends).all(|id| after.is_live(Some(id))) {
            return false;
        }
        *self = after;
        true
    }

    /// Removes a branch and all that belongs to it.
    pub(crate) fn remove(&mut self, root: i64) {
        let all = self.below([root], |_| true);
        self.branches.retain(|id, _| !all.contains(id));
        self.leaves.retain(|(branch, _), _| !all.contains(branch));
        self.ties.retain(|(from, to), _| !all.contains(from) && !all.contains(to));
    }
}
