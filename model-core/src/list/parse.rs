//! Parses the parameters of a request according to the declaration of a list.

use crate::list::bound::{Bound, Refusal};
use crate::list::cursor::Place;
use crate::list::declared::{Declared, Filter};
use crate::list::error::{ListError, ListErrors};
use crate::list::plan::{Plan, Term};
use crate::meta::{Field, OrderTerm};
use crate::sql::order::completed;
use std::sync::Arc;

/// How many parameters a request may have.
const TERMS: usize = 20;
/// How many values all of them together.
const VALUES: usize = 100;
/// How many characters a search may have.
const SEARCH: usize = 200;

/// The parsed request.
pub(crate) fn ask(declared: &Declared, pairs: &[(String, String)]) -> Result<Plan, ListErrors> {
    ListErrors::refuse(declared.faults.clone())?;
    if pairs.len() > VALUES {
        let message = format!("a request has at most {VALUES} values");
        return Err(ListError::new("?", "too_many", message).with("max", VALUES).into());
    }
    let parameters = grouped(pairs);
    if parameters.len() > TERMS {
        let message = format!("a request has at most {TERMS} parameters");
        return Err(ListError::new("?", "too_many", message).with("max", TERMS).into());
    }
    let mut reading = Reading::of(declared);
    parameters.iter().for_each(|(name, values)| reading.read(name, values));
    reading.finish()
}

/// The values of each parameter, in the order in which they were sent.
fn grouped(pairs: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut parameters: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, value) in pairs {
        match parameters.iter_mut().find(|(known, _)| *known == name.as_str()) {
            Some((_, values)) => values.push(value),
            None => parameters.push((name, vec![value])),
        }
    }
    parameters
}

struct Reading<'d> {
    declared: &'d Declared,
    terms: Vec<Term>,
    errors: Vec<ListError>,
    order: Vec<OrderTerm>,
    /// The cursor, and whether it was sent as `before`.
    cursor: Option<(String, bool)>,
    limit: usize,
    count: bool,
}

impl<'d> Reading<'d> {
    fn of(declared: &'d Declared) -> Self {
        let (terms, errors, order) = (Vec::new(), Vec::new(), declared.default.clone());
        Self { declared, terms, errors, order, cursor: None, limit: declared.page, count: false }
    }

    fn read(&mut self, name: &str, values: &[&str]) {
        let read = match name {
            "q" if !self.declared.search.is_empty() => self.search(name, values),
            "sort" if !self.declared.sort.is_empty() => self.sort(name, values),
            "limit" => self.limit(name, values),
            "count" => self.counted(name, values),
            "after" | "before" => self.cursor(name, values),
            _ => self.filter(name, values),
        };
        self.errors.extend(read.err());
    }

    fn filter(&mut self, name: &str, values: &[&str]) -> Result<(), ListError> {
        let declared = self.declared;
        let whole = declared.filters.iter().find(|filter| filter.name == name).map(|filter| (filter, ""));
        let with_ending = || {
            let (start, ending) = name.rsplit_once('.')?;
            let filter = declared.filters.iter().find(|filter| filter.name == start)?;
            declared.parameters().iter().any(|known| known == name).then_some((filter, ending))
        };
        let Some((filter, ending)) = whole.or_else(with_ending) else { return Err(unknown(declared, name)) };
        let term = self.term(filter, ending, name, values)?;
        self.terms.push(term);
        Ok(())
    }

    fn term(&self, filter: &Filter, ending: &str, name: &str, values: &[&str]) -> Result<Term, ListError> {
        let field = filter.field;
        let own = &self.declared.meta.fields[field];
        if let Some(parent) = &filter.parent {
            let values = read_all(&parent.meta.fields[parent.column], own, name, values)?;
            return Ok(Term::Parent { parent: Arc::clone(parent), values });
        }
        let one = || only(name, values);
        Ok(match ending {
            "null" => Term::Null { field, is: truth(name, one()?).map_err(|error| error.of(own.name))? },
            "from" | "before" => {
                let value = read_all(own, own, name, &[one()?])?.into_iter().next().unwrap_or(Bound::Null);
                Term::Range { field, value, before: ending == "before" }
            }
            "contains" => Term::Contains { fields: vec![field], pattern: pattern(name, one()?)? },
            _ => Term::OneOf { field, values: read_all(own, own, name, values)?, not: ending == "not" },
        })
    }

    fn search(&mut self, name: &str, values: &[&str]) -> Result<(), ListError> {
        let text = only(name, values)?.trim();
        if !text.is_empty() {
            let (fields, pattern) = (self.declared.search.clone(), pattern(name, text)?);
            self.terms.push(match self.declared.words {
                Some(config) => Term::Words { config, fields, words: text.to_owned(), pattern },
                None => Term::Contains { fields, pattern },
            });
        }
        Ok(())
    }

    fn sort(&mut self, name: &str, values: &[&str]) -> Result<(), ListError> {
        let text = only(name, values)?;
        if text.is_empty() {
            return Ok(());
        }
        let (fields, mut order) = (self.declared.meta.fields, Vec::<OrderTerm>::new());
        for part in text.split(',') {
            let (descending, part) = part.strip_prefix('-').map_or((false, part), |part| (true, part));
            let known = self.declared.sort.iter().find(|field| fields[**field].name == part);
            let Some(field) = known else {
                let known: Vec<&str> = self.declared.sort.iter().map(|field| fields[*field].name).collect();
                let known = known.join(", ");
                let message = format!("cannot be by `{part}`: it is by {known}");
                return Err(ListError::new(name, "unknown_sort", message).with("known", known));
            };
            if order.iter().any(|term| term.field == *field) {
                return Err(ListError::new(name, "repeated", format!("names `{part}` twice")));
            }
            order.push(OrderTerm { field: *field, descending, nulls_first: None });
        }
        self.order = order;
        Ok(())
    }

    fn limit(&mut self, name: &str, values: &[&str]) -> Result<(), ListError> {
        let most = self.declared.most;
        let limit = only(name, values)?.parse().ok().filter(|limit| (1..=most).contains(limit));
        let refused = || ListError::new(name, "malformed", format!("is not a number from 1 to {most}"));
        self.limit = limit.ok_or_else(|| refused().with("min", 1).with("max", most))?;
        Ok(())
    }

    fn counted(&mut self, name: &str, values: &[&str]) -> Result<(), ListError> {
        self.count = truth(name, only(name, values)?)?;
        Ok(())
    }

    fn cursor(&mut self, name: &str, values: &[&str]) -> Result<(), ListError> {
        let text = only(name, values)?;
        if text.is_empty() {
            return Ok(());
        }
        if self.cursor.is_some() {
            return Err(ListError::new(name, "repeated", "was sent with another cursor: a page has only one"));
        }
        self.cursor = Some((text.to_owned(), name == "before"));
        Ok(())
    }

    fn finish(mut self) -> Result<Plan, ListErrors> {
        let declared = self.declared;
        let order = completed(declared.meta, &self.order);
        // With a wrong order, every cursor would be wrong too.
        let cursor = self.cursor.take().filter(|_| !self.errors.iter().any(|error| error.parameter == "sort"));
        let place = cursor.map(|(text, back)| Place::opened(&text, back, declared.meta, &order, &declared.secret));
        let place = match place.transpose() {
            Ok(place) => place,
            Err(error) => {
                self.errors.push(error);
                None
            }
        };
        ListErrors::refuse(self.errors)?;
        let is_one = |term: &Term| match term {
            Term::OneOf { values, .. } | Term::Parent { values, .. } => values.len() == 1,
            Term::Null { .. } | Term::Range { .. } | Term::Contains { .. } | Term::Words { .. } => true,
        };
        let is_usual = self.limit == declared.page || self.limit == declared.most;
        let is_kept = self.terms.len() <= 1 && self.terms.iter().all(is_one) && is_usual;
        let plan = Plan::new(declared, self.terms, order);
        Ok(Plan { place, limit: self.limit, count: self.count, is_kept, ..plan })
    }
}

fn only<'v>(name: &str, values: &[&'v str]) -> Result<&'v str, ListError> {
    match values {
        [value] => Ok(value),
        _ => Err(ListError::new(name, "repeated", "was sent more than once")),
    }
}

fn truth(name: &str, text: &str) -> Result<bool, ListError> {
    let expected = "`true` or `false`";
    let refused = || ListError::new(name, "malformed", format!("is not {expected}")).with("expected", expected);
    text.parse().map_err(|_| refused())
}

/// The values of a column; `own` is the field that an error is about.
fn read_all(field: &Field, own: &'static Field, name: &str, values: &[&str]) -> Result<Vec<Bound>, ListError> {
    let refused = |(code, expected, message): Refusal| {
        let about = match code {
            "too_long" => "max",
            "unknown_choice" => "known",
            _ => "expected",
        };
        ListError::new(name, code, message).of(own.name).with(about, expected)
    };
    values.iter().map(|value| Bound::read(field, value).map_err(refused)).collect()
}

/// A text as a pattern that matches what contains it.
fn pattern(name: &str, text: &str) -> Result<String, ListError> {
    if text.chars().count() > SEARCH {
        let message = format!("has more than {SEARCH} characters");
        return Err(ListError::new(name, "too_long", message).with("max", SEARCH));
    }
    if text.contains('\0') {
        return Err(ListError::new(name, "malformed", "contains a NUL character").with("expected", "a text"));
    }
    let escaped = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    Ok(format!("%{escaped}%"))
}

/// The error for a parameter that the list does not have.
fn unknown(declared: &Declared, name: &str) -> ListError {
    let known = declared.parameters();
    let near = known.iter().map(|known| (distance(known, name), known)).min().filter(|(far, _)| *far <= 2);
    let meant = near.map(|(_, near)| format!(" (did you mean `{near}`?)")).unwrap_or_default();
    let all = known.join(", ");
    let error = ListError::new(name, "unknown", format!("is unknown{meant}: there are {all}")).with("known", all);
    match near {
        Some((_, near)) => error.with("near", near),
        None => error,
    }
}

/// How many letters differ between two short texts.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], place + 1);
        for (at, with) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *with);
            diagonal = row[at + 1];
            row[at + 1] = changed.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("status", "status"), 0);
        assert_eq!(distance("status", "staus"), 1);
        assert_eq!(distance("status", "satus"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("sort", "sorted"), 2);
    }
}
