//! The triggers that tell the trail what bypasses the library.

use super::Found;
use crate::check::actual::Trigger;
use crate::check::mend::Mend;
use crate::ddl::capture;
use crate::ddl::declared::Declared;
use crate::meta::error::Result;
use crate::sql::dialect::System;

impl Found<'_> {
    pub(super) fn capture(&mut self, mend: Mend<'_>) -> Result<()> {
        let Mend { actual, declared, table } = mend;
        let (system, meta) = (actual.system, declared.meta);
        let named = |name: &String| table.triggers.iter().find(|found| actual.same(&found.name, name));
        let names = capture::names(system, &declared.table);
        let drop = || capture::drop(system, &declared.table);
        if !meta.captured {
            if names.iter().any(|name| named(name).is_some()) {
                let message = "the table has capture triggers, but the model does not have `audit(capture)`: each \
                               write of the library is recorded twice";
                self.error("capture.undeclared", declared, None, message, drop());
            }
            return Ok(());
        }
        if names.iter().all(|name| named(name).is_none()) {
            self.capture_missing(declared)?;
        } else {
            let triggers = capture::triggers(system, meta, &declared.table)?;
            let differs =
                |trigger: &capture::Trigger| named(&trigger.name).is_none_or(|found| !is_same(found, trigger));
            if triggers.iter().any(differs) {
                let message = "the triggers of `audit(capture)` do not match this model: they may record too little, \
                               or wrong values";
                let again = drop().into_iter().chain(capture::create(system, meta, &declared.table)?).collect();
                self.error("capture.differs", declared, None, message, again);
            }
        }
        if system == System::Mysql
            && let Some(key) =
                table.foreign_keys.iter().find(|key| !matches!(&*key.on_delete, "RESTRICT" | "NO ACTION"))
        {
            let message = format!(
                "`{}` lets the database do {} by itself, which runs no trigger: the trail does not record it",
                key.name, key.on_delete
            );
            self.warning("capture.cascade", declared, None, message, Vec::new());
        }
        Ok(())
    }

    /// The triggers of a captured table are not there.
    pub(super) fn capture_missing(&mut self, declared: &Declared) -> Result<()> {
        let message = "the triggers of `audit(capture)` are missing: writes that bypass the library are not recorded";
        let sql = capture::create(self.actual.system, declared.meta, &declared.table)?;
        self.error("capture.missing", declared, None, message, sql);
        Ok(())
    }
}

/// Whether a trigger of the database does what one of the library does, at the same time and under the same condition.
fn is_same(found: &Trigger, wanted: &capture::Trigger) -> bool {
    let plain = |text: &str| {
        let text = text.replace("::text", "").to_lowercase();
        text.chars().filter(|letter| !letter.is_whitespace() && !"()\"".contains(*letter)).collect::<String>()
    };
    let head = plain(&found.head);
    found.text.trim() == wanted.body.trim() && wanted.head.iter().all(|part| head.contains(&plain(part)))
}
