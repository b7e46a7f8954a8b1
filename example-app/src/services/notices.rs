//! Notices from the desk: to everybody, to one account, to the followers of an article, or to the authors.

use super::articles::{self, about_parent};
use super::blank::refuse_blank;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::{Account, Article, ArticleId, NewNotice, Notice, NoticeId, NoticeScopes as _, Reading, Recipients};
use crate::schema::readings;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::Through;

/// The accounts that have read a notice.
type Readers = Through<Account, Reading, readings::notice_id, readings::account_id>;

/// Sends a notice.
///
/// # Errors
/// The text is blank or too long, a recipient does not exist, or the database fails.
pub fn send(conn: &mut Conn, text: &str, to: Recipients, actor: &Actor) -> Result<Notice> {
    refuse_blank("a notice", text)?;
    let (audience, account, article) = to.columns();
    let new = NewNotice::builder().text(text).audience(audience).account_id(account).article_id(article).build();
    Notice::create(new).by(actor).run(conn).map_err(|error| match to {
        Recipients::Readers(id) => about_parent(id, error),
        Recipients::Everybody | Recipients::Account(_) | Recipients::Desk => error.into(),
    })
}

/// The notices for an account, latest first, each with whether the account has read it: in one query.
///
/// # Errors
/// Database errors.
pub fn inbox(conn: &mut Conn, account: &Account) -> Result<Vec<(Notice, bool)>> {
    let is_unread = Notice::unread_by(account.id);
    let notices: Vec<(Notice, bool)> = Notice::objects().for_account(account.id).annotate(is_unread).load(conn)?;
    Ok(notices.into_iter().map(|(notice, unread)| (notice, !unread)).collect())
}

/// Marks a notice as read. Returns false when it was already read.
///
/// # Errors
/// There is no such notice for this account, or the database fails.
pub fn read(conn: &mut Conn, account: &Account, id: NoticeId, request: &str) -> Result<bool> {
    let notice: Option<Notice> = Notice::objects().for_account(account.id).find(id).first(conn).optional()?;
    let notice = notice.ok_or_else(|| Error::NotFound(format!("notice {id} for {}", account.display_name())))?;
    Ok(notice.link::<Readers>().add([account.id]).by(&account.actor(request)).run(conn)? > 0)
}

/// Lets an account follow an article. Returns false when it already did.
///
/// # Errors
/// There is no such live article, or the database fails.
pub fn follow(conn: &mut Conn, account: &Account, id: ArticleId, request: &str) -> Result<bool> {
    articles::live(conn, id)?;
    Ok(account.link::<Article>().add([id]).by(&account.actor(request)).run(conn)? > 0)
}
