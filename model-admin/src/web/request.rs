//! What was asked, read once.

use model_core::Actor;
use std::net::IpAddr;

/// Pairs of names and texts, of a query string or a form. A name can be there more than once.
pub(crate) type Pairs = Vec<(String, String)>;

/// At most so many fields in a form, or parameters in an address.
pub(crate) const FIELDS: usize = 200;

/// A request, without what belongs to HTTP alone.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Where the desk is: `/admin`, or nothing.
    pub(crate) prefix: String,
    /// The path below the prefix, as it was sent.
    pub(crate) path: String,
    pub(crate) query: Pairs,
    pub(crate) form: Pairs,
    pub(crate) is_post: bool,
    pub(crate) wants_json: bool,
    /// The name of this request in the trail and in the log.
    pub(crate) id: String,
    pub(crate) ip: Option<IpAddr>,
    pub(crate) agent: Option<String>,
    pub(crate) cookies: Pairs,
}

/// Reads pairs; none when they are not encoded as a form, or too many.
pub(crate) fn pairs(encoded: &[u8]) -> Option<Pairs> {
    let pairs: Pairs = serde_html_form::from_bytes(encoded).ok()?;
    (pairs.len() <= FIELDS).then_some(pairs)
}

/// The pairs as they stand in an address.
pub(crate) fn encoded(pairs: &[(String, String)]) -> String {
    serde_html_form::to_string(pairs).unwrap_or_default()
}

/// The last text of this name: a checkbox comes after the hidden field that represents its absence.
pub(crate) fn last<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().rev().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
}

impl Asked {
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        last(&self.query, name).filter(|text| !text.is_empty())
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        last(&self.form, name)
    }

    /// Why something is written, as it was typed, without what is no text.
    pub(crate) fn reason(&self) -> Option<String> {
        let typed: String = self.field("-because")?.chars().filter(|letter| !letter.is_control()).take(300).collect();
        Some(typed.trim().to_owned()).filter(|reason| !reason.is_empty())
    }

    /// The actor of this request: who it is, and from where.
    pub(crate) fn actor(&self, who: Actor) -> Actor {
        let actor = who.request(&self.id);
        let actor = self.ip.map_or(actor.clone(), |ip| actor.ip(ip));
        self.agent.iter().fold(actor, |actor, agent| actor.user_agent(agent))
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// An address of the desk. Its start has no slash at the end below a prefix: `Router::nest` knows it by that name.
    pub(crate) fn to(&self, path: &str) -> String {
        if path == "/" && !self.prefix.is_empty() { self.prefix.clone() } else { format!("{}{path}", self.prefix) }
    }

    /// The path with its query, below the prefix.
    pub(crate) fn here(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, encoded(&self.query)) }
    }
}

/// Whether a path leads to a page of the desk, and nowhere else.
pub(crate) fn is_inside(path: &str) -> bool {
    let (bare, _) = path.split_once('?').unwrap_or((path, ""));
    let decoded = percent_encoding::percent_decode_str(bare).decode_utf8();
    let plain = |text: &str| {
        text.starts_with('/')
            && !text.starts_with("//")
            && !text.chars().any(|c| c == '\\' || c.is_control())
            && !text.split('/').any(|part| part == ".." || part == ".")
    };
    path.len() <= 2_000 && !path.chars().any(char::is_control) && plain(bare) && decoded.is_ok_and(|text| plain(&text))
}

#[cfg(test)]
mod tests {
    use super::{is_inside, last, pairs};

    #[test]
    fn a_way_back_stays_inside() {
        for good in ["/", "/articles/", "/articles/?q=a%2Fb&sort=-title", "/articles/1%2C2/", "/articles/..a/"] {
            assert!(is_inside(good), "{good}");
        }
        let bad = [
            "",
            "articles",
            "https://evil.example/",
            "//evil.example/",
            "/\\evil",
            "\\\\evil",
            "/%5cevil",
            "/..",
            "/a/../..",
            "/%2e%2e/x",
            "/a/%2E%2e",
            "/%2fevil",
            "%2f%2fevil",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
            "/a%0d%0ax",
            "/\u{0}",
            "/./x",
            "data:text/html,x",
            "/%00",
            " /x",
            "\t//evil",
            "/\t/evil",
            "http:/evil",
            "HtTp://evil",
            "/%ff",
            "//",
            "/%2f%2fevil",
            "/;\\evil",
            "///evil",
        ];
        for bad in bad {
            assert!(!is_inside(bad), "{bad:?}");
        }
        assert!(!is_inside(&format!("/{}", "a".repeat(3_000))));
    }

    #[test]
    fn a_form_has_a_limit_and_the_last_of_a_name_counts() {
        let form = pairs(b"featured=false&featured=true&q=a+b%21").expect("a form");
        assert_eq!(last(&form, "featured"), Some("true"));
        assert_eq!(last(&form, "q"), Some("a b!"));
        assert!(pairs("a=1&".repeat(201).as_bytes()).is_none());
    }
}
