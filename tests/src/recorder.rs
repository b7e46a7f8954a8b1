//! Which statements a connection sends, through Diesel's own instrumentation.

use diesel::Connection;
use diesel::connection::InstrumentationEvent;
use std::sync::{Arc, Mutex, PoisonError};

/// Listens to a connection from the moment it is made.
#[derive(Debug, Clone, Default)]
pub struct Recorder {
    heard: Arc<Mutex<Heard>>,
}

#[derive(Debug, Default)]
struct Heard {
    sent: Vec<String>,
    prepared: Vec<String>,
}

impl Recorder {
    /// Starts listening. A connection has one listener: an earlier one hears nothing more.
    pub fn on(conn: &mut impl Connection) -> Self {
        Self::before_each(conn, |_| {})
    }

    /// The same, and calls this before each statement is sent, in the middle of what Diesel does with it.
    pub fn before_each(conn: &mut impl Connection, mut act: impl FnMut(&str) + Send + 'static) -> Self {
        let recorder = Self::default();
        let heard = Arc::clone(&recorder.heard);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            let heard = || heard.lock().unwrap_or_else(PoisonError::into_inner);
            match event {
                InstrumentationEvent::StartQuery { query, .. } => {
                    let sql = sql_of(&query.to_string());
                    act(&sql);
                    heard().sent.push(sql);
                }
                InstrumentationEvent::CacheQuery { sql, .. } => heard().prepared.push(sql.to_owned()),
                _ => {}
            }
        });
        recorder
    }

    /// The statements sent since this was last asked, `BEGIN` and `COMMIT` among them, without their values.
    pub fn sent(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().unwrap_or_else(PoisonError::into_inner).sent)
    }

    /// The statements that were prepared to be kept, since this was last asked.
    pub fn prepared(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().unwrap_or_else(PoisonError::into_inner).prepared)
    }
}

/// The SQL of what Diesel's `debug_query` shows, without the values.
pub fn sql_of(shown: &str) -> String {
    shown.split(" -- binds: ").next().unwrap_or_default().to_owned()
}
