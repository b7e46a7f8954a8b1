//! A desk for a blog: `cargo run -p model-admin --example blog` prints where it is and how to log in.

mod models;

use crate::models::{Author, Comment, NewAuthor, NewComment, NewPost, Post, Status, authors, comments, posts};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::Utc;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel_migrations::MigrationHarness;
use model_admin::{Account, Admin, DeskLogin, FullAccess, Site, Staff};
use model_core::ddl::create_table;
use model_core::prelude::*;
use std::error::Error as StdError;
use std::sync::Mutex;
use uuid::Uuid;

/// The desk itself.
fn desk(conn: SqliteConnection, login: OneAccount) -> axum::Router {
    let posts = Admin::of::<Post>()
        .list((posts::title, posts::status, posts::author_id, posts::featured, posts::updated_at))
        .search((posts::title, posts::slug, posts::teaser))
        .filter(posts::status)
        .filter(posts::author_id)
        .sort((posts::title, posts::created_at, posts::updated_at))
        .form((posts::title, posts::author_id, posts::teaser, posts::body, posts::status, posts::featured, posts::slug))
        .create()
        .trash()
        .versioned()
        .history()
        .purge_after(days(90))
        .action("publish", "Publish", |post, conn, by| {
            post.patch().status(Status::Published).published_at(Utc::now()).by(by).run(conn).map(drop)
        });
    let site = Site::new("Blog")
        .model(posts)
        .model(
            Admin::of::<Comment>()
                .search((comments::name, comments::text))
                .filter(comments::post_id)
                .edit()
                .create()
                .trash()
                .history(),
        )
        .model(Admin::of::<Author>().search((authors::name,)).edit().create().trash().history());
    site.policy(FullAccess).login(login).pool(Mutex::new(conn)).plain_http().into_router()
}

/// One account, made at the start.
struct OneAccount {
    hash: String,
    dummy: String,
}

fn hash(password: &str) -> Result<String, Box<dyn StdError>> {
    Ok(Argon2::default().hash_password(password.as_bytes()).map_err(|error| error.to_string())?.to_string())
}

impl DeskLogin<SqliteConnection> for OneAccount {
    fn account(&self, _: &mut SqliteConnection, name: &str) -> Result<Option<Account>, Error> {
        let account = Account { staff: Staff::new("ada", "Ada"), hash: self.hash.clone() };
        Ok(Some(account).filter(|_| name == "ada"))
    }

    fn staff(&self, _: &mut SqliteConnection, id: &str) -> Result<Option<Staff>, Error> {
        Ok(Some(Staff::new("ada", "Ada")).filter(|_| id == "ada"))
    }

    fn verify(&self, password: &str, hash: &str) -> bool {
        PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    }

    fn dummy(&self) -> &str {
        &self.dummy
    }
}

/// Tables, and rows to look at.
fn fill(conn: &mut SqliteConnection) -> Result<(), Box<dyn StdError + Send + Sync>> {
    conn.run_pending_migrations(model_core::migrations::SQLITE)?;
    conn.run_pending_migrations(model_admin::migrations::SQLITE)?;
    let tables =
        [create_table::<Author, Sqlite>()?, create_table::<Post, Sqlite>()?, create_table::<Comment, Sqlite>()?];
    for statement in tables.iter().flatten() {
        conn.batch_execute(statement)?;
    }
    let by = Actor::user("ada");
    let names = ["Ada Karlsson", "Ben Okafor", "Chiara Ricci"];
    let authors: Vec<Author> = names
        .into_iter()
        .map(|name| {
            let email = format!("{}@example.org", name.split(' ').next().unwrap_or(name).to_lowercase());
            Author::create(NewAuthor::builder().name(name).email(email).build()).by(&by).run(conn)
        })
        .collect::<Result<_, _>>()?;
    let titles = [
        "Storm warning for the north coast",
        "Ferry strike enters its second week",
        "Council votes on the harbour bridge",
        "A quiet record: the wettest March since 1947",
        "How the lighthouse got its keeper back",
        "Schools to test four-day weeks",
        "Salmon return to the upper river",
        "Opinion: we should talk about the tram",
        "Explainer: what the tide tables leave out",
        "Local chess club beats the capital",
    ];
    for round in 0..6_usize {
        for (place, title) in titles.iter().enumerate() {
            let title = if round == 0 { (*title).to_owned() } else { format!("{title}, part {}", round + 1) };
            let new = NewPost::builder()
                .title(title)
                .author_id(authors[(place + round) % authors.len()].id)
                .body("The first paragraph says what happened.\n\nThe second says why.")
                .status([Status::Draft, Status::InReview, Status::Published][(place + round) % 3])
                .featured(place == 4);
            let post = Post::create(new.build()).by(&by).run(conn)?;
            for name in ["Bo", "Cy", "Di"].iter().take(place % 4) {
                let comment = NewComment::builder().post_id(post.id).name(*name).text("I read this twice.");
                Comment::create(comment.build()).by(&by).run(conn)?;
            }
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let mut conn = SqliteConnection::establish(":memory:")?;
    conn.batch_execute("PRAGMA foreign_keys = ON")?;
    fill(&mut conn).map_err(|error| error.to_string())?;
    let port = std::env::args().nth(1).unwrap_or_else(|| "8080".to_owned());
    let password = Uuid::new_v4().simple().to_string()[..12].to_owned();
    let login = OneAccount { hash: hash(&password)?, dummy: hash(&Uuid::new_v4().to_string())? };
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://127.0.0.1:{port}/admin/  name: ada  password: {password}");
    let app = axum::Router::new().nest_service("/admin", desk(conn, login));
    axum::serve(listener, app.into_make_service_with_connect_info::<std::net::SocketAddr>()).await?;
    Ok(())
}
