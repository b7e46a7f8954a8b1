//! All texts of the desk.

/// Puts values in the places of `{}`, one after the other.
pub(crate) fn fill(template: &str, values: &[&str]) -> String {
    let mut parts = template.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut values = values.iter();
    for part in parts {
        text.push_str(values.next().copied().unwrap_or_default());
        text.push_str(part);
    }
    text
}

macro_rules! words {
    ($($name:ident: $text:literal,)+) => {
        /// All texts of the desk, in English at first: `Words { save: "Sichern", ..Words::ENGLISH }`. A `{}` is the
        /// place of a value. Names of models and fields, choices, and what a model refuses are said by the application.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Words {
            $(
                #[doc = concat!("“", $text, "”")]
                pub $name: &'static str,
            )+
        }

        impl Words {
            /// The texts in English.
            pub const ENGLISH: Self = Self { $($name: $text,)+ };
        }
    };
}

words! {
    // The frame.
    home: "Home",
    models: "Models",
    you_are_here: "You are here",
    skip: "Skip to the content",
    logged_in_as: "Logged in as {}",
    log_out: "Log out",
    pages: "Pages",
    back: "Back",
    back_home: "Back to the start",
    back_to_page: "Back to the page, without parameters",
    back_to_list: "Back to the list",
    error_title: "Error: {}",
    cancel: "Cancel",
    go_on: "Go on",

    // Logging in.
    log_in: "Log in",
    name: "Name",
    password: "Password",
    wrong_login: "The name or the password is wrong.",
    too_many_logins: "Too many attempts. Wait a quarter of an hour, then try again.",
    session_ended: "Your session has ended. Log in to go on.",
    session_ended_kept: "Your session has ended. Log in to go on: what you typed is kept.",
    kept_of_another: "The text that was kept belongs to somebody else. It was thrown away.",
    text_kept: "This is the text that you typed before. It is not saved yet.",
    logged_out: "You are logged out.",
    log_out_everywhere: "Log out everywhere",
    logged_in: "Logged in since",
    roles: "Roles",
    keys: "Keys",
    key_search: "go to the search",
    key_new: "new row",
    key_rows: "next and previous row",
    key_save: "save",
    key_help: "this list",

    // Lists.
    search: "Search",
    search_in: "in {}",
    filter: "Filter",
    any: "any",
    contains: "contains",
    from: "from",
    before: "before",
    clear: "Clear",
    new: "New {}",
    new_short: "New",
    first: "Create the first {}",
    nothing_yet: "There are no {} yet.",
    nothing_matches: "No {} match.",
    no_rows_for_you: "You may not see any {}.",
    end_of_list: "There is nothing more here.",
    no_models: "There is nothing here that you may see.",
    previous: "Previous",
    next: "Next",
    select: "Select {}",
    select_all: "Select all",
    with_selected: "With those selected:",
    all_that_match: "all that match, on every page",
    none: "none",
    empty_text: "empty",
    yes: "yes",
    no: "no",
    unnamed: "row",
    unknown: "unknown",
    row: "row",
    rows: "rows",
    this: "this",
    find: "Find",
    find_everywhere: "In all models",
    found_nothing: "Nothing was found for “{}”.",
    all_results: "All results",
    your_last_changes: "Your last changes",

    // Forms.
    save: "Save",
    create: "Create",
    save_and_list: "Save and go to the list",
    created: "“{}” was created.",
    saved: "“{}” was saved.",
    nothing_different: "Nothing was different, so nothing was written.",
    optional: "optional",
    choose: "Choose..",
    in_utc: "In UTC.",
    secret_kept: "Not shown. Leave it empty to keep it as it is.",
    slug_made: "Made from the title if it is left empty.",
    type_to_search: "Type to search",
    now_refers: "Now: {}.",
    find_key: "Find one",
    find_one: "Find a key: {}",
    copy_key: "Copy the key of the row into the field of the form.",
    no_such_row: "No row matches.",
    more: "More",
    read_only: "You may look at this row, but not change it.",
    one_wrong: "One field needs another look",
    wrong: "{} fields need another look",
    must_have_value: "must have a value",
    not_whole: "must be a whole number",
    not_number: "must be a number",
    not_uuid: "must be a key, such as the page “Find one” shows",
    not_moment: "must be a date and a time",
    not_date: "must be a date",
    not_time: "must be a time of day",
    not_readable: "cannot be read",
    not_json: "is not JSON: look at line {}, column {}",
    refused_elsewhere: "A field that you cannot see refuses this.",
    no_version: "The form does not say which version of the row it was made from. Load the page again.",

    // Two editors.
    conflict: "Somebody else changed this meanwhile",
    saved_at: "saved it at",
    somebody_saved: "It was saved after you had opened it.",
    text_not_lost: "Your text is not lost.",
    nothing_collides: "Nothing that you changed collides with it. One click saves both.",
    changed_by_both: "Changed by both: decide",
    changed_by_them: "Changed by them alone: kept",
    changed_by_you: "Changed by you alone: will be saved",
    before_was: "Before:",
    before_unknown: "What it was before is not known.",
    theirs: "Theirs, stored now",
    yours: "Yours",
    type_again: "Not shown: type it again if it shall change",
    save_merged: "Save the merged version",
    throw_mine_away: "Throw mine away",
    deleted_meanwhile: "“{}” was deleted meanwhile",
    restore_first: "Restore the row, and your text stands in the form again.",
    restore_and_edit: "Restore it and go on editing",
    changed_since: "It was changed since you looked at it. Look again, then decide.",

    // Deleting and restoring.
    delete: "Delete",
    delete_this: "Delete “{}”?",
    delete_rows: "Delete {}",
    goes_to_trash: "It goes to the trash, and can be restored from there.",
    go_to_trash: "{} go to the trash. They can be restored from there, exactly as they went.",
    gone_for_good: "It is removed for good. There is no trash for it.",
    all_gone_for_good: "{} are removed for good. There is no trash for them.",
    detached: "kept, without the reference",
    kept: "kept as they are",
    in_the_way: "in the way",
    cannot_delete: "It cannot be deleted while other rows hold it:",
    held_by: "{} still belong to it.",
    hooks_unforeseen: "What the application's own rules do besides is not counted here.",
    keep: "Keep it",
    deleted: "“{}” is in the trash.",
    removed: "“{}” was removed.",
    trash: "Trash",
    trash_of: "Trash: {}",
    trash_empty: "There are no deleted {}.",
    kept_for: "Rows can be removed for good {} days after they were deleted.",
    deleted_at: "Deleted",
    deleted_by: "By",
    what_to_do: "What to do",
    in_trash: "This row is in the trash. Restore it before you change it.",
    restore: "Restore",
    restore_this: "Restore “{}”?",
    restore_rows: "Restore {}",
    comes_back: "It comes back as it went.",
    come_back: "{} come back: what went with this deletion, and nothing that was deleted before it.",
    leave_it: "Leave it as it is",
    restored: "“{}” is back.",
    parent_deleted: "What it belongs to is deleted: {}",
    parent_too: "“{}” cannot come back alone. Restore the {} too, with all that went with it?",
    restore_with: "Restore it with its {}",
    may_not_restore_parent: "You may not restore that. Ask somebody who may.",
    is_deleted: "This row is in the trash",
    is_deleted_text: "Restore it before you change it.",
    not_deleted: "This row is not in the trash",
    not_deleted_text: "Somebody has restored it already.",
    purge: "Remove for good",
    purge_title: "Remove deleted {} for good",
    purge_for_good: "Nobody can bring them back then.",
    purge_look: "Look what would go",
    purge_text: "This would go:",
    purge_none: "Nothing is old enough to go.",
    purge_blocked: "These stay:",
    purge_again: "Give your password again before you remove rows: log out and in.",
    purged: "{} were removed for good.",
    blocked_row: "it is still needed by other rows",

    // The history.
    history: "History",
    history_of: "History of “{}”",
    no_history: "There are no entries.",
    was_created: "Created",
    was_changed: "Changed",
    was_deleted: "Deleted",
    was_restored: "Restored",
    was_removed: "Removed for good",
    by: "by",
    system: "the system",
    nobody: "nobody",
    request: "Request {}",
    not_shown: "changed, not shown",
    unknown_field: "no field any more",
    more_fields: "{} more fields",
    older: "Older",
    newest: "Newest",
    bad_place: "This place in the list does not exist.",
    row_then: "The row then",
    row_at: "“{}” at {} UTC",
    unknown_then: "Nobody knows what these were: {}. They are left out.",
    too_long_ago: "That is too long ago to show the whole row.",
    load_into_form: "Load these values into the form",
    take_back: "Take back",
    take_back_this: "Take this change back?",
    cannot_take_back: "You may not change every field of it, or it is no change.",
    nothing_to_take_back: "The row has these values already.",
    changed_again: "Changed again since: {}. That is overwritten too.",
    masked_stays: "The trail does not know what this was: {}. It stays as it is.",
    will_be_written: "This will be written",
    taken_back: "The change was taken back, as a new change.",
    trail: "Trail",
    model: "Model",
    action: "Action",
    actor: "By",
    field: "Field",
    since: "Since",
    until: "Until",
    no_entries_match: "No entries match.",
    whole_operation: "The whole operation",
    operation: "Operation {}",
    only_last_entries: "Only the last 200 entries are shown.",
    unknown_parameter: "is no parameter of this page",
    verify: "Verify",
    verify_text: "Compares the history of each row with the table, and tells where they contradict each other.",
    verified: "{}: the history and the table agree.",
    breaks: "{} contradictions: {}",

    // Actions.
    do_this: "{}: “{}”?",
    done_with: "{}: done.",
    done_with_all: "{}: {} done.",
    bulk_title: "{}: {}",
    bulk_none: "Nothing was selected.",
    bulk_too_many: "More than {} rows match. Narrow the list first.",
    bulk_grew: "The list has changed since you looked: look again.",
    bulk_refused: "Nothing was done. “{}” was refused: {}.",
    bulk_all_or_nothing: "Either all of them are done, or none.",
    and_more: "and {} more",
    is_gone: "it is gone",
    export: "Export",

    // Errors.
    not_found: "There is no such page",
    not_found_text: "It may have been removed for good, or the address is mistyped.",
    bad_request: "That cannot be asked",
    forbidden: "You may not do that",
    forbidden_text: "You do not have the right to {} {}.",
    not_done: "That was not done",
    not_allowed: "This page does not take that",
    taken_meanwhile: "Another row has a value now that has to be unique.",
    reference_gone: "A row that it refers to is gone, or other rows still refer to it.",
    refused_by_database: "The database refuses these values.",
    form_old: "This form is out of date",
    form_old_text: "Go back, load the page again, and send it once more. Nothing was changed.",
    foreign: "This came from another site",
    foreign_text: "Nothing was changed. Open the page here, and send it again.",
    too_large: "That is too much at once",
    too_large_text: "Nothing was changed. Send less.",
    too_many_fields: "The form has too many fields, or is not a form.",
    slow: "That takes too long",
    slow_text: "Nothing is wrong with it. Try again, or ask for less.",
    busy: "The desk is busy",
    busy_text: "Nothing was changed. Try again in a moment.",
    broken: "Something broke",
    broken_text: "It was not your fault. Tell the people who run this the name of the request: {}",
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_take_their_places() {
        assert_eq!(fill("{} of {}", &["1", "{}"]), "1 of {}");
        assert_eq!(fill("none", &["x"]), "none");
    }
}
