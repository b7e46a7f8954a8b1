//! A crawler that follows every link: a page that is read changes nothing.

use crate::site::log_in;
use crate::web::Web;
use newsroom::db::Conn;
use serde_json::{Value, json};
use std::collections::{BTreeSet, VecDeque};

/// Everything that the database holds.
#[cfg(feature = "sqlite")]
fn dump(conn: &mut Conn) -> Vec<u8> {
    conn.serialize_database_to_buffer().to_vec()
}

/// Everything that the database holds, table by table.
#[cfg(all(feature = "postgres", not(feature = "sqlite")))]
fn dump(conn: &mut Conn) -> Vec<(String, String)> {
    use diesel::prelude::*;
    use diesel::sql_types::Text;

    #[derive(QueryableByName)]
    struct One {
        #[diesel(sql_type = Text)]
        text: String,
    }
    let names =
        "SELECT table_name::text AS text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";
    let names: Vec<One> = diesel::sql_query(names).load(conn).unwrap();
    let rows = |name: &str, conn: &mut Conn| {
        let all =
            format!("SELECT coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') AS text FROM \"{name}\" t");
        diesel::sql_query(all).get_result::<One>(conn).unwrap().text
    };
    names.into_iter().map(|name| (name.text.clone(), rows(&name.text, conn))).collect()
}

/// A checksum of each table.
#[cfg(all(feature = "mysql", not(any(feature = "sqlite", feature = "postgres"))))]
fn dump(conn: &mut Conn) -> Vec<(String, i64)> {
    use diesel::prelude::*;
    use diesel::sql_types::{BigInt, Text};

    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = Text)]
        text: String,
    }
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = Text, column_name = "Table")]
        table: String,
        #[diesel(sql_type = BigInt, column_name = "Checksum")]
        sum: i64,
    }
    let names = "SELECT table_name AS text FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1";
    let names: Vec<Name> = diesel::sql_query(names).load(conn).unwrap();
    let names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.text)).collect();
    let sums: Vec<Sum> = diesel::sql_query(format!("CHECKSUM TABLE {} EXTENDED", names.join(", "))).load(conn).unwrap();
    sums.into_iter().map(|sum| (sum.table, sum.sum)).collect()
}

/// What a page leads to on the same site.
fn links(page: &str, from: &str) -> Vec<String> {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let found = found.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&"));
    let base = from.split('?').next().unwrap_or_default();
    found
        .filter_map(|link| match link.as_str() {
            "" => None,
            query if query.starts_with('?') => Some(format!("{base}{query}")),
            path if path.starts_with('/') && !path.starts_with("//") => Some(path.to_owned()),
            _ => None,
        })
        .collect()
}

/// Which page an address means: rows of a model have the same page, and so have places in a list. A few of each are
/// enough.
fn kind(link: &str) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let is_key = |part: &str| part.len() == 36 || part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts: Vec<&str> =
        path.split('/').map(|part| if !part.is_empty() && is_key(part) { "*" } else { part }).collect();
    if parts.get(1).is_some_and(|first| ["articles", "authors", "tags"].contains(first)) && parts.len() == 3 {
        parts[2] = "*";
    }
    let mut names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    names.sort_unstable();
    format!("{}?{}", parts.join("/"), names.join("&"))
}

/// How many pages of one kind are looked at.
const OF_A_KIND: usize = 6;

#[test]
fn following_every_link_as_the_chief_changes_no_byte() {
    let web = Web::new();
    // Something is in the trash, and something has a history.
    let article = web.one("editor", "articles?q=Storm");
    let at = crate::web::at("articles", &article);
    let tag = |row: &Value| format!("\"v{}\"", row["version"]);
    let changed = web.ask("editor", "PATCH", &at, &[("if-match", &tag(&article))], &json!({ "title": "Storm, later" }));
    assert_eq!(changed.status, 200, "{}", changed.text);
    let other = web.one("editor", "articles?q=Ferry");
    let gone = crate::web::at("articles", &other);
    assert_eq!(web.ask("editor", "DELETE", &gone, &[("if-match", &tag(&other))], &Value::Null).status, 200);

    let session = log_in(&web, "chief").expect("the chief can log in");
    let conn = &mut web.connect();
    let before = dump(conn);
    // Somebody else writes all the while: no page waits for the write lock.
    #[cfg(feature = "sqlite")]
    diesel::connection::SimpleConnection::batch_execute(conn, "BEGIN IMMEDIATE").unwrap();
    let mut open: VecDeque<String> = ["/", "/desk/", "/desk/-/verify", "/api/docs"].map(str::to_owned).into();
    let mut seen: BTreeSet<String> = open.iter().cloned().collect();
    let mut of_kind = std::collections::BTreeMap::new();
    let mut kinds = BTreeSet::new();
    while let Some(link) = open.pop_front() {
        let reply = web.ask("nobody", "GET", &link, &[("cookie", &session)], &Value::Null);
        // A row in the trash, and what cannot be done with it.
        assert!([200, 409, 410].contains(&reply.status), "{link}: {} {}", reply.status, reply.text);
        kinds.insert(kind(&link));
        if !reply.header("content-type").starts_with("text/html") {
            continue;
        }
        for link in links(&reply.text, &link) {
            let many: &mut usize = of_kind.entry(kind(&link)).or_default();
            if *many < OF_A_KIND && seen.insert(link.clone()) {
                *many += 1;
                open.push_back(link);
            }
        }
    }
    for page in
        ["/desk/articles/*/?", "/desk/articles/*/history?", "/desk/articles/*/delete?", "/desk/articles/-/trash?"]
    {
        assert!(kinds.contains(page), "{page} was not met: {kinds:#?}");
    }
    for page in [
        "/desk/articles/*/restore?",
        "/desk/articles/*/revert/*?",
        "/desk/articles/*/do/publish?",
        "/desk/-/trail?request",
    ] {
        assert!(kinds.contains(page), "{page} was not met: {kinds:#?}");
    }
    assert!(dump(conn) == before, "reading {} pages has written something", seen.len());
}
