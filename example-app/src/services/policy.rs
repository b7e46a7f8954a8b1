//! Who may do what: the one function that the desk, the API and the public site ask.

use crate::models::{
    Account, AccountRole, Article, ArticleTag, Author, AuthorId, Comment, Notice, Order, OrderItem, Product, Reaction,
    Tag, Verdict,
};
use crate::schema::{accounts, articles, comments, orders};
use diesel::prelude::*;
use model_core::bases::PublicationStatus;
use model_core::meta::Meta;
use model_core::prelude::*;

/// What somebody wants to do with rows of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// To read them.
    See,
    /// To create one.
    Create,
    /// To change one.
    Change,
    /// To delete one.
    Delete,
    /// To bring a deleted one back.
    Restore,
    /// To remove a deleted one permanently.
    Purge,
    /// To take a change back.
    Revert,
    /// To read the history of one.
    SeeHistory,
    /// To take many away as a file.
    Export,
    /// To compare the history with the table.
    Verify,
    /// To publish an article, or to take it back.
    Publish,
    /// To decide about a comment.
    Moderate,
}

/// Whether somebody with this role may do something. `own` says whether the row belongs to them; it is none where no
/// row is meant, and then the question is whether they may do it at all.
///
/// Nobody may do what no line here allows.
pub fn allows(role: Option<AccountRole>, act: Act, model: &Meta, own: Option<bool>) -> bool {
    let is = |name: &str| model.name == name;
    let own = own.unwrap_or(true);
    let read = matches!(act, Act::See | Act::SeeHistory | Act::Export);
    let (article, comment, tag) = (is(Article::META.name), is(Comment::META.name), is(Tag::META.name));
    let (account, order) = (is(Account::META.name), is(Order::META.name) || is(OrderItem::META.name));
    let (author, product) = (is(Author::META.name), is(Product::META.name));
    let open = act == Act::See && (article || comment || tag || author || product);
    let Some(role) = role else { return open };
    let signed_in = open
        || comment && act == Act::Create
        || is(Reaction::META.name) && own && matches!(act, Act::Create | Act::Delete)
        || order && own && matches!(act, Act::See | Act::Create | Act::Change)
        || account && own && act == Act::See;
    signed_in
        || match role {
            AccountRole::Reader => false,
            AccountRole::Reporter => {
                let of_own = matches!(
                    act,
                    Act::Change | Act::Delete | Act::Restore | Act::Revert | Act::SeeHistory | Act::Export
                );
                article && (act == Act::Create || own && of_own) || tag && act == Act::Create
            }
            AccountRole::Editor => {
                (article || comment || tag) && !matches!(act, Act::Purge | Act::Verify)
                    || author && (read || act == Act::Change)
                    || product && (read || matches!(act, Act::Create | Act::Change | Act::Revert))
            }
            // An account belongs to its holder, and an order to its buyer.
            AccountRole::Chief => !(account || order) || read || act == Act::Verify,
            AccountRole::Auditor => read || act == Act::Verify,
        }
}

/// Whether rows of a model may go or come along with a row that somebody may delete or restore. What readers have said
/// below an article goes and comes with it: whoever may delete an article need not be a moderator, and nothing is lost,
/// because one restoration brings all of it back. Everything else needs the right on itself.
pub fn follows(role: Option<AccountRole>, act: Act, model: &Meta) -> bool {
    let is_below = [Comment::META.name, Notice::META.name, ArticleTag::META.name].contains(&model.name);
    match act {
        Act::Delete | Act::Restore if is_below => allows(role, act, Article::META, None),
        _ => allows(role, act, model, None),
    }
}

/// Which rows of a model somebody may see.
#[derive(Debug, Clone)]
pub enum Rows<M: Model> {
    /// All.
    All,
    /// Those for which the condition holds.
    Where(Condition<M>),
}

/// The roles that see what is not published.
fn sees_all(role: Option<AccountRole>) -> bool {
    matches!(role, Some(AccountRole::Editor | AccountRole::Chief | AccountRole::Auditor))
}

/// Articles: the published ones, and one's own.
pub fn articles_of(role: Option<AccountRole>, author: Option<AuthorId>) -> Rows<Article> {
    let published = articles::status.eq(PublicationStatus::Published);
    match author.filter(|_| role == Some(AccountRole::Reporter)) {
        _ if sees_all(role) => Rows::All,
        None => Rows::Where(condition!(published)),
        Some(author) => Rows::Where(condition!(published.or(articles::author_id.eq(author)))),
    }
}

/// Comments: the approved ones under published articles.
pub fn comments_of(role: Option<AccountRole>) -> Rows<Comment> {
    if sees_all(role) {
        return Rows::All;
    }
    let open = articles::table.filter(articles::status.eq(PublicationStatus::Published)).select(articles::id);
    Rows::Where(condition!(comments::state.eq(Verdict::Approved).and(comments::article_id.eq_any(open))))
}

/// Whether somebody sees the accounts and orders of others.
fn sees_accounts(role: Option<AccountRole>) -> bool {
    matches!(role, Some(AccountRole::Chief | AccountRole::Auditor))
}

/// Accounts: one's own. Nobody has none.
pub fn accounts_of(account: Option<&Account>) -> Rows<Account> {
    match account {
        Some(account) if sees_accounts(Some(account.role)) => Rows::All,
        Some(account) => Rows::Where(condition!(accounts::id.eq(account.id))),
        None => Rows::Where(condition!(accounts::id.is_null())),
    }
}

/// Orders: those of one's own account. Nobody has none.
pub fn orders_of(account: Option<&Account>) -> Rows<Order> {
    match account {
        Some(account) if sees_accounts(Some(account.role)) => Rows::All,
        Some(account) => Rows::Where(condition!(orders::account_id.eq(account.id))),
        None => Rows::Where(condition!(orders::id.is_null())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountRole::{Auditor, Chief, Editor, Reader, Reporter};

    const ACTS: [Act; 12] = [
        Act::See,
        Act::Create,
        Act::Change,
        Act::Delete,
        Act::Restore,
        Act::Purge,
        Act::Revert,
        Act::SeeHistory,
        Act::Export,
        Act::Verify,
        Act::Publish,
        Act::Moderate,
    ];

    /// What each role may do, as a letter for each act in the order of `ACTS`.
    fn may(role: Option<AccountRole>, model: &Meta, own: bool) -> String {
        let letter = |(act, letter)| if allows(role, act, model, Some(own)) { letter } else { '-' };
        ACTS.into_iter().zip("scudrpbhevPM".chars()).map(letter).collect()
    }

    #[test]
    fn every_role_may_do_what_is_said_and_no_more() {
        let roles = [None, Some(Reader), Some(Reporter), Some(Editor), Some(Chief), Some(Auditor)];
        for (model, own, expected) in [
            (
                Article::META,
                false,
                ["s-----------", "s-----------", "sc----------", "scudr-bhe-PM", "scudrpbhevPM", "s------hev--"],
            ),
            (
                Article::META,
                true,
                ["s-----------", "s-----------", "scudr-bhe---", "scudr-bhe-PM", "scudrpbhevPM", "s------hev--"],
            ),
            (
                Comment::META,
                false,
                ["s-----------", "sc----------", "sc----------", "scudr-bhe-PM", "scudrpbhevPM", "sc-----hev--"],
            ),
            (
                Account::META,
                false,
                ["------------", "------------", "------------", "------------", "s------hev--", "s------hev--"],
            ),
            (
                Account::META,
                true,
                ["------------", "s-----------", "s-----------", "s-----------", "s------hev--", "s------hev--"],
            ),
            (
                Order::META,
                false,
                ["------------", "------------", "------------", "------------", "s------hev--", "s------hev--"],
            ),
            (
                Order::META,
                true,
                ["------------", "scu---------", "scu---------", "scu---------", "scu----hev--", "scu----hev--"],
            ),
        ] {
            assert_eq!(roles.map(|role| may(role, model, own)), expected, "{} {own}", model.name);
        }
    }
}
