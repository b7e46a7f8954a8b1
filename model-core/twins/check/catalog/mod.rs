// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

pub(crate) fn read<Conn: Send, DB>(
    conn: &mut Conn,
    names: &[String],
    schemas: &[String],
) -> impl ::std::future::Future<Output = Result<Actual>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = DB>,
    DB: Catalog,
{
    async move {
        let mut answers = Vec::new();
        for text in DB::TEXTS {
            let answer: Vec<Cells> = crate::sql::driver::load(conn, Question { text, names, schemas }).await?;
            answers.push(answer);
        }
        Ok(Answers(answers).read(DB::SYSTEM))
    }
}
