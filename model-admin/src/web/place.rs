//! Which page an address leads to.

use crate::pages::export::Format;
use percent_encoding::percent_decode_str;
use uuid::Uuid;

/// A page of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    Login,
    Logout,
    LogoutEverywhere,
    You,
    Find,
    Trail,
    Batch(Uuid),
    Verify,
    Jobs,
    Job(Uuid),
    /// What was deleted, of all models.
    TrashOfAll,
    List(String),
    New(String),
    Trash(String),
    Options(String),
    Bulk(String),
    Purge(String),
    Export(String, Format),
    Row(String, String),
    /// The form of a row with values that are not saved.
    Form(String, String),
    Delete(String, String),
    Restore(String, String),
    History(String, String),
    Entry(String, String, i64),
    Revert(String, String, i64),
    Do(String, String, String),
}

/// Which methods a page takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Get,
    Post,
    Both,
}

impl Takes {
    pub(crate) fn allow(self) -> &'static str {
        match self {
            Self::Get => "GET, HEAD",
            Self::Post => "POST",
            Self::Both => "GET, HEAD, POST",
        }
    }

    pub(crate) fn takes(self, post: bool) -> bool {
        self == Self::Both || (self == Self::Post) == post
    }
}

impl Place {
    /// The page of a path below the prefix; none if there is none.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let decode = |part: &str| percent_decode_str(part).decode_utf8().ok().map(String::from);
        let parts: Vec<String> = path.strip_prefix('/')?.split('/').map(decode).collect::<Option<_>>()?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let own = str::to_owned;
        Some(match parts.as_slice() {
            [""] => Self::Home,
            ["-", page] => match *page {
                "login" => Self::Login,
                "logout" => Self::Logout,
                "logout-everywhere" => Self::LogoutEverywhere,
                "you" => Self::You,
                "find" => Self::Find,
                "trail" => Self::Trail,
                "verify" => Self::Verify,
                "trash" => Self::TrashOfAll,
                "jobs" => Self::Jobs,
                _ => return None,
            },
            ["-", "jobs", id] => Self::Job(id.parse().ok()?),
            ["-", "trail", "batch", id] => Self::Batch(id.parse().ok()?),
            ["-" | "", ..] => return None,
            [model, ""] => Self::List(own(model)),
            [model, "-", page] => match *page {
                "new" => Self::New(own(model)),
                "trash" => Self::Trash(own(model)),
                "options" => Self::Options(own(model)),
                "bulk" => Self::Bulk(own(model)),
                "purge" => Self::Purge(own(model)),
                "export.csv" => Self::Export(own(model), Format::Csv),
                "export.jsonl" => Self::Export(own(model), Format::JsonLines),
                _ => return None,
            },
            [_, "-" | "", ..] => return None,
            [model, key, ""] => Self::Row(own(model), own(key)),
            [model, key, page] => {
                let (model, key) = (own(model), own(key));
                match *page {
                    "form" => Self::Form(model, key),
                    "delete" => Self::Delete(model, key),
                    "restore" => Self::Restore(model, key),
                    "history" => Self::History(model, key),
                    _ => return None,
                }
            }
            [model, key, "history", id] => Self::Entry(own(model), own(key), id.parse().ok()?),
            [model, key, "revert", id] => Self::Revert(own(model), own(key), id.parse().ok()?),
            [model, key, "do", name] => Self::Do(own(model), own(key), own(name)),
            _ => return None,
        })
    }

    /// The model of a page that belongs to one row, or to rows that are not in a list.
    pub(crate) fn of_row(&self) -> Option<&str> {
        match self {
            Self::Row(model, _) | Self::Form(model, _) | Self::Delete(model, _) | Self::Restore(model, _) => {
                Some(model)
            }
            Self::History(model, _) | Self::Entry(model, ..) | Self::Revert(model, ..) | Self::Do(model, ..) => {
                Some(model)
            }
            Self::New(model) | Self::Purge(model) => Some(model),
            _ => None,
        }
    }

    pub(crate) fn takes(&self) -> Takes {
        match self {
            Self::Home | Self::You | Self::Find | Self::Trail | Self::Batch(_) | Self::List(_) | Self::Trash(_) => {
                Takes::Get
            }
            Self::Jobs | Self::Job(_) | Self::TrashOfAll | Self::Options(_) | Self::History(..) | Self::Entry(..) => {
                Takes::Get
            }
            Self::Logout | Self::LogoutEverywhere | Self::Form(..) | Self::Bulk(_) | Self::Export(..) => Takes::Post,
            Self::Login | Self::Verify | Self::Purge(_) | Self::New(_) | Self::Row(..) => Takes::Both,
            Self::Delete(..) | Self::Restore(..) | Self::Revert(..) | Self::Do(..) => Takes::Both,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Takes};

    #[test]
    fn addresses_lead_to_pages() {
        let row = |key: &str| Some(Place::Row("articles".to_owned(), key.to_owned()));
        assert_eq!(Place::of("/"), Some(Place::Home));
        assert_eq!(Place::of("/articles/"), Some(Place::List("articles".to_owned())));
        assert_eq!(Place::of("/articles/new/"), row("new"));
        assert_eq!(Place::of("/articles/1%2C2/"), row("1,2"));
        assert_eq!(Place::of("/articles/a%2Fb/"), row("a/b"));
        assert_eq!(Place::of("/articles/-/new"), Some(Place::New("articles".to_owned())));
        assert_eq!(Place::of("/articles/7/history/3"), Some(Place::Entry("articles".to_owned(), "7".to_owned(), 3)));
        for none in [
            "",
            "/articles",
            "/-/nothing",
            "//",
            "/articles/-/",
            "/articles/7",
            "/articles/%ff/",
            "/articles/7/history/x",
            "/articles//",
        ] {
            assert_eq!(Place::of(none), None, "{none}");
        }
    }

    #[test]
    fn pages_take_methods() {
        assert!(
            Takes::Get.takes(false) && !Takes::Get.takes(true) && Takes::Post.takes(true) && !Takes::Post.takes(false)
        );
        assert!(Takes::Both.takes(true) && Takes::Both.takes(false));
    }
}
