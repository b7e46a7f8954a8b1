//! Who is logged in: what the browser has, and what it proves.

use crate::web::request::Asked;
use crate::web::secret::{Secret, decode, digest, encode, random};
use crate::web::{cookie, cookie::Jar};
use std::time::Duration;

/// How long a session lasts without a request.
pub(crate) const IDLE: Duration = Duration::from_secs(2 * 60 * 60);
/// How long a session lasts at most.
pub(crate) const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);
/// The cookie is rewritten when it is older.
const FRESH: u64 = 60;

/// A session as the browser has it: a random id, and when it was last used, signed.
#[derive(Clone)]
pub(crate) struct Ticket {
    id: [u8; 32],
    seen: u64,
}

pub(crate) fn now() -> u64 {
    u64::try_from(chrono::Utc::now().timestamp()).unwrap_or_default()
}

impl Ticket {
    /// A new session.
    pub(crate) fn new() -> Self {
        Self { id: random(), seen: now() }
    }

    /// The key of its row.
    pub(crate) fn key(&self) -> String {
        digest(&self.id)
    }

    /// The session that a request names, however old.
    pub(crate) fn of(asked: &Asked, secret: &Secret, jar: Jar) -> Option<Self> {
        let text = asked.cookie(&jar.name(cookie::SESSION))?;
        let (id, rest) = text.split_once('.')?;
        let (seen, signature) = rest.split_once('.')?;
        let (id, seen): ([u8; 32], u64) = (decode(id)?.try_into().ok()?, seen.parse().ok()?);
        secret.verifies("seen", &[&id, &seen.to_be_bytes()], signature).then_some(Self { id, seen })
    }

    /// Whether it was used not long ago.
    pub(crate) fn is_awake(&self) -> bool {
        now().saturating_sub(self.seen) < IDLE.as_secs()
    }

    /// The value of the cookie, if it has to be rewritten.
    pub(crate) fn renewed(&self, secret: &Secret) -> Option<String> {
        (now().saturating_sub(self.seen) >= FRESH).then(|| Self { seen: now(), ..self.clone() }.value(secret))
    }

    pub(crate) fn value(&self, secret: &Secret) -> String {
        let signature = secret.sign("seen", &[&self.id, &self.seen.to_be_bytes()]);
        format!("{}.{}.{signature}", encode(&self.id), self.seen)
    }

    /// The token of forms that are made for somebody in this session.
    pub(crate) fn token(&self, secret: &Secret, staff: &str) -> String {
        let session = self.name(secret);
        let signature = secret.sign("form", &[session.as_bytes(), staff.as_bytes()]);
        format!("{}.{session}.{signature}", encode(staff.as_bytes()))
    }

    /// For whom a form was made, if it was made in this session.
    pub(crate) fn made_for(&self, secret: &Secret, token: &str) -> Option<String> {
        issued(secret, token).filter(|(_, session)| *session == self.name(secret)).map(|(staff, _)| staff)
    }

    /// What represents the session in its forms.
    fn name(&self, secret: &Secret) -> String {
        secret.sign("session", &[&self.id])
    }
}

/// For whom a form was made, in whatever session, and what represents that session.
fn issued<'t>(secret: &Secret, token: &'t str) -> Option<(String, &'t str)> {
    let (staff, rest) = token.split_once('.')?;
    let (session, signature) = rest.split_once('.')?;
    let staff = String::from_utf8(decode(staff)?).ok()?;
    secret.verifies("form", &[session.as_bytes(), staff.as_bytes()], signature).then_some((staff, session))
}

/// For whom a form was made in a session that may be over: its text is kept for them, and nothing is written.
pub(crate) fn once_made_for(secret: &Secret, token: &str) -> Option<String> {
    issued(secret, token).map(|(staff, _)| staff)
}

/// The token of the form to log in, for somebody with this cookie.
pub(crate) fn door_token(secret: &Secret, visitor: &str) -> String {
    secret.sign("door", &[visitor.as_bytes()])
}

pub(crate) fn is_door_token(secret: &Secret, visitor: &str, token: &str) -> bool {
    secret.verifies("door", &[visitor.as_bytes()], token)
}
