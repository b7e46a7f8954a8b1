//! A desk over a database of its own, and a browser that remembers its cookies.

use super::backend::{Conn, Db, Place, open, rows};
use super::models::{
    Admins, Article, ArticleId, Author, AuthorId, Comment, NewArticle, NewAuthor, NewComment, Tag, admins,
};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use model_admin::{Account, DeskLogin, Policy, Pool, Site, Staff, Unavailable};
use model_core::ddl::create_table;
use model_core::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "correct horse battery";
/// A value that no page may show.
pub(crate) const SECRET: &str = "marker-masked@example.org";

/// A connection that tests and pages share.
#[derive(Clone)]
pub(crate) struct Shared(pub(crate) Arc<Mutex<Conn>>);

impl Pool<Conn> for Shared {
    fn lend(&self, work: &mut dyn FnMut(&mut Conn)) -> Result<(), Unavailable> {
        self.0.lend(work)
    }
}

/// Four accounts whose names are their roles.
pub(crate) struct Roles {
    pub(crate) asked: Arc<AtomicUsize>,
}

fn staff(id: &str) -> Option<Staff> {
    let known = ["chief", "editor", "reporter", "auditor", "blind"];
    known.contains(&id).then(|| Staff::new(id, format!("The {id}")).with_role(id))
}

impl DeskLogin<Conn> for Roles {
    fn account(&self, _: &mut Conn, name: &str) -> Result<Option<Account>, Error> {
        Ok(staff(name).map(|staff| Account { staff, hash: PASSWORD.to_owned() }))
    }

    fn staff(&self, _: &mut Conn, id: &str) -> Result<Option<Staff>, Error> {
        Ok(staff(id))
    }

    fn verify(&self, password: &str, hash: &str) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed);
        password == hash
    }

    fn dummy(&self) -> &str {
        "nobody has this"
    }
}

struct Listener(Arc<Mutex<Vec<String>>>);

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            self.0.lock().unwrap().push(text.split(" -- binds").next().unwrap_or_default().to_owned());
        }
    }
}

pub(crate) struct House {
    pub(crate) app: Router,
    pub(crate) conn: Arc<Mutex<Conn>>,
    sent: Arc<Mutex<Vec<String>>>,
    pub(crate) verified: Arc<AtomicUsize>,
    // The database goes after its connection.
    _place: Place,
}

impl House {
    pub(crate) fn new(policy: impl Policy) -> Self {
        Self::with(policy, |site| site)
    }

    pub(crate) fn with(policy: impl Policy, change: impl FnOnce(Site<Conn>) -> Site<Conn>) -> Self {
        let (place, mut conn) = open();
        let tables = [
            create_table::<Author, Db>().unwrap(),
            create_table::<Article, Db>().unwrap(),
            create_table::<Comment, Db>().unwrap(),
            create_table::<Tag, Db>().unwrap(),
        ];
        tables.iter().flatten().for_each(|statement| conn.batch_execute(statement).unwrap());
        let sent = Arc::new(Mutex::new(Vec::new()));
        conn.set_instrumentation(Listener(Arc::clone(&sent)));
        let conn = Arc::new(Mutex::new(conn));
        let verified = Arc::new(AtomicUsize::new(0));
        let site = change(Site::new("Newsroom").log(|_| {}));
        let Admins { articles, published, comments, authors, tags } = admins();
        let site = site.model(articles).model(published).model(comments).model(authors).model(tags);
        let login = Roles { asked: Arc::clone(&verified) };
        let app = site.policy(policy).login(login).pool(Shared(Arc::clone(&conn))).into_router();
        Self { app: Router::new().nest_service("/admin", app), conn, sent, verified, _place: place }
    }

    /// The statements since this was last asked.
    pub(crate) fn sent(&self) -> Vec<String> {
        std::mem::take(&mut self.sent.lock().unwrap())
    }

    pub(crate) fn on<T>(&self, work: impl FnOnce(&mut Conn) -> T) -> T {
        work(&mut self.conn.lock().unwrap())
    }

    pub(crate) fn stored(&self, id: ArticleId) -> Article {
        self.on(|conn| Self::stored_in(conn, id))
    }

    pub(crate) fn stored_in(conn: &mut Conn, id: ArticleId) -> Article {
        Article::objects().find(id).first(conn).unwrap()
    }

    pub(crate) fn author(&self, name: &str) -> Author {
        let new = NewAuthor::builder().name(name).email(SECRET).build();
        self.on(|conn| Author::create(new).by(&me()).run(conn).unwrap())
    }

    pub(crate) fn article(&self, author: AuthorId, title: &str) -> Article {
        let new = NewArticle::builder().author_id(author).title(title).body("Text.").build();
        self.on(|conn| Article::create(new).by(&me()).run(conn).unwrap())
    }

    pub(crate) fn comment(&self, article: &Article, text: &str) -> Comment {
        let new = NewComment::builder().article_id(article.id).name("Bo").text(text).build();
        self.on(|conn| Comment::create(new).by(&me()).run(conn).unwrap())
    }

    /// Every row of every table, as text.
    pub(crate) fn dump(&self) -> Vec<String> {
        let all = ["authors", "articles", "comments", "tags", "audit_logs", "admin_sessions", "admin_failures"];
        self.on(|conn| all.iter().flat_map(|table| rows(conn, table)).collect())
    }
}

pub(crate) fn me() -> Actor {
    Actor::user("chief")
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: header::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of the first field of this name.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let at = self.body.find(&format!("name=\"{name}\" value=\""))?;
        let rest = &self.body[at..].split_once("value=\"")?.1;
        Some(unescaped(rest.split('"').next()?))
    }

    pub(crate) fn token(&self) -> String {
        self.value("-csrf").expect("the page has a form")
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The text without tags.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for letter in self.body.chars() {
            match letter {
                '<' => inside = true,
                '>' => inside = false,
                letter if !inside => text.push(letter),
                _ => {}
            }
        }
        unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The addresses of all links.
    pub(crate) fn links(&self) -> Vec<String> {
        self.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(unescaped).collect()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A browser: it keeps cookies, and sends the token of the last page.
pub(crate) struct Browser<'h> {
    pub(crate) house: &'h House,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl<'h> Browser<'h> {
    pub(crate) fn new(house: &'h House) -> Self {
        Self { house, cookies: BTreeMap::new() }
    }

    /// Somebody who is logged in.
    pub(crate) async fn of(house: &'h House, name: &str) -> Self {
        let mut browser = Self::new(house);
        let answer = browser.log_in(name, PASSWORD, "/").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    pub(crate) async fn log_in(&mut self, name: &str, password: &str, next: &str) -> Answer {
        let door = self.get("/admin/-/login").await;
        self.post("/admin/-/login", &[("-csrf", &door.token()), ("name", name), ("password", password), ("next", next)])
            .await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(form).unwrap();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Follows an answer to the page of its job, until the job is done.
    pub(crate) async fn finished(&mut self, answer: &Answer) -> Answer {
        let place = answer.location().to_owned();
        assert!(place.starts_with("/admin/-/jobs/"), "{place} {}", answer.text());
        loop {
            let page = self.get(&place).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text());
            if !page.headers.contains_key("refresh") {
                return page;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    /// Opens a page, and sends its form with these fields: the token and the version are taken from it.
    pub(crate) async fn submit(&mut self, page: &str, to: &str, form: &[(&str, &str)]) -> Answer {
        let page = self.get(page).await;
        let token = page.token();
        let version = page.value("-version").unwrap_or_default();
        let mut all = vec![("-csrf", token.as_str())];
        if !version.is_empty() {
            all.push(("-version", version.as_str()));
        }
        all.extend_from_slice(form);
        self.post(to, &all).await
    }

    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.house.app.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 10 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }
}

/// The path of an article.
pub(crate) fn at(article: &Article) -> String {
    format!("/admin/articles/{}/", article.id)
}
