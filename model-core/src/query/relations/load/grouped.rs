//! Assigns the result of a query to the rows that it was made for.

use crate::sql::dialect::Dialect;
use crate::sql::limit::per_statement;
use diesel::QueryResult;
use diesel::result::Error;
use std::collections::HashMap;
use std::hash::Hash;
use std::slice::Chunks;

/// The index of the row of each key. A key that occurs twice is in two of these maps, so that nothing has to be cloned.
pub(crate) fn places<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> Vec<HashMap<K, usize>> {
    let mut rounds: Vec<HashMap<K, usize>> = Vec::new();
    for (place, key) in keys.enumerate() {
        match rounds.iter_mut().find(|round| !round.contains_key(&key)) {
            Some(round) => round.insert(key, place),
            None => {
                rounds.push(HashMap::from([(key, place)]));
                None
            }
        };
    }
    rounds
}

/// How many keys of several columns one query has: its plan has a condition for each of them.
const KEYS_OF_PARTS: usize = 500;

/// Keys of this many columns, in as many parts as the bind limit requires when a query binds this many other values.
pub(crate) fn parts<'s, 'k, DB: Dialect, K>(keys: &'s [&'k K], columns: usize, others: usize) -> Chunks<'s, &'k K> {
    let most = per_statement::<DB>(columns, others);
    keys.chunks(if columns > 1 { most.min(KEYS_OF_PARTS) } else { most })
}

/// The index of the row of a key that the database returned.
pub(crate) fn place<K: Hash + Eq>(places: &HashMap<K, usize>, key: Option<&K>) -> QueryResult<usize> {
    let place = key.and_then(|key| places.get(key));
    place.copied().ok_or_else(unasked)
}

/// The error for a key that belongs to none of the rows. Without it, the row with that key would be lost.
pub(crate) fn unasked() -> Error {
    let message =
        "the database returned a key that was not asked for: the column's collation treats different keys as equal";
    Error::DeserializationError(message.into())
}
