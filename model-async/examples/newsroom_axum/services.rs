//! What the registry does. Each service takes a connection that the pool has lent.

use crate::database::Lent;
use crate::failure::Failure;
use crate::models::*;
use axum::http::HeaderMap;
use chrono::Utc;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model_async::prelude::*;
use serde_json::{Value, json};

/// Who calls.
pub(crate) struct Caller {
    pub(crate) user: User,
    actor: Actor,
}

/// Looks up the token of a request, and stamps it.
pub(crate) async fn caller(headers: &HeaderMap, conn: &mut Lent) -> Result<Caller, Failure> {
    let header = headers.get("authorization").and_then(|header| header.to_str().ok());
    let secret = header.and_then(|header| header.strip_prefix("Bearer ")).ok_or(Failure::Unauthorized)?;
    let known = Token::objects().filter(tokens::secret.eq(secret)).first::<Token>(conn).await.optional()?;
    let token = known.ok_or(Failure::Unauthorized)?;
    token.patch().last_used_at(Utc::now()).run(conn).await?;
    let user = User::objects().find(token.user_id).first::<User>(conn).await?;
    let actor = Actor::user(user.id);
    Ok(Caller { user, actor })
}

/// A text to look for. No row has one with a NUL character, and PostgreSQL refuses a query with one.
fn sought(text: &str) -> Result<&str, Error> {
    if text.contains('\0') { Err(Error::NotFound) } else { Ok(text) }
}

/// A package with this name.
async fn named(name: &str, conn: &mut Lent) -> Result<Package, Failure> {
    Ok(Package::objects().filter(packages::name.eq(sought(name)?)).first(conn).await?)
}

/// A package that the caller owns.
async fn owned(caller: &Caller, name: &str, conn: &mut Lent) -> Result<Package, Failure> {
    let package = named(name, conn).await?;
    let owner = Owner::objects().find((package.id, caller.user.id)).first::<Owner>(conn).await.optional()?;
    owner.map(|_| package).ok_or(Failure::Forbidden)
}

/// Creates a package with its keywords, of which some are there already, and with the caller as its owner.
pub(crate) async fn create(
    caller: &Caller,
    name: String,
    words: Vec<String>,
    conn: &mut Lent,
) -> Result<Package, Failure> {
    if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
        return Err(Error::invalid("name", "letters, digits and hyphens").into());
    }
    let actor = &caller.actor;
    model_async::transaction(conn, async |conn, unit| {
        let new = NewPackage::builder().name(name).build();
        let package = Package::create(new).by(actor).within(unit).run(conn).await?;
        let mut keys = Vec::new();
        for word in words {
            let new = NewKeyword::builder().word(word.to_lowercase()).build();
            let (keyword, _) = Keyword::get_or_create(new).on(keywords::word).within(unit).run(conn).await?;
            keys.push(keyword.id);
        }
        package.link::<Keyword>().set(keys).within(unit).run(conn).await?;
        package.link::<User>().add([caller.user.id]).by(actor).within(unit).run(conn).await?;
        Ok(package)
    })
    .await
}

/// A package with everything that belongs to it.
pub(crate) async fn show(name: &str, conn: &mut Lent) -> Result<Value, Failure> {
    type Related = (Keyword, Version, User);
    let rows = Package::objects().filter(packages::name.eq(sought(name)?)).load_with::<Related>(conn).await?;
    let (package, (keywords, versions, owners)) = rows.into_iter().next().ok_or(Error::NotFound)?;
    Ok(json!({
        "name": package.name,
        "keywords": keywords.iter().map(|it| &it.word).collect::<Vec<_>>(),
        "versions": versions.iter().map(|it| json!({ "num": it.num, "yanked": it.yanked })).collect::<Vec<_>>(),
        "owners": owners.iter().map(|it| &it.login).collect::<Vec<_>>(),
    }))
}

/// Invites someone to own a package. A second invitation is the first one.
pub(crate) async fn invite(
    caller: &Caller,
    name: &str,
    login: &str,
    conn: &mut Lent,
) -> Result<(Invitation, bool), Failure> {
    let package = owned(caller, name, conn).await?;
    let user: User = User::objects().filter(users::login.eq(sought(login)?)).first(conn).await?;
    let new = NewInvitation::builder().package_id(package.id).user_id(user.id).build();
    let target = (invitations::user_id, invitations::package_id);
    Ok(Invitation::get_or_create(new).on(target).by(&caller.actor).run(conn).await?)
}

/// Makes the invited person an owner. The invitation is used up.
pub(crate) async fn accept(caller: &Caller, id: i64, conn: &mut Lent) -> Result<Package, Failure> {
    let mine = Invitation::objects().filter(invitations::user_id.eq(caller.user.id));
    let invitation: Invitation = mine.find(id).first(conn).await?;
    let package: Package = Package::objects().find(invitation.package_id).first(conn).await?;
    model_async::transaction(conn, async |conn, unit| {
        package.link::<User>().add([caller.user.id]).by(&caller.actor).within(unit).run(conn).await?;
        invitation.delete().by(&caller.actor).within(unit).run(conn).await?;
        Ok(package)
    })
    .await
}

/// Publishes a version.
pub(crate) async fn publish(caller: &Caller, name: &str, num: String, conn: &mut Lent) -> Result<Version, Failure> {
    if num.split('.').count() != 3 || !num.split('.').all(|part| part.parse::<u32>().is_ok()) {
        return Err(Error::invalid("num", "three numbers with dots between them").into());
    }
    let package = owned(caller, name, conn).await?;
    let new = NewVersion::builder().package_id(package.id).num(num).build();
    Ok(Version::create(new).by(&caller.actor).run(conn).await?)
}

/// Yanks a version, and says so once that is committed. Nothing is said of a version that is yanked already.
pub(crate) async fn yank(
    caller: &Caller,
    name: &str,
    num: &str,
    says: impl FnOnce() + Send + 'static,
    conn: &mut Lent,
) -> Result<Version, Failure> {
    let package = owned(caller, name, conn).await?;
    let version: Version = package.versions().filter(versions::num.eq(sought(num)?)).first(conn).await?;
    model_async::transaction(conn, async |conn, unit| {
        let outcome = version.patch().yanked(true).by(&caller.actor).within(unit).outcome(conn).await?;
        if matches!(outcome, Outcome::Changed(_)) {
            unit.on_commit(says)?;
        }
        Ok(outcome.into_result()?)
    })
    .await
}
