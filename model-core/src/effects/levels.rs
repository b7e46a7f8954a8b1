//! The order in which rows of one model are removed that refer to each other.

use crate::model::Model;
use crate::model::key::RowKey;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// The keys of rows.
type Keys<M> = Vec<<M as Model>::Key>;

/// The keys of rows and of those below them by level, the lowest level first, up to the last level with one of those
/// below: the rows of each level, and those below.
pub(super) fn levels_of_union<P: Model>(
    rows: &[P],
    below: &[P],
    above: for<'r> fn(&'r P, &mut Vec<Cow<'r, P::Key>>),
) -> Vec<(Keys<P>, Keys<P>)> {
    let union: Vec<&P> = rows.iter().chain(below).collect();
    let depths = depths(&union, |row| {
        let mut keys = Vec::new();
        above(row, &mut keys);
        keys
    });
    let mut levels: BTreeMap<Reverse<usize>, (Keys<P>, Keys<P>)> = BTreeMap::new();
    let Some(highest) = depths[rows.len()..].iter().min().copied() else { return Vec::new() };
    for (at, (row, depth)) in union.iter().zip(&depths).enumerate() {
        let level = levels.entry(Reverse(*depth)).or_default();
        if at >= rows.len() {
            level.1.push(row.key());
        } else if *depth > highest && rows.len() > 1 {
            level.0.push(row.key());
        }
    }
    levels.into_values().collect()
}

/// The keys of rows by level, the lowest level first.
pub(super) fn lowest_first<M: Model>(rows: &[M], above: fn(&M) -> Vec<Cow<'_, M::Key>>) -> Vec<Vec<M::Key>> {
    let depths = depths(&rows.iter().collect::<Vec<_>>(), above);
    let mut levels: BTreeMap<Reverse<usize>, Vec<M::Key>> = BTreeMap::new();
    for (row, depth) in rows.iter().zip(depths) {
        levels.entry(Reverse(depth)).or_default().push(row.key());
    }
    levels.into_values().collect()
}

/// How many of the rows lie above each of them.
fn depths<'r, M: Model>(rows: &[&'r M], above: impl Fn(&'r M) -> Vec<Cow<'r, M::Key>>) -> Vec<usize> {
    let places: HashMap<String, usize> = rows.iter().enumerate().map(|(at, row)| (row.key().text(), at)).collect();
    let parents: Vec<Vec<usize>> =
        rows.iter().map(|row| above(row).iter().filter_map(|key| places.get(&key.text()).copied()).collect()).collect();
    let mut depths = vec![0_usize; rows.len()];
    // Each round goes one level down; a circle of references ends after as many rounds as there are rows.
    for _ in 0..rows.len() {
        let deeper: Vec<usize> = parents
            .iter()
            .zip(&depths)
            .map(|(above, depth)| above.iter().map(|at| depths[*at] + 1).chain([*depth]).max().unwrap_or_default())
            .collect();
        if deeper == depths {
            break;
        }
        depths = deeper;
    }
    depths
}
