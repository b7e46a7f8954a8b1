//! Every error as problem details.

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use model_core::prelude::*;
use model_core::wire::{FieldError, Problem, codes};
use model_tests::models::Counter;

fn constraint() -> Option<String> {
    Some("notes_secret_idx".to_owned())
}

/// One of each.
fn errors() -> Vec<Error> {
    let of_the_server = || Box::new("SELECT secret FROM notes".to_owned());
    let one = FieldError::new("title", codes::TOO_LONG, "is too long").with("max", 3).with("is", 4);
    let two = FieldError::new("author_id", codes::MISSING, "is missing");
    vec![
        Error::NotFound,
        Error::Deleted,
        Error::NotDeleted,
        Error::Stale { expected: 1, found: 2 },
        Error::invalid("title", "is not right"),
        Error::of_fields([one, two]).unwrap(),
        Error::refused("Article", "it is Sunday"),
        Error::CommitUnseen { why: "inside" },
        Error::UniqueViolation { field: Some("slug"), constraint: "notes_secret_idx".to_owned() },
        Error::UniqueViolation { field: None, constraint: "notes_secret_idx".to_owned() },
        Error::ForeignKey { constraint: constraint() },
        Error::ParentDeleted { parent: "Article", field: "article_id" },
        Error::ParentOutOfScope { parent: "Article", field: "article_id" },
        Error::Restricted { by: "Comment", count: 3 },
        Error::NotNull { column: Some("title".to_owned()) },
        Error::Check { constraint: constraint() },
        Error::RowSecurity,
        Error::ReadOnly,
        Error::Conflict,
        Error::TransactionLost,
        Error::Database(DieselError::DatabaseError(DatabaseErrorKind::Unknown, of_the_server())),
    ]
}

#[test]
fn every_error_has_a_status() {
    let problems: Vec<_> = errors().iter().map(Problem::from).collect();
    let lines: Vec<_> = problems.iter().map(|problem| serde_json::to_string(problem).unwrap()).collect();
    let lines = lines.join("\n");
    assert!(!lines.contains("secret") && !lines.contains("SELECT"), "{lines}");
    insta::assert_snapshot!(lines);
}

#[test]
fn a_removal_that_fails_is_one_of_rows_that_are_held() {
    let refused = Error::ForeignKey { constraint: None };
    let problem = Problem::from(&refused).at("/a").of_deletion();
    assert_eq!((problem.status, &*problem.kind, problem.instance.as_deref()), (409, "/problems/held", Some("/a")));
    assert_eq!(Problem::from(&Error::NotFound).of_deletion().status, 404);
    assert_eq!(Problem::from(&Error::Conflict).retry_after(), Some(1));
}

#[test]
fn a_column_is_called_by_the_name_of_the_wire() {
    let field = Counter::META.fields.iter().find(|field| field.name != field.column).unwrap();
    let refused = Error::NotNull { column: Some(field.column.to_owned()) };
    let problem = Problem::from(&refused).of(Counter::META);
    assert_eq!(problem.errors[0].field, field.name);
}
