//! The form of a row.

use crate::data::{Row, Wrong};
use crate::desk::{Face, Seen};
use crate::pages::frame::{reason, token};
use crate::pages::input::{self, Kind, kind};
use crate::pages::show::{self, Referred};
use crate::web::visit::Frame;
use crate::words::fill;
use maud::{Markup, html};
use model_core::audit::Encoding;
use model_core::meta::Field;
use serde_json::Value;

/// A form to be drawn.
pub(crate) struct Form<'a> {
    pub(crate) frame: &'a Frame<'a>,
    pub(crate) face: &'a Face<'a>,
    /// The row, if it exists already.
    pub(crate) row: Option<&'a Seen>,
    /// The version that the form starts from, which may be older than that of the row.
    pub(crate) version: Option<i64>,
    pub(crate) wrong: &'a [Wrong],
    pub(crate) referred: &'a Referred,
    /// The content of each field.
    pub(crate) text: &'a dyn Fn(usize) -> String,
    /// Whether it holds a text that is not saved.
    pub(crate) dirty: bool,
    /// The values that it starts from, sealed, where the trail does not know them.
    pub(crate) base: Option<String>,
    /// What stands before the name of each field: of a child, whose it is.
    pub(crate) prefix: &'a str,
}

impl Form<'_> {
    fn wrong_of(&self, field: &Field) -> Option<&Wrong> {
        self.wrong.iter().find(|wrong| wrong.field == field.name)
    }

    /// The fields in their groups.
    fn groups(&self) -> Markup {
        html! {
            @for (name, fields) in self.face.groups(&self.face.settable(self.row)) {
                @if name.is_empty() {
                    @for index in fields { (self.field(index)) }
                } @else {
                    fieldset.group { legend { (name) } @for index in fields { (self.field(index)) } }
                }
            }
        }
    }

    /// The form with its buttons. The children of the row come after its own fields.
    pub(crate) fn draw(&self, action: &str, list: &str, children: &Markup) -> Markup {
        let words = self.frame.words();
        let guard = if self.dirty { "dirty" } else { "clean" };
        html! {
            form.edit method="post" action=(action) data-guard=(guard) novalidate {
                (token(self.frame))
                @if let Some(version) = self.version { input type="hidden" name="-version" value=(version); }
                @if let Some(base) = &self.base { input type="hidden" name="-base" value=(base); }
                (self.groups())
                (children)
                (reason(self.frame, self.row.is_some() && self.face.options.can.history))
                div.foot {
                    button.primary { @if self.row.is_some() { (words.save) } @else { (words.create) } }
                    button name="-then" value="list" { (words.save_and_list) }
                    a.away href=(list) { (words.cancel) }
                }
            }
        }
    }

    /// One field with its label, help and error.
    pub(crate) fn field(&self, index: usize) -> Markup {
        let (words, field) = (self.frame.words(), self.face.field(index));
        let (id, wrong) = (format!("f-{}{}", self.prefix, field.name), self.wrong_of(field));
        let help = self.help(field);
        let kind = kind(field, self.frame.nav);
        let described = [help.is_some().then(|| format!("{id}-help")), wrong.is_some().then(|| format!("{id}-why"))];
        let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let optional = field.nullable && kind != Kind::Check || (self.row.is_none() && is_filled(field));
        let input = self.input(index, &id, &kind, wrong.is_some(), &described);
        html! {
            div.field.wrong[wrong.is_some()].check[kind == Kind::Check] {
                @if kind == Kind::Check { (input) }
                label for=(id) {
                    (show::name(field))
                    @if optional && kind != Kind::Check { " " span.opt { (words.optional) } }
                }
                @if kind != Kind::Check { (input) }
                @if let Some(help) = help { p.help id={ (id) "-help" } { (help) } }
                @if let Some(wrong) = wrong { p.why id={ (id) "-why" } { (wrong.message) } }
            }
        }
    }

    fn help(&self, field: &Field) -> Option<String> {
        let words = self.frame.words();
        let own = match kind(field, self.frame.nav) {
            Kind::Moment if matches!(field.encoding, Encoding::Instant | Encoding::InstantText) => {
                Some(words.in_utc.to_owned())
            }
            Kind::Secret if self.row.is_some() => Some(words.secret_kept.to_owned()),
            _ if field.slug && self.row.is_none() => Some(words.slug_made.to_owned()),
            _ => None,
        };
        let parts: Vec<String> = show::help(field).into_iter().chain(own).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn name(&self, field: &Field) -> String {
        format!("{}{}", self.prefix, field.name)
    }

    fn input(&self, index: usize, id: &str, kind: &Kind, wrong: bool, described: &str) -> Markup {
        let (words, field) = (self.frame.words(), self.face.field(index));
        let (name, text) = (&*self.name(field), (self.text)(index));
        let invalid = wrong.then_some("true");
        let described = (!described.is_empty()).then_some(described);
        let most = field.facts.max_length.map(|most| most.to_string());
        let line = |kind: &str, mode: Option<&str>, step: Option<&str>| {
            html! {
                input id=(id) name=(name) type=(kind) value=(text) inputmode=[mode] step=[step]
                    data-max=[most.as_deref()]
                    aria-invalid=[invalid] aria-describedby=[described];
                @if most.is_some() { span.counter id={ (id) "-count" } aria-hidden="true" {} }
            }
        };
        match kind {
            Kind::Check => html! {
                span {
                    input type="hidden" name=(name) value="false";
                    input id=(id) name=(name) type="checkbox" value="true" checked[text == "true"]
                        aria-invalid=[invalid] aria-describedby=[described];
                }
            },
            Kind::Choice => html! {
                select id=(id) name=(name) aria-invalid=[invalid] aria-describedby=[described] {
                    @let truths = [("true", words.yes), ("false", words.no)];
                    @let choices = if field.facts.choices.is_empty() { &truths[..] } else { field.facts.choices };
                    @if field.nullable || text.is_empty() { option value="" {
                        (if field.nullable { words.none } else { words.choose }) } }
                    @for (value, label) in choices { option value=(value) selected[text == *value] { (label) } }
                    @if !text.is_empty() && !choices.iter().any(|(value, _)| *value == text) { option value=(text)
                        selected { (text) } }
                }
            },
            Kind::Reference(url) => self.reference(index, id, url, &text, invalid, described),
            Kind::Number if field.encoding == Encoding::Integer || field.encoding == Encoding::Unsigned => {
                line("text", Some("numeric"), None)
            }
            Kind::Number => line("text", Some("decimal"), None),
            Kind::Line => line("text", None, None),
            Kind::Moment => line("datetime-local", None, Some("any")),
            Kind::Date => line("date", None, None),
            Kind::Time => line("time", None, Some("1")),
            Kind::Secret => html! {
                input id=(id) name=(name) type="password" autocomplete="new-password" aria-invalid=[invalid]
                    aria-describedby=[described];
            },
            Kind::Area | Kind::Json => html! {
                // The newline that a browser drops after the tag.
                textarea id=(id) name=(name) rows=(rows(&text, field)) data-max=[most.as_deref()]
                    spellcheck=[(*kind == Kind::Json).then_some("false")]
                    aria-invalid=[invalid] aria-describedby=[described] { "\n" (text) }
                @if most.is_some() { span.counter id={ (id) "-count" } aria-hidden="true" {} }
            },
            Kind::Shown => html! { span { (text) } },
        }
    }

    /// A foreign key: its text is the key, with suggestions by name, and a page to look for one without a script.
    fn reference(
        &self,
        index: usize,
        id: &str,
        url: &str,
        text: &str,
        invalid: Option<&str>,
        described: Option<&str>,
    ) -> Markup {
        let (words, field) = (self.frame.words(), self.face.field(index));
        let label = self.referred.get(&index).and_then(|labels| labels.get(text));
        let options = self.frame.to(&format!("/{url}/-/options?q="));
        html! {
            input id=(id) name=(self.name(field)) type="text" value=(text) list={ (id) "-list" } data-options=(options)
                autocomplete="off"
                placeholder=(words.type_to_search) aria-invalid=[invalid] aria-describedby=[described];
            datalist id={ (id) "-list" } { @if let Some(label) = label { option value=(text) { (label) } } }
            p.help {
                @if let Some(label) = label { (fill(words.now_refers, &[label])) " " }
                a href=(options.trim_end_matches("?q=")) target="_blank" { (words.find_key) }
            }
        }
    }
}

/// Whether a new row gets a value without one being typed.
fn is_filled(field: &Field) -> bool {
    field.slug || field.facts.default.is_some() || field.facts.sql_default.is_some()
}

fn rows(text: &str, field: &Field) -> usize {
    let least = if field.facts.max_length.is_some() { 3 } else { 6 };
    (text.lines().count() + text.len() / 90 + 1).clamp(least, 24)
}

/// The summary of what is wrong, on top of the page: with the row, and with its children.
pub(crate) fn summary(
    frame: &Frame<'_>,
    face: &Face<'_>,
    wrong: &[Wrong],
    children: &[(String, String, String)],
) -> Markup {
    let words = frame.words();
    let count = wrong.len() + children.len();
    if count == 0 {
        return html! {};
    }
    let title = if count == 1 { words.one_wrong.to_owned() } else { fill(words.wrong, &[&count.to_string()]) };
    html! {
        div.errors id="errors" role="alert" tabindex="-1" {
            h2 { (title) }
            ul {
                @for one in wrong {
                    @match face.index(&one.field) {
                        Some(index) => li { a href={ "#f-" (one.field) } { (show::name(face.field(index))) } ": "
                            (one.message) },
                        None => li { (one.message) },
                    }
                }
                @for (anchor, name, message) in children {
                    li {
                        @if anchor.ends_with('.') { (name) } @else { a href={ "#" (anchor) } { (name) } }
                        ": " (message)
                    }
                }
            }
        }
    }
}

/// The fields that are shown and not typed.
pub(crate) fn rest(
    frame: &Frame<'_>,
    title: &str,
    face: &Face<'_>,
    row: &Row,
    fields: &[usize],
    referred: &Referred,
) -> Markup {
    html! {
        @if !fields.is_empty() {
            h2 { (title) }
            dl.rest {
                @for index in fields {
                    dt { (show::name(face.field(*index))) }
                    dd { (show::value(frame, face, *index, &row.cells[*index], referred, false)) }
                }
            }
        }
    }
}

/// What a new row starts from: the default, where it can be told from the attribute.
pub(crate) fn default(field: &Field) -> String {
    let Some(text) = field.facts.default else {
        return if field.encoding == Encoding::Bool && !field.nullable { "false".to_owned() } else { String::new() };
    };
    let last = text.rsplit("::").next().unwrap_or(text).trim();
    // The name of the variant: a text has it in itself, a number only in its label.
    let is_named = |text: &str| text.replace(['_', ' '], "").eq_ignore_ascii_case(last);
    let choice = field.facts.choices.iter().find(|(value, label)| is_named(value) || is_named(label));
    match (choice, field.encoding) {
        (Some((value, _)), _) => (*value).to_owned(),
        (None, Encoding::Bool) => if text == "true" { "true" } else { "false" }.to_owned(),
        (None, _) => String::new(),
    }
}

/// A value of the query string that fills a new form.
pub(crate) fn typed(field: &Field, value: &Value) -> String {
    input::typed(field, value)
}
