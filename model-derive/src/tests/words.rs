//! Words that are not options.

use crate::symbol::{FieldKey, ModelKey, nearest, unknown};

#[test]
fn a_slip_is_recognised_and_another_word_is_not() {
    assert_eq!(nearest("tabel", ["ordering", "table"]), Some("table"));
    assert_eq!(nearest("create_at", ["created_at", "updated_at"]), Some("created_at"));
    assert_eq!(nearest("schema", ["table", "mask"]), None);
    assert_eq!(nearest("x", ["y"]), None);
    assert_eq!(nearest("max_len", ["default", "max_length"]), Some("max_length"));
}

#[test]
fn an_unknown_word_gets_the_list_or_the_right_place() {
    assert_eq!(
        unknown::<ModelKey>("tabel"),
        "unknown option `tabel` in `#[model(..)]` on the struct; did you mean `table`? expected one of: `table`, \
         `timestamps`, `soft_delete`, `audit`, `ordering`, `content_type`, `repr`, `edit`, `hooks`, \
          `after_commit`, `belongs_to`, `has_many`, `has_one`, `many_to_many`, `referred_by`, `generic`, `extends`, \
          `extended_by`, `write_only`, `lock_parents`, `read_only`, `crate`"
    );
    assert_eq!(
        unknown::<FieldKey>("mask"),
        "unknown option `mask` in `#[model(..)]` on a field; it belongs in `#[audit(..)]` on a field: write \
         `#[audit(mask)]` there"
    );
}
