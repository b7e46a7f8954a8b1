//! The program of the guide's first chapter.
#![expect(missing_docs, unreachable_pub, reason = "a reader's first program has neither comments nor a library")]

include!(concat!(env!("OUT_DIR"), "/blog.rs"));
