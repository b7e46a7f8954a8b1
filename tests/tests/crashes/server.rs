//! A server of the test's own is killed.

use crate::site::{Acknowledged, ENOUGH, Site};
use model_tests::backend::Backend;
use model_tests::crash::{WRITERS, Work, set_trap, write_until_it_fails};
use model_tests::models::Article;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, mpsc};
use std::{iter, thread};
use xtask::{Durability, Server};

/// A server, and the database on it.
pub(crate) struct Own<C> {
    server: Arc<Mutex<Server>>,
    conn: PhantomData<fn() -> C>,
}

impl<C: Backend> Own<C> {
    pub(crate) fn start(backend: xtask::Backend) -> Self {
        let server = Server::start(backend, Durability::Durable).unwrap_or_else(|error| panic!("{error:#}"));
        let server = server.expect("the backend has a server");
        let own = Self { server: Arc::new(Mutex::new(server)), conn: PhantomData };
        C::create_tables(&mut own.connect());
        own
    }

    pub(crate) fn server(&self) -> MutexGuard<'_, Server> {
        self.server.lock().unwrap()
    }
}

impl<C: Backend> Site for Own<C> {
    type Conn = C;

    const PROGRAMS: bool = !C::ONE_STATEMENT;

    // Not prepared as the connections of other tests are: those may forget what they have written.
    fn connect(&self) -> C {
        let url = self.server().url().to_owned();
        C::establish(&url).unwrap_or_else(|error| panic!("cannot connect to {url}: {error}"))
    }

    fn crash_before(&mut self, statement: usize, work: Work, rows: &[Article]) -> Option<String> {
        let mut conn = self.connect();
        let (killed, sql) = mpsc::channel();
        let server = Arc::clone(&self.server);
        set_trap(&mut conn, statement, move |sql| {
            server.lock().unwrap().kill().unwrap();
            killed.send(sql).unwrap();
        });
        let result = work.run(&mut conn, rows);
        let sql = sql.try_recv().ok();
        assert_eq!(result.is_err(), sql.is_some(), "{result:?}");
        if sql.is_some() {
            self.server().restart().unwrap();
        }
        sql
    }

    fn crash_under_load(&mut self, name: &str, rows: &[Article]) -> Vec<Acknowledged> {
        let count = AtomicUsize::new(0);
        let conns: Vec<C> = iter::repeat_with(|| self.connect()).take(WRITERS).collect();
        let acknowledged = thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, C)| {
                let count = &count;
                scope.spawn(move || {
                    let mut own = Vec::new();
                    let acknowledge = |id, title: &str| {
                        own.push((id, title.to_owned()));
                        count.fetch_add(1, Ordering::Relaxed);
                    };
                    write_until_it_fails(&mut conn, &format!("{name}.{writer}"), rows, acknowledge);
                    own
                })
            };
            let writers: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            while count.load(Ordering::Relaxed) < ENOUGH && !writers.iter().all(|writer| writer.is_finished()) {
                thread::yield_now();
            }
            self.server().kill().unwrap();
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
        });
        self.server().restart().unwrap();
        acknowledged
    }
}
