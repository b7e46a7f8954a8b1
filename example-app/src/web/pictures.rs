//! Pictures for articles: uploaded by who may write articles, and shown to everybody.
//!
//! What a file is called and said to be is not believed. Its first bytes say what it is, and it is stored under the
//! digest of all of them, so that nobody chooses a name, and the same picture is stored once.

use super::answer::{Answer, Failure, of_status};
use super::guest::{Asked, Guest, go, parameter};
use super::readers::own;
use super::state::App;
use crate::services::tokens::digest;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::html;
use model_core::AuditLog;
use model_core::prelude::*;
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path as FilePath;

/// A kind of pictures: how a file ends, its media type, and whether bytes are of it.
type Kind = (&'static str, &'static str, fn(&[u8]) -> bool);

/// The kinds that are accepted.
const KINDS: [Kind; 4] = [
    ("png", "image/png", |bytes| bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
    ("jpg", "image/jpeg", |bytes| bytes.starts_with(b"\xff\xd8\xff")),
    ("gif", "image/gif", |bytes| bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")),
    ("webp", "image/webp", |bytes| bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")),
];

/// How many digits a name has.
const DIGITS: usize = 32;

/// The addresses of pictures.
pub(crate) fn router() -> Router<App> {
    Router::new().route("/pictures", get(page).post(upload)).route("/pictures/{name}", get(picture))
}

/// The media type of a name, if it is one of ours.
fn kind_of(name: &str) -> Option<&'static str> {
    let (digits, ending) = name.split_once('.')?;
    let is_ours = digits.len() == DIGITS && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let known = KINDS.iter().find(|(known, ..)| *known == ending).map(|(_, media, _)| *media);
    known.filter(|_| is_ours)
}

/// The name under which a picture is stored; none if it is no picture.
fn name_of(bytes: &[u8]) -> Option<String> {
    let (ending, ..) = KINDS.iter().find(|(.., is)| is(bytes))?;
    Some(format!("{}.{ending}", &digest(bytes)[..DIGITS]))
}

/// Stores a picture, unless it is there already. Who reads it meanwhile sees all of it or nothing.
fn store(folder: &FilePath, name: &str, bytes: &[u8]) -> io::Result<()> {
    let place = folder.join(name);
    if place.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let new = folder.join(format!("{}.part", uuid::Uuid::new_v4().simple()));
    let mut file = File::create_new(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(new, place)
}

fn form(guest: &Guest, stored: Option<&str>, wrong: Option<&str>) -> Response {
    let body = html! {
        h1 { "Pictures" }
        @if let Some(name) = stored {
            p.note role="status" { "It is stored. Put this line where the picture belongs in the text of an article:" }
            pre tabindex="0" { code { "![What it shows](/pictures/" (name) ")" } }
            div.text { img src={ "/pictures/" (name) } alt="The picture"; }
        }
        @if let Some(wrong) = wrong { p.note.bad role="alert" { (wrong) } }
        form.stack method="post" action="/pictures" enctype="multipart/form-data" {
            (guest.token_field())
            p.field {
                label for="file" { "A PNG, JPEG, GIF or WebP of less than 1 MB" }
                input id="file" name="file" type="file" accept="image/png,image/jpeg,image/gif,image/webp" required;
            }
            button { "Upload" }
        }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    own(status, guest, "Pictures", &body)
}

/// Who is signed in and may not write articles may not; who is not signed in is asked to.
fn allowed(guest: &Guest) -> Answer<()> {
    match guest.account() {
        None => Err(Failure::unauthenticated()),
        Some(_) if guest.may_upload() => Ok(()),
        Some(_) => Err(Failure::forbidden()),
    }
}

/// `GET /pictures`
async fn page(State(app): State<App>, asked: Asked, uri: Uri) -> Answer {
    let stored = Some(parameter(uri.query(), "stored")).filter(|name| kind_of(name).is_some());
    asked
        .run(&app, move |_, guest| {
            allowed(guest)?;
            Ok(form(guest, stored.as_deref(), None))
        })
        .await
}

/// The token and the file of a form.
async fn sent(app: &App, request: Request) -> Answer<(Option<String>, Bytes)> {
    let refused = |status: StatusCode| of_status(status);
    let mut parts = Multipart::from_request(request, app).await.map_err(|why| refused(why.status()))?;
    let (mut token, mut file) = (None, Bytes::new());
    while let Some(part) = parts.next_field().await.map_err(|why| refused(why.status()))? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|why| refused(why.status()))?;
        match &*name {
            "-csrf" => token = String::from_utf8(bytes.to_vec()).ok(),
            "file" => file = bytes,
            _ => {}
        }
    }
    Ok((token, file))
}

/// `POST /pictures`
async fn upload(State(app): State<App>, asked: Asked, request: Request) -> Answer {
    let (token, file) = sent(&app, request).await?;
    let folder = app.pictures().to_owned();
    asked
        .run(&app, move |conn, guest| {
            allowed(guest)?;
            guest.check(token.as_deref())?;
            let Some(name) = name_of(&file) else {
                return Ok(form(guest, None, Some("This is not a PNG, JPEG, GIF or WebP.")));
            };
            store(&folder, &name, &file).map_err(|why| Failure::internal(why.to_string()))?;
            let details = json!({ "name": name, "bytes": file.len() });
            AuditLog::event("picture.uploaded").details(details).by(&guest.visitor.actor).run(conn)?;
            Ok(go(&format!("/pictures?stored={name}")))
        })
        .await
}

/// `GET /pictures/{name}`: nothing in it can run, whatever else it may be read as.
async fn picture(State(app): State<App>, Path(name): Path<String>) -> Answer {
    let media = kind_of(&name).ok_or_else(Failure::not_found)?;
    let place = app.pictures().join(&name);
    let read = tokio::task::spawn_blocking(move || fs::read(place)).await;
    let bytes = match read.map_err(|why| Failure::internal(why.to_string()))? {
        Ok(bytes) => bytes,
        Err(why) if why.kind() == ErrorKind::NotFound => return Err(Failure::not_found()),
        Err(why) => return Err(Failure::internal(why.to_string())),
    };
    let headers = [
        ("content-type", media.to_owned()),
        ("content-disposition", format!("inline; filename=\"{name}\"")),
        ("content-security-policy", "default-src 'none'; sandbox".to_owned()),
        ("cache-control", "public, max-age=31536000, immutable".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_say_what_a_file_is() {
        let ending = |bytes: &[u8]| name_of(bytes).map(|name| name.split_once('.').unwrap().1.to_owned());
        assert_eq!(ending(b"\x89PNG\r\n\x1a\nrest").as_deref(), Some("png"));
        assert_eq!(ending(b"RIFF\x10\0\0\0WEBPVP8 ").as_deref(), Some("webp"));
        for bad in [&b"<svg onload=alert(1)>"[..], b"<html>", b"", b"RIFF\x10\0\0\0WAVE", b"\xff\xd8", b" GIF89a"] {
            assert_eq!(ending(bad), None, "{bad:?}");
        }
        let name = name_of(b"GIF89a").unwrap();
        assert_eq!(kind_of(&name), Some("image/gif"));
    }

    #[test]
    fn only_our_names_are_names() {
        let digits = "0123456789abcdef0123456789abcdef";
        assert_eq!(kind_of(&format!("{digits}.png")), Some("image/png"));
        let long = format!("{digits}0.png");
        for bad in ["", "x.png", "../../etc/passwd", &long, &format!("{digits}.svg"), &format!("{digits}.png.html")] {
            assert_eq!(kind_of(bad), None, "{bad}");
        }
    }
}
