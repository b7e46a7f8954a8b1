//! Just enough of SQL to take a `CREATE TABLE` apart, and to find names in it.

use crate::check::migrate::shape::Kind;
use crate::check::tokens::tokens;

/// A part of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Column,
    Constraint(Kind),
    Index,
}

/// A part of a table as SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) part: Part,
    pub(super) name: String,
    pub(super) text: String,
}

/// The content of the parentheses of a `CREATE TABLE`, and what follows them. A `KEY` of MySQL is an
/// index; elsewhere it is a column.
pub(super) fn table(sql: &str, has_keys: bool) -> (Vec<Definition>, String) {
    let tokens = tokens(sql);
    let word = |at: usize| tokens.get(at).map_or("", |(start, end): &(usize, usize)| &sql[*start..*end]);
    let Some(open) = (0..tokens.len()).find(|at| word(*at) == "(") else { return (Vec::new(), String::new()) };
    let (mut parts, mut depth, mut first, mut end) = (Vec::new(), 0_usize, open + 1, String::new());
    for at in open..tokens.len() {
        match word(at) {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if (depth == 1 && word(at) == ",") || depth == 0 {
            if at > first {
                parts.push(definition(&sql[tokens[first].0..tokens[at - 1].1], has_keys));
            }
            first = at + 1;
        }
        if depth == 0 {
            end = sql[tokens[at].1..].trim().to_owned();
            break;
        }
    }
    (parts, end)
}

fn definition(text: &str, has_keys: bool) -> Definition {
    let tokens = tokens(text);
    let word = |at: usize| tokens.get(at).map_or("", |(start, end): &(usize, usize)| &text[*start..*end]);
    let upper = |at: usize| word(at).to_uppercase();
    let named = upper(0) == "CONSTRAINT";
    let kind = match &*upper(if named { 2 } else { 0 }) {
        "PRIMARY" => Some(Kind::Primary),
        "FOREIGN" => Some(Kind::Foreign),
        "CHECK" => Some(Kind::Check),
        // The keys of MySQL are named behind the word; a constraint of SQLite has no name there.
        "UNIQUE" if named || word(1) == "(" => Some(Kind::Unique),
        _ => None,
    };
    let (part, name) = match (kind, &*upper(0)) {
        (Some(kind), _) => (Part::Constraint(kind), if named { unquoted(word(1)) } else { String::new() }),
        (None, "UNIQUE" | "FULLTEXT" | "SPATIAL") if has_keys && upper(1) == "KEY" => (Part::Index, unquoted(word(2))),
        (None, "KEY") if has_keys => (Part::Index, unquoted(word(1))),
        (None, _) => (Part::Column, unquoted(word(0))),
    };
    Definition { part, name, text: text.to_owned() }
}

/// The name of a constraint, out of its text.
pub(super) fn constraint_name(text: &str) -> String {
    let tokens = tokens(text);
    tokens.get(1).map(|(start, end)| unquoted(&text[*start..*end])).unwrap_or_default()
}

/// A name without its quotes.
pub(super) fn unquoted(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(quote @ ('"' | '`')) => name[1..name.len() - 1].replace(&quote.to_string().repeat(2), &quote.to_string()),
        _ => name.to_owned(),
    }
}

/// Where a name stands in a text.
fn places<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    let is_it = move |(start, end): &(usize, usize)| unquoted(&text[*start..*end]).eq_ignore_ascii_case(name);
    tokens(text).into_iter().filter(is_it)
}

/// Whether a name stands in a text.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    places(text, name).next().is_some()
}

/// The text with another name, which is quoted.
pub(super) fn renamed(text: &str, from: &str, to: &str) -> String {
    let (mut done, mut at) = (String::new(), 0);
    for (start, end) in places(text, from) {
        done.push_str(&text[at..start]);
        done.push_str(to);
        at = end;
    }
    done + &text[at..]
}

/// The definition of a column without `NOT NULL`.
pub(super) fn without_not_null(text: &str) -> String {
    let tokens = tokens(text);
    let is = |at: usize, word: &str| {
        tokens.get(at).is_some_and(|(start, end)| text[*start..*end].eq_ignore_ascii_case(word))
    };
    let found = (1..tokens.len()).find(|at| is(*at, "NOT") && is(at + 1, "NULL"));
    found.map_or_else(
        || text.to_owned(),
        |at| format!("{}{}", text[..tokens[at].0].trim_end(), &text[tokens[at + 1].1..]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_taken_apart() {
        let sql =
            "CREATE TABLE `a (` (\n  `id` int(11) NOT NULL AUTO_INCREMENT, -- the key, and\n  n TEXT DEFAULT ',)',
            PRIMARY KEY (`id`), UNIQUE KEY `u` (`n`,`id`), KEY `k` (`n`), UNIQUE (n), UNIQUE(id),
            CONSTRAINT `f` FOREIGN KEY (`n`) REFERENCES `b` (`n`),\n check(n <> (1)) ) ENGINE=InnoDB";
        let (parts, end) = table(sql, true);
        let parts: Vec<_> = parts.iter().map(|part| (part.part, &*part.name)).collect();
        let unnamed = |kind| (Part::Constraint(kind), "");
        assert_eq!(
            parts,
            [
                (Part::Column, "id"),
                (Part::Column, "n"),
                unnamed(Kind::Primary),
                (Part::Index, "u"),
                (Part::Index, "k"),
                unnamed(Kind::Unique),
                unnamed(Kind::Unique),
                (Part::Constraint(Kind::Foreign), "f"),
                unnamed(Kind::Check),
            ]
        );
        assert_eq!(end, "ENGINE=InnoDB");
        assert_eq!(table("CREATE TABLE t (key TEXT)", false).0[0].part, Part::Column);
    }

    #[test]
    fn a_name_is_replaced_and_a_text_is_not() {
        assert_eq!(renamed("(\"a\" = 'a' OR A.b)", "a", "`c`"), "(`c` = 'a' OR `c`.b)");
        assert!(mentions("(`a`)", "A") && !mentions("('a')", "a"));
        assert_eq!(without_not_null("n INT NOT NULL DEFAULT 1"), "n INT DEFAULT 1");
        assert_eq!((unquoted("`a``b`"), unquoted("a")), ("a`b".to_owned(), "a".to_owned()));
        assert_eq!(constraint_name("CONSTRAINT `f` CHECK (1)"), "f");
    }
}
