//! The relations that lead to the rows of a look ahead.

use crate::effects::foresee::{Ahead, Foresees, Foresight, KeysOn, keys_under};
use crate::effects::impact::{Effect, Impact};
use crate::effects::{Cascade, CascadeWithin, Keep, Owned, Restrict, SetNull, Unlink};
use crate::meta::error::Result;
use crate::model::Model;
use crate::model::actor::Attribution as _;
use crate::query::relations::belongs_to::BelongsTo;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use diesel::connection::LoadConnection;

/// A list of relations whose rows can be counted.
pub trait ForeseesOwned<Conn, P: Model> {
    /// Adds the rows of the same model one level below; returns whether there are more.
    ///
    /// # Errors
    /// Database errors.
    fn descend(conn: &mut Conn, keys: &[P::Key], foresight: &mut Foresight, next: &mut Vec<P::Key>) -> Result<bool>;

    /// Counts the rows of other models that belong to these.
    ///
    /// # Errors
    /// Database errors.
    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
        impacts: &mut Vec<Impact>,
    ) -> Result<()>;
}

impl<Conn, P: Model> ForeseesOwned<Conn, P> for () {
    fn descend(_: &mut Conn, _: &[P::Key], _: &mut Foresight, _: &mut Vec<P::Key>) -> Result<bool> {
        Ok(false)
    }

    fn count(_: &mut Conn, _: &[P::Key], _: bool, _: &mut Foresight, _: &mut Vec<Impact>) -> Result<()> {
        Ok(())
    }
}

impl<Conn, P, O, Rest> ForeseesOwned<Conn, P> for (O, Rest)
where
    P: Model,
    O: ForeseesRows<Conn, P>,
    Rest: ForeseesOwned<Conn, P>,
{
    fn descend(conn: &mut Conn, keys: &[P::Key], foresight: &mut Foresight, next: &mut Vec<P::Key>) -> Result<bool> {
        let more = O::descend(conn, keys, foresight, next)?;
        Ok(Rest::descend(conn, keys, foresight, next)? || more)
    }

    fn count(
        conn: &mut Conn,
        keys: &[P::Key],
        capped: bool,
        foresight: &mut Foresight,
        impacts: &mut Vec<Impact>,
    ) -> Result<()> {
        if const { O::LAST } {
            Rest::count(conn, keys, capped, foresight, impacts)?;
        }
        impacts.extend(O::count(conn, keys, capped, foresight)?);
        if const { !O::LAST } {
            Rest::count(conn, keys, capped, foresight, impacts)?;
        }
        Ok(())
    }
}

/// A relation whose rows can be counted.
pub trait ForeseesRows<Conn, P: Model> {
    /// Whether its rows are counted after those of the other relations, which may take some of them.
    const LAST: bool = false;

    /// Adds the rows of the same model one level below; returns whether there are more.
    ///
    /// # Errors
    /// Database errors.
    fn descend(_: &mut Conn, _: &[P::Key], _: &mut Foresight, _: &mut Vec<P::Key>) -> Result<bool> {
        Ok(false)
    }

    /// Counts the rows that belong to these.
    ///
    /// # Errors
    /// Database errors.
    fn count(_: &mut Conn, _: &[P::Key], _: bool, _: &mut Foresight) -> Result<Option<Impact>> {
        Ok(None)
    }
}

impl<Conn, P, M, C> ForeseesRows<Conn, P> for Owned<M, C, Cascade>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend> + Model<Deletion: Foresees<Conn, M>>,
    C: 'static,
{
    fn count(conn: &mut Conn, keys: &[P::Key], capped: bool, foresight: &mut Foresight) -> Result<Option<Impact>> {
        let live = foresight.write == Ahead::Deletion;
        let (mut found, more) = keys_under::<Conn, M, P, C>(conn, keys, live, foresight)?;
        foresight.count::<M>(&mut found);
        if found.is_empty() {
            return Ok(None);
        }
        let capped = capped || more;
        let children = M::Deletion::below(conn, &found, capped, foresight)?;
        Ok(Some(Impact { capped, children, ..Impact::of(M::META.name, found.len(), foresight.effect()) }))
    }
}

impl<Conn, M, C> ForeseesRows<Conn, M> for Owned<M, C, CascadeWithin>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<M, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    fn descend(conn: &mut Conn, keys: &[M::Key], foresight: &mut Foresight, next: &mut Vec<M::Key>) -> Result<bool> {
        let live = foresight.write == Ahead::Deletion;
        let (mut found, more) = keys_under::<Conn, M, M, C>(conn, keys, live, foresight)?;
        foresight.count::<M>(&mut found);
        next.append(&mut found);
        Ok(more)
    }
}

impl<Conn, P, M, C> ForeseesRows<Conn, P> for Owned<M, C, Restrict>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    fn count(conn: &mut Conn, keys: &[P::Key], capped: bool, foresight: &mut Foresight) -> Result<Option<Impact>> {
        left::<Conn, M, P, C>(conn, keys, capped, foresight, Effect::Refusing)
    }
}

impl<Conn, P, M, C> ForeseesRows<Conn, P> for Owned<M, C, Keep>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    const LAST: bool = true;

    fn count(conn: &mut Conn, keys: &[P::Key], capped: bool, foresight: &mut Foresight) -> Result<Option<Impact>> {
        left::<Conn, M, P, C>(conn, keys, capped, foresight, Effect::Kept)
    }
}

impl<Conn, P, M, C> ForeseesRows<Conn, P> for Owned<M, C, SetNull>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    fn count(conn: &mut Conn, keys: &[P::Key], capped: bool, foresight: &mut Foresight) -> Result<Option<Impact>> {
        let (mut found, more) = match foresight.write {
            Ahead::Restoration(_) => return Ok(None),
            Ahead::Deletion | Ahead::Removal => keys_under::<Conn, M, P, C>(conn, keys, false, foresight)?,
        };
        // A row that is marked as deleted loses its reference as well, and one that is removed has none to lose.
        if foresight.write == Ahead::Removal {
            foresight.unseen::<M>(&mut found);
        }
        Ok(told(M::META.name, found.len(), capped || more, Effect::Detached))
    }
}

impl<Conn, P, M, C> ForeseesRows<Conn, P> for Owned<M, C, Unlink>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    const LAST: bool = true;

    fn count(conn: &mut Conn, keys: &[P::Key], capped: bool, foresight: &mut Foresight) -> Result<Option<Impact>> {
        // As in a removal: links that need an actor are left to the database where the rows need none.
        let leaves_links = M::Attribution::ASKS && !P::Attribution::ASKS;
        if foresight.write != Ahead::Removal || leaves_links {
            return left::<Conn, M, P, C>(conn, keys, capped, foresight, Effect::Kept);
        }
        let (mut found, more) = keys_under::<Conn, M, P, C>(conn, keys, false, foresight)?;
        foresight.count::<M>(&mut found);
        Ok(told(M::META.name, found.len(), capped || more, Effect::Deleted))
    }
}

/// Rows without rows below them, if there are any.
fn told(model: &'static str, count: usize, capped: bool, effect: Effect) -> Option<Impact> {
    (count > 0).then(|| Impact { capped, ..Impact::of(model, count, effect) })
}

/// Counts rows that stay as they are: in a deletion the live ones, in a removal all of them.
fn left<Conn, M, P, C>(
    conn: &mut Conn,
    keys: &[P::Key],
    capped: bool,
    foresight: &Foresight,
    effect: Effect,
) -> Result<Option<Impact>>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + KeysOn<Conn::Backend>,
    C: 'static,
{
    let live = match foresight.write {
        Ahead::Restoration(_) => return Ok(None),
        Ahead::Deletion => true,
        Ahead::Removal => false,
    };
    let (mut found, more) = keys_under::<Conn, M, P, C>(conn, keys, live, foresight)?;
    foresight.unseen::<M>(&mut found);
    Ok(told(M::META.name, found.len(), capped || more, effect))
}

#[cfg(feature = "async")]
#[path = "../../../twins/effects/foresee/owned.rs"]
pub(crate) mod twin;
