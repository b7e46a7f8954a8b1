use crate::pipeline::checked_model;

fn mistakes(inputs: &[&str]) -> String {
    super::mistakes(|input| checked_model(input, &[]), inputs)
}

#[test]
fn belongs_to() {
    let inputs = [
        "belongs_to",
        "belongs_to = \"Author\"",
        "belongs_to()",
        "belongs_to(\"Author\")",
        "belongs_to(name = writer)",
        "belongs_to(Author, nam = writer)",
        "belongs_to(Author, name = \"writer\")",
        "belongs_to(Author, name)",
        "belongs_to(Author, with_deleted = true)",
        "belongs_to(Author, on_delete = cascade)",
        "belongs_to(Author, touches)",
        "belongs_to(Author, touches = \"revision\")",
        "belongs_to(A, touches = a::revision)",
        "belongs_to(Self, name = above, touches = a::revision)",
        "belongs_to(Author, foreign_key = [id, author_id])",
        "belongs_to = Author, belongs_to = Writer",
        "belongs_to = Author, created_at",
    ];
    let inputs: Vec<_> = inputs
        .iter()
        .map(|options| {
            format!("#[model(table = a, timestamps)] struct A {{ id: i32, #[model({options})] author_id: i32, updated_at: T }}")
        })
        .collect();
    insta::assert_snapshot!(mistakes(&inputs.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn belongs_to_on_the_struct() {
    let inputs = [
        "belongs_to",
        "belongs_to = Author",
        "belongs_to()",
        "belongs_to(foreign_key = [b, c_id])",
        "belongs_to(Author)",
        "belongs_to(Author, foreign_key)",
        "belongs_to(Author, foreign_key = [])",
        "belongs_to(Author, foreign_key = (b, c_id))",
        "belongs_to(Author, foreign_keys = [b, c_id])",
        "belongs_to(Author, foreign_key = [b, c])",
        "belongs_to(Author, foreign_key = [c_id])",
        "belongs_to(Author, foreign_key = [c_id, b, c_id], name = author)",
        "belongs_to(Author, foreign_key = [c_id, b])",
        "belongs_to(Author, foreign_key = [id, b, c_id, d, e], name = author)",
        "belongs_to(Author, foreign_key = [b, c_id], name = delete)",
        "belongs_to(Author, foreign_key = [b, c_id]), belongs_to(Writer, foreign_key = [b, c_id])",
        "belongs_to(Author, foreign_key = [b, updated_at], name = author)",
        "belongs_to(Author, foreign_key = [b, c_id]), lock_parents = write",
        "belongs_to(Author, foreign_key = [b, c_id], touches = authors::revision)",
        "belongs_to(Author, foreign_key = [b, c_id]), has_many(ds = D, on_delete = keep, by = (d::b, d::a_id))",
        "has_many(ds = D, on_delete = keep, by = (d::b, 1))",
    ];
    let inputs: Vec<_> = inputs
        .iter()
        .map(|options| {
            format!(
                "#[model(table = a, {options})] struct A {{ id: i32, b: i32, c_id: i32, d: i32, e: i32, updated_at: T }}"
            )
        })
        .collect();
    insta::assert_snapshot!(mistakes(&inputs.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn names_of_accessors() {
    let report = mistakes(&[
        "#[model(table = a)] struct A { id: i32, #[model(belongs_to = Author)] writer: i32 }",
        "#[model(table = a)] struct A { id: i32, #[model(belongs_to = people::Author)] _id: i32 }",
        "#[model(table = a)] struct A { id: i32, #[model(belongs_to = Author)] delete_id: i32 }",
        "#[model(table = a, has_many(history = B, on_delete = keep))] struct A { id: i32 }",
        "#[model(table = a, has_many(writer = B, on_delete = keep))] struct A { id: i32, #[model(belongs_to = C)] writer_id: i32 }",
        "#[model(table = a)] struct A { id: i32, #[model(belongs_to = Kind)] type_id: i32, #[model(belongs_to(B, name = own))] b: i32 }",
        "#[model(table = a, belongs_to = B)] struct A { id: i32, #[model(has_many(bs = B))] b: i32 }",
        "#[model(table = a)] struct A { id: i32, #[model(generic = Target)] b: Stored<Target> }",
        "#[model(table = a)] struct A { id: i32, #[model(generic, belongs_to = B)] b_id: i32, #[model(generic, primary_key)] c: i32 }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn accessors_named_by_keywords() {
    let report = mistakes(&[
        "#[model(table = a)] struct A { id: i32, #[model(belongs_to = Crate)] crate_id: i32 }",
        "#[model(table = a)] struct A { id: i32, #[model(belongs_to(Crate, name = package))] crate_id: i32 }",
        "#[model(table = a)] struct A { id: i32, #[model(belongs_to = Match)] match_id: i32 }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn relations_of_the_struct() {
    let inputs = [
        "has_many",
        "has_many = B",
        "has_many()",
        "has_many(B)",
        "has_many(bs = \"B\", on_delete = keep)",
        "has_many(bs = B)",
        "has_one(b = B)",
        "has_many(bs = B, on_delet = cascade)",
        "has_many(bs = B, on_delete = delete)",
        "has_many(bs = B, on_delete = \"cascade\")",
        "has_many(bs = B, on_delete)",
        "has_many(bs = B, on_delete = keep, by = \"b\")",
        "has_many(bs = B, on_delete = keep, through = C)",
        "has_many(bs = B, on_delete = keep), has_many(cs = C, on_delete = set_null, by = c::a_id), has_one(d = D, on_delete = restrict)",
        "many_to_many(tags = Tag)",
        "many_to_many(tags = Tag, throug = Link)",
        "many_to_many(tags = Tag, through = Link, on_delete = keep)",
        "many_to_many(tags = Tag, through = Link, by = links::a, to = links::b)",
        "referred_by",
        "referred_by = B",
        "referred_by(B)",
        "referred_by(bs = B, on_delete = keep)",
        "referred_by(bs = B), referred_by(bs = C, by = c::target)",
        "referred_by(delete = B)",
    ];
    let inputs: Vec<_> =
        inputs.iter().map(|options| format!("#[model(table = a, {options})] struct A {{ id: i32 }}")).collect();
    insta::assert_snapshot!(mistakes(&inputs.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn references_of_two_fields() {
    let inputs = [
        "generic",
        "generic = Owner",
        "generic()",
        "generic(Owner)",
        "generic(owner = Owner)",
        "generic(owner = Owner, kind = kind)",
        "generic(owner = Owner, kind = \"kind\", key = key)",
        "generic(owner = Owner, kind = kin, key = key)",
        "generic(owner = Owner, kind = kind, ky = key)",
        "generic(owner = Owner, kind = kind, key = kind)",
        "generic(owner = Owner, kind = kind, key = late)",
        "generic(owner = Owner, kind = kind, key = at)",
        "generic(kind = Owner, kind = kind, key = key)",
        "generic(with = Owner, kind = kind, key = key)",
        "generic(delete = Owner, kind = kind, key = key)",
        "generic(owner = Owner, kind = kind, key = key), generic(owner = Owner, kind = kind, key = key)",
    ];
    let fields = "id: i32, kind: String, key: i64, late: Option<i64>, #[model(created_at)] at: T";
    let inputs = inputs.map(|options| format!("#[model(table = a, timestamps, {options})] struct A {{ {fields} }}"));
    insta::assert_snapshot!(mistakes(&inputs.each_ref().map(String::as_str)));
}

#[test]
fn policies_that_need_a_batch() {
    let inputs = ["cascade", "set_null", "restrict", "keep"].map(|policy| {
        format!(
            "#[model(table = a, soft_delete, has_many(bs = B, on_delete = {policy}))] struct A {{ id: i32, deleted_at: Option<T> }}"
        )
    });
    insta::assert_snapshot!(mistakes(&inputs.each_ref().map(String::as_str)));
}
