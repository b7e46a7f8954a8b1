//! A request with a connection: who asks, for which page, and what it answers.

use crate::data::Fail;
use crate::desk;
use crate::keep::{DeskConnection, Keeps};
use crate::pages::{self, errors};
use crate::pool::Pool;
use crate::staff::{DeskLogin, Staff};
use crate::web::answer::{Answer, Answered, Refusal, cut};
use crate::web::cookie::{self, Jar};
use crate::web::jobs::Jobs;
use crate::web::place::Place;
use crate::web::request::{Asked, Pairs};
use crate::web::secret::{Secret, decode};
use crate::web::session::{LONGEST, Ticket};
use crate::web::visit::{Frame, Look, Visit};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use chrono::{DateTime, Utc};
use model_core::{Actor, Error};
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// A site, as all of its requests share it.
pub(crate) struct Shared<Conn> {
    pub(crate) look: Look,
    pub(crate) desk: desk::Desk<Conn>,
    pub(crate) pool: Box<dyn Pool<Conn>>,
    pub(crate) login: Box<dyn DeskLogin<Conn>>,
    pub(crate) secret: Secret,
    pub(crate) jar: Jar,
    pub(crate) permits: Arc<Semaphore>,
    pub(crate) jobs: Jobs,
    pub(crate) job_permits: Semaphore,
    pub(crate) body: usize,
    pub(crate) patience: Duration,
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) hsts: bool,
    pub(crate) assets: Vec<crate::assets::Asset>,
}

impl<Conn> fmt::Debug for Shared<Conn> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("desk", &self.desk).finish_non_exhaustive()
    }
}

/// An answer with its cookies.
pub(super) struct Drawn {
    pub(super) answer: Answer,
    pub(super) cookies: Vec<String>,
}

impl From<Answer> for Drawn {
    fn from(answer: Answer) -> Self {
        Self { answer, cookies: Vec::new() }
    }
}

/// A request at a desk, with a connection.
pub(super) struct Desk<'r, Conn> {
    pub(super) site: &'r Shared<Conn>,
    pub(super) conn: &'r mut Conn,
    pub(super) asked: &'r Asked,
    /// What the page before said.
    pub(super) flash: Option<String>,
}

/// The answer to a request.
pub(super) fn answer<Conn: DeskConnection>(site: &Shared<Conn>, conn: &mut Conn, asked: &Asked) -> Response<Body> {
    let said =
        asked.cookie(&site.jar.name(cookie::FLASH)).and_then(decode).and_then(|text| String::from_utf8(text).ok());
    let flashed = asked.cookie(&site.jar.name(cookie::FLASH)).is_some();
    let flash = said.map(|text| cut(&text, 300).to_owned());
    let mut desk = Desk { site, conn, asked, flash };
    let drawn = desk.draw().unwrap_or_else(|error| errors::refused(&desk.frame(), error.into()).into());
    // A page that goes on to another leaves it to that one to say it.
    let is_said = flashed && drawn.answer.location.is_none();
    let mut response = drawn.answer.into_response(&site.jar, is_said);
    let cookies = drawn.cookies.iter().filter_map(|cookie| HeaderValue::from_str(cookie).ok());
    for cookie in cookies {
        response.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
    }
    response
}

/// A frame for somebody who is not logged in.
pub(super) fn frame<'f>(look: &'f Look, asked: &'f Asked) -> Frame<'f> {
    static NOBODY: BTreeMap<String, String> = BTreeMap::new();
    Frame { look, asked, staff: None, nav: &[], here: None, token: "", flash: None, trail: false, people: &NOBODY }
}

impl<Conn: DeskConnection> Desk<'_, Conn> {
    pub(super) fn frame(&self) -> Frame<'_> {
        frame(&self.site.look, self.asked)
    }

    pub(super) fn to(&self, path: &str) -> String {
        self.asked.to(path)
    }

    fn draw(&mut self) -> Result<Drawn, Error> {
        let place = Place::of(&self.asked.path);
        if let Some(takes) = place.as_ref().map(Place::takes).filter(|takes| !takes.takes(self.asked.is_post)) {
            let frame = self.frame();
            let text = frame.words().not_allowed;
            let page = errors::plain(&frame, StatusCode::METHOD_NOT_ALLOWED, text, frame.words().not_found_text);
            return Ok(page.with(HeaderName::from_static("allow"), takes.allow()).into());
        }
        if place == Some(Place::Login) {
            return if self.asked.is_post { self.log_in() } else { Ok(self.login_page()) };
        }
        let Some((ticket, staff, since)) = self.session()? else { return Ok(self.locked()) };
        if self.asked.is_post {
            let token = self.asked.field("-csrf").unwrap_or_default();
            if ticket.made_for(&self.site.secret, token).as_deref() != Some(&*staff.id) {
                let (title, text) = (self.site.look.words.form_old, self.site.look.words.form_old_text);
                return Ok(self
                    .visited(&staff, &ticket, since, |visit| {
                        Ok(errors::plain(&visit.frame(None), StatusCode::FORBIDDEN, title, text))
                    })
                    .into());
            }
        }
        match place {
            Some(Place::Logout) => return self.log_out(&ticket, None),
            Some(Place::LogoutEverywhere) => return self.log_out(&ticket, Some(&staff.id)),
            _ => {}
        }
        let answer = self.visited(&staff, &ticket, since, |visit| page(visit, place));
        let renewed = ticket.renewed(&self.site.secret);
        let cookies = renewed.map(|value| self.site.jar.set(cookie::SESSION, &value)).into_iter().collect();
        Ok(Drawn { answer, cookies })
    }

    /// The session of this request, if it is one that lasts.
    fn session(&mut self) -> Result<Option<(Ticket, Staff, DateTime<Utc>)>, Error> {
        let ticket = Ticket::of(self.asked, &self.site.secret, self.site.jar).filter(Ticket::is_awake);
        let Some(ticket) = ticket else { return Ok(None) };
        let Some(session) = <Conn::Backend as Keeps<Conn>>::session(self.conn, &ticket.key())? else { return Ok(None) };
        let age = (Utc::now() - session.created_at).to_std().unwrap_or_default();
        if age >= LONGEST {
            return Ok(None);
        }
        let staff = self.site.login.staff(self.conn, &session.staff)?;
        Ok(staff.filter(|staff| staff.id == session.staff).map(|staff| (ticket, staff, session.created_at)))
    }

    /// A page of somebody who is logged in.
    fn visited(
        &mut self,
        staff: &Staff,
        ticket: &Ticket,
        since: DateTime<Utc>,
        page: impl FnOnce(&mut Visit<'_, Conn>) -> Answered,
    ) -> Answer {
        let Shared { look, desk, secret, jobs, .. } = self.site;
        let actor = self.asked.actor(Actor::user(&staff.id));
        let actor = self.asked.reason().map_or(actor.clone(), |reason| actor.because(reason));
        let open: Vec<String> = desk.models(staff).map(|model| model.url().to_owned()).collect();
        let nav: Vec<desk::Known> = desk.known().iter().filter(|known| open.contains(&known.url)).cloned().collect();
        let mut visit = Visit {
            look,
            desk,
            conn: self.conn,
            asked: self.asked,
            staff,
            actor,
            token: &ticket.token(secret, &staff.id),
            flash: self.flash.as_deref(),
            nav: &nav,
            trail: pages::home::reads_trail(desk, staff),
            since,
            secret,
            jobs,
            login: &self.site.login,
            people: BTreeMap::new(),
        };
        match page(&mut visit) {
            Ok(answer) => answer,
            Err(refusal) => {
                visit.flash = None;
                errors::refused(&visit.frame(None), refusal)
            }
        }
    }

    /// The form that somebody was typing when their session ended.
    pub(super) fn typed_before(&mut self, staff: &Staff, ticket: &Ticket, path: &str, form: &Pairs) -> Answer {
        let place = Place::of(path);
        let prefix = &self.asked.prefix;
        let (path, form_of) = (path.to_owned(), form.clone());
        let asked = Asked { path, form: form_of, query: Pairs::new(), prefix: prefix.clone(), ..self.asked.clone() };
        let mut again = Desk { site: self.site, conn: self.conn, asked: &asked, flash: None };
        again.visited(staff, ticket, Utc::now(), |visit| match place {
            Some(Place::Row(model, key)) => pages::edit::kept(visit, &model, &key, form),
            Some(Place::New(model)) => pages::new::kept(visit, &model, form),
            _ => Ok(Answer::go(visit.asked.to("/"))),
        })
    }
}

/// The page of a place.
fn page<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>, place: Option<Place>) -> Answered {
    let post = visit.asked.is_post;
    if let Some(home) = place.as_ref().and_then(Place::of_row).and_then(|section| visit.desk.home_of(section)) {
        // A row is opened at its model, whichever section it is in now.
        let rest = visit.asked.path.splitn(3, '/').nth(2).unwrap_or_default();
        return if post { Err(Refusal::NotFound) } else { Ok(Answer::go(visit.asked.to(&format!("/{home}/{rest}")))) };
    }
    match place.ok_or(Refusal::NotFound)? {
        Place::Home => pages::home::home(visit),
        Place::You => pages::home::you(visit),
        Place::Find => pages::find::find(visit),
        Place::Trail => pages::trail::trail(visit),
        Place::Batch(id) => pages::trail::batch(visit, id),
        Place::TrashOfAll => pages::trash::all(visit),
        Place::Jobs => pages::jobs::all(visit),
        Place::Job(id) => pages::jobs::one(visit, id),
        Place::Verify if post => pages::verify::run(visit),
        Place::Verify => pages::verify::ask(visit),
        Place::List(model) => pages::list::list(visit, &model),
        Place::New(model) if post => pages::new::create(visit, &model),
        Place::New(model) => pages::new::new(visit, &model),
        Place::Trash(model) => pages::trash::trash(visit, &model),
        Place::Options(model) => pages::options::options(visit, &model, visit.asked.wants_json),
        Place::Bulk(model) => pages::bulk::bulk(visit, &model),
        Place::Export(model, format) => pages::export::begin(visit, &model, format),
        Place::Purge(model) if post => pages::purge::run(visit, &model),
        Place::Purge(model) => pages::purge::ask(visit, &model),
        Place::Row(model, key) if post => pages::edit::save(visit, &model, &key),
        Place::Row(model, key) => pages::edit::edit(visit, &model, &key),
        Place::Form(model, key) => pages::edit::kept(visit, &model, &key, &visit.asked.form.clone()),
        Place::Delete(model, key) if post => pages::delete::delete(visit, &model, &key),
        Place::Delete(model, key) => pages::delete::preview(visit, &model, &key),
        Place::Restore(model, key) if post => pages::trash::restore(visit, &model, &key),
        Place::Restore(model, key) => pages::trash::preview(visit, &model, &key),
        Place::History(model, key) => pages::history::history(visit, &model, &key),
        Place::Entry(model, key, id) => pages::history::entry(visit, &model, &key, id),
        Place::Revert(model, key, id) if post => pages::revert::revert(visit, &model, &key, id),
        Place::Revert(model, key, id) => pages::revert::preview(visit, &model, &key, id, None),
        Place::Do(model, key, name) if post => pages::act::run(visit, &model, &key, &name),
        Place::Do(model, key, name) => pages::act::confirm(visit, &model, &key, &name),
        // These were answered before.
        Place::Login | Place::Logout | Place::LogoutEverywhere => Err(Refusal::Fail(Fail::Missing)),
    }
}
