use quote::ToTokens as _;

use super::mistakes;
use crate::proxy::Proxy;

#[test]
fn everything_given() {
    let input = syn::parse_quote! {
        #[proxy(of = crate::Article, filter(status = Status::Published, r#type = f::<A, B>(1)))]
        #[proxy(ordering = "-published_at, type")]
        pub struct PublishedArticle(crate::Article);
    };
    let proxy = Proxy::parse(&input).unwrap();
    assert_eq!(proxy.base.to_token_stream().to_string(), "crate :: Article");
    let filter: Vec<_> =
        proxy.filter.iter().map(|(name, value)| (name.to_string(), value.to_token_stream().to_string())).collect();
    assert_eq!(
        filter,
        [
            ("status".to_owned(), "Status :: Published".to_owned()),
            ("r#type".to_owned(), "f :: < A , B > (1)".to_owned())
        ]
    );
    let (_, terms) = proxy.ordering.unwrap();
    let terms: Vec<_> = terms.into_iter().map(|term| (term.name, term.direction.descending)).collect();
    assert_eq!(terms, [("published_at".to_owned(), true), ("type".to_owned(), false)]);
}

#[test]
fn a_keyword_in_a_filter_is_a_raw_name() {
    let input = syn::parse_quote!(
        #[proxy(of = A, filter(type = 1))]
        struct P(A);
    );
    assert_eq!(Proxy::parse(&input).unwrap().filter[0].0, "r#type");
}

#[test]
fn mistakes_in_proxies() {
    let report = mistakes(
        Proxy::parse,
        &[
            "struct P(Article);",
            "#[proxy(off = Article)] struct P(Article);",
            "#[proxy(of = \"Article\")] struct P(Article);",
            "#[proxy(of = Article)] struct P(crate::Article);",
            "#[proxy(of = Article)] struct P(Article, i32);",
            "#[proxy(of = Article)] struct P { article: Article, extra: i32 }",
            "#[proxy(of = Article)] struct P;",
            "#[proxy(of = Article)] enum P { A }",
            "#[proxy(of = Article)] struct P<T>(Article);",
            "#[proxy(of = A, filter)] struct P(A);",
            "#[proxy(of = A, filter())] struct P(A);",
            "#[proxy(of = A, filter = x)] struct P(A);",
            "#[proxy(of = A, filter(a, b = , c(1), d = 1, d = 2, self = 1))] struct P(A);",
            "#[proxy(of = A, filter(a == 1, b = 2), ordering = \"\")] struct P(A);",
            "#[proxy(of = A, ordering = \"-a, a, , b c, --d\")] struct P(A);",
            "#[proxy(of = A, ordering = \"-a\", ordering = \"b\", of = B)] struct P(A);",
        ],
    );
    insta::assert_snapshot!(report);
}
