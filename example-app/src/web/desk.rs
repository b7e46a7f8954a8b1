//! The desk: the admin of the newsroom, under the same policy as the API.

use super::state::Settings;
use crate::db::{Conn, Pool};
use crate::error::Error as DeskError;
use crate::models::{
    AccountRole, Article, Author, AuthorId, Comment, DraftArticle, PendingComment, Product, PublishedArticle, Tag,
    Task, Verdict,
};
use crate::schema::{articles, authors, comments, products, tags, tasks};
use crate::services::policy::{self, Rows, allows};
use crate::services::staff::{self, Member};
use crate::services::{articles as desk, comments as discussion};
use model_admin::{Access, Account, Act, Admin, DeskLogin, Inline, Policy, Row, Scope, Site, Staff};
use model_core::bases::PublicationStatus as Status;
use model_core::meta::Meta;
use model_core::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long rows stay in the trash at least.
const KEPT: Duration = Duration::from_secs(90 * 86_400);

/// The desk, to be nested at a path.
pub(crate) fn router(pool: Pool, settings: &Settings) -> axum::Router {
    let articles = Admin::of::<Article>()
        .list((articles::title, articles::status, articles::author_id, articles::words, articles::updated_at))
        .search((articles::title, articles::slug, articles::standfirst))
        .filter(articles::status)
        .filter(articles::author_id)
        .filter(articles::published_at)
        .sort((articles::title, articles::created_at, articles::updated_at, articles::published_at))
        .form((articles::title, articles::author_id, articles::standfirst, articles::body))
        .fieldset(
            "For search engines",
            (articles::slug, articles::seo_title, articles::seo_description, articles::keywords),
        )
        .inline(Inline::of::<Comment>().by(comments::article_id).form((comments::body, comments::reader)).at_most(10))
        .create()
        .trash()
        .versioned()
        .history()
        .purge_after(KEPT)
        .action_if("publish", "Publish", |article| is(article, Status::Draft), publish)
        .action_if("unpublish", "Make a draft", |article| !is(article, Status::Draft), unpublish)
        .action_if("archive", "Archive", |article| !is(article, Status::Archived), archive);
    let published = Admin::section::<PublishedArticle>("Published")
        .list((articles::title, articles::author_id, articles::published_at, articles::views))
        .search((articles::title, articles::slug, articles::standfirst))
        .filter(articles::author_id)
        .filter(articles::published_at)
        .sort((articles::title, articles::published_at))
        .action_if("unpublish", "Make a draft", |article| is(article, Status::Published), unpublish)
        .action_if("archive", "Archive", |article| is(article, Status::Published), archive);
    let drafts = Admin::section::<DraftArticle>("Drafts")
        .list((articles::title, articles::author_id, articles::words, articles::updated_at))
        .search((articles::title, articles::slug, articles::standfirst))
        .filter(articles::author_id)
        .sort((articles::title, articles::updated_at))
        .action_if("publish", "Publish", |article| is(article, Status::Draft), publish);
    let comments = Admin::of::<Comment>()
        .list((comments::body, comments::reader, comments::state, comments::article_id, comments::created_at))
        .search((comments::body, comments::reader))
        .filter(comments::state)
        .filter(comments::article_id)
        .sort((comments::created_at,))
        .order("-created_at")
        .form((comments::body, comments::reader))
        .trash()
        .versioned()
        .history()
        .purge_after(KEPT)
        .action_if("approve", "Approve", is_pending, |comment, conn, by| decide(conn, comment, Verdict::Approved, by))
        .action_if("reject", "Reject", is_pending, |comment, conn, by| decide(conn, comment, Verdict::Rejected, by));
    let authors = Admin::of::<Author>()
        .labelled_by(authors::name)
        .list((authors::name, authors::handle, authors::updated_at))
        .search((authors::handle, authors::name))
        .sort((authors::handle, authors::name))
        .form((authors::handle, authors::name))
        .trash()
        .history();
    let tags = Admin::of::<Tag>().search((tags::name,)).sort((tags::name,)).create().removable();
    let products =
        Admin::of::<Product>().search((products::name,)).sort((products::name,)).edit().create().versioned().history();
    let tasks = Admin::of::<Task>()
        .list((tasks::title, tasks::state, tasks::assignee_id, tasks::due_at))
        .search((tasks::title,))
        .filter(tasks::state)
        .filter(tasks::assignee_id)
        .sort((tasks::due_at, tasks::created_at))
        .edit()
        .create()
        .versioned()
        .history();
    Site::new("The Newsroom")
        .secret(settings.secret)
        .model(articles)
        .model(published)
        .model(drafts)
        .model(comments)
        .model(authors)
        .model(tags)
        .model(tasks)
        .model(products)
        .policy(DeskPolicy)
        .login(StaffLogin)
        .pool(pool)
        .plain_http()
        .into_router()
}

fn is(article: &Article, status: Status) -> bool {
    article.publication.status == status
}

fn is_pending(comment: &Comment) -> bool {
    comment.state == Verdict::Pending
}

fn publish(article: Article, conn: &mut Conn, by: &Actor) -> Result<(), Error> {
    desk::publish(conn, article.id, by).map(drop).map_err(refused)
}

fn unpublish(article: Article, conn: &mut Conn, by: &Actor) -> Result<(), Error> {
    desk::unpublish(conn, article.id, by).map(drop).map_err(refused)
}

fn archive(article: Article, conn: &mut Conn, by: &Actor) -> Result<(), Error> {
    desk::archive(conn, article.id, by).map(drop).map_err(refused)
}

/// The error of a service, for a page that names the row itself.
fn refused(error: DeskError) -> Error {
    match error {
        DeskError::Model(error) => error,
        other => Error::refused("desk", other.line()),
    }
}

fn decide(conn: &mut Conn, comment: Comment, verdict: Verdict, by: &Actor) -> Result<(), Error> {
    let decided = || Error::refused("desk", "the desk has already decided about this comment");
    let pending = PendingComment::try_from(comment).map_err(|_| decided())?;
    discussion::decide(conn, &pending, verdict, by).map(drop).map_err(refused)
}

/// The policy of the newsroom, as the desk asks it.
struct DeskPolicy;

fn role_of(who: &Staff) -> Option<AccountRole> {
    AccountRole::ALL.iter().find(|role| who.is(role.value)).map(|role| role.choice)
}

/// The question of the desk in the words of the policy; none for what the newsroom does not know.
fn act_of(what: Act<'_>) -> Option<policy::Act> {
    Some(match what {
        Act::See => policy::Act::See,
        Act::Create => policy::Act::Create,
        Act::Change => policy::Act::Change,
        Act::Delete => policy::Act::Delete,
        Act::Restore => policy::Act::Restore,
        Act::Purge => policy::Act::Purge,
        Act::Revert => policy::Act::Revert,
        Act::SeeHistory => policy::Act::SeeHistory,
        Act::Export => policy::Act::Export,
        Act::Verify => policy::Act::Verify,
        Act::Do("publish" | "unpublish" | "archive") => policy::Act::Publish,
        Act::Do("approve" | "reject") => policy::Act::Moderate,
        _ => return None,
    })
}

impl Policy for DeskPolicy {
    fn may(&self, who: &Staff, what: Act<'_>, model: &Meta, row: Option<&Row>) -> bool {
        let own = row.filter(|_| model.name == Article::META.name).map(|row| {
            row.get(model, "author_id").and_then(|author| author.as_str()).is_some_and(|author| author == who.id)
        });
        let own = own.or(row.map(|_| false));
        act_of(what).is_some_and(|act| allows(role_of(who), act, model, own))
    }

    fn along(&self, who: &Staff, what: Act<'_>, model: &Meta) -> bool {
        act_of(what).is_some_and(|act| policy::follows(role_of(who), act, model))
    }

    fn field(&self, who: &Staff, model: &Meta, field: usize, _: Option<&Row>) -> Access {
        let name = model.fields[field].name;
        let is_chief = role_of(who) == Some(AccountRole::Chief);
        match (model.name, name) {
            (_, "deletion_batch" | "version") => Access::Hidden,
            ("Author", "handle") if !is_chief => Access::ReadOnly,
            _ => Access::Write,
        }
    }

    fn rows(&self, who: &Staff, model: &Meta) -> Scope {
        let (role, author) = (role_of(who), who.id.parse::<AuthorId>().ok());
        fn scope<M: Model>(rows: Rows<M>) -> Scope {
            match rows {
                Rows::All => Scope::All,
                Rows::Where(condition) => Scope::of(condition),
            }
        }
        match role {
            None | Some(AccountRole::Reader) => Scope::None,
            _ if model.name == Article::META.name => scope(policy::articles_of(role, author)),
            _ if model.name == Comment::META.name => scope(policy::comments_of(role)),
            _ => Scope::All,
        }
    }
}

/// The staff: authors with an account and a role.
struct StaffLogin;

fn staff_of(member: &Member) -> Staff {
    Staff::new(member.author.to_string(), &*member.name).with_role(member.role.to_string())
}

/// The desk says no more of a failure than that there was one.
fn failed(error: DeskError) -> Error {
    match error {
        DeskError::Model(error) => error,
        other => Error::refused("desk", other.line()),
    }
}

impl DeskLogin<Conn> for StaffLogin {
    fn account(&self, conn: &mut Conn, name: &str) -> Result<Option<Account>, Error> {
        let member = staff::with_address(conn, name).map_err(failed)?;
        Ok(member.map(|member| Account { staff: staff_of(&member), hash: member.hash }))
    }

    fn staff(&self, conn: &mut Conn, id: &str) -> Result<Option<Staff>, Error> {
        let Ok(author) = id.parse::<AuthorId>() else { return Ok(None) };
        Ok(staff::acting_as(conn, author).map_err(failed)?.as_ref().map(staff_of))
    }

    fn names(&self, conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, String>, Error> {
        let ids: Vec<AuthorId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        let found = staff::names(conn, &ids).map_err(failed)?;
        Ok(found.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
    }

    fn verify(&self, password: &str, hash: &str) -> bool {
        staff::matches(password, hash)
    }

    fn dummy(&self) -> &str {
        staff::decoy()
    }
}
