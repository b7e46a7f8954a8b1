//! The program of the guide's first chapter.
#![expect(missing_docs, reason = "a reader's first program has no comments")]

include!(concat!(env!("OUT_DIR"), "/blog.rs"));
