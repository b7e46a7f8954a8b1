//! Foreign keys of several columns: their DDL, and what a check says about them.

use crate::firm::{Clerk, ClerkSkill, Desk, Drawer, Firm, Seal, Skill, Slip, Task, tables};
use model_core::check::check;
use model_core::prelude::*;
use model_tests::{TestConnection, on_every_backend};

type All = (Firm, Clerk, Task, Slip, Seal, Skill, ClerkSkill, Desk, Drawer);

on_every_backend! {
    fn a_check_compares_the_columns_of_a_key_in_pairs(db) {
        let conn = db.conn();
        for mut statement in tables::<Db>() {
            let quote = if statement.contains('"') { "\"" } else { "`" };
            let [firm, clerk] = ["firm_id", "clerk_id"].map(|name| format!("{quote}{name}{quote}"));
            if statement.starts_with(&format!("CREATE TABLE {quote}slips")) {
                let key = statement.find(",\n    CONSTRAINT").unwrap();
                let end = statement.rfind("\n)").unwrap();
                assert!(statement[key..end].contains(&format!("FOREIGN KEY ({firm}, {clerk}) REFERENCES")), "{statement}");
                statement.replace_range(key..end, "");
            }
            conn.sql(&statement);
        }
        let report = check::<All>(conn).unwrap();
        let found: Vec<_> = report.findings().iter().map(|one| (one.id, one.model, one.field)).collect();
        assert_eq!(found, [("foreign_key.missing", "Slip", Some("clerk_id"))], "{report}");
        assert!(report.findings()[0].message.contains("clerks (firm_id, id)"), "{report}");
        for statement in report.findings()[0].sql.clone() {
            conn.sql(&statement);
        }
        let report = check::<All>(conn).unwrap();
        assert!(report.is_empty(), "{report}");
        let fields = Slip::META.fields.iter().filter(|field| field.facts.refers_in_part).map(|field| field.name);
        assert_eq!(fields.collect::<Vec<_>>(), ["firm_id", "clerk_id"]);
    }
}
