//! The children of a row, edited on its page.

use crate::data::{Fail, Row, Wrong};
use crate::desk::{Desk, Face, Guarded, InlineOf, Seen};
use crate::pages::form::{Form, default, typed as stored_text};
use crate::pages::list::referred;
use crate::pages::show::{self, Referred};
use crate::policy::Act;
use crate::web::answer::cut;
use crate::web::request::{FIELDS, Pairs, last};
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use maud::{Markup, html};
use model_core::meta::Privacy;
use std::collections::BTreeMap;

/// So many fields of a form are left for the row itself.
const OWN: usize = 60;

/// The children by one foreign key.
pub(crate) struct Part<'a, Conn> {
    pub(crate) model: Guarded<'a, Conn>,
    pub(super) of: &'a InlineOf,
    pub(super) rows: Vec<Seen>,
    more: bool,
    referred: Referred,
}

/// The parts of the key of a row, from its text. The text of a key of one column is as it is.
pub(super) fn key_parts(key: &str, parts: usize) -> Vec<String> {
    match parts {
        1 => vec![key.to_owned()],
        // The library made the text, so it has parts.
        _ => model_core::wire::key_parts(key).unwrap_or_default(),
    }
}

/// What is wrong with each child, by what stands before the names of its fields.
pub(crate) type WrongOf = BTreeMap<String, Vec<Wrong>>;

impl<Conn> Part<'_, Conn> {
    /// The fields that are typed, of a child or of a new one.
    pub(super) fn fields(&self, row: Option<&Seen>) -> Vec<usize> {
        let chosen = |field: &usize| self.of.form.as_ref().is_none_or(|form| form.contains(field));
        let fields = self.model.settable(row).into_iter();
        fields.filter(|field| !self.of.by.contains(field) && chosen(field)).collect()
    }

    pub(super) fn prefix(&self, key: &str) -> String {
        format!("{}.{key}.", self.model.url())
    }

    /// The same for a child that does not exist yet.
    pub(super) fn new_prefix(&self) -> String {
        format!("{}+.", self.model.url())
    }

    pub(super) fn may_add(&self) -> bool {
        let opens = self.of.by.iter().all(|field| self.model.field(*field).in_new && self.model.opens(*field));
        self.model.may(Act::Create, None) && opens && !self.fields(None).is_empty()
    }

    /// What a form sends of some fields, under their own names.
    pub(super) fn under(&self, form: &Pairs, prefix: &str, fields: &[usize]) -> Pairs {
        let known = |name: &str| fields.iter().any(|field| self.model.field(*field).name == name);
        let pairs = form.iter().filter_map(|(name, text)| Some((name.strip_prefix(prefix)?, text)));
        let pairs = pairs.filter(|(name, _)| name.starts_with('-') || known(name));
        pairs.map(|(name, text)| (name.to_owned(), text.clone())).collect()
    }

    /// Whether the fields with this prefix are those of one of these children.
    pub(crate) fn has(&self, prefix: &str) -> bool {
        prefix.starts_with(&format!("{}.", self.model.url())) || prefix == self.new_prefix()
    }

    /// The form of a child, or of a new one.
    fn form<'f>(
        &'f self,
        frame: &'f Frame<'f>,
        face: &'f Face<'f>,
        row: Option<&'f Seen>,
        wrong: &'f [Wrong],
        text: &'f dyn Fn(usize) -> String,
        prefix: &'f str,
    ) -> Form<'f> {
        let referred = &self.referred;
        Form { frame, face, row, version: None, wrong, referred, text, dirty: false, base: None, prefix }
    }

    /// The name of a child in a list of mistakes.
    pub(crate) fn name(&self, prefix: &str) -> String {
        let row = self.rows.iter().find(|row| self.prefix(&row.key) == prefix);
        row.map_or_else(|| self.model.options.label.clone(), |row| cut(&row.label, 60).to_owned())
    }
}

/// All children of a row that somebody may see: one statement for each foreign key, and the names they refer to.
pub(crate) fn parts<'a, Conn>(
    visit: &mut Visit<'a, Conn>,
    model: &Guarded<'a, Conn>,
    row: &Row,
) -> Result<Vec<Part<'a, Conn>>, Fail> {
    let mut parts = Vec::new();
    for of in &model.options.inlines {
        let child = visit.desk.named(of.model, visit.staff);
        let sees = |child: &Guarded<'a, Conn>| of.by.iter().all(|field| child.sees(*field, None));
        let child = child.filter(|child| child.may(Act::See, None) && !child.is_blind() && sees(child));
        let Some(child) = child else { continue };
        // A form has a limit, and each field of a child is one of it.
        let most = of.most.min((FIELDS - OWN) / (2 * child.options.form.len() + 2)).max(1);
        let (rows, more) = child.children(visit.conn, of.by, &key_parts(&row.key, of.by.len()), most)?;
        let mut part = Part { model: child, of, rows, more, referred: Referred::new() };
        let shown: Vec<Row> = part.rows.iter().map(|row| (**row).clone()).collect();
        part.referred = referred(visit, &part.model, &shown, &part.fields(part.rows.first()))?;
        parts.push(part);
    }
    Ok(parts)
}

/// The children within the form of their row.
pub(crate) fn draw<Conn>(frame: &Frame<'_>, parts: &[Part<'_, Conn>], typed: &Pairs, wrong: &WrongOf) -> Markup {
    let words = frame.words();
    html! {
        @for part in parts {
            @let options = part.model.options;
            fieldset.children {
                legend { (options.plural) }
                @if part.rows.is_empty() && !part.may_add() {
                    p.soft { (fill(words.nothing_yet, &[&show::lower(&options.plural)])) }
                }
                @for row in &part.rows { (child(frame, part, row, typed, wrong)) }
                @if part.more { p.soft { (fill(words.more_children, &[&show::lower(&options.plural)])) } }
                @if part.may_add() { (new_child(frame, part, typed, wrong)) }
            }
        }
    }
}

fn child<Conn>(frame: &Frame<'_>, part: &Part<'_, Conn>, row: &Seen, typed: &Pairs, wrong: &WrongOf) -> Markup {
    let words = frame.words();
    let prefix = part.prefix(&row.key);
    let face = part.model.face();
    let sent = |name: &str| last(typed, &format!("{prefix}{name}"));
    let text = |index: usize| {
        let field = face.field(index);
        match sent(field.name) {
            _ if field.privacy == Privacy::Mask => String::new(),
            Some(text) => text.to_owned(),
            None => stored_text(field, &row.cells[index]),
        }
    };
    let wrong = wrong.get(&prefix).map_or(&[][..], Vec::as_slice);
    let form = part.form(frame, &face, Some(row), wrong, &text, &prefix);
    let version = sent("-version").map(str::to_owned).or(row.version.map(|version| version.to_string()));
    let changes = face.may(Act::Change, Some(row));
    html! {
        fieldset.child {
            legend { a href=(frame.row(&face.options.home, &row.key)) { (cut(&row.label, 60)) } }
            @if let Some(version) = version { input type="hidden" name={ (prefix) "-version" } value=(version); }
            @for wrong in wrong.iter().filter(|wrong| wrong.field.is_empty()) { p.why { (wrong.message) } }
            @if changes { @for index in part.fields(Some(row)) { (form.field(index)) } }
            @if face.may(Act::Delete, Some(row)) {
                @let id = format!("f-{prefix}-delete");
                div.field.check {
                    span { input id=(id) type="checkbox" name={ (prefix) "-delete" } value="true"
                        checked[sent("-delete") == Some("true")]; }
                    label for=(id) { (words.delete) }
                }
            }
        }
    }
}

fn new_child<Conn>(frame: &Frame<'_>, part: &Part<'_, Conn>, typed: &Pairs, wrong: &WrongOf) -> Markup {
    let words = frame.words();
    let prefix = part.new_prefix();
    let face = part.model.face();
    let text = |index: usize| {
        let field = face.field(index);
        match last(typed, &format!("{prefix}{}", field.name)) {
            Some(text) if field.privacy != Privacy::Mask => text.to_owned(),
            Some(_) => String::new(),
            None => default(field),
        }
    };
    let wrong = wrong.get(&prefix).map_or(&[][..], Vec::as_slice);
    let form = part.form(frame, &face, None, wrong, &text, &prefix);
    let fields = part.fields(None);
    let is_typed = fields.iter().any(|field| text(*field) != default(face.field(*field)));
    html! {
        details open[is_typed || !wrong.is_empty()] {
            summary { (fill(words.new, &[&show::lower(&face.options.label)])) }
            @for index in fields { (form.field(index)) }
        }
    }
}

/// The children of a row that cannot be changed here, by their names.
pub(crate) fn shown<Conn>(frame: &Frame<'_>, parts: &[Part<'_, Conn>]) -> Markup {
    html! {
        @for part in parts.iter().filter(|part| !part.rows.is_empty()) {
            h2 { (part.model.options.plural) }
            ul.lines { @for row in &part.rows {
                li { a href=(frame.row(&part.model.options.home, &row.key)) { (cut(&row.label, 90)) } } } }
            @let plural = show::lower(&part.model.options.plural);
            @if part.more { p.soft { (fill(frame.words().more_children, &[&plural])) } }
        }
    }
}

/// What was typed into children, as hidden fields of another page, so that it is not lost on the way.
pub(crate) fn carried<Conn>(desk: &Desk<Conn>, model: &Guarded<'_, Conn>, form: &Pairs) -> Markup {
    let secrets = desk.masked(&format!("/{}/", model.url()));
    let carried = form.iter().filter(|(name, _)| {
        let (before, field) = name.rsplit_once('.').unwrap_or_default();
        !before.is_empty() && !secrets.contains(&field)
    });
    html! { @for (name, text) in carried { input type="hidden" name=(name) value=(text); } }
}

#[cfg(test)]
mod tests {
    use super::key_parts;

    #[test]
    fn a_key_has_the_parts_of_its_columns() {
        assert_eq!(key_parts("a,b", 1), ["a,b"]);
        assert_eq!(key_parts("7,3", 2), ["7", "3"]);
        assert_eq!(key_parts("a\\,b,c\\\\,", 3), ["a,b", "c\\", ""]);
    }
}
