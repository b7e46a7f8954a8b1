//! What a save does with the children of a row.

use crate::data::{Fail, Rows, Wrong};
use crate::desk::{Desk, Guarded, Seen};
use crate::pages::edit::changes;
use crate::pages::form::{default, typed as stored_text};
use crate::pages::inline::{Part, WrongOf, key_parts};
use crate::pages::list::key_text;
use crate::pages::{conflict, input, new};
use crate::policy::Act;
use crate::staff::Staff;
use crate::web::answer::{Refusal, cut};
use crate::web::request::{Pairs, last};
use crate::web::visit::Visit;
use crate::words::{Words, fill};
use model_core::meta::Privacy;
use model_core::{Actor, Error};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What a save does with one child.
enum Step {
    Change { row: Seen, values: Map<String, Value>, version: Option<i64> },
    Delete { row: Seen, version: Option<i64> },
    Add(Map<String, Value>),
}

/// What a save does with all children.
pub(crate) struct Plan {
    steps: Vec<(usize, String, Step)>,
    pub(crate) wrong: WrongOf,
    /// The form, as it is shown if something is wrong.
    pub(crate) typed: Pairs,
}

impl Plan {
    pub(crate) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    fn retype(&mut self, name: &str, text: String) {
        self.typed.retain(|(known, _)| known != name);
        self.typed.push((name.to_owned(), text));
    }
}

fn about(message: impl Into<String>) -> Wrong {
    Wrong { field: String::new(), code: "refused", message: message.into() }
}

/// Reads what was typed into children. Each that is named has to belong to this row.
pub(crate) fn read<'a, Conn>(
    visit: &mut Visit<'a, Conn>,
    parent: &Seen,
    parts: &[Part<'a, Conn>],
    form: &Pairs,
) -> Result<Plan, Refusal> {
    let words = visit.words();
    let mut plan = Plan { steps: Vec::new(), wrong: WrongOf::new(), typed: form.clone() };
    for (place, part) in parts.iter().enumerate() {
        let start = format!("{}.", part.model.url());
        let keys = form.iter().filter_map(|(name, _)| name.strip_prefix(&start)?.rsplit_once('.'));
        let keys: BTreeSet<String> = keys.map(|(key, _)| key.to_owned()).collect();
        for key in keys {
            let known = part.rows.iter().find(|row| row.key == key).cloned();
            let row = match known {
                Some(row) => row,
                None => part.model.find(visit.conn, Rows::Any, &key)?,
            };
            let of: Option<Vec<String>> = part.of.by.iter().map(|field| key_text(&row.cells[*field])).collect();
            if of != Some(key_parts(&parent.key, part.of.by.len())) {
                return Err(Refusal::NotFound);
            }
            one(visit, &mut plan, place, part, row, form)?;
        }
        if part.may_add() {
            add(words, &mut plan, place, part, form);
        }
    }
    Ok(plan)
}

/// One child that exists.
fn one<Conn>(
    visit: &mut Visit<'_, Conn>,
    plan: &mut Plan,
    place: usize,
    part: &Part<'_, Conn>,
    row: Seen,
    form: &Pairs,
) -> Result<(), Refusal> {
    let words = visit.words();
    let prefix = part.prefix(&row.key);
    let fields = part.fields(Some(&row));
    let sent = part.under(form, &prefix, &fields);
    let delete = last(&sent, "-delete") == Some("true");
    let version: Option<i64> = last(&sent, "-version").and_then(|version| version.parse().ok());
    if row.deleted {
        let (values, wrong) = changes(words, &part.model, &row, &sent);
        let is_changed = !values.is_empty() || !wrong.is_empty();
        if is_changed && !delete {
            let typed: Vec<&str> =
                sent.iter().filter(|(name, _)| !name.starts_with('-')).map(|(_, text)| &**text).collect();
            let said = fill(words.child_gone, &[cut(&row.label, 60), &typed.join(" / ")]);
            plan.wrong.insert(prefix, vec![about(said)]);
        }
        return Ok(());
    }
    let stale = version != row.version;
    if version.is_none() && row.version.is_some() {
        return Err(Refusal::Bad(words.no_version.to_owned()));
    }
    if delete {
        if !part.model.may(Act::Delete, Some(&row)) {
            return Err(Fail::Forbidden { act: "delete", model: part.model.meta.name }.into());
        }
        if stale {
            plan.retype(&format!("{prefix}-version"), row.version.unwrap_or_default().to_string());
            plan.wrong.insert(prefix, vec![about(words.changed_since)]);
        } else {
            plan.steps.push((place, prefix, Step::Delete { row, version }));
        }
        return Ok(());
    }
    if !part.model.may(Act::Change, Some(&row)) {
        return Ok(());
    }
    if stale {
        return merge(visit, plan, part, &row, version.unwrap_or_default(), &sent);
    }
    let (values, wrong) = changes(words, &part.model, &row, &sent);
    // All mistakes are told at once, also those of other children.
    let judged = part.model.judge_change(&values);
    let wrong = new::all_wrong(&part.model.face(), words, wrong, judged);
    if !wrong.is_empty() {
        plan.wrong.insert(prefix, wrong);
    } else if !values.is_empty() {
        plan.steps.push((place, prefix, Step::Change { row, values, version }));
    }
    Ok(())
}

/// A child that somebody else has changed meanwhile: what they changed is taken over, what was typed stays, and where
/// both changed a field it says what they wrote. Saved again, it is saved knowingly.
fn merge<Conn>(
    visit: &mut Visit<'_, Conn>,
    plan: &mut Plan,
    part: &Part<'_, Conn>,
    row: &Seen,
    version: i64,
    sent: &Pairs,
) -> Result<(), Refusal> {
    use conflict::Change;
    let words = visit.words();
    let prefix = part.prefix(&row.key);
    let was = part.model.at_version(visit.conn, row, version)?;
    let mut wrong = Vec::new();
    let mut mine = false;
    for index in part.fields(Some(row)) {
        let field = part.model.field(index);
        let Some(text) = input::sent(sent, field) else { continue };
        let name = format!("{prefix}{}", field.name);
        if field.privacy == Privacy::Mask {
            wrong.push(Wrong { field: field.name.to_owned(), code: "stale", message: words.type_again.to_owned() });
            continue;
        }
        let before = was.as_ref().filter(|was| !was.unknown.contains(&index));
        let before = before.map(|was| stored_text(field, &was.row.cells[index]));
        let now = stored_text(field, &row.cells[index]);
        match conflict::who(before.as_deref(), &now, text) {
            Change::None => {}
            Change::Theirs => plan.retype(&name, now),
            Change::Mine => mine = true,
            Change::Both => {
                let message = fill(words.child_changed, &[cut(&now, 300)]);
                wrong.push(Wrong { field: field.name.to_owned(), code: "stale", message });
            }
        }
    }
    plan.retype(&format!("{prefix}-version"), row.version.unwrap_or_default().to_string());
    if mine && wrong.is_empty() {
        wrong.push(about(words.changed_since));
    }
    if !wrong.is_empty() {
        plan.wrong.insert(prefix, wrong);
    }
    Ok(())
}

/// A new child, if anything was typed for it.
fn add<Conn>(words: &Words, plan: &mut Plan, place: usize, part: &Part<'_, Conn>, form: &Pairs) {
    let (prefix, fields, face) = (part.new_prefix(), part.fields(None), part.model.face());
    let sent = part.under(form, &prefix, &fields);
    let typed = |field: &usize| {
        let field = face.field(*field);
        last(&sent, field.name).is_some_and(|text| !text.trim().is_empty() && text != default(field))
    };
    if !fields.iter().any(typed) {
        return;
    }
    let (values, wrong) = new::values(words, &face, &sent);
    let is_by = |wrong: &Wrong| part.of.by.iter().any(|field| face.field(*field).name == wrong.field);
    let judged = part.model.judge_new(&values).into_iter().filter(|wrong| !is_by(wrong)).collect();
    let wrong = new::all_wrong(&face, words, wrong, judged);
    if wrong.is_empty() {
        plan.steps.push((place, prefix, Step::Add(values)));
    } else {
        plan.wrong.insert(prefix, wrong);
    }
}

/// Ends a save, with the child that was refused; the row itself has no prefix.
pub(crate) struct Stopped(pub(crate) String, pub(crate) Fail);

impl From<diesel::result::Error> for Stopped {
    fn from(error: diesel::result::Error) -> Self {
        Self(String::new(), error.into())
    }
}

/// Writes all children, in the transaction of their row.
pub(crate) fn write<Conn>(
    conn: &mut Conn,
    desk: &Desk<Conn>,
    staff: &Staff,
    (parts, plan): (&[Part<'_, Conn>], &Plan),
    parent: &[Value],
    by: &Actor,
) -> Result<(), Stopped> {
    for (place, prefix, step) in &plan.steps {
        let part = &parts[*place];
        let done = match step {
            Step::Change { row, values, version } => {
                part.model.patch(conn, row, values.clone(), *version, by).map(drop)
            }
            Step::Delete { row, version } => remove(conn, desk, staff, &part.model, row, *version, by),
            Step::Add(values) => part.model.create_under(conn, values.clone(), (part.of.by, parent), by).map(drop),
        };
        done.map_err(|fail| Stopped(prefix.clone(), fail))?;
    }
    Ok(())
}

/// Deletes a row with all that goes along, if they may do that to all of it.
pub(crate) fn remove<Conn>(
    conn: &mut Conn,
    desk: &Desk<Conn>,
    staff: &Staff,
    model: &Guarded<'_, Conn>,
    row: &Seen,
    version: Option<i64>,
    by: &Actor,
) -> Result<(), Fail> {
    let reach = model.preview_delete(conn, row)?;
    desk.may_all(staff, Act::Delete, &reach).map_err(|model| Fail::Forbidden { act: "delete", model })?;
    model.delete(conn, row, version, by)
}

/// What is said of a child that was refused; none where it is no matter of the child.
pub(crate) fn refused<Conn>(words: &Words, part: &Part<'_, Conn>, fail: Fail) -> Result<Vec<Wrong>, Fail> {
    Ok(match fail {
        Fail::Fields(judged) => new::all_wrong(&part.model.face(), words, Vec::new(), judged),
        Fail::Core(Error::Refused { message, .. }) => vec![about(message)],
        Fail::Core(Error::Stale { .. } | Error::Deleted | Error::NotFound) => vec![about(words.changed_since)],
        Fail::Core(Error::Restricted { .. }) => vec![about(words.blocked_row)],
        other => return Err(other),
    })
}
