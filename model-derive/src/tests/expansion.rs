//! What each derive emits, formatted, next to its input.

use proc_macro2::{TokenStream, TokenTree};
use syn::DeriveInput;

use crate::choices::Choices;
use crate::embed::Columns;
use crate::expand;
use crate::generic::GenericRef;
use crate::key::Key;
use crate::pipeline::{checked_base, checked_model};
use crate::proxy::Proxy;
use crate::relay::{Derive, Next, Relay};
use crate::scopes::Scopes;

/// A model of twelve fields with everything on has to stay below this. Its description has a line for each thing that a
/// schema or a form must know of a column.
const LONGEST: usize = 460;

fn formatted(input: &str, expand: impl Fn(&DeriveInput) -> syn::Result<TokenStream>) -> String {
    let parsed = syn::parse_str(input).unwrap_or_else(|error| panic!("{error} in the test's input: {input}"));
    let tokens = expand(&parsed).unwrap_or_else(|error| panic!("{error} in {input}"));
    prettyplease::unparse(&syn::parse2(tokens).expect("an expansion is a list of items"))
}

pub(super) fn model(input: &str) -> String {
    formatted(input, |input| checked_model(input, &[]).map(|model| expand::model(&model)))
}

macro_rules! snapshot {
    ($input:expr, $expansion:expr) => {
        insta::with_settings!({ description => $input, omit_expression => true }, {
            insta::assert_snapshot!($expansion);
        });
    };
}

const EVERYTHING: &str = r#"
#[derive(Model, Debug, Clone)]
#[model(table = crate::schema::articles, timestamps, soft_delete, audit, edit)]
#[model(ordering = "-created_at, title", content_type = "article", repr = title)]
pub struct Article {
    pub id: ArticleId,
    /// What readers see first.
    #[model(max_length = 200, check = is_title, unique(with = [author_id]))]
    pub title: String,
    #[audit(mask)]
    #[diesel(column_name = body_text)]
    pub body: String,
    #[model(default = Status::Draft)]
    pub status: Status,
    #[model(default)]
    pub r#type: i32,
    pub published_at: Option<DateTime<Utc>>,
    #[model(skip_update)]
    pub author_id: AuthorId,
    #[model(db)]
    pub views: i64,
    #[model(created_by)]
    pub created_by: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}
"#;

#[test]
fn a_model_with_everything_on() {
    let expansion = model(EVERYTHING);
    let lines = expansion.lines().count();
    println!("twelve fields with everything on: {lines} lines");
    assert!(lines < LONGEST, "the expansion has grown to {lines} lines");
    snapshot!(EVERYTHING, expansion);
}

const MINIMAL: &str = "
#[derive(Model)]
#[model(table = tags)]
struct Tag {
    id: i64,
    name: String,
}
";

#[test]
fn a_minimal_model() {
    snapshot!(MINIMAL, model(MINIMAL));
}

const VERSIONED: &str = "
#[derive(Model)]
#[model(table = gauges, edit)]
struct Gauge {
    id: i64,
    #[model(check = text::is_label, check = is_short)]
    label: Option<String>,
    #[model(version)]
    revision: i64,
}
";

#[test]
fn a_version_and_checks() {
    snapshot!(VERSIONED, model(VERSIONED));
}

const LOGGED: &str = "
#[derive(Model)]
#[model(table = gauges)]
struct Gauge {
    id: i64,
    level: f64,
    #[model(change_log)]
    changes: ChangeLog,
}
";

#[test]
fn a_log_of_changes() {
    snapshot!(LOGGED, model(LOGGED));
}

const HOOKED: &str = "
#[derive(Model)]
#[model(table = notes, hooks, after_commit, has_many(marks = Mark, on_delete = cascade, without_hooks))]
struct Note {
    id: i64,
    #[model(skip_update)]
    title: String,
    subtitle: Option<String>,
    #[model(db)]
    views: i64,
}
";

#[test]
fn hooks() {
    snapshot!(HOOKED, model(HOOKED));
}

const UNIQUES: &str = r#"
#[derive(Model)]
#[model(table = crate::schema::pages, soft_delete)]
struct Page {
    id: i64,
    site: i64,
    title: String,
    #[model(slug = title, max_length = 80, unique(with = [site, lang], on_deleted = revive))]
    slug: String,
    lang: String,
    #[model(unique(forever, name = "pages_number", where = number.gt(0).and(!is_deleted)))]
    number: i32,
    is_deleted: bool,
}
"#;

#[test]
fn uniques_and_a_slug() {
    snapshot!(UNIQUES, model(UNIQUES));
}

const RELATED: &str = "
#[derive(Model)]
#[model(table = books, has_many(reviews = Review, on_delete = cascade))]
#[model(has_one(blurb = Blurb, by = blurbs::book_id, on_delete = set_null))]
#[model(many_to_many(subjects = Subject, through = BookSubject))]
pub struct Book {
    pub id: i64,
    #[model(belongs_to = Writer)]
    pub writer_id: WriterId,
    #[model(belongs_to(Writer, with_deleted, touches = people::writers::changes))]
    pub editor_id: Option<WriterId>,
    #[model(belongs_to(people::Shelf, name = place))]
    pub shelf: i64,
}
";

#[test]
fn a_model_with_relations() {
    snapshot!(RELATED, model(RELATED));
}

const BASE: &str = r#"
#[derive(Base, Debug, Clone)]
#[model(soft_delete)]
pub struct Shared<K = String> {
    #[model(base)]
    pub stamps: Timestamps,
    /// How far it is.
    #[model(default = Status::Draft, check = is_open)]
    #[serde(default)]
    pub status: Status,
    #[model(belongs_to = Tenant, skip_update)]
    pub tenant_id: TenantId,
    #[model(deleted_by)]
    #[audit(mask)]
    pub deleted_by: Option<K>,
    pub deleted_at: Option<Time>,
}
"#;

const TIMESTAMPS: &str = "
#[model(timestamps)]
pub struct Timestamps {
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
";

/// What a base hands on.
fn columns(input: &str, bases: &[Columns]) -> Columns {
    let input = syn::parse_str(input).unwrap_or_else(|error| panic!("{error}"));
    checked_base(&input, bases).unwrap_or_else(|error| panic!("{error}")).columns
}

#[test]
fn a_base() {
    let bases = [columns(TIMESTAMPS, &[])];
    let expansion = formatted(BASE, |input| checked_base(input, &bases).map(|base| expand::base(&base, "here")));
    snapshot!(BASE, expansion);
}

const SCOPED: &str = "
#[derive(Base, Debug, Clone)]
pub struct TenantOwned {
    #[model(skip_update, default_scope(by = for_tenant, lifted_by = across_tenants))]
    pub tenant_id: TenantId,
}
";

#[test]
fn a_base_with_a_default_scope() {
    let expansion = formatted(SCOPED, |input| checked_base(input, &[]).map(|base| expand::base(&base, "here")));
    snapshot!(SCOPED, expansion);
}

const OF_A_SCOPED_BASE: &str = "
#[derive(Model)]
#[model(table = notes)]
struct Note {
    id: i64,
    #[model(base)]
    owner: TenantOwned,
}
";

#[test]
fn a_model_with_a_default_scope() {
    let bases = [columns(SCOPED, &[])];
    let model = |input: &DeriveInput| checked_model(input, &bases);
    snapshot!(OF_A_SCOPED_BASE, formatted(OF_A_SCOPED_BASE, |input| model(input).map(|model| expand::model(&model))));
}

const HOOKED_BASE: &str = r#"
#[derive(Base, Debug, Clone)]
#[model(hooks)]
struct Kept<K> {
    #[model(skip_update)]
    drawer: i32,
    #[model(base)]
    seal: seals::Sealed,
    kept_by: Option<K>,
}
"#;

const SEALED: &str = "#[model(hooks)] struct Sealed { #[model(default = false)] sealed: bool }";

#[test]
fn a_base_with_hooks_of_a_base_with_hooks() {
    let bases = [columns(SEALED, &[])];
    let expansion = formatted(HOOKED_BASE, |input| checked_base(input, &bases).map(|base| expand::base(&base, "here")));
    snapshot!(HOOKED_BASE, expansion);
}

const OF_HOOKED_BASES: &str = "
#[derive(Model)]
#[model(table = deeds, hooks)]
struct Deed {
    id: i64,
    #[model(base)]
    kept: Kept<i64>,
}
";

#[test]
fn a_model_of_bases_with_hooks() {
    let bases = [columns(HOOKED_BASE, &[columns(SEALED, &[])])];
    let model = |input: &DeriveInput| checked_model(input, &bases);
    snapshot!(OF_HOOKED_BASES, formatted(OF_HOOKED_BASES, |input| model(input).map(|model| expand::model(&model))));
}

const OF_BASES: &str = r#"
#[derive(Model, Debug)]
#[model(table = notes, ordering = "-created_at")]
pub struct Note {
    pub id: i64,
    #[model(base)]
    pub shared: bases::Shared<UserId>,
    pub title: String,
}
"#;

#[test]
fn a_model_of_bases() {
    let timestamps = columns(TIMESTAMPS, &[]);
    let bases = [columns(BASE, &[timestamps])];
    let model = |input: &DeriveInput| checked_model(input, &bases);
    snapshot!(OF_BASES, formatted(OF_BASES, |input| model(input).map(|model| expand::model(&model))));
}

/// The struct on its way through the macros of its bases, without the compiler between them.
#[test]
fn a_derive_asks_one_base_after_another() {
    let input = syn::parse_str(
        "#[model(table = notes)] #[derive(Selectable)]
         struct Note { id: i64, #[model(base)] a: x::Timestamps, title: String, #[model(base)] b: Shared<UserId> }",
    )
    .unwrap();
    let mut relay = Relay::start(Derive::Model, input);
    let mut asked = Vec::new();
    for columns in [columns(TIMESTAMPS, &[]), columns("struct Shared { name: String }", &[])] {
        let Next::Ask(question) = relay.next().unwrap() else { panic!("not every base was asked") };
        let mut question = question.into_iter();
        let base: TokenStream = question.by_ref().take_while(|token| token.to_string() != "!").collect();
        asked.push(base.to_string());
        let Some(TokenTree::Group(state)) = question.next() else { panic!("a base is given the struct") };
        let state = state.stream();
        relay = syn::parse2(quote::quote!({ #columns } #state)).unwrap_or_else(|error| panic!("{error}"));
    }
    assert_eq!(asked, ["x :: Timestamps", "Shared"]);
    assert!(matches!(relay.next(), Ok(Next::Done)));
    assert_eq!(relay.derive, Derive::Model);
    let model = checked_model(&relay.input, &relay.bases).unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<_> = model.fields.iter().map(|field| field.ident.to_string()).collect();
    assert_eq!(names, ["id", "created_at", "updated_at", "title", "name"]);
    assert!(model.diesel_derives.selectable && !model.diesel_derives.queryable);
}

const COMPOSITE: &str = "
#[derive(Model)]
#[model(table = translations, belongs_to(Translation, foreign_key = [article, original], name = source))]
#[derive(Queryable, Selectable, Identifiable)]
pub(crate) struct Translation {
    #[model(primary_key)]
    pub(crate) article: ArticleId,
    #[model(primary_key)]
    pub(crate) language: String,
    pub(crate) original: Option<String>,
}
";

#[test]
fn a_composite_key_beside_the_derives_of_diesel() {
    let expansion = formatted(COMPOSITE, |input| checked_model(input, &[]).map(|model| expand::model(&model)));
    snapshot!(COMPOSITE, expansion);
}

const KEY: &str = "
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleId(Uuid);
";

#[test]
fn a_key() {
    snapshot!(KEY, formatted(KEY, |input| Key::parse(input).map(|key| expand::key(&key))));
}

const CHOICES: &str = r#"
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    #[choices(value = "live", label = "On the site")]
    Published,
}
"#;

#[test]
fn choices() {
    snapshot!(CHOICES, formatted(CHOICES, |input| Choices::parse(input).map(|choices| expand::choices(&choices))));
}

const PROXY: &str = r#"
#[derive(Proxy, Debug)]
#[proxy(of = Article, filter(status = Status::Published), ordering = "-published_at, type")]
pub struct PublishedArticle(Article);
"#;

#[test]
fn a_proxy() {
    snapshot!(PROXY, formatted(PROXY, |input| Proxy::parse(input).map(|proxy| expand::proxy(&proxy))));
}

const GENERIC: &str = "
#[derive(GenericRef, Debug)]
pub enum Target {
    Article(ArticleId),
    #[generic(crate::models::Visit)]
    View(i32),
    Click(i32),
}
";

#[test]
fn a_generic_reference() {
    let expansion = formatted(GENERIC, |input| GenericRef::parse(input).map(|reference| expand::generic(&reference)));
    snapshot!(GENERIC, expansion);
}

const REFERRING: &str = "
#[derive(Model)]
#[model(table = reactions, referred_by(reactions = Reaction), referred_by(notices = Notice, by = notices::about))]
struct Reaction {
    id: i64,
    #[model(generic)]
    target: Stored<Target>,
}
";

#[test]
fn a_model_with_a_generic_reference() {
    snapshot!(REFERRING, model(REFERRING));
}

const SCOPES: &str = "
impl Article {
    /// Those that everybody reads.
    pub fn published() -> Condition<Self> {
        condition!(articles::status.eq(Status::Published))
    }
    pub fn beside<T: Into<String>>(other: &Self, title: T) -> Condition<Self> {
        condition!(articles::author_id.eq(other.author_id))
    }
}
";

#[test]
fn scopes() {
    let item = syn::parse_str(SCOPES).unwrap_or_else(|error| panic!("{error} in the test's input"));
    let scopes =
        Scopes::parse(&TokenStream::new(), &item).unwrap_or_else(|error| panic!("{error} in the test's input"));
    let expansion =
        prettyplease::unparse(&syn::parse2(expand::scopes(&scopes)).expect("an expansion is a list of items"));
    snapshot!(SCOPES, expansion);
}
