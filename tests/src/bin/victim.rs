//! A process that writes to an SQLite database and is killed while it does.
//!
//! `victim FILE WORK STATEMENT` does some work and stops for ever before one of its statements, which it then prints;
//! when there are fewer it ends. `victim FILE load NAME` writes with several connections, and prints the key and the
//! new title of each row after it was written.
#![forbid(unsafe_code)]

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::connect;
use model_tests::crash::{WRITERS, Work, set_trap, write_until_it_fails};
use model_tests::models::Article;
use std::error::Error;
use std::io::Write;
use std::{env, thread};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, task, detail] = &arguments[..] else { return Err("three arguments are needed".into()) };
    let mut conn: SqliteConnection = connect(file);
    let rows: Vec<Article> = Article::objects().load(&mut conn)?;
    if task == "load" {
        load(file, detail, &rows);
        return Err("the writers ended by themselves".into());
    }
    // What does not fit into the cache is written to the file before it is committed.
    diesel::sql_query("PRAGMA cache_size = 1").execute(&mut conn)?;
    set_trap(&mut conn, detail.parse()?, |sql| {
        say(&sql);
        loop {
            thread::park();
        }
    });
    let work: Work = task.parse()?;
    work.run(&mut conn, &rows)?;
    Ok(())
}

fn load(file: &str, name: &str, rows: &[Article]) {
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                let mut conn: SqliteConnection = connect(file);
                let name = format!("{name}.{writer}");
                let error = write_until_it_fails(&mut conn, &name, rows, |id, title| say(&format!("{id} {title}")));
                eprintln!("writer {writer}: {error:?}");
            });
        }
    });
}

/// One line at a time, whoever else says something; nobody may be there to hear it.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
