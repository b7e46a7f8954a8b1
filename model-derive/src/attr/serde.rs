//! The part of `#[serde(..)]` that says what a client may send and sees. Everything else in it belongs to serde's own
//! derives, which have their own errors, so it is walked over and not judged.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, LitStr, Meta, Path};

/// How a field is read from the outside.
#[derive(Debug, Clone, Default)]
pub(crate) struct SerdeOptions {
    /// `skip`, `skip_deserializing`.
    pub(crate) skipped: bool,
    /// `rename = "headline"`.
    pub(crate) name: Option<LitStr>,
    /// `alias = "head"`.
    pub(crate) aliases: Vec<LitStr>,
    /// The function of `deserialize_with = ".."` or `with = ".."`.
    pub(crate) with: Option<Path>,
    /// `skip`, `skip_serializing`.
    pub(crate) hidden: bool,
    /// The function of `serialize_with = ".."` or `with = ".."`.
    pub(crate) shown_with: Option<Path>,
}

/// Reads the attributes of a field.
pub(crate) fn of_field(attrs: &[Attribute]) -> SerdeOptions {
    let mut read = SerdeOptions::default();
    for (word, value) in options(attrs) {
        match (word.as_str(), value) {
            ("skip", Value::None) => (read.skipped, read.hidden) = (true, true),
            ("skip_deserializing", Value::None) => read.skipped = true,
            ("skip_serializing", Value::None) => read.hidden = true,
            ("rename", value) => read.name = value.deserialized().or(read.name),
            ("alias", Value::Text(alias)) => read.aliases.push(alias),
            ("deserialize_with", Value::Text(path)) => read.with = path.parse().ok(),
            ("serialize_with", Value::Text(path)) => read.shown_with = path.parse().ok(),
            ("with", Value::Text(module)) => {
                let function = |name| syn::parse_str(&format!("{}::{name}", module.value())).ok();
                (read.with, read.shown_with) = (function("deserialize"), function("serialize"));
            }
            _ => {}
        }
    }
    read
}

/// The name of a field by the `rename_all` of its struct.
pub(crate) fn renamed(attrs: &[Attribute], field: &str) -> Option<String> {
    let rule = options(attrs).into_iter().find(|(word, _)| word == "rename_all")?.1.deserialized()?;
    let capital = |word: &str| match word.split_at_checked(1) {
        Some((first, rest)) => first.to_ascii_uppercase() + rest,
        None => word.to_ascii_uppercase(),
    };
    let pascal: String = field.split('_').map(capital).collect();
    Some(match rule.value().as_str() {
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => field.to_ascii_uppercase(),
        "PascalCase" => pascal,
        "camelCase" => match pascal.split_at_checked(1) {
            Some((first, rest)) => first.to_ascii_lowercase() + rest,
            None => pascal,
        },
        "kebab-case" => field.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => field.to_ascii_uppercase().replace('_', "-"),
        _ => return None,
    })
}

/// What follows a word.
enum Value {
    None,
    Text(LitStr),
    List(TokenStream),
}

impl Value {
    /// The text, or that of `deserialize = ".."` in a list.
    fn deserialized(self) -> Option<LitStr> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(list) => match words(list).into_iter().find(|(word, _)| word == "deserialize")? {
                (_, Self::Text(text)) => Some(text),
                _ => None,
            },
            Self::None => None,
        }
    }
}

fn options(attrs: &[Attribute]) -> Vec<(String, Value)> {
    let lists = attrs.iter().filter(|attr| attr.path().is_ident("serde")).filter_map(|attr| match &attr.meta {
        Meta::List(list) => Some(list.tokens.clone()),
        _ => None,
    });
    lists.flat_map(words).collect()
}

fn words(list: TokenStream) -> Vec<(String, Value)> {
    let mut tokens = list.into_iter().peekable();
    let mut words = Vec::new();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(word) = token else { continue };
        let value = match tokens.peek() {
            Some(TokenTree::Group(group)) => Value::List(group.stream()),
            Some(TokenTree::Punct(equals)) if equals.as_char() == '=' => {
                tokens.next();
                let text = tokens.next().and_then(|token| syn::parse2(TokenStream::from(token)).ok());
                text.map_or(Value::None, Value::Text)
            }
            _ => Value::None,
        };
        words.push((word.to_string(), value));
    }
    words
}

#[cfg(test)]
mod tests {
    use syn::{ItemStruct, parse_quote};

    use super::{of_field, renamed};

    #[test]
    fn what_serde_says_about_reading_is_found() {
        let item: ItemStruct = parse_quote! {
            struct A {
                #[serde(default, rename(serialize = "out", deserialize = "in"), alias = "a", alias = "b")]
                one: i32,
                #[serde(skip_serializing)]
                two: i32,
                #[serde(skip)]
                three: i32,
                #[serde(rename = "x", with = "seconds")]
                four: i32,
            }
        };
        let read: Vec<_> = item.fields.iter().map(|field| of_field(&field.attrs)).collect();
        let name = |at: usize| read[at].name.as_ref().map(syn::LitStr::value);
        assert_eq!((name(0), name(1), name(3)), (Some("in".to_owned()), None, Some("x".to_owned())));
        assert_eq!(read[0].aliases.len(), 2);
        assert_eq!(read.iter().map(|field| field.skipped).collect::<Vec<_>>(), [false, false, true, false]);
        assert!(read[3].with.is_some() && read[3].shown_with.is_some());
        assert_eq!(read.iter().map(|field| field.hidden).collect::<Vec<_>>(), [false, true, true, false]);
    }

    #[test]
    fn rename_all_is_that_of_deserialization() {
        let item: ItemStruct = parse_quote! {
            #[serde(rename_all(serialize = "kebab-case", deserialize = "camelCase"))]
            struct A;
        };
        assert_eq!(renamed(&item.attrs, "created_at").as_deref(), Some("createdAt"));
        let item: ItemStruct = parse_quote! {
            #[serde(deny_unknown_fields)]
            struct A;
        };
        assert_eq!(renamed(&item.attrs, "created_at"), None);
    }
}
