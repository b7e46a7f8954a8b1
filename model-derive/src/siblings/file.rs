//! Reads the file in which the derive stands.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use super::text::Outline;

/// The names of the derives before ours and in its list; none when the source cannot be read, as in a build from elsewhere.
pub(super) fn before_and_beside() -> Vec<String> {
    // A derive's call site is its own word in the list.
    let word = proc_macro::Span::call_site();
    let Some(path) = word.local_file() else {
        return Vec::new();
    };
    let start = word.start();
    outline(&path).map_or_else(Vec::new, |outline| outline.derives_around(start.line(), start.column()))
}

/// An outline, and the state of the file it was made from: an editor's macro server outlives many edits.
struct Cached {
    modified: Option<SystemTime>,
    length: u64,
    outline: Rc<Outline>,
}

thread_local! {
    // A file with a hundred models is read and scanned once.
    static OUTLINES: RefCell<HashMap<PathBuf, Cached>> = RefCell::default();
}

fn outline(path: &Path) -> Option<Rc<Outline>> {
    let metadata = fs::metadata(path).ok()?;
    let (modified, length) = (metadata.modified().ok(), metadata.len());
    OUTLINES.with_borrow_mut(|outlines| {
        if let Some(cached) = outlines.get(path)
            && cached.modified == modified
            && cached.length == length
        {
            return Some(Rc::clone(&cached.outline));
        }
        let outline = Rc::new(Outline::of(&fs::read_to_string(path).ok()?));
        let cached = Cached { modified, length, outline: Rc::clone(&outline) };
        outlines.insert(path.to_owned(), cached);
        Some(outline)
    })
}
