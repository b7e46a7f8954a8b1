//! The target of a table: its current state, changed where the models differ.

use crate::check::actual::{Actual, Column, Table};
use crate::check::meaning::plain_value;
use crate::check::migrate::shape::{self, ColumnPart, Constraint, IndexPart, Kind, Shape};
use crate::check::migrate::{capture, parse};
use crate::check::report::Finding;
use crate::check::{tokens, types};
use crate::ddl::declared::{Declared, shortened};
use crate::ddl::text::{self, Rule};
use crate::ddl::unique::live_column;
use crate::meta::error::Result;
use crate::sql::dialect::System;

/// A table of the database, with all models of it.
pub(super) struct Goal<'a> {
    pub(super) actual: &'a Actual,
    pub(super) table: &'a Table,
    pub(super) models: Vec<&'a Declared>,
    pub(super) to: Shape,
    /// Statements that no shape can say, and those that undo them.
    pub(super) others: Vec<(String, Option<String>)>,
}

impl Goal<'_> {
    fn system(&self) -> System {
        self.actual.system
    }

    /// Makes the changes that a check asks for.
    pub(super) fn settle(&mut self, finding: &Finding) -> Result<()> {
        let Some(declared) = self.models.iter().copied().find(|declared| declared.meta.name == finding.model) else {
            return Ok(());
        };
        let system = self.system();
        let at = finding.field.and_then(|name| declared.meta.fields.iter().position(|field| field.name == name));
        match (finding.id, at) {
            ("column.missing", Some(at)) => self.add_column(declared, at)?,
            ("choices.refused", Some(_)) if finding.sql.iter().any(|sql| sql.starts_with("ALTER TYPE")) => {
                self.others.extend(finding.sql.iter().map(|sql| (sql.clone(), None)));
            }
            ("length.short" | "choices.refused", Some(at)) => {
                self.change_column(declared, at)?;
                self.replace_checks(declared, at);
            }
            (
                "type.differs" | "type.precision" | "null.allowed" | "null.refused" | "default.missing"
                | "collation.loose" | "charset.narrow" | "column.generated" | "key.reused",
                Some(at),
            ) => self.change_column(declared, at)?,
            ("key.not_numbered", Some(at)) => match system {
                System::Postgres => {
                    let column = text::quoted(system, declared.meta.fields[at].column);
                    let table = text::table(system, &declared.table);
                    let undo = format!("ALTER TABLE {table} ALTER COLUMN {column} DROP IDENTITY");
                    let mut sql = finding.sql.iter().rev();
                    self.others.extend(sql.next().map(|last| (last.clone(), Some(undo))));
                    sql.for_each(|sql| self.others.insert(0, (sql.clone(), None)));
                }
                System::Sqlite | System::Mysql => self.change_column(declared, at)?,
            },
            ("key.missing" | "key.differs", _) => {
                self.to.constraints.retain(|constraint| constraint.kind != Kind::Primary);
                for at in declared.meta.key {
                    self.change_column(declared, *at)?;
                }
                let text = crate::ddl::table::key(system, declared);
                let key = text.map(|text| Constraint { kind: Kind::Primary, name: self.key_name(), text });
                self.to.constraints.splice(0..0, key);
            }
            ("unique.missing" | "unique.differs" | "unique.renamed", _) => self.put_unique(declared, finding),
            ("live.missing", _) => {
                let name = live_column(declared.meta);
                self.to.columns.retain(|column| column.name != name);
                let uniques = declared.uniques(system);
                for (at, unique) in declared.meta.uniques.iter().enumerate() {
                    let is_over = uniques.columns(unique).iter().flatten().any(|column| column == name);
                    if is_over {
                        self.to.add_unique(system, declared, at);
                    }
                }
            }
            ("unique.undeclared", _) => self.drop_undeclared(finding),
            ("foreign_key.missing" | "foreign_key.differs" | "foreign_key.on_delete", Some(at)) => {
                for parent in declared.parents.iter().filter(|parent| parent.last() == at) {
                    let columns: Vec<_> =
                        parent.fields.iter().map(|field| declared.meta.fields[*field].column).collect();
                    let is_it = |constraint: &Constraint| constraint.is_foreign_key_over(&columns);
                    self.to.constraints.retain(|constraint| !is_it(constraint));
                }
                self.to.constraints.extend(shape::foreign_keys(system, declared, at));
            }
            ("index.missing" | "order.unindexed", _) => {
                let wanted = declared_indexes(system, &self.models);
                let asked = wanted.into_iter().find(|index| finding.sql.contains(&index.text));
                asked.into_iter().for_each(|index| self.to.put_index(index));
            }
            ("capture.missing" | "capture.differs", _) => {
                self.to.capture = capture::wanted(system, declared.meta, &self.to.name)?;
            }
            ("capture.undeclared", _) if !self.models.iter().any(|model| model.meta.captured) => {
                self.to.capture.clear();
            }
            _ => {}
        }
        Ok(())
    }

    /// PostgreSQL names the constraint of a key.
    fn key_name(&self) -> String {
        let is_named = self.system() == System::Postgres;
        let name = self.table.indexes.iter().find(|index| index.is_primary).map(|index| index.name.clone());
        let usual = || shortened(format!("{}_pkey", self.table.name));
        if is_named { name.unwrap_or_else(usual) } else { String::new() }
    }

    fn add_column(&mut self, declared: &Declared, at: usize) -> Result<()> {
        let system = self.system();
        self.to.columns.push(ColumnPart::declared(system, declared, at)?);
        self.to.constraints.extend(shape::foreign_keys(system, declared, at));
        self.replace_checks(declared, at);
        let uniques = declared.meta.uniques.iter().enumerate();
        for (place, _) in uniques.filter(|(_, unique)| unique.columns.contains(&at)) {
            self.to.add_unique(system, declared, place);
        }
        for wanted in declared.indexes().iter().filter(|wanted| wanted.columns.iter().any(|term| term.field == at)) {
            self.to.put_index(shape::index(system, declared, wanted));
        }
        Ok(())
    }

    /// Gives a column the properties that the model states, and keeps all others.
    fn change_column(&mut self, declared: &Declared, at: usize) -> Result<()> {
        let (system, field) = (self.system(), &declared.meta.fields[at]);
        let Some(column) = self.actual.column(self.table, field.column) else { return Ok(()) };
        let is_short = types::length(system, column).is_some_and(|found| Some(found) < field.facts.max_length);
        let is_refusing = column.ty.starts_with("enum(");
        let keeps_type =
            types::fits(system, field, column) && !types::is_cut(system, field, column) && !is_short && !is_refusing;
        let given = (keeps_type && !(system == System::Sqlite && declared.is_numbered)).then_some(&*column.ty);
        let given = given.map(str::to_uppercase).filter(|_| system == System::Sqlite).or(given.map(str::to_owned));
        let mut part = ColumnPart::with_type(system, declared, at, given.as_deref())?;
        let Some(old) = self.to.column_mut(field.column) else { return Ok(()) };
        if let Some(default) =
            old.default.as_ref().filter(|_| part.default.is_none() && !part.is_numbered && keeps_type)
        {
            part.text = format!("{} DEFAULT {default}", part.text);
            part.default = Some(default.clone());
        }
        part.is_numbered |= old.is_numbered && system == System::Postgres;
        *old = part;
        Ok(())
    }

    /// Removes the CHECKs that the library wrote for a column, and adds those that the model declares.
    fn replace_checks(&mut self, declared: &Declared, at: usize) {
        let field = &declared.meta.fields[at];
        let names = [Rule::Choices, Rule::Length].map(|rule| text::check_name(declared, field, rule));
        self.to.constraints.retain(|constraint| !names.contains(&constraint.name));
        self.to.constraints.extend(shape::checks(self.system(), declared, at));
    }

    fn put_unique(&mut self, declared: &Declared, finding: &Finding) {
        let uniques = declared.uniques(self.system());
        let is_asked = |unique: &&crate::meta::Unique| {
            let create = uniques.create(unique);
            let name = format!("`{}`", unique.index);
            finding.sql.contains(&create) || (finding.id == "unique.renamed" && finding.message.contains(&name))
        };
        let Some(at) = declared.meta.uniques.iter().position(|unique| is_asked(&unique)) else { return };
        if finding.id == "unique.renamed" {
            let known = self.table.indexes.iter().map(|index| index.name.clone());
            let old: Vec<_> = known.filter(|name| finding.message.contains(&format!("called `{name}`"))).collect();
            let to = declared.meta.uniques[at].index;
            if old.iter().any(|name| self.to.rename_index(self.system(), name, to)) {
                return;
            }
            old.iter().for_each(|name| self.to.drop_index(name));
        }
        for (name, add) in uniques.generated(&declared.meta.uniques[at]) {
            let modify = add.replacen(" ADD COLUMN ", " MODIFY COLUMN ", 1);
            if finding.sql.iter().any(|sql| *sql == modify || *sql == add) {
                self.to.columns.retain(|column| column.name != name);
            }
        }
        self.to.add_unique(self.system(), declared, at);
    }

    fn drop_undeclared(&mut self, finding: &Finding) {
        let is_it = |name: &str| finding.message.contains(&format!("the unique index `{name}` over"));
        let Some(index) = self.table.indexes.iter().find(|index| is_it(&index.name)) else { return };
        let columns: Vec<_> = index.columns.iter().flatten().map(String::as_str).collect();
        if self.system() == System::Sqlite && index.is_constraint {
            let covers = |constraint: &Constraint| columns.iter().all(|column| constraint.mentions(column));
            self.to.constraints.retain(|constraint| constraint.kind != Kind::Unique || !covers(constraint));
            if let [column] = columns[..]
                && let Some(part) = self.to.column_mut(column)
            {
                part.text = parse::renamed(&part.text, "UNIQUE", "");
            }
        }
        self.to.drop_index(&index.name);
        // The columns that were computed for it.
        let is_needed = |name: &str| {
            self.models.iter().any(|model| {
                let uniques = model.uniques(System::Mysql);
                model
                    .meta
                    .uniques
                    .iter()
                    .any(|unique| uniques.columns(unique).iter().flatten().any(|other| other == name))
            })
        };
        for column in columns {
            let is_ours = column == format!("{}_in", index.name) || ["live", "row_live"].contains(&column);
            if is_ours && !is_needed(column) && !self.to.indexes.iter().any(|other| other.mentions(column)) {
                self.to.columns.retain(|other| !other.is_generated || other.name != column);
            }
        }
    }

    /// Removes what no model declares any more: columns, and objects that the library created under its own names.
    pub(super) fn drop_rest(&mut self, is_kept: &dyn Fn(&str, &str) -> bool) {
        let models = self.models.clone();
        let fields = || models.iter().flat_map(|model| model.meta.fields.iter().chain(model.meta.write_only));
        let is_declared = |column: &Column| fields().any(|field| self.actual.same(field.column, &column.name));
        let table = &self.table.name;
        for column in self.table.columns.iter().filter(|column| !column.is_generated && !is_declared(column)) {
            if !is_kept(table, &column.name) {
                self.to.drop_column(&column.name);
            }
        }
        let wanted: Vec<_> = declared_indexes(self.system(), &models).into_iter().map(|index| index.name).collect();
        let foreign: Vec<_> = self.table.columns.iter().map(|column| &*column.name).collect();
        let has_parent = |column: &str| {
            models.iter().any(|model| {
                let is_it = |field: usize| model.meta.fields[field].column.eq_ignore_ascii_case(column);
                model.parents.iter().any(|parent| parent.fields.len() == 1 && is_it(parent.last()))
            })
        };
        for column in foreign {
            let name = |end: &str| shortened(format!("{table}_{column}_{end}"));
            for index in [name("index"), name("order")] {
                let is_unwanted = !wanted.contains(&index);
                let is_unique = self.table.indexes.iter().any(|other| other.name == index && other.is_unique);
                if is_unwanted && !is_unique {
                    self.to.drop_index(&index);
                }
            }
            if !has_parent(column) {
                let key = name("fk");
                self.to.constraints.retain(|constraint| constraint.kind != Kind::Foreign || constraint.name != key);
            }
        }
        self.drop_checks(&models);
        self.change_defaults(&models);
    }

    /// Removes and replaces the CHECKs that the library wrote and that say something else than the models.
    fn drop_checks(&mut self, models: &[&Declared]) {
        let system = self.system();
        for declared in models {
            for (at, field) in declared.meta.fields.iter().enumerate() {
                let mut differs = false;
                for rule in [Rule::Choices, Rule::Length] {
                    let name = text::check_name(declared, field, rule);
                    let found = self.table.checks.iter().find(|(other, _)| self.actual.same(other, &name));
                    differs |= found.is_some_and(|(_, condition)| match (rule, field.facts.max_length) {
                        (Rule::Length, length) => {
                            text::check(system, declared, field, rule).is_none() || tokens::number(condition) != length
                        }
                        (Rule::Choices, _) => {
                            let is_coded = field.sql.is_number();
                            let known = tokens::choices(condition, system == System::Mysql, is_coded);
                            let choices = field.facts.choices.iter().map(|(value, _)| *value);
                            !choices.eq(known.iter().map(String::as_str))
                        }
                    });
                }
                if differs {
                    self.replace_checks(declared, at);
                }
            }
        }
        // The indexes of a column that has another name now.
        for declared in models {
            for (at, field) in declared.meta.fields.iter().enumerate() {
                let before = field.renamed_from.iter();
                let names: Vec<_> = before
                    .flat_map(|before| ["choices", "length"].map(|end| old_name(declared, before, end)))
                    .collect();
                if self.to.constraints.iter().any(|constraint| names.contains(&constraint.name)) {
                    self.to.constraints.retain(|constraint| !names.contains(&constraint.name));
                    self.replace_checks(declared, at);
                }
                for end in ["index", "order"] {
                    let new = old_name(declared, field.column, end);
                    let old = field.renamed_from.iter().map(|before| old_name(declared, before, end));
                    old.for_each(|old| {
                        self.to.rename_index(system, &old, &new);
                    });
                }
            }
        }
    }

    /// Changes the defaults that are other ones than the models say, where both are simple enough to be compared.
    fn change_defaults(&mut self, models: &[&Declared]) {
        let system = self.system();
        for declared in models {
            for (at, field) in declared.meta.fields.iter().enumerate() {
                let Some(wanted) = field.facts.sql_default else { continue };
                let Some(column) = self.to.column(field.column).filter(|column| !column.is_numbered) else { continue };
                let Some(found) = &column.default else { continue };
                if let (Some(found), Some(wanted)) = (plain_value(found), plain_value(wanted))
                    && found != wanted
                    && let Ok(mut part) = ColumnPart::with_type(system, declared, at, Some(&column.ty))
                    && let Some(old) = self.to.column_mut(field.column)
                {
                    part.is_not_null = old.is_not_null;
                    *old = part;
                }
            }
        }
    }
}

/// A table that is not there yet, with what all of its models need.
pub(super) fn created(system: System, models: &[&Declared]) -> Result<Shape> {
    let mut shape = Shape::declared(system, models[0])?;
    for other in &models[1..] {
        for (at, field) in other.meta.fields.iter().enumerate() {
            if shape.column(field.column).is_none() {
                shape.columns.push(ColumnPart::declared(system, other, at)?);
                shape.constraints.extend(shape::foreign_keys(system, other, at));
                shape.constraints.extend(shape::checks(system, other, at));
            }
        }
        for wanted in other.indexes() {
            if !shape.indexes.iter().any(|index| index.name == wanted.name) {
                shape.indexes.push(shape::index(system, other, &wanted));
            }
        }
    }
    if let Some(captured) = models.iter().find(|model| model.meta.captured) {
        shape.capture = capture::wanted(system, captured.meta, &shape.name)?;
    }
    Ok(shape)
}

fn old_name(declared: &Declared, column: &str, end: &str) -> String {
    shortened(format!("{}_{column}_{end}", declared.table.name))
}

/// The indexes that any of the models needs.
fn declared_indexes(system: System, models: &[&Declared]) -> Vec<IndexPart> {
    let of = |model: &&Declared| -> Vec<_> {
        model.indexes().iter().map(|wanted| shape::index(system, model, wanted)).collect()
    };
    models.iter().flat_map(of).collect()
}
