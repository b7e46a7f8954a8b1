//! What the cases of mistakes in attributes are written over: a program that uses everything. Each place of an
//! attribute is a slot, and a case puts its mistake into one of them.
#![allow(dead_code, unused_imports, unused_variables, unused_macros)]
pub use chrono::{DateTime, Utc};
pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::bases::*;
pub use model_core::commit::{AfterCommit, Change};
pub use model_core::hooks::*;
pub use model_core::prelude::*;
pub use model_core::relations::*;
pub use uuid::Uuid;

pub mod schema {
    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::{Instant, Uuid, Json};
        articles (id) {
            id -> Uuid, title -> Text, slug -> Text, words -> Integer, tenant_id -> BigInt, locked -> Bool,
            status -> Text, author_id -> Uuid, editor_id -> Nullable<Uuid>, target -> Nullable<Text>,
            version -> Integer,
            created_by -> Nullable<Text>, created_at -> Instant, updated_at -> Instant, deleted_at -> Nullable<Instant>,
            deletion_batch -> Nullable<Uuid>,
        }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::{Instant, Uuid, Json};
        authors (id) {
            id -> Uuid, name -> Text, tenant_id -> BigInt, deleted_at -> Nullable<Instant>, deletion_batch -> Nullable<Uuid>,
        }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::{Instant, Uuid, Json};
        comments (id) {
            id -> Uuid, body -> Text, article_id -> Uuid, tenant_id -> BigInt, deleted_at -> Nullable<Instant>, deletion_batch -> Nullable<Uuid>,
        }
    }
    diesel::table! {
        use diesel::sql_types::*;
        tags (id) { id -> BigInt, name -> Text, tenant_id -> BigInt, }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::{Instant, Uuid, Json};
        article_tags (id) { id -> BigInt, article_id -> Uuid, tag_id -> BigInt, tenant_id -> BigInt, }
    }
    diesel::table! {
        use diesel::sql_types::*;
        reactions (id) { id -> BigInt, target -> Text, tenant_id -> BigInt, }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::{Instant, Uuid, Json};
        reviews (id) { id -> Uuid, stars -> Integer, }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::{Instant, Uuid, Json};
        docs (id) { id -> Uuid, title -> Text, }
    }
    diesel::allow_tables_to_appear_in_same_query!(
        articles,
        authors,
        comments,
        tags,
        article_tags,
        reactions,
        reviews,
        docs
    );
}
pub use schema::*;

macro_rules! program {
    (
        key { $($key:tt)* }
        choice { $($choice:tt)* }
        tenant { $($tenant:tt)* }
        article { $($article:tt)* }
        author { $($author:tt)* }
        scope { $($scope:tt)* }
        proxy { $($proxy:tt)* }
        parent { $($parent:tt)* }
        comment { $($comment:tt)* }
        target { $($target:tt)* }
    ) => {
    #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct ArticleId(Uuid $($key)*);
    #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct AuthorId(Uuid);
    #[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Status { $($choice)* Draft, Published }

    #[derive(Base, Debug, Clone)]
    pub struct TenantOwned {
        $($tenant)*
        pub tenant_id: i64,
    }

    #[derive(Base, Debug, Clone)]
    #[model(hooks)]
    pub struct Lockable {
        #[model(default)]
        pub locked: bool,
    }
    impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for Lockable {
        fn before_patch(row: &M, patch: &mut Draft<'_, M, Changing>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
            if row.base().locked { return Err(Error::refused("lock", "locked")); }
            patch.set(Self::COLUMNS.locked, false);
            Ok(())
        }
    }

    #[derive(Model, Debug, Clone)]
    $($article)*
    #[model(table = articles, timestamps, soft_delete, audit, ordering = "-created_at", edit)]
    #[model(hooks, after_commit, has_many(comments = Comment, on_delete = cascade), referred_by(reactions = Reaction))]
    #[model(many_to_many(tags = Tag, through = ArticleTag), has_many(taggings = ArticleTag, on_delete = keep))]
    pub struct Article {
        pub id: ArticleId,
        #[model(max_length = 200)]
        pub title: String,
        #[model(slug = title, unique)]
        pub slug: String,
        #[model(default)]
        #[audit(skip)]
        pub words: i32,
        #[model(base)]
        pub owner: TenantOwned,
        #[model(base)]
        pub lock: Lockable,
        #[model(default = Status::Draft)]
        pub status: Status,
        $($author)*
        pub author_id: AuthorId,
        #[model(belongs_to(Author, name = editor, with_deleted))]
        pub editor_id: Option<AuthorId>,
        #[model(generic)]
        pub target: Option<Stored<Target>>,
        #[model(version)]
        pub version: i32,
        #[model(created_by)]
        pub created_by: Option<String>,
        pub created_at: DateTime<Utc>,
        pub updated_at: DateTime<Utc>,
        pub deleted_at: Option<DateTime<Utc>>,
        pub deletion_batch: Option<Uuid>,
    }

    impl PartialEq for TenantOwned { fn eq(&self, o: &Self) -> bool { self.tenant_id == o.tenant_id } }
    impl PartialEq for Lockable { fn eq(&self, o: &Self) -> bool { self.locked == o.locked } }

    impl Hooks<SqliteConnection> for Article {
        fn before_create(new: &mut Draft<'_, Self, Creating>, _: &mut Context<'_, SqliteConnection>) -> Result<(), Error> {
            let n = new.get(articles::title).map(|t: &String| t.len()).unwrap_or(0);
            new.set(articles::words, n as i32);
            Ok(())
        }
        fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, SqliteConnection>) -> Result<(), Error> {
            patch.set(articles::title, "x");
            count(patch);
            Ok(())
        }
    }
    fn count<Step>(draft: &mut Draft<'_, Article, Step>) where articles::words: SetIn<Article, Step> {
        draft.set(articles::words, 1);
    }
    impl AfterCommit for Article {
        fn after_commit(change: Change<Self>, _: Actor) {
            if let Change::Created(row) = change { println!("{}", row.title); }
        }
    }

    #[scopes]
    impl Article {
        $($scope)*
        /// Those that everybody reads.
        pub fn published() -> Condition<Self> { condition!(articles::status.eq(Status::Published)) }
        /// Those of one author.
        pub fn by_author(id: AuthorId) -> Condition<Self> { condition!(articles::author_id.eq(id)) }
    }

    impl Article {
        pub fn loud(&self) -> String { self.title.to_uppercase() }
        pub fn of_tenant(tenant: i64, conn: &mut SqliteConnection) -> QueryResult<Vec<Self>> {
            Self::objects().for_tenant(tenant).load(conn)
        }
    }

    #[derive(Proxy, Debug, Clone)]
    $($proxy)*
    #[proxy(filter(status = Status::Published), ordering = "-created_at, title")]
    pub struct PublishedArticle(Article);

    #[derive(Model, Debug, Clone)]
    #[model(table = docs, extended_by(Review))]
    pub struct Doc { pub id: Uuid, pub title: String }

    #[derive(Model, Debug, Clone)]
    #[model(table = reviews, extends = Doc)]
    pub struct Review {
        $($parent)*
        pub doc: Doc,
        pub stars: i32,
    }

    #[derive(Model, Debug, Clone)]
    #[model(table = authors, soft_delete, audit)]
    #[model(has_many(articles = Article, on_delete = cascade, without_hooks, by = articles::author_id))]
    #[model(has_many(edited = Article, on_delete = set_null, without_hooks, by = articles::editor_id))]
    pub struct Author {
        pub id: AuthorId,
        pub name: String,
        #[model(base)]
        pub owner: TenantOwned,
        pub deleted_at: Option<DateTime<Utc>>,
        pub deletion_batch: Option<Uuid>,
    }

    #[derive(Model, Debug, Clone)]
    $($comment)*
    #[model(table = comments, soft_delete, audit)]
    pub struct Comment {
        pub id: Uuid,
        #[model(max_length = 500)]
        pub body: String,
        #[model(belongs_to = Article)]
        pub article_id: ArticleId,
        #[model(base)]
        pub owner: TenantOwned,
        pub deleted_at: Option<DateTime<Utc>>,
        pub deletion_batch: Option<Uuid>,
    }

    #[derive(Model, Debug, Clone)]
    #[model(table = tags)]
    #[model(many_to_many(articles = Article, through = ArticleTag))]
    pub struct Tag { pub id: i64, pub name: String, #[model(base)] pub owner: TenantOwned }

    #[derive(Model, Debug, Clone)]
    #[model(table = article_tags)]
    pub struct ArticleTag {
        pub id: i64,
        #[model(belongs_to = Article)]
        pub article_id: ArticleId,
        #[model(belongs_to = Tag)]
        pub tag_id: i64,
        #[model(base)]
        pub owner: TenantOwned,
    }

    #[derive(GenericRef, Debug, Clone, PartialEq)]
    pub enum Target { Article(ArticleId), $($target)* Comment(Uuid) }

    #[derive(Model, Debug, Clone)]
    #[model(table = reactions)]
    pub struct Reaction {
        pub id: i64,
        #[model(generic)]
        pub target: Stored<Target>,
        #[model(base)]
        pub owner: TenantOwned,
    }

    struct Body { article: NewArticle, patch: ArticlePatch }

    fn use_it(conn: &mut SqliteConnection, author: Author, comment: Comment, gone: Deleted<Article>, tag: Tag, body: Body) -> Result<(), Box<dyn std::error::Error>> {
        let me = Actor::user("ann");
        let new = NewArticle::builder().title("t").tenant_id(7).author_id(author.id).build();
        let article = Article::create(new).by(&me).run(conn)?;
        let article = article.patch().title("x").by(&me).run(conn)?;
        let writer = article.author().for_tenant(7).first::<Author>(conn)?;
        let editor = article.editor().for_tenant(7).first::<Author>(conn)?;
        let comments: Vec<Comment> = article.comments().for_tenant(7).load(conn)?;
        let tags: Vec<Tag> = article.tags().for_tenant(7).load(conn)?;
        let reactions: Vec<Reaction> = article.reactions().for_tenant(7).load(conn)?;
        article.link::<Tag>().add(&[tag.id]).by(&me).run(conn)?;
        let parent = comment.article().for_tenant(7).first::<Article>(conn)?;
        let mine: Vec<Article> = author.articles().for_tenant(7).published().load(conn)?;
        let theirs: Vec<Article> = tag.articles().for_tenant(7).load(conn)?;
        let list: Vec<Article> = Article::objects().for_tenant(7).published().by_author(author.id).filter(articles::title.like("%x%")).load(conn)?;
        let n: i64 = Article::objects().for_tenant(7).count().get_result(conn)?;
        let shown: Vec<PublishedArticle> = PublishedArticle::objects().for_tenant(7).limit(3).load(conn)?;
        println!("{} {}", shown[0].title, shown[0].loud());
        let with: Vec<(Article, Vec<Comment>)> = Article::objects().for_tenant(7).load_with::<Comment>(conn)?;
        let joined = Comment::objects().for_tenant(7).inner_join_related::<Article>().load::<(Comment, Article)>(conn)?;
        let joined = Article::objects().for_tenant(7).inner_join_related::<Comment>().load::<(Article, Comment)>(conn)?;
        let up = Article::upsert(body.article).on(articles::slug).by(&me).run(conn)?;
        println!("{}", up.row().title);
        let changed = Article::objects().for_tenant(7).find(article.id).patch().title("y").by(&me).without_hooks().run(conn)?;
        let patched = body.patch.on(&list[0]).by(&me).run(conn)?;
        let mut edit = list[0].clone().edit();
        edit.title = "z".into();
        edit.save().by(&me).run(conn)?;
        let back = gone.restore().by(&me).run(conn)?;
        let history = Article::history_of(&list[0]).load(conn)?;
        let breaks = Article::verify_history(conn)?;
        let deleted = list[0].clone().delete().by(&me).run(conn)?;
        let purged = Article::purge().for_tenant(7).older_than(days(3)).without_hooks().by(&me).run(conn)?;
        let target = Target::of(&list[0]);
        let target = Target::Article(list[0].id);
        let reviews: Vec<Review> = Review::objects().load(conn)?;
        println!("{}", reviews[0].doc.title);
        let kinds: Vec<DocKind> = Doc::objects().kinds().load(conn)?;
        let review = Review::create(NewReview::builder().doc(NewDoc::builder().title("x").build()).stars(3).build()).run(conn)?;
        let plain: Vec<Article> = articles::table.select(Article::as_select()).load(conn)?;
        let key = list[0].key();
        let recent: Vec<Article> = Article::objects().for_tenant(7).recent(days(7)).only_deleted().load::<Deleted<Article>>(conn)?.into_iter().map(|g| g.into_row()).collect();
        Ok(())
    }
    };
}
pub(crate) use program;
