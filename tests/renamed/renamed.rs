//! Every derive in a crate that has no dependency called `model_core`.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel_migrations::MigrationHarness as _;
use layer::prelude::*;
use models::*;

mod tables {
    diesel::table! {
        use diesel::sql_types::*;
        use layer::sql_types::Instant;
        authors (id) {
            id -> BigInt,
            name -> Text,
            created_at -> Instant,
            updated_at -> Instant,
        }
    }

    diesel::table! {
        use diesel::sql_types::*;
        use layer::sql_types::Instant;
        articles (id) {
            id -> BigInt,
            author_id -> BigInt,
            tenant_id -> BigInt,
            title -> Text,
            slug -> Text,
            status -> Text,
            secret -> Nullable<Text>,
            created_at -> Instant,
            updated_at -> Instant,
            deleted_at -> Nullable<Instant>,
        }
    }

    diesel::table! {
        notes (id) {
            id -> BigInt,
            about -> Text,
        }
    }

    diesel::table! {
        methods (id) {
            id -> BigInt,
            owner -> Text,
        }
    }

    diesel::table! {
        cards (id) {
            id -> BigInt,
            digits -> Text,
        }
    }
}

const TABLES: &str = "
    CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL, created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL);
    CREATE TABLE articles (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, tenant_id INTEGER NOT NULL,
        title TEXT NOT NULL, slug TEXT NOT NULL, status TEXT NOT NULL, secret TEXT, created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL, deleted_at TEXT);
    CREATE UNIQUE INDEX authors_name ON authors (name);
    CREATE UNIQUE INDEX articles_slug ON articles (slug) WHERE deleted_at IS NULL;
    CREATE TABLE notes (id INTEGER PRIMARY KEY, about TEXT NOT NULL);
    CREATE TABLE methods (id INTEGER PRIMARY KEY, owner TEXT NOT NULL);
    CREATE TABLE cards (id INTEGER PRIMARY KEY, digits TEXT NOT NULL);
";

mod models {
    use super::tables::{articles, authors, cards, methods, notes};
    use chrono::{DateTime, Utc};
    use diesel::prelude::*;
    use layer::generic::Stored;
    use layer::hooks::{BaseHooks, HookedBy};
    use layer::prelude::*;

    #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[model(crate = ::layer)]
    pub(crate) struct AuthorId(i64);

    #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[model(crate = "model_renamed::facade")]
    pub(crate) struct ArticleId(i64);

    #[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
    #[model(crate = layer)]
    pub(crate) enum Status {
        Draft,
        Published,
    }

    #[derive(Base, Debug, Clone)]
    #[model(crate = ::layer, hooks)]
    pub(crate) struct OfTenant {
        #[model(default_scope(by = for_tenant, lifted_by = across_tenants), check = is_tenant)]
        pub(crate) tenant_id: i64,
    }

    fn is_tenant(id: &i64) -> Result<(), String> {
        if *id > 0 { Ok(()) } else { Err("is no tenant".to_owned()) }
    }

    impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for OfTenant {}

    #[derive(Model, Debug)]
    #[model(crate = ::layer, table = authors, timestamps, audit)]
    #[model(has_many(articles = Article, on_delete = keep))]
    pub(crate) struct Author {
        pub(crate) id: AuthorId,
        #[model(max_length = 20, unique)]
        pub(crate) name: String,
        #[model(base)]
        pub(crate) stamps: layer::bases::Timestamps,
    }

    #[derive(Model, Debug, Clone)]
    #[model(table = articles, timestamps, soft_delete, audit, edit, ordering = "-created_at, title")]
    #[model(crate = model_renamed::facade, write_only(secret: Option<String>), referred_by(notes = Note))]
    pub(crate) struct Article {
        pub(crate) id: ArticleId,
        #[model(belongs_to = Author)]
        pub(crate) author_id: AuthorId,
        #[model(base)]
        pub(crate) tenant: OfTenant,
        pub(crate) title: String,
        #[model(slug = title, unique)]
        pub(crate) slug: String,
        #[model(default = Status::Draft)]
        pub(crate) status: Status,
        pub(crate) created_at: DateTime<Utc>,
        pub(crate) updated_at: DateTime<Utc>,
        pub(crate) deleted_at: Option<DateTime<Utc>>,
    }

    #[derive(Proxy, Debug)]
    #[proxy(of = Article, filter(status = Status::Published))]
    #[model(crate = ::layer)]
    pub(crate) struct PublishedArticle(Article);

    #[scopes(crate = ::layer)]
    impl Article {
        /// The articles with this title.
        pub(crate) fn titled(title: String) -> Condition<Self> {
            layer::condition!(articles::title.eq(title))
        }
    }

    #[scopes(ArticlesByStatus, crate = "::layer")]
    impl Article {
        /// The articles that are drafts.
        pub(crate) fn drafts() -> Condition<Self> {
            layer::condition!(articles::status.eq(Status::Draft))
        }
    }

    #[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
    #[model(crate = ::layer)]
    pub(crate) enum About {
        Author(AuthorId),
        Article(ArticleId),
    }

    impl AboutRow {
        /// What a reader calls it.
        pub(crate) fn name(&self) -> &str {
            match self {
                Self::Author(author) => &author.name,
                Self::Article(article) => &article.title,
            }
        }
    }

    #[derive(Model, Debug)]
    #[model(crate = ::layer, table = notes)]
    pub(crate) struct Note {
        pub(crate) id: i64,
        #[model(generic)]
        pub(crate) about: Stored<About>,
    }

    #[derive(Model, Debug)]
    #[model(crate = ::layer, table = methods, extended_by(Card))]
    pub(crate) struct Method {
        pub(crate) id: i64,
        pub(crate) owner: String,
    }

    #[derive(Model, Debug)]
    #[model(crate = ::layer, table = cards, extends = Method)]
    pub(crate) struct Card {
        #[model(parent)]
        pub(crate) method: Method,
        pub(crate) digits: String,
    }
}

#[test]
fn a_crate_that_calls_the_library_otherwise_has_every_derive() -> Result<(), Error> {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute(TABLES).unwrap();
    conn.run_pending_migrations(layer::migrations::SQLITE).unwrap();
    let me = Actor::user("ada");

    let ann = Author::create(NewAuthor::builder().name("Ann").build()).by(&me).run(conn)?;
    let new = NewArticle::builder().author_id(ann.id).tenant_id(1).title("Salt & Sea").secret("x".to_owned());
    let sea = Article::create(new.build()).by(&me).run(conn)?;
    assert_eq!((sea.slug.as_str(), sea.status, sea.tenant.tenant_id), ("salt-sea", Status::Draft, 1));

    let mut edit = sea.edit();
    edit.status = Status::Published;
    let sea = edit.save().by(&me).run(conn)?;
    assert_eq!(PublishedArticle::objects().for_tenant(1).count().get_result::<i64>(conn)?, 1);
    assert_eq!(Article::objects().for_tenant(1).titled("Salt & Sea".to_owned()).load::<Article>(conn)?.len(), 1);
    assert_eq!(Article::objects().across_tenants().drafts().load::<Article>(conn)?.len(), 0);
    assert_eq!(ann.articles().for_tenant(1).load::<Article>(conn)?.len(), 1);

    let note = Note::create(NewNote::builder().about(About::Article(sea.id)).build()).run(conn)?;
    assert_eq!(note.about.to_string(), format!("articles:{}", sea.id));
    let note = Note::create(NewNote::builder().about(About::Author(ann.id)).build()).run(conn)?;
    assert_eq!(note.about.to_string(), format!("authors:{}", ann.id));

    let card = NewCard::builder().method(NewMethod::builder().owner("Ann").build()).digits("4242").build();
    let card = Card::create(card).run(conn)?;
    assert_eq!((card.method.owner.as_str(), card.digits.as_str()), ("Ann", "4242"));

    assert_eq!([AboutRow::Article(sea.clone()).name(), AboutRow::Author(ann).name()], ["Salt & Sea", "Ann"]);
    sea.delete().by(&me).run(conn)?;
    assert_eq!(Article::objects().across_tenants().only_deleted().count().get_result::<i64>(conn)?, 1);
    Ok(())
}
