//! The option names of every attribute, written once: the parser looks them up here, and the messages list them from
//! here.

use std::fmt::Write as _;

/// The vocabulary of one place where options can be written.
pub(crate) trait Symbol: Copy + Eq + 'static {
    /// The place, as an error message names it.
    const PLACE: &'static str;
    /// The attribute or option around the words.
    const AROUND: &'static str;
    /// The whole vocabulary, in the order in which messages list it.
    const ALL: &'static [Self];

    /// The word itself.
    fn name(self) -> &'static str;
    /// The word with an example value: what to write.
    fn form(self) -> &'static str;

    /// Whether the word may be given several times.
    fn repeats(self) -> bool {
        false
    }

    /// Another place in which this word is an option.
    fn elsewhere(_word: &str) -> Option<String> {
        None
    }
}

macro_rules! symbols {
    (
        $(#[$meta:meta])*
        $vocabulary:ident, $around:literal, $place:literal {
            $($symbol:ident: $name:literal => $form:literal,)+
        }
        $($method:item)*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $vocabulary { $($symbol),+ }

        impl Symbol for $vocabulary {
            const PLACE: &'static str = $place;
            const AROUND: &'static str = $around;
            const ALL: &'static [Self] = &[$(Self::$symbol),+];

            fn name(self) -> &'static str {
                match self { $(Self::$symbol => $name),+ }
            }

            fn form(self) -> &'static str {
                match self { $(Self::$symbol => $form),+ }
            }

            $($method)*
        }
    };
}

mod values;

pub(crate) use self::values::{EncodingKey, EpochKey, InputKey, OnDeletedKey};

symbols! {
    /// `#[model(..)]` on the struct.
    ModelKey, "model", "`#[model(..)]` on the struct" {
        Table: "table" => "table = articles",
        Timestamps: "timestamps" => "timestamps",
        SoftDelete: "soft_delete" => "soft_delete",
        Audit: "audit" => "audit",
        Ordering: "ordering" => "ordering = \"-created_at, title\"",
        ContentType: "content_type" => "content_type = \"article\"",
        Repr: "repr" => "repr = title",
        Edit: "edit" => "edit",
        Hooks: "hooks" => "hooks",
        AfterCommit: "after_commit" => "after_commit",
        BelongsTo: "belongs_to" => "belongs_to(Author, foreign_key = [tenant_id, author_id])",
        HasMany: "has_many" => "has_many(comments = Comment, on_delete = cascade)",
        HasOne: "has_one" => "has_one(profile = Profile, on_delete = cascade)",
        ManyToMany: "many_to_many" => "many_to_many(tags = Tag, through = ArticleTag)",
        ReferredBy: "referred_by" => "referred_by(reactions = Reaction)",
        Generic: "generic" => "generic(owner = Owner, kind = owner_kind, key = owner_id)",
        Extends: "extends" => "extends = PaymentMethod",
        ExtendedBy: "extended_by" => "extended_by(Card, BankTransfer)",
        WriteOnly: "write_only" => "write_only(token: Vec<u8>)",
        LockParents: "lock_parents" => "lock_parents = write",
        ReadOnly: "read_only" => "read_only",
        Crate: "crate" => "crate = ::application::model_core",
    }
    fn repeats(self) -> bool {
        let relations = [Self::BelongsTo, Self::HasMany, Self::HasOne, Self::ManyToMany, Self::ReferredBy];
        relations.contains(&self) || matches!(self, Self::WriteOnly | Self::Generic)
    }
    fn elsewhere(word: &str) -> Option<String> {
        written_in::<FieldKey>(word).or_else(|| written_in::<AuditKey>(word))
    }
}

symbols! {
    /// `#[model(..)]` on a field.
    FieldKey, "model", "`#[model(..)]` on a field" {
        PrimaryKey: "primary_key" => "primary_key",
        CreatedAt: "created_at" => "created_at",
        UpdatedAt: "updated_at" => "updated_at",
        DeletedAt: "deleted_at" => "deleted_at",
        CreatedBy: "created_by" => "created_by",
        UpdatedBy: "updated_by" => "updated_by",
        DeletedBy: "deleted_by" => "deleted_by",
        DeletionBatch: "deletion_batch" => "deletion_batch",
        Version: "version" => "version",
        ChangeLog: "change_log" => "change_log",
        Default: "default" => "default = Status::Draft",
        MaxLength: "max_length" => "max_length = 200",
        Check: "check" => "check = is_handle",
        Validate: "validate" => "validate(email)",
        Unique: "unique" => "unique",
        Index: "index" => "index",
        Slug: "slug" => "slug = title",
        SkipInsert: "skip_insert" => "skip_insert",
        SkipUpdate: "skip_update" => "skip_update",
        Expressions: "expressions" => "expressions",
        Db: "db" => "db",
        BelongsTo: "belongs_to" => "belongs_to = Author",
        Generic: "generic" => "generic",
        DefaultScope: "default_scope" => "default_scope(by = for_tenant, lifted_by = across_tenants)",
        Input: "input" => "input = closed",
        SqlType: "sql_type" => "sql_type = \"VARCHAR(80)\"",
        SqlDefault: "sql_default" => "sql_default = \"0\"",
        Encoding: "encoding" => "encoding = text",
        Epoch: "epoch" => "epoch = millis",
        Base: "base" => "base",
        Parent: "parent" => "parent",
    }
    fn repeats(self) -> bool {
        matches!(self, Self::Check | Self::Input)
    }
    fn elsewhere(word: &str) -> Option<String> {
        written_in::<AuditKey>(word).or_else(|| written_in::<ModelKey>(word))
    }
}

symbols! {
    /// `#[model(..)]` on the struct of a base.
    BaseKey, "model", "`#[model(..)]` on a base" {
        Timestamps: "timestamps" => "timestamps",
        SoftDelete: "soft_delete" => "soft_delete",
        Hooks: "hooks" => "hooks",
        Crate: "crate" => "crate = ::application::model_core",
    }
    fn elsewhere(word: &str) -> Option<String> {
        let model = || find::<ModelKey>(word).map(|_| "it belongs on the models that embed the base".to_owned());
        written_in::<FieldKey>(word).or_else(model)
    }
}

symbols! {
    /// `#[model(..)]` next to the other derives.
    LibraryKey, "model", "`#[model(..)]` next to this derive" {
        Crate: "crate" => "crate = ::application::model_core",
    }
}

symbols! {
    /// `#[audit(..)]` on a field.
    AuditKey, "audit", "`#[audit(..)]` on a field" {
        Include: "include" => "include",
        Mask: "mask" => "mask",
        Skip: "skip" => "skip",
        RenamedFrom: "renamed_from" => "renamed_from = \"headline\"",
    }
    fn elsewhere(word: &str) -> Option<String> {
        written_in::<FieldKey>(word).or_else(|| written_in::<ModelKey>(word))
    }
}

symbols! {
    /// `audit(..)` within `#[model(..)]` on the struct.
    AuditMode, "audit", "`audit(..)` on the struct" {
        Explicit: "explicit" => "explicit",
        Capture: "capture" => "capture",
    }
    fn elsewhere(word: &str) -> Option<String> {
        written_in::<AuditKey>(word)
    }
}

symbols! {
    /// `belongs_to(..)` within `#[model(..)]` on a field, after the model.
    BelongsToKey, "belongs_to", "`belongs_to(..)`" {
        Name: "name" => "name = writer",
        WithDeleted: "with_deleted" => "with_deleted",
        Touches: "touches" => "touches = authors::revision",
    }
    fn elsewhere(word: &str) -> Option<String> {
        let form = ModelKey::BelongsTo.form();
        (word == KeyedParentKey::ForeignKey.name())
            .then(|| format!("it is for several fields: write `#[model({form})]` on the struct instead"))
    }
}

symbols! {
    /// `belongs_to(..)` within `#[model(..)]` on the struct, after the model.
    KeyedParentKey, "belongs_to", "`belongs_to(..)` on the struct" {
        ForeignKey: "foreign_key" => "foreign_key = [tenant_id, author_id]",
        Name: "name" => "name = writer",
        WithDeleted: "with_deleted" => "with_deleted",
    }
    fn elsewhere(word: &str) -> Option<String> {
        let refused = "a parent with a key of several columns cannot count its rows' writes: count them in a parent \
                       with a key of one column";
        (word == BelongsToKey::Touches.name()).then(|| refused.to_owned())
    }
}

symbols! {
    /// `default_scope(..)` within `#[model(..)]` on a field.
    DefaultScopeKey, "default_scope", "`default_scope(..)` on a field" {
        By: "by" => "by = for_tenant",
        LiftedBy: "lifted_by" => "lifted_by = across_tenants",
    }
}

symbols! {
    /// `has_many(..)` and `has_one(..)` within `#[model(..)]` on the struct, after the name and the model.
    ChildrenKey, "has_many", "`has_many(..)` and `has_one(..)`" {
        OnDelete: "on_delete" => "on_delete = cascade",
        WithoutHooks: "without_hooks" => "without_hooks",
        By: "by" => "by = comments::article_id",
    }
}

symbols! {
    /// `many_to_many(..)` within `#[model(..)]` on the struct, after the name and the model.
    ManyToManyKey, "many_to_many", "`many_to_many(..)`" {
        Through: "through" => "through = ArticleTag",
        By: "by" => "by = article_tags::article_id",
        To: "to" => "to = article_tags::tag_id",
        WithoutHooks: "without_hooks" => "without_hooks",
    }
}

symbols! {
    /// `referred_by(..)` within `#[model(..)]` on the struct, after the name and the model.
    ReferredByKey, "referred_by", "`referred_by(..)`" {
        By: "by" => "by = reactions::target",
    }
}

symbols! {
    /// `generic(..)` within `#[model(..)]` on the struct, after the name and the enum.
    GenericKey, "generic", "`generic(..)` on the struct" {
        Kind: "kind" => "kind = owner_kind",
        Key: "key" => "key = owner_id",
    }
}

symbols! {
    /// `created_at(..)` and `updated_at(..)` within `#[model(..)]` on a field.
    TimestampMode, "created_at", "`created_at(..)` and `updated_at(..)`" {
        Db: "db" => "db",
        On: "on" => "on = [title, body]",
    }
}

symbols! {
    /// `unique(..)` within `#[model(..)]` on a field.
    UniqueKey, "unique", "`unique(..)` on a field" {
        Forever: "forever" => "forever",
        With: "with" => "with = [tenant_id]",
        Name: "name" => "name = \"articles_slug\"",
        OnDeleted: "on_deleted" => "on_deleted = revive",
        Where: "where" => "where = number.gt(0)",
        On: "on" => "on = lower(email)",
    }
}

symbols! {
    /// `primary_key(..)` within `#[model(..)]` on a field.
    PrimaryKeyKey, "primary_key", "`primary_key(..)` on a field" {
        OnDeleted: "on_deleted" => "on_deleted = revive",
    }
}

symbols! {
    /// `index(..)` within `#[model(..)]` on a field.
    IndexKey, "index", "`index(..)` on a field" {
        With: "with" => "with = [created_at]",
        Name: "name" => "name = \"articles_by_author\"",
    }
}

symbols! {
    /// `validate(..)` within `#[model(..)]` on a field. Each word is the name of a function in `model_core::rules`.
    RuleKey, "validate", "`validate(..)` on a field" {
        Email: "email" => "email",
        Url: "url" => "url",
        Ip: "ip" => "ip",
        Ascii: "ascii" => "ascii",
        Alphanumeric: "alphanumeric" => "alphanumeric",
    }
}

symbols! {
    /// `#[choices(..)]` on a variant.
    ChoiceKey, "choices", "`#[choices(..)]` on a variant" {
        Value: "value" => "value = \"in_review\"",
        Label: "label" => "label = \"In review\"",
    }
    fn elsewhere(word: &str) -> Option<String> {
        written_in::<ChoicesKey>(word)
    }
}

symbols! {
    /// `#[choices(..)]` on the enum.
    ChoicesKey, "choices", "`#[choices(..)]` on the enum" {
        SqlType: "sql_type" => "sql_type = crate::schema::sql_types::Mood",
        NoDisplay: "no_display" => "no_display",
    }
    fn elsewhere(word: &str) -> Option<String> {
        written_in::<ChoiceKey>(word)
    }
}

symbols! {
    /// `#[model(..)]` on a key.
    KeyKey, "model", "`#[model(..)]` on a key" {
        Crate: "crate" => "crate = ::application::model_core",
        NoDisplay: "no_display" => "no_display",
        NoFrom: "no_from" => "no_from",
    }
}

symbols! {
    /// `#[proxy(..)]` on the struct.
    ProxyKey, "proxy", "`#[proxy(..)]`" {
        Of: "of" => "of = Article",
        Filter: "filter" => "filter(status = Status::Published)",
        Ordering: "ordering" => "ordering = \"-published_at, title\"",
    }
}

/// The symbol with this name.
pub(crate) fn find<S: Symbol>(word: &str) -> Option<S> {
    S::ALL.iter().copied().find(|symbol| symbol.name() == word)
}

/// The symbol that was probably meant.
pub(crate) fn guess<S: Symbol>(word: &str) -> Option<S> {
    find(nearest(word, S::ALL.iter().map(|symbol| symbol.name()))?)
}

/// The candidate that is a typing error away from `word`, or else one that `word` abbreviates.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str, IntoIter: Clone>,
) -> Option<&'c str> {
    // One error in three letters: "tabel" is "table", but "schema" is not "mask".
    let tolerance = (word.chars().count() / 3).max(1);
    let candidates = candidates.into_iter();
    let slip = candidates
        .clone()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= tolerance && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate);
    // "max_len" is "max_length", but "in" is not "include".
    let mut abbreviated = candidates.filter(|candidate| word.len() > 3 && candidate.starts_with(word));
    slip.or_else(|| abbreviated.next())
}

/// The message for a word that the vocabulary does not have.
pub(crate) fn unknown<S: Symbol>(word: &str) -> String {
    let mut message = format!("unknown option `{word}` in {}", S::PLACE);
    if let Some(guess) = guess::<S>(word) {
        let _ = write!(message, "; did you mean `{}`?", guess.name());
    } else if let Some(place) = S::elsewhere(word) {
        let _ = write!(message, "; {place}");
        // The word is known: a list of the others would distract from where it belongs.
        return message;
    } else {
        message.push(';');
    }
    let _ = write!(message, " {}", expected::<S>());
    message
}

/// "expected one of: ..".
pub(crate) fn expected<S: Symbol>() -> String {
    format!("expected {}", one_of::<S>())
}

/// "one of: ..", or the only word.
pub(crate) fn one_of<S: Symbol>() -> String {
    match S::ALL {
        [only] => format!("`{}`", only.name()),
        all => format!("one of: {}", listed(all.iter().map(|symbol| symbol.name()))),
    }
}

/// The words in backticks, with commas between them.
pub(crate) fn listed<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let quoted: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

fn written_in<S: Symbol>(word: &str) -> Option<String> {
    let symbol = find::<S>(word)?;
    Some(format!("it belongs in {}: write `#[{}({})]` there", S::PLACE, S::AROUND, symbol.form()))
}
