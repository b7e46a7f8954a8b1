//! From one shape of tables to another, as statements.

use crate::check::migrate::changes::{Altered, Changes, Script};
use crate::check::migrate::shape::{ColumnPart, Constraint, IndexPart, Kind, Shape};
use crate::check::migrate::{capture, rebuild};
use crate::ddl::text::{self, quoted};
use crate::sql::dialect::System;

impl Changes {
    /// The statements, in an order in which they can run.
    pub(super) fn script(&self, system: System) -> Script {
        let mut script = Script::default();
        let mut late = Vec::new();
        capture::drop_old(system, self, &mut script);
        for (at, shape) in self.created.iter().enumerate() {
            let is_later = |constraint: &&Constraint| {
                system != System::Sqlite
                    && constraint.kind == Kind::Foreign
                    && self.created[at + 1..].iter().any(|later| refers_to(constraint, later))
            };
            let without: Vec<_> = shape.constraints.iter().filter(is_later).collect();
            script.push(shape.create(&name(system, shape), &without));
            script.extend(shape.indexes.iter().map(|index| index.text.clone()));
            script.extend(shape.triggers.iter().cloned());
            late.extend(without.iter().map(|constraint| add(system, shape, constraint)));
        }
        for altered in self.altered.iter().filter(|_| system != System::Sqlite) {
            // Foreign keys are dropped before their columns, and added after them.
            let is_foreign = |constraint: &&Constraint| constraint.kind == Kind::Foreign;
            let (renamed, to) = (altered.renamed(system), &altered.to);
            for constraint in lacking(&renamed.constraints, &to.constraints).filter(is_foreign) {
                script.push(drop_constraint(system, &altered.from, constraint));
            }
            late.extend(
                lacking(&to.constraints, &renamed.constraints).filter(is_foreign).map(|new| add(system, to, new)),
            );
        }
        for altered in &self.altered {
            script.extend(altered.others.iter().map(|(up, _)| up.clone()));
            match system {
                System::Sqlite => rebuild::alter(altered, &mut script),
                System::Postgres | System::Mysql => altered.alter(system, &mut script),
            }
        }
        script.extend(late);
        capture::create_new(system, self, &mut script);
        for shape in &self.dropped {
            let table = name(system, shape);
            capture::drop_with_table(system, shape, &mut script);
            script.destroy(format!("the rows of {table} are lost"), format!("DROP TABLE {table}"));
        }
        script
    }
}

fn refers_to(constraint: &Constraint, shape: &Shape) -> bool {
    let rest = constraint.text.split_once(" REFERENCES ").map_or("", |(_, rest)| rest);
    super::parse::mentions(rest.split('(').next().unwrap_or_default(), &shape.name.name)
}

/// Those that the others do not have.
fn lacking<'a, T: PartialEq>(all: &'a [T], others: &'a [T]) -> impl Iterator<Item = &'a T> {
    all.iter().filter(move |one| !others.contains(one))
}

/// The quoted name of a table.
pub(super) fn name(system: System, shape: &Shape) -> String {
    text::table(system, &shape.name)
}

fn alter(system: System, shape: &Shape, what: &str) -> String {
    format!("ALTER TABLE {} {what}", name(system, shape))
}

fn add(system: System, shape: &Shape, constraint: &Constraint) -> String {
    alter(system, shape, &format!("ADD {}", constraint.text))
}

fn drop_constraint(system: System, shape: &Shape, constraint: &Constraint) -> String {
    let name = quoted(system, &constraint.name);
    let what = match (system, constraint.kind) {
        (System::Mysql, Kind::Primary) => "DROP PRIMARY KEY".to_owned(),
        (System::Mysql, Kind::Foreign) => format!("DROP FOREIGN KEY {name}"),
        _ => format!("DROP CONSTRAINT {name}"),
    };
    alter(system, shape, &what)
}

fn drop_index(system: System, shape: &Shape, index: &IndexPart) -> String {
    let index = quoted(system, &index.name);
    match (system, &shape.name.schema) {
        (System::Mysql, _) => format!("DROP INDEX {index} ON {}", name(system, shape)),
        (System::Postgres, Some(schema)) => format!("DROP INDEX {}.{index}", quoted(system, schema)),
        _ => format!("DROP INDEX {index}"),
    }
}

impl Altered {
    /// The table after its columns have their new names.
    pub(super) fn renamed(&self, system: System) -> Shape {
        let rename = |shape: Shape, (from, to): &(String, String)| shape.renamed(system, from, to);
        self.renames.iter().fold(self.from.clone(), rename)
    }

    /// The statements that give columns their new names.
    pub(super) fn rename_columns(&self, system: System, script: &mut Script) {
        for (from, to) in &self.renames {
            let (from, to) = (quoted(system, from), quoted(system, to));
            script.push(alter(system, &self.from, &format!("RENAME COLUMN {from} TO {to}")));
        }
    }

    fn alter(&self, system: System, script: &mut Script) {
        let (from, to) = (self.renamed(system), &self.to);
        let gone: Vec<_> = lacking(&from.constraints, &to.constraints).collect();
        let plain = |constraint: &&&Constraint| constraint.kind != Kind::Foreign;
        // MySQL cannot rename a column that a CHECK is over.
        let checks = gone.iter().filter(|constraint| constraint.kind == Kind::Check);
        script.extend(checks.map(|constraint| drop_constraint(system, to, constraint)));
        self.rename_columns(system, script);
        let others = gone.iter().filter(plain).filter(|constraint| constraint.kind != Kind::Check);
        let new_key =
            to.constraints.iter().find(|other| other.kind == Kind::Primary && !from.constraints.contains(other));
        for constraint in others {
            match new_key.filter(|_| constraint.kind == Kind::Primary) {
                // A column that numbers rows is never without a key.
                Some(key) => {
                    let drop = drop_constraint(system, to, constraint);
                    script.push(format!("{drop}, ADD {}", key.text));
                }
                None => script.push(drop_constraint(system, to, constraint)),
            }
        }
        let replaced_key = new_key.filter(|_| gone.iter().any(|constraint| constraint.kind == Kind::Primary));
        let (early, later): (Vec<_>, Vec<_>) = lacking(&from.indexes, &to.indexes).partition(|index| {
            let is_over_lost =
                from.columns.iter().any(|one| to.column(&one.name).is_none() && index.mentions(&one.name));
            is_over_lost || to.indexes.iter().any(|new| new.name == index.name)
        });
        let mut new: Vec<_> = lacking(&to.indexes, &from.indexes).collect();
        script.extend(early.iter().map(|index| drop_index(system, to, index)));
        self.change_columns(system, &from, script);
        for index in later {
            // The same index under another name.
            let body = |index: &IndexPart| super::parse::renamed(&index.text, &index.name, "");
            if let Some(at) = new.iter().position(|new| body(new) == body(index)) {
                let (old, name) = (quoted(system, &index.name), quoted(system, &new.remove(at).name));
                script.push(match system {
                    System::Mysql => alter(system, to, &format!("RENAME INDEX {old} TO {name}")),
                    _ => format!("ALTER INDEX {old} RENAME TO {name}"),
                });
            } else if system == System::Mysql {
                // A foreign key may need the new index once the old one is gone.
                script.extend(new.drain(..).map(|index| index.text.clone()));
                script.push(drop_index(system, to, index));
            } else {
                script.push(drop_index(system, to, index));
            }
        }
        script.extend(new.into_iter().map(|index| index.text.clone()));
        let added = lacking(&to.constraints, &from.constraints)
            .filter(|constraint| constraint.kind != Kind::Foreign && replaced_key.is_none_or(|key| key != *constraint));
        script.extend(added.map(|constraint| add(system, to, constraint)));
    }

    fn change_columns(&self, system: System, from: &Shape, script: &mut Script) {
        let to = &self.to;
        let has = |shape: &Shape, column: &ColumnPart| {
            shape.column(&column.name).is_some_and(|other| other.is_generated == column.is_generated)
        };
        let gone: Vec<_> = from.columns.iter().filter(|old| !has(to, old)).collect();
        let (added, kept): (Vec<_>, Vec<_>) = to.columns.iter().partition(|column| !has(from, column));
        // A generated column is computed from others, so it goes before them and comes after them.
        let (computed, plain): (Vec<_>, Vec<_>) = gone.into_iter().partition(|column| column.is_generated);
        for old in computed.into_iter().chain(plain) {
            self.drop_column(system, old, script);
        }
        let (computed, plain): (Vec<_>, Vec<_>) = added.into_iter().partition(|column| column.is_generated);
        for column in plain.into_iter().chain(computed) {
            add_column(system, to, column, script);
        }
        for column in kept {
            let Some(old) = from.column(&column.name) else { continue };
            match system {
                System::Postgres => change_on_postgres(to, old, column, script),
                _ => change_on_mysql(to, old, column, script),
            }
        }
    }

    fn drop_column(&self, system: System, old: &ColumnPart, script: &mut Script) {
        let column = quoted(system, &old.name);
        let drop = alter(system, &self.to, &format!("DROP COLUMN {column}"));
        if old.is_generated {
            script.push(drop);
        } else {
            script.destroy(format!("the values of {}.{column} are lost", name(system, &self.to)), drop);
        }
    }
}

fn update(system: System, shape: &Shape, column: &ColumnPart, rest: &str) -> Option<String> {
    let value = column.fill.as_ref().or(column.default.as_ref())?;
    Some(format!("UPDATE {} SET {} = {value}{rest}", name(system, shape), quoted(system, &column.name)))
}

fn add_column(system: System, shape: &Shape, column: &ColumnPart, script: &mut Script) {
    if !column.needs_value() || column.fill.is_none() {
        script.push(alter(system, shape, &format!("ADD COLUMN {}", column.text)));
        return;
    }
    let nullable = column.nullable();
    script.push(alter(system, shape, &format!("ADD COLUMN {}", nullable.text)));
    script.extend(update(system, shape, column, ""));
    script.push(match system {
        System::Mysql => alter(system, shape, &format!("MODIFY COLUMN {}", column.text)),
        _ => alter(system, shape, &format!("ALTER COLUMN {} SET NOT NULL", quoted(system, &column.name))),
    });
}

/// Whether every value of a type has its place in another one.
fn is_wider(from: &str, to: &str) -> bool {
    let base = |ty: &str| ty.to_lowercase().split(['(', ' ']).next().unwrap_or_default().to_owned();
    let rank = |ty: &str| {
        let order = ["tinyint", "smallint", "mediumint", "int", "integer", "bigint"];
        order.iter().position(|name| *name == ty).map(|at| if at == 4 { 3 } else { at })
    };
    let length = |ty: &str| ty.split(['(', ')']).nth(1).and_then(|length| length.parse::<usize>().ok());
    let is_longer = length(to).is_none_or(|to| length(from).is_some_and(|from| from <= to));
    let (from, to) = (base(from), base(to));
    let is_text = ["text", "longtext", "clob"].contains(&&*to) && from != "longtext";
    let is_number = rank(&from).zip(rank(&to)).is_some_and(|(from, to)| from <= to);
    is_text || (from == to && is_longer) || is_number
}

/// What changing a type can lose.
pub(super) fn narrowed(system: System, shape: &Shape, old: &ColumnPart, column: &ColumnPart) -> Option<String> {
    if old.ty.eq_ignore_ascii_case(&column.ty) || is_wider(&old.ty, &column.ty) {
        return None;
    }
    let place = format!("{}.{}", name(system, shape), quoted(system, &column.name));
    Some(format!(
        "{place} changes from {} to {}, and a value that does not fit is changed or refused",
        old.ty, column.ty
    ))
}

fn change_on_mysql(shape: &Shape, old: &ColumnPart, column: &ColumnPart, script: &mut Script) {
    if old.text == column.text {
        return;
    }
    if column.is_not_null && !old.is_not_null {
        let rest = format!(" WHERE {} IS NULL", quoted(System::Mysql, &column.name));
        script.extend(update(System::Mysql, shape, column, &rest));
    }
    let modify = alter(System::Mysql, shape, &format!("MODIFY COLUMN {}", column.text));
    match narrowed(System::Mysql, shape, old, column) {
        Some(what) => script.destroy(what, modify),
        None => script.push(modify),
    }
}

fn change_on_postgres(shape: &Shape, old: &ColumnPart, column: &ColumnPart, script: &mut Script) {
    let name = quoted(System::Postgres, &column.name);
    let change = |what: &str| alter(System::Postgres, shape, &format!("ALTER COLUMN {name} {what}"));
    let has_type = old.ty.eq_ignore_ascii_case(&column.ty);
    // A default of the old type may not be one of the new type.
    let had_default = old.default.is_some() && !old.is_numbered;
    if had_default && (column.default.is_none() || !has_type) {
        script.push(change("DROP DEFAULT"));
    }
    if !has_type {
        let ty = &column.ty;
        let statement = change(&format!("TYPE {ty} USING {name}::{ty}"));
        match narrowed(System::Postgres, shape, old, column) {
            Some(what) => script.destroy(what, statement),
            None => script.push(statement),
        }
    }
    if let Some(default) = column.default.as_ref().filter(|_| !has_type || old.default != column.default)
        && !column.is_numbered
    {
        script.push(change(&format!("SET DEFAULT {default}")));
    }
    match (old.is_not_null, column.is_not_null) {
        (false, true) => {
            script.extend(update(System::Postgres, shape, column, &format!(" WHERE {name} IS NULL")));
            script.push(change("SET NOT NULL"));
        }
        (true, false) => script.push(change("DROP NOT NULL")),
        _ => {}
    }
}
