//! How a person names an article.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId};
use crate::schema::articles;
use crate::services::trail;
use diesel::prelude::*;
use model_core::prelude::*;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The id of an article: a UUID, or its last digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRef(String);

/// The fewest digits of a short id. Fewer are more likely a typing mistake.
const FEWEST_DIGITS: usize = 4;

impl FromStr for ArticleRef {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        if let Ok(id) = text.parse::<Uuid>() {
            return Ok(Self(id.simple().to_string()));
        }
        let is_tail = (FEWEST_DIGITS..32).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        match is_tail {
            true => Ok(Self(text.to_ascii_lowercase())),
            false => Err(Error::MalformedId(text.to_owned())),
        }
    }
}

impl From<ArticleId> for ArticleRef {
    fn from(id: ArticleId) -> Self {
        Self(Uuid::from(id).simple().to_string())
    }
}

impl fmt::Display for ArticleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ArticleRef {
    /// The article, live or deleted.
    ///
    /// # Errors
    /// No article matches, or several do.
    pub fn resolve(&self, conn: &mut Conn) -> Result<ArticleId> {
        let ids: Vec<ArticleId> = Article::objects().with_deleted().select(articles::id).load(conn)?;
        self.one_of(ids)
    }

    /// The article, live, deleted or purged: the audit trail remembers all of them.
    ///
    /// # Errors
    /// No article matches, or several do.
    pub fn resolve_ever(&self, conn: &mut Conn) -> Result<ArticleId> {
        self.one_of(trail::article_ids(conn)?)
    }

    fn one_of(&self, ids: Vec<ArticleId>) -> Result<ArticleId> {
        let matches = |id: &ArticleId| Uuid::from(*id).simple().to_string().ends_with(&self.0);
        let mut matching = ids.into_iter().filter(matches);
        match (matching.next(), matching.next()) {
            (Some(id), None) => Ok(id),
            (Some(_), Some(_)) => Err(Error::Ambiguous(self.to_string())),
            (None, _) => Err(Error::NotFound(format!("article `{self}`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_or_its_last_digits() {
        let id = ArticleId::generate();
        let other = ArticleId::generate();
        for text in [id.to_string(), id.to_string().to_uppercase(), id.short()] {
            let reference: ArticleRef = text.parse().unwrap();
            assert_eq!(reference.one_of(vec![other, id]).unwrap(), id);
        }
        for text in ["", "abc", "no such id", "readme", "-5", "12345678-1234"] {
            assert!(matches!(text.parse::<ArticleRef>(), Err(Error::MalformedId(_))), "{text}");
        }
    }

    #[test]
    fn digits_that_match_twice_are_refused() {
        let (one, two): (Uuid, Uuid) = (Uuid::from_u128(0x1_0000_abcd), Uuid::from_u128(0x2_0000_abcd));
        let reference: ArticleRef = "abcd".parse().unwrap();
        assert!(matches!(reference.one_of(vec![one.into(), two.into()]), Err(Error::Ambiguous(_))));
        assert!(matches!(reference.one_of(Vec::new()), Err(Error::NotFound(_))));
    }
}
