use crate::pipeline::checked_model;

fn mistakes(inputs: &[&str]) -> String {
    super::mistakes(|input| checked_model(input, &[]), inputs)
}

/// The fields in a struct that has no other mistake.
fn in_struct(options: &str, fields: &[&str]) -> String {
    let inputs: Vec<_> =
        fields.iter().map(|fields| format!("#[model(table = a{options})] struct A {{ id: i32, {fields} }}")).collect();
    mistakes(&inputs.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn shape() {
    let report = mistakes(&[
        "#[model(table = a)] enum A { B }",
        "#[model(table = a)] union A { b: i32 }",
        "#[model(table = a)] struct A(i32);",
        "#[model(table = a)] struct A;",
        "#[model(table = a)] struct A<'a, T> { id: i32, b: &'a T }",
        "#[model(table = a)] struct A {}",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn table() {
    let report = mistakes(&[
        "struct A { id: i32 }",
        "#[diesel(table_name = schema::articles)] struct A { id: i32 }",
        "#[model(tabel = a)] struct A { id: i32 }",
        "#[model(schema = a)] struct A { id: i32 }",
        "#[model(table)] struct A { id: i32 }",
        "#[model(table =)] struct A { id: i32 }",
        "#[model(table = \"a\")] struct A { id: i32 }",
        "#[model(table(a))] struct A { id: i32 }",
        "#[model(table = a, table = b)] #[model(table = c)] struct A { id: i32 }",
        "#[model(primary_key = id)] struct A { id: i32 }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn derives_of_diesel() {
    let report = mistakes(&[
        "#[model(table = a)] #[diesel(table_name = a)] struct A { id: i32 }",
        "#[model(table = a)] #[derive(Debug, Clone)] #[diesel(check_for_backend(diesel::pg::Pg))] struct A { id: i32 }",
        "#[model(table = a)] #[derive(Queryable)] #[diesel(table_name = a)] struct A { id: i32 }",
        "#[model(table = a)] #[derive(diesel::Insertable)] #[diesel(table_name = a)] struct A { id: i32 }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn grammar() {
    let report = mistakes(&[
        "#[model] struct A { id: i32 }",
        "#[model = \"a\"] struct A { id: i32 }",
        "#[model{table = a}] struct A { id: i32 }",
        "#[model(\"a\", timestmps)] struct A { id: i32 }",
        "#[model(table = a timestmps)] struct A { id: i32 }",
        "#[model(table = a; timestamps = 1)] struct A { id: i32 }",
        "#[model(table = a, , timestamps = 1)] struct A { id: i32 }",
        "#[model(table = a)] struct A { id: i32, #[model(default = f::<A B, C>(), max_length = 0)] b: i32 }",
        "#[model(table = a::)] struct A { id: i32 }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn options_of_the_struct() {
    let report = mistakes(&[
        "#[model(table = a, timestamps = true, soft_delete(yes), audit = 1)] struct A { id: i32, #[audit(mask)] b: i32 }",
        "#[model(table = a, timestamps)] struct A { id: i32 }",
        "#[model(table = a, soft_delete)] struct A { id: i32 }",
        "#[model(table = a, audit())] struct A { id: i32 }",
        "#[model(table = a, audit(explict))] struct A { id: i32, b: i32 }",
        "#[model(table = a, audit(mask))] struct A { id: i32 }",
        "#[model(table = a, audit(explicit))] struct A { id: i32, b: i32, #[audit(msak)] c: i32 }",
        "#[model(table = a)] #[audit(skip)] struct A { id: i32, #[audit(mask)] b: i32 }",
        "#[model(table = a, ordering = 5, content_type = a, repr = \"b\")] struct A { id: i32 }",
        "#[model(table = a, ordering = \"-creatd_at, created_at, created_at,, zzz\")] struct A { id: i32, created_at: T }",
        "#[model(table = a, ordering = \" \")] struct A { id: i32 }",
        "#[model(table = a, content_type = \"\")] struct A { id: i32 }",
        &format!("#[model(table = a, content_type = \"{}\")] struct A {{ id: i32 }}", "é".repeat(51)),
        &format!("#[model(table = {})] struct A {{ id: i32 }}", "t".repeat(101)),
        "#[model(table = a, repr = titel)] struct A { id: i32, title: String }",
        "#[model(table = a, audit, repr = title)] struct A { id: i32, #[audit(mask)] title: String }",
        "#[model(table = a, audit, repr = title)] struct A { id: i32, #[audit(skip)] title: String }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn options_of_a_field() {
    let report = in_struct(
        "",
        &[
            "#[model(max_len = 5)] b: i32",
            "#[model(max_length)] b: String",
            "#[model(max_length = 0)] b: String",
            "#[model(max_length = -1)] b: String",
            "#[model(max_length = 5u8)] b: String",
            "#[model(max_length = \"5\")] b: String",
            "#[model(default =)] b: i32",
            "#[model(default(1))] b: i32",
            "#[model(skip_insert = true, skip_update(x), db = 1)] b: i32",
            "#[model(expressions)] b: i32",
            "#[model(expressions = true, check = f)] b: i32",
            "#[model(expressions, check = f, skip_update)] b: i32",
            "#[model(expressions, check = f, belongs_to = B)] b: i32",
            "#[model(expressions, max_length = 5)] created_at: T",
            "#[model(default, default = 1)] b: i32",
            "#[model(mask)] b: i32",
            "#[model(table = b)] b: i32",
            "#[model(audit)] b: i32",
            "#[audit(mask)] b: i32",
            "#[audit(db)] b: i32",
            "#[diesel(embed)] b: B",
            "#[diesel(column_name)] b: i32, #[diesel(column_name = 5)] c: i32, #[diesel(column_name = \"not one\")] d: i32",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn audit_choices() {
    let report = in_struct(
        ", audit",
        &[
            "#[audit] b: i32",
            "#[audit()] b: i32",
            "#[audit(masc)] b: i32",
            "#[audit(mask = true)] b: i32",
            "#[audit(mask, skip)] b: i32",
            "#[audit(mask)] #[audit(mask)] b: i32",
            "#[model(primary_key)] #[audit(mask)] b: i32",
            "#[audit(renamed_from)] b: i32",
            "#[audit(renamed_from = old)] b: i32",
            "#[audit(renamed_from = [])] b: i32",
            "#[audit(renamed_from = \"b\")] b: i32",
            "#[audit(renamed_from = \"old\")] b: i32, #[audit(renamed_from = [\"older\", \"old\"])] c: i32",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn renamed_without_a_trail() {
    insta::assert_snapshot!(in_struct("", &["#[audit(renamed_from = \"old\")] b: i32"]));
}

#[test]
fn keys() {
    let report = mistakes(&[
        "#[model(table = a)] struct A { key: i32 }",
        "#[model(table = a)] struct A { #[model(primary_kei)] key: i32 }",
        "#[model(table = a)] struct A { #[model(primary_key = true)] key: i32 }",
        "#[model(table = a)] struct A { id: Option<i32> }",
        "#[model(table = a)] struct A { #[model(default = 1)] id: i32 }",
        "#[model(table = a)] struct A { #[model(default = 1, primary_key)] a: i32, #[model(primary_key)] b: i32 }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn columns_that_move_a_timestamp() {
    let report = in_struct(
        ", timestamps",
        &[
            "#[model(updated_at(on = [id]))] moved: Instant",
            "#[model(updated_at(on))] moved: Instant",
            "#[model(updated_at(on = []))] moved: Instant",
            "#[model(updated_at(on = id))] moved: Instant",
            "#[model(updated_at(on = [titel]))] moved: Instant",
            "#[model(updated_at(on = [moved]))] moved: Instant",
            "#[model(updated_at(db, on = [id]))] moved: Instant",
            "#[model(created_at(on = [id]))] moved: Instant",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn roles_without_their_flag() {
    let report = mistakes(&[
        "#[model(table = a)] struct A { id: i32, #[model(created_at)] b: T, #[model(updated_at(db))] c: T }",
        "#[model(table = a)] struct A { id: i32, #[model(deleted_at)] b: T, #[model(deleted_by)] c: T }",
        // A misspelt or malformed flag is one mistake.
        "#[model(table = a, timestamp)] struct A { id: i32, #[model(created_at)] b: T }",
        "#[model(table = a, soft_delete = true)] struct A { id: i32, #[model(deleted_at)] b: T }",
        "#[model(table = a, timestamps, soft_delete)] struct A { id: i32, #[model(create_at)] b: T, #[model(deleted_a)] c: T }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn roles_and_other_options() {
    let report = in_struct(
        ", timestamps, soft_delete",
        &[
            "created_at: T, deleted_at: T, #[model(created_at, deleted_at)] b: T",
            "#[model(created_at)] a: T, #[model(created_at)] b: T, deleted_at: T",
            "#[model(updated_at(bd))] a: T, deleted_at: T",
            "#[model(updated_at = db)] a: T, deleted_at: T",
            "created_at: T, #[model(primary_key, deleted_at)] b: T",
            "#[model(default)] created_at: T, #[model(default = false)] deleted: bool",
            "#[model(created_at(db), default)] a: T, #[model(default, skip_insert)] b: i32, deleted_at: T",
            "created_at: T, #[model(db)] deleted_at: T, #[model(created_by, db)] by: i32",
            "created_at: T, #[model(db, default, max_length = 5, skip_insert, skip_update)] b: i32, deleted_at: T",
            "#[model(max_length = 5)] created_at: T, #[model(max_length = 5)] deleted_at: T",
            "created_at: T, deleted_at: T, #[model(created_by, skip_insert)] b: i32",
            "#[model(skip_update)] updated_at: T, #[model(skip_update)] deleted_at: T",
            "#[model(created_at(db), skip_insert)] a: T, deleted_at: T",
            "created_at: T, deleted_at: T, #[model(version, skip_insert)] a: i32, #[model(version, skip_update)] b: i32",
            "created_at: T, deleted_at: T, #[model(version, default = 1, max_length = 2)] a: i32",
            "created_at: T, deleted_at: T, #[model(version, db)] a: i64",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn types_that_cannot_have_a_role() {
    let mut report = mistakes(&[
        "#[model(table = a)] struct A { id: f64 }",
        "#[model(table = a)] struct A { #[model(primary_key)] a: i64, #[model(primary_key)] b: u8 }",
    ]);
    report += &in_struct(
        ", timestamps, soft_delete",
        &[
            "created_at: String, deleted_at: Option<DateTime<Utc>>",
            "updated_at: Option<f64>, deleted_at: Option<NaiveDateTime>",
            "updated_at: i64, deleted_at: Option<i64>",
            "#[model(epoch = millis)] updated_at: i64, #[model(epoch = nanos)] deleted_at: Option<i64>",
            "#[model(epoch = millis)] updated_at: DateTime<Utc>, #[model(epoch = nanos)] deleted_at: Own",
            "#[model(epoch)] updated_at: i64, #[model(epoch = weeks)] deleted_at: bool",
            "#[model(epoch = millis)] updated_at: Own, deleted: bool, #[model(version, epoch = millis)] a: i64",
            "updated_at: Own, is_deleted: bool",
            "updated_at: Option<T>, #[model(deleted_at)] gone: i32",
            "updated_at: Option<T>, deleted: Option<bool>",
            "updated_at: Option<T>, deleted_at: chrono::DateTime<Utc>",
            "updated_at: T, deleted: bool, #[model(version)] a: String",
            "updated_at: T, deleted: bool, #[model(version)] a: Option<i32>",
            "updated_at: T, deleted: bool, #[model(version)] a: u32",
            "updated_at: T, deleted: bool, #[model(version)] a: Own",
        ],
    );
    report += &in_struct("", &["b: Rc<str>, c: Option<std::rc::Rc<String>>, d: Vec<Rc<u8>>", "b: Arc<str>, c: Row"]);
    insta::assert_snapshot!(report);
}

#[test]
fn checks() {
    let report = in_struct(
        ", timestamps",
        &[
            "created_at: T, #[model(check)] a: i32",
            "created_at: T, #[model(check = 5)] a: i32",
            "created_at: T, #[model(check(is_a))] a: i32",
            "created_at: T, #[model(check = f, check = g)] a: i32",
            "#[model(check = f)] created_at: T, #[model(db, check = f)] a: i32",
            "created_at: T, #[model(version, check = f)] a: i32",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn logs_of_changes() {
    let report = in_struct(
        ", audit",
        &[
            "#[model(change_log)] a: ChangeLog",
            "#[model(change_log)] a: ChangeLog, #[model(change_log)] b: ChangeLog",
            "#[model(change_log = 5)] a: ChangeLog, #[model(change_logs)] b: ChangeLog",
            "#[model(change_log)] a: Option<ChangeLog>",
            "#[model(change_log)] a: Value, #[model(version)] b: i32",
            "#[model(change_log, version)] a: ChangeLog",
            "#[model(change_log, skip_insert, skip_update)] a: ChangeLog",
            "#[model(change_log, db)] a: ChangeLog",
            "#[model(change_log, default, max_length = 5, check = f)] a: ChangeLog",
            "#[model(change_log, unique, belongs_to = B, generic)] a: ChangeLog",
            "#[model(change_log)] #[audit(mask)] a: ChangeLog",
            "#[model(change_log)] #[audit(include)] a: ChangeLog",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn edit_with_a_value() {
    insta::assert_snapshot!(in_struct(", edit = yes", &["a: i32"]));
}

#[test]
#[cfg(not(feature = "validate"))]
fn rules_without_the_feature() {
    insta::assert_snapshot!(in_struct("", &["#[model(validate(email, url))] a: String"]));
}

#[test]
#[cfg(feature = "validate")]
fn rules() {
    let report = in_struct(
        "",
        &[
            "#[model(validate(email, url))] a: String",
            "#[model(validate)] a: String",
            "#[model(validate())] a: String",
            "#[model(validate = email)] a: String",
            "#[model(validate(emial, email, email, ip = 4))] a: String",
            "#[model(db, validate(url))] a: String",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn columns_and_setters() {
    let report = in_struct(
        "",
        &[
            "title: i32, #[diesel(column_name = title)] b: i32",
            "#[diesel(column_name = title)] b: i32, title: i32",
            "run: i32, set_run: i32",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn all_mistakes_at_once() {
    let report = mistakes(&[
        "#[model(tabel = a, timestamps = 1, ordering = \"x\")] struct A<T> { #[model(max_length = 0)] b: T, #[audit(msk)] c: T }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn uniques() {
    let mut report = in_struct(
        ", soft_delete",
        &[
            "deleted_at: T, #[model(unique = true)] b: i32",
            "deleted_at: T, #[model(unique())] b: i32",
            "deleted_at: T, #[model(unique(for_ever))] b: i32",
            "deleted_at: T, #[model(unique(with = tenant))] b: i32, tenant: i32",
            "deleted_at: T, #[model(unique(with = []))] b: i32",
            "deleted_at: T, #[model(unique(with = [tenat]))] b: i32, tenant: i32",
            "deleted_at: T, #[model(unique(with = [b]))] b: i32",
            "deleted_at: T, #[model(unique(with = [c, c]))] b: i32, c: i32",
            "deleted_at: T, #[model(unique(with = [deleted_at]))] b: i32",
            "deleted_at: T, #[model(unique(name = \"\"))] b: i32",
            &format!("deleted_at: T, #[model(unique(name = \"{}\"))] b: i32", "n".repeat(64)),
            &format!("deleted_at: T, #[model(unique)] {}: i32", "n".repeat(64)),
            "deleted_at: T, #[model(unique(name = \"a_b\"))] b: i32, #[model(unique(name = \"a_b\"))] c: i32",
            "deleted_at: T, #[model(unique(on_deleted = revvie))] b: i32",
            "deleted_at: T, #[model(unique(on_deleted = \"revive\"))] b: i32",
            "deleted_at: T, #[model(unique(forever, on_deleted = insert))] b: i32",
            "#[model(unique)] deleted_at: T",
            "deleted_at: T, #[model(unique(with = [c]))] b: i32, #[model(unique(with = [b]))] c: i32",
        ],
    );
    report += &in_struct("", &["#[model(unique(forever, on_deleted = refuse))] b: i32"]);
    report += &mistakes(&["#[model(table = a)] struct A { #[model(unique)] id: i32 }"]);
    insta::assert_snapshot!(report);
}

#[test]
fn conditions_and_functions_of_indexes() {
    let inputs = [
        "#[model(unique(where))] b: i32",
        "#[model(unique(where = c.gt(0)))] b: i32",
        "#[model(unique(where = b > 0))] b: i32",
        "#[model(unique(where = b.gt(OTHER)))] b: i32",
        "#[model(unique(where = b.like(\"x\")))] b: i32",
        "#[model(unique(where = b.eq(\"a\\\\b\")))] b: String",
        "#[model(unique(where = b.gt(true)))] b: bool",
        "#[model(unique(where = b.gt(0).and(id.gt(x)).or(c.is_null())))] b: i32",
        "#[model(unique(on))] b: String",
        "#[model(unique(on = b))] b: String",
        "#[model(unique(on = reverse(b)))] b: String",
        "#[model(unique(on = lower(b, b)))] b: String",
        "#[model(unique(on = lower(c)))] b: String, c: String",
        "#[model(unique(where = b.gt(-1), on = lower(a::b)))] b: String",
        &format!("#[model(unique(where = {0}.gt(0)))] {0}: i32", "n".repeat(54)),
        &format!("#[model(unique(where = b.gt(0), name = \"{}\"))] b: i32", "n".repeat(62)),
        &format!("#[model(unique(where = {0}.gt(0)))] {0}: i32", "n".repeat(54)),
    ];
    insta::assert_snapshot!(in_struct("", &inputs));
}

#[test]
fn encodings() {
    let inputs = [
        "#[model(encoding)] b: B",
        "#[model(encoding = \"text\")] b: B",
        "#[model(encoding = txt)] b: B",
        "#[model(encoding = text, version)] b: i32",
        "#[model(encoding = native)] b: B",
    ];
    insta::assert_snapshot!(in_struct("", &inputs));
}

#[test]
fn policies_of_the_key() {
    let keys = |soft: &str, fields: &str| format!("#[model(table = a{soft})] struct A {{ {fields} }}");
    let soft = ", soft_delete";
    let inputs = [
        keys(soft, "#[model(primary_key = true)] b: i32, deleted_at: T"),
        keys(soft, "#[model(primary_key())] b: i32, deleted_at: T"),
        keys(soft, "#[model(primary_key(on_delete = revive))] b: i32, deleted_at: T"),
        keys(soft, "#[model(primary_key(on_deleted))] b: i32, deleted_at: T"),
        keys(soft, "#[model(primary_key(on_deleted = revvie))] b: i32, deleted_at: T"),
        keys(soft, "#[model(primary_key(on_deleted = insert))] b: i32, deleted_at: T"),
        keys("", "#[model(primary_key(on_deleted = revive))] b: i32"),
        keys(
            soft,
            "#[model(primary_key(on_deleted = revive))] b: i32, #[model(primary_key(on_deleted = restore))] c: i32, \
             deleted_at: T",
        ),
        keys("", "#[model(primary_key, unique(with = [c]))] b: i32, #[model(primary_key)] c: i32"),
    ];
    insta::assert_snapshot!(mistakes(&inputs.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn slugs() {
    let report = in_struct(
        ", audit",
        &[
            "title: String, #[model(slug, unique)] b: String",
            "title: String, #[model(slug = \"title\", unique)] b: String",
            "title: String, #[model(slug = titel, unique)] b: String",
            "#[model(slug = b, unique)] b: String",
            "title: String, #[model(slug = title)] b: String",
            "title: String, #[model(slug = title, unique, default)] b: String",
            "title: String, #[model(slug = title, unique, db)] b: String",
            "title: String, #[model(slug = title, unique, created_by)] b: String",
            "title: String, #[model(slug = title, unique)] b: String, #[model(slug = title, unique)] c: String",
            "#[audit(mask)] title: String, #[model(slug = title, unique)] b: String",
        ],
    );
    insta::assert_snapshot!(report);
}
