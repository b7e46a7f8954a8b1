//! Slugs: the text of a field as a part of a URL.

/// The length of the longest number behind a slug, with its hyphen, for which the search for existing slugs leaves
/// room.
const ROOM: usize = 7;

/// The slug of a text without a letter or digit.
const NOTHING: &str = "n-a";

/// The base of a slug, before a number makes it unique.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Slug {
    base: String,
    limit: Option<usize>,
}

impl Slug {
    /// The slug of a text, in lower-case ASCII letters, digits and hyphens; letters of other scripts are
    /// transliterated.
    pub(crate) fn new(text: &str, limit: Option<usize>) -> Self {
        let base = slug::slugify(text);
        Self { base: if base.is_empty() { NOTHING.to_owned() } else { base }, limit }
    }

    /// `hello` for 1, `hello-2` for 2, truncated to the length of the field; none if the field has no room for it.
    pub(crate) fn numbered(&self, number: u32) -> Option<String> {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let base = self.cut(suffix.len());
        (!base.is_empty()).then(|| base.to_owned() + &suffix)
    }

    /// A LIKE pattern for every slug of this base that has a number.
    pub(crate) fn pattern(&self) -> String {
        let stem = self.cut(ROOM);
        if stem.len() == self.base.len() { format!("{stem}-%") } else { format!("{stem}%") }
    }

    /// The base, truncated so that a suffix of this length fits the limit. It is ASCII, so it can be cut anywhere.
    fn cut(&self, suffix: usize) -> &str {
        let room = self.limit.map_or(self.base.len(), |limit| limit.saturating_sub(suffix).min(self.base.len()));
        self.base[..room].trim_end_matches('-')
    }
}

/// A field type that a slug can be made from and stored in: `String`, or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "a slug is made from text, but `{Self}` is not text",
    label = "use `String` or `Option<String>`, or implement `model_core::SlugText` for the type"
)]
pub trait SlugText {
    /// The text, when there is one.
    fn text(&self) -> Option<&str>;

    /// A slug as the field holds it.
    fn from_slug(slug: String) -> Self;
}

#[diagnostic::do_not_recommend]
impl SlugText for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }

    fn from_slug(slug: String) -> Self {
        slug
    }
}

#[diagnostic::do_not_recommend]
impl<T: SlugText> SlugText for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(SlugText::text)
    }

    fn from_slug(slug: String) -> Self {
        Some(T::from_slug(slug))
    }
}

#[cfg(test)]
mod tests {
    use crate::meta::slug::Slug;

    #[test]
    fn a_text_becomes_a_slug() {
        for (text, slug) in [
            ("Hello, world!", "hello-world"),
            ("Übergröße", "ubergrosse"),
            ("Привет", "privet"),
            ("北京", "bei-jing"),
            ("  --  ", "n-a"),
            ("", "n-a"),
        ] {
            assert_eq!(Slug::new(text, None).numbered(1).as_deref(), Some(slug), "{text}");
        }
    }

    #[test]
    fn numbers_and_the_limit_leave_no_hyphen_behind() {
        let slug = |text, limit, number| Slug::new(text, Some(limit)).numbered(number).unwrap_or_default();
        assert_eq!(slug("hello world", 20, 2), "hello-world-2");
        assert_eq!(slug("hello world", 8, 1), "hello-wo");
        assert_eq!(slug("hello world", 6, 1), "hello");
        assert_eq!(slug("hello world", 8, 2), "hello-2");
        assert_eq!(slug("hello world", 8, 12), "hello-12");
        assert_eq!(slug("hello world", 8, 123), "hell-123");
        assert_eq!(slug("hello world", 3, 9), "h-9");
    }

    #[test]
    fn a_slug_never_grows_over_its_limit() {
        for (limit, number) in [(0, 1), (1, 2), (2, 2), (3, 10)] {
            assert_eq!(Slug::new("hello", Some(limit)).numbered(number), None, "{limit} {number}");
        }
    }

    #[test]
    fn every_number_fits_the_pattern() {
        for limit in [8, 10, 12, 40] {
            let slug = Slug::new("hello world", Some(limit));
            let pattern = slug.pattern();
            let stem = pattern.trim_end_matches('%');
            for number in [2, 10, 999_999] {
                assert!(slug.numbered(number).unwrap().starts_with(stem), "{limit} {number} {pattern}");
            }
        }
        assert_eq!(Slug::new("hello", None).pattern(), "hello-%");
    }
}
