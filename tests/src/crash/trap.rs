//! Something happens right before a statement.

use crate::recorder::sql_of;
use diesel::Connection;
use diesel::connection::InstrumentationEvent;

/// Calls `spring` with the text of the `statement`th statement that the connection sends from now on, counted from
/// zero and with `BEGIN` and `COMMIT` among them, before it is sent.
pub fn set_trap(conn: &mut impl Connection, statement: usize, spring: impl FnOnce(String) + Send + 'static) {
    let mut spring = Some(spring);
    let mut sent = 0;
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        let InstrumentationEvent::StartQuery { query, .. } = event else { return };
        if sent == statement
            && let Some(spring) = spring.take()
        {
            spring(sql_of(&query.to_string()));
        }
        sent += 1;
    });
}
