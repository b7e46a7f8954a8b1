//! Logging in and out.

use crate::keep::{DeskConnection, Keeps};
use crate::pages::login::{self, Door};
use crate::staff::Staff;
use crate::web::answer::Answer;
use crate::web::inside::{Desk, Drawn};
use crate::web::request::{Pairs, is_inside};
use crate::web::secret::{digest, encode, random};
use crate::web::session::{LONGEST, Ticket, door_token, is_door_token, once_made_for};
use crate::web::visit::Frame;
use crate::web::{cookie, request};
use axum::http::{HeaderName, StatusCode};
use model_core::{Actor, Error};
use serde_json::json;
use std::time::Duration;

const WINDOW: Duration = Duration::from_secs(15 * 60);
const BY_NAME: i64 = 5;
const BY_ADDRESS: i64 = 20;
/// A longer text is not kept while somebody logs in.
const KEPT: usize = 100 * 1024;

/// Where to go after logging in: a path of the desk, or its start.
fn next(asked: &request::Asked) -> String {
    let sent = asked.field("next").or_else(|| asked.parameter("next")).unwrap_or("/");
    let inside = is_inside(sent) && !sent.starts_with("/-/log");
    if inside { sent.to_owned() } else { "/".to_owned() }
}

impl<Conn: DeskConnection> Desk<'_, Conn> {
    /// The form to log in. It sets a cookie of its own, to which its token belongs.
    fn door(&self, door: &Door<'_>) -> Drawn {
        let name = self.site.jar.name(cookie::VISITOR);
        let known = self.asked.cookie(&name).filter(|value| value.len() == 43).map(str::to_owned);
        let visitor = known.clone().unwrap_or_else(|| encode(&random::<32>()));
        let token = door_token(&self.site.secret, &visitor);
        let frame = Frame { token: &token, ..self.frame() };
        let mut drawn = Drawn::from(login::form(&frame, door));
        if known.is_none() {
            drawn.cookies.push(self.site.jar.set(cookie::VISITOR, &visitor));
        }
        drawn
    }

    pub(super) fn login_page(&self) -> Drawn {
        let next = next(self.asked);
        self.door(&Door { next: &next, note: self.flash.as_deref(), ..Door::default() })
    }

    /// What somebody without a session gets: the form to log in, with what they typed.
    pub(super) fn locked(&self) -> Drawn {
        let words = &self.site.look.words;
        if !self.asked.is_post {
            let next = request::encoded(&[("next".to_owned(), self.asked.here())]);
            let to = if self.asked.path == "/" { self.to("/-/login") } else { self.to(&format!("/-/login?{next}")) };
            return Answer::go(to).into();
        }
        let kept = self.kept();
        let note = if kept.is_some() { words.session_ended_kept } else { words.session_ended };
        let drawn =
            self.door(&Door { next: &self.asked.path, kept: kept.as_deref(), note: Some(note), ..Door::default() });
        Drawn { answer: drawn.answer.status(StatusCode::UNAUTHORIZED), ..drawn }
    }

    /// The form that was sent, sealed for the one for whom it was made.
    fn kept(&self) -> Option<String> {
        // Who has logged out in another tab has no cookie any more.
        let staff = once_made_for(&self.site.secret, self.asked.field("-csrf")?)?;
        let secrets = self.site.desk.masked(&self.asked.path);
        let is_secret = |name: &str| secrets.contains(&name.rsplit_once('.').map_or(name, |(_, field)| field));
        let stays = |name: &str| name != "-csrf" && name != "-then" && !is_secret(name);
        let form: Pairs = self.asked.form.iter().filter(|(name, _)| stays(name)).cloned().collect();
        let text = serde_json::to_vec(&(&self.asked.path, form)).ok().filter(|text| text.len() <= KEPT)?;
        Some(self.site.secret.seal("kept", &staff, &text))
    }

    pub(super) fn log_in(&mut self) -> Result<Drawn, Error> {
        let words = &self.site.look.words;
        let visitor = self.asked.cookie(&self.site.jar.name(cookie::VISITOR)).unwrap_or_default().to_owned();
        if visitor.is_empty()
            || !is_door_token(&self.site.secret, &visitor, self.asked.field("-csrf").unwrap_or_default())
        {
            let next = next(self.asked);
            let drawn = self.door(&Door { next: &next, error: Some(words.form_old), ..Door::default() });
            return Ok(Drawn { answer: drawn.answer.status(StatusCode::FORBIDDEN), ..drawn });
        }
        let name = self.asked.field("name").unwrap_or_default().trim().to_owned();
        let subjects: Vec<String> = std::iter::once(format!("name:{}", digest(name.to_lowercase().as_bytes())))
            .chain(self.asked.ip.map(|ip| format!("ip:{ip}")))
            .collect();
        for (subject, most) in subjects.iter().zip([BY_NAME, BY_ADDRESS]) {
            if <Conn::Backend as Keeps<Conn>>::failures(self.conn, subject, WINDOW)? >= most {
                let actor = self.asked.actor(Actor::anonymous());
                <Conn::Backend as Keeps<Conn>>::event(self.conn, "admin.login.throttled", json!({}), &actor)?;
                let drawn = self.door(&Door {
                    name: &name,
                    next: &next(self.asked),
                    error: Some(words.too_many_logins),
                    ..Door::default()
                });
                let answer = drawn.answer.status(StatusCode::TOO_MANY_REQUESTS);
                let answer = answer.with(HeaderName::from_static("retry-after"), WINDOW.as_secs().to_string());
                return Ok(Drawn { answer, ..drawn });
            }
        }
        match self.check(&name)? {
            Some(staff) => self.open(&staff, &subjects[0]),
            None => {
                <Conn::Backend as Keeps<Conn>>::failed(self.conn, subjects, WINDOW)?;
                let actor = self.asked.actor(Actor::anonymous());
                <Conn::Backend as Keeps<Conn>>::event(self.conn, "admin.login.failed", json!({}), &actor)?;
                let kept = self.asked.field("-kept");
                Ok(self.door(&Door {
                    name: &name,
                    next: &next(self.asked),
                    kept,
                    error: Some(words.wrong_login),
                    note: None,
                }))
            }
        }
    }

    /// Compares the password with a hash in any case, so that an unknown name takes as long as a wrong password.
    fn check(&mut self, name: &str) -> Result<Option<Staff>, Error> {
        let password = self.asked.field("password").unwrap_or_default();
        let account = self.site.login.account(self.conn, name)?;
        let hash = account.as_ref().map_or_else(|| self.site.login.dummy(), |account| &account.hash);
        let right = self.site.login.verify(password, hash);
        Ok(account.filter(|_| right).map(|account| account.staff))
    }

    /// Begins a session with a new id, and ends the one before.
    fn open(&mut self, staff: &Staff, subject: &str) -> Result<Drawn, Error> {
        let words = &self.site.look.words;
        <Conn::Backend as Keeps<Conn>>::forgive(self.conn, subject)?;
        if let Some(old) = Ticket::of(self.asked, &self.site.secret, self.site.jar) {
            <Conn::Backend as Keeps<Conn>>::end(self.conn, &old.key())?;
        }
        let ticket = Ticket::new();
        <Conn::Backend as Keeps<Conn>>::begin(self.conn, ticket.key(), &staff.id, LONGEST)?;
        let cookies = vec![
            self.site.jar.set(cookie::SESSION, &ticket.value(&self.site.secret)),
            self.site.jar.clear(cookie::VISITOR),
        ];
        let to = self.to(&next(self.asked));
        let answer = match self.asked.field("-kept") {
            None => Answer::go(to),
            Some(sealed) => match self.opened(&staff.id, sealed) {
                // The text stands in the form again, which is not saved.
                Some((path, form)) => self.typed_before(staff, &ticket, &path, &form),
                None => Answer::go(to).saying(words.kept_of_another),
            },
        };
        Ok(Drawn { answer, cookies })
    }

    fn opened(&self, staff: &str, sealed: &str) -> Option<(String, Pairs)> {
        let text = self.site.secret.open("kept", staff, sealed)?;
        serde_json::from_slice(&text).ok()
    }

    pub(super) fn log_out(&mut self, ticket: &Ticket, everywhere: Option<&str>) -> Result<Drawn, Error> {
        match everywhere {
            Some(staff) => drop(<Conn::Backend as Keeps<Conn>>::end_all(self.conn, staff)?),
            None => <Conn::Backend as Keeps<Conn>>::end(self.conn, &ticket.key())?,
        }
        let answer = Answer::go(self.to("/-/login")).saying(self.site.look.words.logged_out);
        Ok(Drawn { answer, cookies: vec![self.site.jar.clear(cookie::SESSION)] })
    }
}
