//! Reading rows of a model that is a type parameter.

use crate::data::{Ask, Fail, Labels, Page, Row, Rows, Total};
use crate::desk::face::Options;
use crate::desk::record::{Eyes, Fits, Found, Reads};
use crate::policy::{Scope, Where};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use model_core::list::{AnyRows, ListDialect, ListNames, ListOf, Total as Counted};
use model_core::meta::{Field, Role};
use model_core::verbs::RowOn;
use model_core::wire::{TextKey, ToJson};
use model_core::{Condition, Error, Model};
use serde_json::Value;

/// A model whose rows the desk can show over a connection: its fields are `Serialize`, and its key can be read from a
/// text. Implemented for every such model.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shown at the desk",
    label = "its rows cannot be read over this connection",
    note = "the key needs `FromStr`, which `#[derive(Key)]` gives, and each field needs `serde::Serialize`",
    note = "a model that extends another one cannot be shown: show the model that it extends"
)]
pub trait Shown<Conn>: ToJson + Model<Key: TextKey> {
    #[doc(hidden)]
    const READS: Functions<Conn>;
}

/// What reads rows of one model.
pub struct Functions<Conn>(pub(super) Reads<Conn>);

impl<M, Conn> Shown<Conn> for M
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    const READS: Functions<Conn> =
        Functions(Reads { page: page::<M, Conn>, find: find::<M, Conn>, labels: labels::<M, Conn> });
}

/// The rows that somebody may see; none if the policy's condition is one of another model.
fn rows_in<M: Model>(eyes: &Eyes<'_>, rows: Rows) -> Option<AnyRows<M>> {
    let any = match rows {
        Rows::Live => AnyRows::<M>::live(),
        Rows::Deleted => AnyRows::deleted(),
        Rows::Any => AnyRows::all(),
    };
    let of = |held: &Where| held.condition.downcast_ref::<Condition<M>>().cloned();
    let any = match eyes.narrow {
        Some(held) => any.narrow(of(held)?),
        None => any,
    };
    match eyes.scope {
        Scope::All => Some(any),
        Scope::None => None,
        Scope::Where(held) => of(held).map(|condition| any.narrow(condition)),
    }
}

/// The name under which a field is in the JSON of a row.
fn sent_as(field: &Field) -> &'static str {
    field.facts.sent_as.first().copied().unwrap_or(field.name)
}

/// A key as the trail writes it.
fn text<K: TextKey>(key: &K) -> String {
    key.text()
}

/// The row without its type. Masked values are not even read.
pub(super) fn row_of<M: ToJson + Model<Key: TextKey>>(row: &M) -> Result<Row, Fail> {
    let mut shown = row.to_json()?;
    let cells: Vec<Value> =
        M::META.fields.iter().map(|field| shown.remove(sent_as(field)).unwrap_or_default()).collect();
    let of_role = |role: Role| M::META.with_role(role).map(|index| &cells[index]);
    let deleted = of_role(Role::DeletedAt).is_some_and(|marker| !marker.is_null() && *marker != Value::Bool(false));
    let version = of_role(Role::Version).and_then(Value::as_i64);
    // Without a version, the instant of the last write replaces it.
    let version = version.or_else(|| moment(of_role(Role::UpdatedAt)?));
    let key = text(&row.key());
    let mut row = Row { label: key.clone(), key, version, deleted, cells };
    row.label = label(&row, named_by(M::META)).unwrap_or(row.label);
    Ok(row)
}

/// What a field calls a row, if it says anything.
pub(super) fn label(row: &Row, field: Option<usize>) -> Option<String> {
    match &row.cells[field?] {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An instant as the number that represents a version.
pub(super) fn moment(instant: &Value) -> Option<i64> {
    let at: chrono::NaiveDateTime = instant.as_str()?.trim_end_matches('Z').parse().ok()?;
    Some(at.and_utc().timestamp_micros())
}

/// The field that names a row to people: the one that the model says, or the first text.
pub(super) fn named_by(meta: &model_core::meta::Meta) -> Option<usize> {
    let text = |field: &Field| {
        let plain = field.privacy == model_core::meta::Privacy::Plain && field.role == Role::Plain;
        plain && field.encoding == model_core::audit::Encoding::Text && field.facts.choices.is_empty()
    };
    meta.repr.or_else(|| meta.fields.iter().position(text))
}

fn list_of<M: Model>(options: &Options, ask: &Ask) -> Result<ListOf<M>, Error> {
    use crate::pages::list::{Filtered, filtered};
    let open = |fields: &[usize]| -> Vec<&'static str> {
        fields.iter().filter(|field| !ask.hidden.contains(field)).map(|field| M::META.fields[*field].name).collect()
    };
    let filters = |kind: Filtered| -> Vec<&'static str> {
        let of_kind = |field: &&usize| filtered(&M::META.fields[**field]) == kind;
        open(&options.filter.iter().filter(of_kind).copied().collect::<Vec<_>>())
    };
    let (search, sort) = (open(&options.search), open(&options.sort));
    let (filter, range, text) = (filters(Filtered::Equal), filters(Filtered::Range), filters(Filtered::Contains));
    let names = ListNames { search: &search, filter: &filter, range: &range, text: &text, sort: &sort };
    let mut list = ListOf::<M>::by_names(names)?.page_size(ask.limit, ask.limit.max(100)).signed(options.secret);
    if let Some(rows) = ask.within.or(options.search_within) {
        list = list.search_within(rows);
    }
    if let (Rows::Deleted, Some(marker)) = (ask.rows, M::META.with_role(Role::DeletedAt)) {
        // What was deleted last comes first. A flag says nothing of the time.
        let name = M::META.fields[marker].name;
        list = list.default_sort(&format!("-{name}"));
    } else if let Some(order) = &options.order {
        list = list.default_sort(order);
    }
    Ok(list)
}

/// Whether a list can be declared like this, for the start.
pub(super) fn check<M: Model>(options: &Options) -> Result<(), Error> {
    let ask = Ask { limit: options.page, ..Ask::new(Rows::Live, Vec::new()) };
    Ok(list_of::<M>(options, &ask)?.check()?)
}

fn page<M, Conn>(conn: &mut Conn, eyes: &Eyes<'_>, options: &Options, ask: &Ask) -> Result<Page, Fail>
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    let Some(rows) = rows_in::<M>(eyes, ask.rows) else { return Ok(Page::empty()) };
    let mut parameters = ask.parameters.clone();
    parameters.retain(|(name, _)| name != "count");
    if ask.count {
        parameters.push(("count".to_owned(), "true".to_owned()));
    }
    let list = list_of::<M>(options, ask)?;
    let asked = list.parse_pairs(&parameters).map_err(|errors| {
        let first = errors.errors().first();
        let name = first.map_or_else(String::new, |error| error.parameter.clone());
        Fail::Parameter { name, message: first.map_or_else(String::new, |error| error.message.clone()) }
    })?;
    let page = rows.list(&asked).load(conn)?;
    let number = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
    let total = match page.total {
        Counted::Exact(count) => Total::Exact(number(count)),
        Counted::AtLeast(count) => Total::AtLeast(number(count)),
        Counted::Unasked => Total::AtLeast(page.rows.len()),
    };
    Ok(Page {
        rows: page.rows.iter().map(row_of).collect::<Result<_, _>>()?,
        previous: page.previous.map(|cursor| cursor.to_string()),
        next: page.next.map(|cursor| cursor.to_string()),
        total,
        stopped_after: page.stopped_after,
        order: order_of::<M>(options, ask),
    })
}

/// The order that a request asks for, for the heads of the table.
fn order_of<M: Model>(options: &Options, ask: &Ask) -> Vec<(usize, bool)> {
    let asked = ask.parameters.iter().find(|(name, _)| name == "sort").map(|(_, sort)| sort);
    let Some(sort) = asked.or(options.order.as_ref()) else {
        return M::ORDERING.iter().map(|term| (term.field, term.descending)).collect();
    };
    let term = |name: &str| {
        let bare = name.trim().trim_start_matches('-');
        let field = M::META.fields.iter().position(|field| field.name == bare)?;
        Some((field, name.trim().starts_with('-')))
    };
    sort.split(',').filter_map(term).collect()
}

fn find<M, Conn>(conn: &mut Conn, eyes: &Eyes<'_>, rows: Rows, key: &str, fits: &[Fits]) -> Result<Found, Fail>
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    let Some(row) = load::<M, Conn>(conn, eyes, rows, key)? else { return Ok(None) };
    Ok(Some((row_of(&row)?, fits.iter().map(|fits| fits(&row)).collect())))
}

/// The row with this key, with its type.
pub(super) fn load<M, Conn>(conn: &mut Conn, eyes: &Eyes<'_>, rows: Rows, key: &str) -> Result<Option<M>, Fail>
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    let (Some(key), Some(rows)) = (M::Key::from_text(key), rows_in::<M>(eyes, rows)) else { return Ok(None) };
    let found = rows.keys(vec![key]).in_batches(1).next(conn)?;
    Ok(found.into_iter().flatten().next())
}

fn labels<M, Conn>(conn: &mut Conn, eyes: &Eyes<'_>, keys: &[String]) -> Result<Labels, Fail>
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    let keys: Vec<M::Key> = keys.iter().filter_map(|key| M::Key::from_text(key)).collect();
    let Some(rows) = rows_in::<M>(eyes, Rows::Any).filter(|_| !keys.is_empty()) else { return Ok(Labels::new()) };
    let most = keys.len();
    let found = rows.keys(keys).in_batches(most).next(conn)?;
    let rows = found.unwrap_or_default();
    let named = |row: Row| (row.key.clone(), label(&row, eyes.named_by).unwrap_or(row.label));
    rows.iter().map(|row| row_of(row).map(named)).collect()
}
