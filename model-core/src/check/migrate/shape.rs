//! A table as SQL, part by part: the parts of its `CREATE TABLE`, and its indexes.

use crate::check::actual::{Column, Table};
use crate::check::migrate::parse;
use crate::ddl::declared::{Declared, TableName, Wanted};
use crate::ddl::table;
use crate::ddl::text::{self, Rule, quoted};
use crate::ddl::unique::live_column;
use crate::meta::error::Result;
use crate::sql::dialect::System;

/// A table, as a migration can write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) name: TableName,
    pub(super) columns: Vec<ColumnPart>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) indexes: Vec<IndexPart>,
    /// What follows the parentheses: the character set of MySQL, `STRICT` of SQLite.
    pub(super) end: String,
    /// The statements of its triggers, which SQLite removes with a table that is rewritten.
    pub(super) triggers: Vec<String>,
    /// The statements that create the triggers of `audit(capture)`.
    pub(super) capture: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnPart {
    pub(super) name: String,
    /// The whole definition, with the name.
    pub(super) text: String,
    pub(super) ty: String,
    pub(super) is_not_null: bool,
    pub(super) default: Option<String>,
    pub(super) is_generated: bool,
    pub(super) is_numbered: bool,
    /// The value for rows that have none, as SQL.
    pub(super) fill: Option<String>,
}

/// The kind of a constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Primary,
    Unique,
    Foreign,
    Check,
}

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Constraint {
    pub(super) kind: Kind,
    /// Empty if it has none.
    pub(super) name: String,
    /// The whole definition, with the name.
    pub(super) text: String,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndexPart {
    pub(super) name: String,
    /// The statement that creates it.
    pub(super) text: String,
}

impl Constraint {
    /// Whether it is over a column: one that a foreign key refers to is of another table.
    pub(super) fn mentions(&self, column: &str) -> bool {
        let text = self.text.find('(').map_or("", |open| &self.text[open..]);
        let end = if self.kind == Kind::Check { text.len() } else { text.find(')').unwrap_or(text.len()) };
        parse::mentions(&text[..end], column)
    }

    /// Whether it is a foreign key over these columns and no others.
    pub(super) fn is_foreign_key_over(&self, columns: &[&str]) -> bool {
        let own = self.text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(own, _)| own);
        let is = |own: &str| {
            own.split(',').count() == columns.len() && columns.iter().all(|column| parse::mentions(own, column))
        };
        self.kind == Kind::Foreign && own.is_some_and(is)
    }
}

impl IndexPart {
    /// Whether it has a column, or its predicate does.
    pub(super) fn mentions(&self, column: &str) -> bool {
        self.text.find('(').is_some_and(|open| parse::mentions(&self.text[open..], column))
    }
}

impl Shape {
    /// The table that a model declares.
    pub(super) fn declared(system: System, declared: &Declared) -> Result<Self> {
        let fields = declared.meta.fields;
        let columns: Result<Vec<_>> = (0..fields.len()).map(|at| ColumnPart::declared(system, declared, at)).collect();
        let mut shape = Self {
            name: declared.table.clone(),
            columns: columns?,
            constraints: Vec::new(),
            indexes: Vec::new(),
            end: if system == System::Mysql { format!(" DEFAULT {}", text::BYTE_BY_BYTE) } else { String::new() },
            triggers: Vec::new(),
            capture: Vec::new(),
        };
        let key = table::key(system, declared);
        let key = key.map(|text| Constraint { kind: Kind::Primary, name: String::new(), text });
        shape.constraints.extend(key);
        for at in 0..fields.len() {
            shape.constraints.extend(foreign_keys(system, declared, at));
        }
        for at in 0..fields.len() {
            shape.constraints.extend(checks(system, declared, at));
        }
        for at in 0..declared.meta.uniques.len() {
            shape.add_unique(system, declared, at);
        }
        let wanted = declared.indexes();
        shape.indexes.extend(wanted.iter().map(|wanted| index(system, declared, wanted)));
        Ok(shape)
    }

    /// The table that a database has. `definitions` has its parts as SQL, in the order of the table.
    pub(super) fn read(system: System, table: &Table, definitions: Vec<parse::Definition>, end: String) -> Self {
        let schema = (!table.is_visible).then(|| table.schema.clone());
        let name = TableName { schema, name: table.name.clone() };
        let (columns, constraints, indexes) = (Vec::new(), Vec::new(), Vec::new());
        let (triggers, capture) = (Vec::new(), Vec::new());
        let mut shape = Self { name, columns, constraints, indexes, end, triggers, capture };
        for definition in definitions {
            let parse::Definition { part, name, text } = definition;
            match part {
                parse::Part::Column => {
                    let same = |column: &&Column| column.name == name;
                    if let Some(column) = table.columns.iter().find(same) {
                        shape.columns.push(ColumnPart::read(system, column, text));
                    }
                }
                parse::Part::Constraint(kind) => shape.constraints.push(Constraint { kind, name, text }),
                parse::Part::Index => shape.indexes.push(IndexPart { name, text }),
            }
        }
        shape
    }

    /// The table, the names of its parts and its triggers, to tell whether it is the same one.
    pub(super) fn outline(&self) -> (String, Vec<&str>, Vec<&str>, Vec<&str>, Vec<&str>) {
        let sorted = |mut names: Vec<_>| {
            names.sort_unstable();
            names
        };
        (
            self.name.to_string(),
            sorted(self.columns.iter().map(|column| &*column.name).collect()),
            sorted(self.constraints.iter().map(|constraint| &*constraint.name).collect()),
            sorted(self.indexes.iter().map(|index| &*index.name).collect()),
            self.capture.iter().map(|statement| &**statement).collect(),
        )
    }

    pub(super) fn column(&self, name: &str) -> Option<&ColumnPart> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn column_mut(&mut self, name: &str) -> Option<&mut ColumnPart> {
        self.columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// Adds the index of a unique key in the place of one of the same name, and the generated columns that it needs.
    pub(super) fn add_unique(&mut self, system: System, declared: &Declared, at: usize) {
        let (uniques, unique) = (declared.uniques(system), &declared.meta.uniques[at]);
        let live = uniques.add_live().filter(|_| uniques.needs_live_column());
        let live = live.map(|add| (live_column(declared.meta).to_owned(), add));
        for (name, add) in live.into_iter().chain(uniques.generated(unique)) {
            let text = add.split_once(" ADD COLUMN ").map_or("", |(_, text)| text).to_owned();
            if self.column(&name).is_none() {
                self.columns.push(ColumnPart::generated(name, text));
            }
        }
        self.put_index(IndexPart { name: unique.index.to_owned(), text: uniques.create(unique) });
    }

    /// Adds an index, in the place of one of the same name.
    pub(super) fn put_index(&mut self, index: IndexPart) {
        self.drop_index(&index.name);
        self.indexes.push(index);
    }

    /// Renames an index. The index of a constraint is not among them.
    pub(super) fn rename_index(&mut self, system: System, from: &str, to: &str) -> bool {
        let is_taken = self.indexes.iter().any(|index| index.name == to);
        let found = self.indexes.iter_mut().find(|index| index.name == from && !is_taken);
        let Some(index) = found else { return false };
        index.text = parse::renamed(&index.text, from, &quoted(system, to));
        to.clone_into(&mut index.name);
        true
    }

    /// Removes an index, and the constraint that it belongs to.
    pub(super) fn drop_index(&mut self, name: &str) {
        self.indexes.retain(|index| !index.name.eq_ignore_ascii_case(name));
        let is_it = |constraint: &Constraint| constraint.kind == Kind::Unique && constraint.name == name;
        self.constraints.retain(|constraint| !is_it(constraint));
    }

    /// Removes a column with all that is over it.
    pub(super) fn drop_column(&mut self, name: &str) {
        let is_computed = |column: &&ColumnPart| column.is_generated && parse::mentions(&column.text, name);
        let computed: Vec<_> = self.columns.iter().filter(is_computed).map(|column| column.name.clone()).collect();
        computed.iter().filter(|other| *other != name).for_each(|other| self.drop_column(other));
        self.columns.retain(|column| !column.name.eq_ignore_ascii_case(name));
        self.constraints.retain(|constraint| !constraint.mentions(name));
        self.indexes.retain(|index| !index.mentions(name));
    }

    /// The same with another name of a column.
    pub(super) fn renamed(&self, system: System, from: &str, to: &str) -> Self {
        let to_sql = quoted(system, to);
        let renamed = |text: &str| parse::renamed(text, from, &to_sql);
        let mut shape = self.clone();
        for column in &mut shape.columns {
            column.text = renamed(&column.text);
            if column.name.eq_ignore_ascii_case(from) {
                to.clone_into(&mut column.name);
            }
        }
        for constraint in &mut shape.constraints {
            // The column that a foreign key refers to keeps its name.
            let (own, rest) = match constraint.kind {
                Kind::Foreign => constraint.text.split_once(" REFERENCES ").unwrap_or((&constraint.text, "")),
                _ => (&*constraint.text, ""),
            };
            let reference = if rest.is_empty() { String::new() } else { format!(" REFERENCES {rest}") };
            constraint.text = renamed(own) + &reference;
        }
        for index in &mut shape.indexes {
            let open = index.text.find('(').unwrap_or(index.text.len());
            index.text = format!("{}{}", &index.text[..open], renamed(&index.text[open..]));
        }
        shape
    }

    /// `CREATE TABLE articles (..)`, under this name, without these constraints.
    pub(super) fn create(&self, name: &str, without: &[&Constraint]) -> String {
        let constraints = self.constraints.iter().filter(|constraint| !without.contains(constraint));
        let lines = self.columns.iter().map(|column| &*column.text).chain(constraints.map(|other| &*other.text));
        let lines: Vec<_> = lines.collect();
        format!("CREATE TABLE {name} (\n    {}\n){}", lines.join(",\n    "), self.end)
    }
}

impl ColumnPart {
    /// The column that a model declares.
    pub(super) fn declared(system: System, declared: &Declared, at: usize) -> Result<Self> {
        Self::with_type(system, declared, at, None)
    }

    /// The column that a model declares, with a type that fits as well.
    pub(super) fn with_type(system: System, declared: &Declared, at: usize, given: Option<&str>) -> Result<Self> {
        let field = &declared.meta.fields[at];
        let ty = given.map_or_else(|| text::type_name(system, declared, at), |given| Ok(given.to_owned()))?;
        let is_numbered = declared.is_numbered && declared.meta.key == [at];
        Ok(Self {
            name: field.column.to_owned(),
            text: text::column(system, declared, at, given)?,
            ty,
            is_not_null: is_numbered || !field.nullable,
            default: text::default(system, field).filter(|_| !is_numbered),
            is_generated: false,
            is_numbered,
            fill: None,
        })
    }

    fn generated(name: String, text: String) -> Self {
        let (ty, default, fill) = (String::new(), None, None);
        Self { name, text, ty, is_not_null: false, default, is_generated: true, is_numbered: false, fill }
    }

    fn read(system: System, column: &Column, text: String) -> Self {
        let default = column.default.clone().filter(|_| !column.is_generated);
        Self {
            name: column.name.clone(),
            text,
            ty: column.ty.clone(),
            is_not_null: column.is_not_null || (column.is_numbered && column.key > 0),
            default: default.map(|default| default_text(system, &default)),
            is_generated: column.is_generated,
            is_numbered: column.is_numbered,
            fill: None,
        }
    }

    /// Whether rows without a value for it need one.
    pub(super) fn needs_value(&self) -> bool {
        self.is_not_null && self.default.is_none() && !self.is_generated && !self.is_numbered
    }

    /// The same, allowed to be NULL.
    pub(super) fn nullable(&self) -> Self {
        let text = parse::without_not_null(&self.text);
        Self { text, is_not_null: false, ..self.clone() }
    }
}

/// A default as SQL: MySQL says a text without its quotes, and MariaDB with them.
fn default_text(system: System, default: &str) -> String {
    let is_sql = default.starts_with(['\'', '(', '-', '_', 'x', 'X', 'b'])
        || default.parse::<f64>().is_ok()
        || default.contains('(')
        || ["current_timestamp", "true", "false"].contains(&&*default.to_lowercase());
    if system == System::Mysql && !is_sql { text::literal(system, default) } else { default.to_owned() }
}

/// The foreign keys of which a column is the last one, as parts.
pub(super) fn foreign_keys(system: System, declared: &Declared, at: usize) -> impl Iterator<Item = Constraint> {
    text::foreign_keys(system, declared, at).map(|text| Constraint {
        kind: Kind::Foreign,
        name: parse::constraint_name(&text),
        text,
    })
}

/// The CHECKs of a column, as parts.
pub(super) fn checks(system: System, declared: &Declared, at: usize) -> impl Iterator<Item = Constraint> {
    let field = &declared.meta.fields[at];
    [Rule::Choices, Rule::Length].into_iter().filter_map(move |rule| {
        let text = text::check(system, declared, field, rule)?;
        Some(Constraint { kind: Kind::Check, name: text::check_name(declared, field, rule), text })
    })
}

/// An index that a model needs, as a part.
pub(super) fn index(system: System, declared: &Declared, wanted: &Wanted) -> IndexPart {
    IndexPart { name: wanted.name.clone(), text: text::index(system, declared, wanted) }
}
