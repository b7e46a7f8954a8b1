//! The result of a check.

use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is slow, or not guaranteed.
    Warning,
    /// A read or a write of the library will fail, or will not behave as the model says.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One difference between the models and the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A stable id of the kind of finding: `column.missing`.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The name of the model; `database` if the finding is not about one model.
    pub model: &'static str,
    /// The field, if the finding is about one.
    pub field: Option<&'static str>,
    /// The problem, as one sentence.
    pub message: String,
    /// The statements that fix it, without semicolons; none if a person has to decide.
    pub sql: Vec<String>,
}

impl Finding {
    /// When its statements can run: tables before columns, and columns before indexes and constraints.
    fn turn(&self) -> usize {
        const TURNS: [&str; 8] = ["setting", "table", "trail", "column", "key", "live", "unique", "index"];
        const LAST: usize = TURNS.len() + 1;
        let first = self.id.split('.').next().unwrap_or_default();
        match first {
            "foreign_key" | "order" | "list" | "search" => TURNS.len(),
            // They contain the columns of the table.
            "capture" => LAST,
            _ => TURNS.iter().position(|turn| *turn == first).unwrap_or(3),
        }
    }

    /// The model and the field.
    fn place(&self) -> String {
        match self.field {
            Some(field) => format!("{}.{field}", self.model),
            None => self.model.to_owned(),
        }
    }
}

/// All differences between the models and the database. `Display` prints a table, and the statements that fix them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    pub(crate) fn of(mut findings: Vec<Finding>) -> Self {
        // The worst first; otherwise in the order of the models.
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Self { findings }
    }

    /// The findings, errors first.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings that are errors.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The same report without the findings of this id, or of ids that begin with it: `allow("index")` also silences
    /// `index.missing`.
    #[must_use]
    pub fn allow(mut self, id: &str) -> Self {
        let is_allowed =
            |found: &str| found.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.findings.retain(|finding| !is_allowed(finding.id));
        self
    }

    /// The same report without the findings of this id about one place, as the report prints it:
    /// `allow_at("list.unindexed", "Article.words")`. A finding about a whole model has only its name.
    #[must_use]
    pub fn allow_at(mut self, id: &str, place: &str) -> Self {
        self.findings.retain(|finding| finding.id != id || finding.place() != place);
        self
    }

    /// The statements that fix all findings, in an order in which they can run, each once. Read them first: a changed
    /// type or a dropped index cannot be undone.
    pub fn sql(&self) -> Vec<&str> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        findings.sort_by_key(|finding| finding.turn());
        let mut statements: Vec<&str> = Vec::new();
        for statement in findings.iter().flat_map(|finding| &finding.sql) {
            // What several findings have in common is done once; only the pragmas around it are repeated, unless there
            // is nothing left between them.
            let is_pragma = statement.starts_with("PRAGMA");
            let setting = |statement: &str| statement.split(" = ").next().unwrap_or_default().to_owned();
            if is_pragma
                && statements.last().is_some_and(|last| setting(last) == setting(statement) && last != statement)
            {
                statements.pop();
            } else if is_pragma || !statements.contains(&&**statement) {
                statements.push(statement);
            }
        }
        statements
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("the database matches the models");
        }
        let places: Vec<_> = self.findings.iter().map(Finding::place).collect();
        let widest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or_default();
        let ids = widest(&mut self.findings.iter().map(|finding| finding.id.len()));
        let width = widest(&mut places.iter().map(|place| place.chars().count()));
        for (finding, place) in self.findings.iter().zip(&places) {
            let Finding { id, severity, message, .. } = finding;
            writeln!(f, "{severity:7}  {id:ids$}  {place:width$}  {message}")?;
        }
        for statement in self.sql() {
            write!(f, "\n{statement};")?;
        }
        Ok(())
    }
}
