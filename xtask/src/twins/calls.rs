//! Which calls are given the connection.

use syn::visit::Visit;
use syn::{Expr, ExprCall, ExprClosure, ExprMethodCall, Pat};

/// Finds a call that is given the connection.
pub(super) struct Calls(pub(super) bool);

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        self.0 |= call.args.iter().any(is_connection) && !keeps_connection(&call.func);
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.0 |= call.args.iter().any(is_connection);
        syn::visit::visit_expr_method_call(self, call);
    }
}

pub(super) fn takes_conn(closure: &ExprClosure) -> bool {
    matches!(closure.inputs.first(), Some(Pat::Ident(first)) if first.ident == "conn")
}

/// Whether an argument is the connection, or the context of a hook.
pub(super) fn is_connection(argument: &Expr) -> bool {
    match argument {
        Expr::Path(path) => path.path.is_ident("conn") || path.path.is_ident("cx"),
        Expr::Reference(reference) if reference.mutability.is_some() => match &*reference.expr {
            Expr::Call(call) => keeps_connection(&call.func) && call.args.iter().any(is_connection),
            Expr::Unary(unary) => is_connection(&unary.expr),
            inner => is_connection(inner),
        },
        Expr::MethodCall(call) => call.method == "conn" && call.args.is_empty() && is_connection(&call.receiver),
        _ => false,
    }
}

/// Whether a function only keeps the connection in what it returns.
pub(super) fn keeps_connection(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "new"))
}
