//! The functions that take a closure over the connection, as the twins write them out: an asynchronous closure would
//! have to be proved `Send` wherever the library is used.

use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, parse_quote};

use super::calls::takes_conn;

/// Replaces the call of a known function with a closure by its effect. The body is boxed: the compiler computes the
/// size
/// of a future from the futures inside it, and would otherwise reach its depth limit in applications.
pub(super) fn written_out(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Call(ExprCall { func, args, .. }) => {
            let Expr::Path(ExprPath { qself: None, path, .. }) = &**func else { return None };
            let Some(Expr::Closure(closure)) = args.last() else { return None };
            if !takes_conn(closure) {
                return None;
            }
            let body = &closure.body;
            match path.segments.last()?.ident.to_string().as_str() {
                "transaction" => Some(parse_quote!({
                    async {
                        crate::sql::lock::begin(conn)?;
                        let done = Box::pin(async { #body }).await;
                        let finished = crate::sql::lock::finish(conn, done.is_ok());
                        crate::sql::lock::ended(done, finished)
                    }
                    .await
                })),
                "with_unit" => {
                    let (operation, commits) = (&args[1], &args[2]);
                    Some(parse_quote!({
                        async {
                            let opened =
                                crate::operation::unit::Opened::open(conn, (#operation).unit, #commits)?;
                            let done: crate::meta::error::Result<_> = {
                                let operation = opened.operation(#operation);
                                Box::pin(async { #body }).await
                            };
                            opened.close(conn, done.is_ok())?;
                            done
                        }
                        .await
                    }))
                }
                "rolled_back" => {
                    let operation = &args[1];
                    Some(parse_quote!({
                        async {
                            let unit = crate::model::unit::Unit::of_nothing(conn)?;
                            crate::sql::lock::begin(conn)?;
                            let found: crate::meta::error::Result<_> = {
                                let operation = (#operation).within(&unit);
                                Box::pin(async { #body }).await
                            };
                            crate::sql::lock::finish(conn, false)?;
                            found
                        }
                        .await
                    }))
                }
                _ => None,
            }
        }
        Expr::MethodCall(ExprMethodCall { receiver, method, args, .. }) if method == "transaction" => {
            let Some(Expr::Closure(closure)) = args.last() else { return None };
            let body = &closure.body;
            Some(parse_quote!({
                async {
                    #receiver.begin(conn)?;
                    let done: crate::meta::error::Result<_> = Box::pin(async { #body }).await;
                    let finished = #receiver.finish(conn, done.is_ok());
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }))
        }
        _ => None,
    }
}
