//! Who is told what: roles, addresses and methods.

use crate::site::{log_in, token};
use crate::web::Web;
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::Value;

/// What each member of staff is told by each page of the desk, for GET, POST without more than the token of the forms,
/// and PUT.
fn of_desk(web: &Web, role: &str, pages: &[String]) -> Vec<[u16; 3]> {
    let session = log_in(web, role).unwrap_or_else(|| panic!("the {role} cannot log in"));
    let home = web.ask("nobody", "GET", "/desk/", &[("cookie", &session)], &Value::Null);
    let token = token(&home.text);
    let ask = |method: Method, page: &str| {
        let request = Request::builder().method(method).uri(page).header("cookie", &session);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("sec-fetch-site", "same-origin");
        web.send(request.body(Body::from(format!("-csrf={token}"))).unwrap()).status
    };
    pages.iter().map(|page| [Method::GET, Method::POST, Method::PUT].map(|method| ask(method, page))).collect()
}

#[test]
fn the_matrix_of_roles_addresses_and_methods_at_the_desk() {
    let web = Web::new();
    let key = |title: &str| web.one("chief", &format!("articles?q={title}"))["id"].as_str().unwrap().to_owned();
    // One of the reporter that is out, and a draft of the editor.
    let (own, draft) = (key("Storm"), key("Night"));
    let row = |key: &str, page: &str| format!("/desk/articles/{key}/{page}");
    let pages = [
        "/desk/".to_owned(),
        "/desk/articles/".to_owned(),
        "/desk/articles/-/new".to_owned(),
        "/desk/articles/-/trash".to_owned(),
        "/desk/articles/-/purge".to_owned(),
        "/desk/articles/-/bulk".to_owned(),
        "/desk/articles/-/export.csv".to_owned(),
        row(&own, ""),
        row(&own, "history"),
        row(&own, "delete"),
        row(&own, "restore"),
        row(&own, "do/publish"),
        row(&own, "do/archive"),
        row(&draft, ""),
        row(&draft, "history"),
        row(&draft, "delete"),
        row(&draft, "do/publish"),
        "/desk/tasks/".to_owned(),
        "/desk/products/-/new".to_owned(),
        "/desk/authors/-/trash".to_owned(),
        "/desk/accounts/".to_owned(),
        "/desk/-/trail".to_owned(),
        "/desk/-/trash".to_owned(),
        "/desk/-/verify".to_owned(),
        "/desk/-/find?q=a".to_owned(),
        "/desk/-/you".to_owned(),
        "/desk/-/jobs".to_owned(),
        "/desk/published/".to_owned(),
        "/desk/drafts/-/new".to_owned(),
    ];
    let told = ["reporter", "editor", "chief", "auditor"].map(|role| of_desk(&web, role, &pages));
    let mut table = String::new();
    for (place, page) in pages.iter().enumerate() {
        let page = page.replace(&own, "OWN").replace(&draft, "DRAFT");
        let cells = told.each_ref().map(|told| told[place].map(|status| status.to_string()).join(" "));
        table.push_str(&format!("{page:<31}| {}\n", cells.join(" | ")));
    }
    assert_eq!(table.lines().map(str::trim_end).collect::<Vec<_>>(), EXPECTED, "\n{table}");
}

/// For the reporter, the editor, the chief and the auditor. 400, 409 and 422 are forms without what they need, from
/// somebody who may send them, or what does not fit the row: an article that is out cannot be published again.
const EXPECTED: [&str; 29] = [
    "/desk/                         | 200 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/articles/                | 200 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/articles/-/new           | 200 422 405 | 200 422 405 | 200 422 405 | 403 403 405",
    "/desk/articles/-/trash         | 200 405 405 | 200 405 405 | 200 405 405 | 403 405 405",
    "/desk/articles/-/purge         | 403 403 405 | 403 403 405 | 200 303 405 | 403 403 405",
    "/desk/articles/-/bulk          | 405 404 405 | 405 404 405 | 405 404 405 | 405 404 405",
    "/desk/articles/-/export.csv    | 405 200 405 | 405 200 405 | 405 200 405 | 405 200 405",
    "/desk/articles/OWN/            | 200 400 405 | 200 400 405 | 200 400 405 | 200 403 405",
    "/desk/articles/OWN/history     | 200 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/articles/OWN/delete      | 200 400 405 | 200 400 405 | 200 400 405 | 403 403 405",
    "/desk/articles/OWN/restore     | 409 409 405 | 409 409 405 | 409 409 405 | 409 409 405",
    "/desk/articles/OWN/do/publish  | 403 403 405 | 409 409 405 | 409 409 405 | 403 403 405",
    "/desk/articles/OWN/do/archive  | 403 403 405 | 200 409 405 | 200 409 405 | 403 403 405",
    "/desk/articles/DRAFT/          | 404 404 405 | 200 400 405 | 200 400 405 | 200 403 405",
    "/desk/articles/DRAFT/history   | 404 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/articles/DRAFT/delete    | 404 404 405 | 200 400 405 | 200 400 405 | 403 403 405",
    "/desk/articles/DRAFT/do/publish| 404 404 405 | 200 409 405 | 200 409 405 | 403 403 405",
    "/desk/tasks/                   | 404 405 405 | 404 405 405 | 200 405 405 | 200 405 405",
    "/desk/products/-/new           | 403 403 405 | 200 422 405 | 200 422 405 | 403 403 405",
    "/desk/authors/-/trash          | 403 405 405 | 403 405 405 | 200 405 405 | 403 405 405",
    "/desk/accounts/                | 404 405 405 | 404 405 405 | 404 405 405 | 404 405 405",
    "/desk/-/trail                  | 403 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/-/trash                  | 200 405 405 | 200 405 405 | 200 405 405 | 403 405 405",
    "/desk/-/verify                 | 403 404 405 | 403 404 405 | 200 404 405 | 200 404 405",
    "/desk/-/find?q=a               | 200 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/-/you                    | 200 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/-/jobs                   | 200 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/published/               | 200 405 405 | 200 405 405 | 200 405 405 | 200 405 405",
    "/desk/drafts/-/new             | 303 404 405 | 303 404 405 | 303 404 405 | 303 404 405",
];
