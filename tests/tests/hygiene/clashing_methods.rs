//! A trait of the user's own on every type, with methods that generated code calls.

use super::tables::articles;
use model_core::{Key, ManagerVerbs, Model, Proxy};

trait Everywhere: Sized {
    fn put(&self) {}
    fn fits(&self) {}
    fn fill(&mut self) {}
    fn columns(&self) {}
    fn columns_mut(&mut self) {}
    fn union(&self) {}
    fn or(&self) {}
    fn key(&self) {}
    fn read(&mut self) {}
    fn into_parts(self) {}
    fn into_field(self) {}
    fn build(&self) {}
    fn clone(&self) {}
    fn default() {}
    fn fmt(&self) {}
    fn title(&self) {}
}

impl<T> Everywhere for T {}

#[derive(Key, Debug, Clone, PartialEq)]
struct Id(i64);

#[derive(Model, Debug)]
#[model(table = articles, audit)]
struct Article {
    id: Id,
    title: String,
    note: Option<String>,
}

#[derive(Proxy, Debug)]
#[proxy(of = Article, filter(title = "x"))]
struct Titled(Article);

#[test]
fn case_30_methods_on_every_type() {
    let patch = ArticlePatch::new().note(None).with(ArticlePatch::new().note("x"));
    assert_eq!(format!("{patch:?}"), "ArticlePatch { note: .. }");
    let row = Article { id: Id(1), title: "x".to_owned(), note: None };
    assert!(Titled::try_from(row).is_ok());
    drop(Article::objects());
}
