//! The cookies of the desk.

use crate::web::request::Pairs;

/// Who is logged in.
pub(crate) const SESSION: &str = "admin";
/// The form to log in, before anybody is.
pub(crate) const VISITOR: &str = "admin-form";
/// What the next page says.
pub(crate) const FLASH: &str = "admin-said";

/// How cookies are named and set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jar {
    /// Whether the desk is reached by HTTPS alone.
    pub(crate) secure: bool,
}

impl Jar {
    pub(crate) fn name(self, cookie: &str) -> String {
        if self.secure { format!("__Host-{cookie}") } else { cookie.to_owned() }
    }

    pub(crate) fn set(self, cookie: &str, value: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}", self.name(cookie))
    }

    pub(crate) fn clear(self, cookie: &str) -> String {
        format!("{}; Max-Age=0", self.set(cookie, ""))
    }
}

/// The cookies of a request.
pub(crate) fn parse(header: &str) -> Pairs {
    let pair = |part: &str| part.trim().split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    header.split(';').filter_map(pair).collect()
}
