//! Who acts: an audited write cannot run without an actor.

use crate::meta::error::Error;
use crate::model::key::Key;
use crate::model::unit::Unit;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;
use uuid::Uuid;

/// Who performs a write, and in which request.
///
/// An actor is a value that you pass to each write with `.by(&actor)`. It is never kept in a thread, a task or a
/// connection, so it cannot reach a write that you did not pass it to.
///
/// ```
/// use model_core::Actor;
///
/// let me = Actor::user(42).request("req-7").ip("203.0.113.9").user_agent("curl/8");
/// assert_eq!((me.kind(), me.id()), ("user", Some("42")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    kind: Cow<'static, str>,
    id: Option<String>,
    request: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    reason: Option<String>,
    context: Option<Value>,
    batch: Option<Uuid>,
}

impl Actor {
    /// An actor of a kind of your own, with its id within that kind.
    pub fn new(kind: impl Into<Cow<'static, str>>, id: impl Display) -> Self {
        Self { id: Some(id.to_string()), ..Self::without_id(kind.into()) }
    }

    /// A person who is signed in, by their id: a typed key, a UUID, a number or a name.
    pub fn user(id: impl Display) -> Self {
        Self::new("user", id)
    }

    /// Another program, by its name.
    pub fn service(name: impl Display) -> Self {
        Self::new("service", name)
    }

    /// The application itself: a scheduled job, a migration, a start-up task.
    pub fn system() -> Self {
        Self::without_id(Cow::Borrowed("system"))
    }

    /// Somebody who is not signed in.
    pub fn anonymous() -> Self {
        Self::without_id(Cow::Borrowed("anonymous"))
    }

    /// Adds the id of the request that caused the write.
    pub fn request(mut self, id: impl Display) -> Self {
        self.request = Some(id.to_string());
        self
    }

    /// Adds the address the request came from.
    pub fn ip(mut self, address: impl Display) -> Self {
        self.ip = Some(address.to_string());
        self
    }

    /// Adds the program the request came from.
    pub fn user_agent(mut self, user_agent: impl Display) -> Self {
        self.user_agent = Some(user_agent.to_string());
        self
    }

    /// The same actor with a reason, which the trail keeps with each entry of the write:
    /// `comment.delete().by(&me.because("spam")).run(conn)?`.
    pub fn because(&self, reason: impl Display) -> Self {
        Self { reason: Some(reason.to_string()), ..self.clone() }
    }

    /// The same actor with what else belongs to the write, as the application chooses; the trail keeps it with each
    /// entry: `.by(&me.context(json!({ "ticket": 7 })))`.
    pub fn context(&self, context: impl Into<Value>) -> Self {
        Self { context: Some(context.into()), ..self.clone() }
    }

    /// The same actor for several writes that belong together: they have this batch in the trail, unless a write names
    /// another. Code that is given the actor writes into the batch without knowing of it. Each deletion is still
    /// restored by itself.
    pub fn batch(&self, batch: Uuid) -> Self {
        Self { batch: Some(batch), ..self.clone() }
    }

    /// The kind: `user`, `service`, `system`, `anonymous`, or one of your own.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The id within the kind.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request.as_deref()
    }

    pub(crate) fn ip_address(&self) -> Option<&str> {
        self.ip.as_deref()
    }

    pub(crate) fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    pub(crate) fn given_context(&self) -> Option<&Value> {
        self.context.as_ref()
    }

    pub(crate) fn given_batch(&self) -> Option<Uuid> {
        self.batch
    }

    pub(crate) fn agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    /// The actor that is recorded for a write without an actor, where the trail needs one.
    pub(crate) fn unknown() -> &'static Self {
        static UNKNOWN: Actor = Actor::without_id(Cow::Borrowed("unknown"));
        &UNKNOWN
    }

    const fn without_id(kind: Cow<'static, str>) -> Self {
        Self { kind, id: None, request: None, ip: None, user_agent: None, reason: None, context: None, batch: None }
    }
}

/// The placeholder for the actor in a write that names none.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoActor;

/// The attribution of a model whose writes must name an actor: it is audited, or it has a `created_by`, `updated_by` or
/// `deleted_by` field.
#[derive(Debug, Clone, Copy)]
pub enum Attributed {}

/// The attribution of a model whose writes may leave the actor out.
#[derive(Debug, Clone, Copy)]
pub enum Unattributed {}

/// Whether writes must name an actor: [`Attributed`] or [`Unattributed`].
pub trait Attribution {
    /// Whether they must.
    const ASKS: bool;
}

impl Attribution for Attributed {
    const ASKS: bool = true;
}

impl Attribution for Unattributed {
    const ASKS: bool = false;
}

/// A value that a write accepts as its actor under the attribution `Kind` of the model: `&Actor` always, [`NoActor`]
/// when the model is [`Unattributed`].
#[diagnostic::on_unimplemented(
    message = "this write does not say who is acting: call `.by(&actor)` before `.run(conn)`",
    label = "no actor was given to this write",
    note = "the model is audited or records who created, updated or deleted its rows; see `model_core::Actor`"
)]
pub trait ActsFor<Kind>: Copy + Send + Sync {
    /// The actor, if there is one.
    fn actor<'a>(self) -> Option<&'a Actor>
    where
        Self: 'a;

    /// The unit that the write belongs to, if it names one.
    fn unit<'a>(self) -> Option<&'a Unit>
    where
        Self: 'a,
    {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<Kind> ActsFor<Kind> for &Actor {
    fn actor<'a>(self) -> Option<&'a Actor>
    where
        Self: 'a,
    {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<Kind: Anonymous> ActsFor<Kind> for NoActor {
    fn actor<'a>(self) -> Option<&'a Actor> {
        None
    }
}

/// An attribution that does not require an actor.
pub trait Anonymous {}

impl Anonymous for Unattributed {}

/// A field type that can hold the acting user: `created_by`, `updated_by`, `deleted_by`.
///
/// Provided for `Uuid`, `i64`, `i32`, `String`, every `#[derive(Key)]` type, and `Option` of each. An `Option` becomes
/// NULL when the actor is not a user; a plain field needs an actor whose id it can hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the id of an actor",
    label = "use `Uuid`, `i64`, `i32`, `String`, a `#[derive(Key)]` type, or an `Option` of one"
)]
pub trait FromActor: Sized {
    /// The value for this actor.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the actor has no id or its id is not of this type.
    fn from_actor(actor: &Actor, field: &'static str) -> Result<Self, Error>;
}

fn parse<T: FromStr>(actor: &Actor, field: &'static str) -> Result<T, Error> {
    let wrong = || Error::invalid(field, format!("the actor (`{}`) has no id that this field can hold", actor.kind()));
    actor.id().and_then(|id| id.parse().ok()).ok_or_else(wrong)
}

macro_rules! parsed {
    ($($ty:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl FromActor for $ty {
            fn from_actor(actor: &Actor, field: &'static str) -> Result<Self, Error> {
                parse(actor, field)
            }
        }
    )+};
}

parsed!(uuid::Uuid i64 i32 String);

#[diagnostic::do_not_recommend]
impl<K: Key> FromActor for K
where
    K::Inner: FromActor,
{
    fn from_actor(actor: &Actor, field: &'static str) -> Result<Self, Error> {
        K::Inner::from_actor(actor, field).map(K::from_inner)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromActor> FromActor for Option<T> {
    fn from_actor(actor: &Actor, field: &'static str) -> Result<Self, Error> {
        match actor.kind() {
            "user" => T::from_actor(actor, field).map(Some),
            // The id of another kind of actor is the id of nobody in the table of users, even if it looks like one.
            _ => Ok(None),
        }
    }
}
