//! New rows and patches from JSON, and rows as JSON, for code that is generic over models.

use crate::json::judge::{Form, judge};
use crate::json::row;
use crate::meta::builder::Detached;
use crate::meta::error::{FieldError, Result};
use crate::model::Model;
use crate::model::scope::InitialScope;
use crate::query::objects::scope::FullyScoped;
use crate::values::read::ReadValues;
use crate::values::show::ShowValues;
use crate::verbs::Patching;
use serde::de::DeserializeOwned;
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::{Map, Value};

/// A model whose rows can be shown as JSON. Implemented for every model whose fields have `serde::Serialize`.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot be shown as JSON",
    label = "a field of `{Self}` has a type without `serde::Serialize`",
    note = "derive `Serialize` for the type of each field, including keys and choices, or leave the field out with \
            `#[serde(skip_serializing)]`"
)]
pub trait ToJson: Model {
    /// The row as an object with one member for each column, including the columns of bases, under the name that a
    /// client uses for it. Values are encoded as in the audit trail, whether the model has one or not: instants in UTC
    /// with six digits after the second, decimals as strings without trailing zeros, bytes as hexadecimal digits,
    /// floats by their shortest digits. New rows and patches accept values in the same form.
    ///
    /// Masked columns, and those with `#[serde(skip_serializing)]`, are left out. JSON `null` and NULL are both `null`.
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid) if the `Serialize` of a field fails.
    fn to_json(&self) -> Result<Map<String, Value>>;

    /// The same with the columns that the audit trail masks.
    ///
    /// # Errors
    /// As for [`to_json`](Self::to_json).
    fn to_json_with_masked(&self) -> Result<Map<String, Value>>;
}

#[diagnostic::do_not_recommend]
impl<M> ToJson for M
where
    M: Model<Values: for<'s> ShowValues<'s>>,
{
    fn to_json(&self) -> Result<Map<String, Value>> {
        row::shown(self, false)
    }

    fn to_json_with_masked(&self) -> Result<Map<String, Value>> {
        row::shown(self, true)
    }
}

/// A model whose new rows can be read from JSON. Implemented for every model whose fields have `serde::Deserialize`, if
/// a client may send every field that a new row needs.
#[diagnostic::on_unimplemented(
    message = "new rows of `{Self}` cannot be read from JSON",
    label = "a field of `{Self}` has a type without `serde::Deserialize`, or a required field is closed to clients",
    note = "derive `Deserialize` for the type of each field; with a closed field, read `New{Self}Input` by \
            `wire::input_from_json`, set the field, and call `.build()`"
)]
pub trait NewFromJson: Model {
    /// The new row, or all mistakes in the input: missing, unknown and closed fields, values of another type, and
    /// values that the rules of the model reject (`max_length`, choices, `validate`, `check`). No statement is sent.
    ///
    /// # Errors
    /// All mistakes, in the order of the fields, each with a [code](crate::wire::codes).
    fn new_from_json(sent: &Map<String, Value>) -> Result<Self::New, Vec<FieldError>>;
}

#[diagnostic::do_not_recommend]
impl<M> NewFromJson for M
where
    M: Model<New: DeserializeOwned, Values: for<'de> ReadValues<'de>>,
{
    fn new_from_json(sent: &Map<String, Value>) -> Result<Self::New, Vec<FieldError>> {
        judge::<M, M::New>(Form::New, sent)
    }
}

/// Reads a new row that has fields which a client may not send: `let input: NewCommentInput =
/// input_from_json::<Comment, _>(&sent)?;`, then `input.author_id(me).build()`.
///
/// # Errors
/// As for [`NewFromJson::new_from_json`].
pub fn input_from_json<M, Input>(sent: &Map<String, Value>) -> Result<Input, Vec<FieldError>>
where
    M: Model<Values: for<'de> ReadValues<'de>>,
    Input: DeserializeOwned,
{
    judge::<M, Input>(Form::New, sent)
}

/// A model whose patches can be read from JSON. Implemented for every model whose fields have `serde::Deserialize`.
#[diagnostic::on_unimplemented(
    message = "patches of `{Self}` cannot be read from JSON",
    label = "a field of `{Self}` has a type without `serde::Deserialize`",
    note = "derive `Deserialize` for the type of each field, including keys and choices"
)]
pub trait PatchFromJson: Model<Patch<Detached>: Patching<Model = Self, Target = Detached>> {
    /// The patch, or all mistakes in the input; see [`NewFromJson::new_from_json`]. An absent field is not changed, and
    /// `null` writes NULL. [`on_key`](Patching::on_key) binds the patch to a row.
    ///
    /// # Errors
    /// All mistakes, in the order of the fields, each with a [code](crate::wire::codes).
    fn patch_from_json(sent: &Map<String, Value>) -> Result<Self::Patch<Detached>, Vec<FieldError>>;
}

#[diagnostic::do_not_recommend]
impl<M> PatchFromJson for M
where
    M: Model<Values: for<'de> ReadValues<'de>>,
    M::Patch<Detached>: Patching<Model = M, Target = Detached> + DeserializeOwned,
{
    fn patch_from_json(sent: &Map<String, Value>) -> Result<Self::Patch<Detached>, Vec<FieldError>> {
        judge::<M, M::Patch<Detached>>(Form::Patch, sent)
    }
}

/// A model whose rows can be found by their key alone, in code that is generic over models: every model without a
/// [default scope](crate::objects::DefaultScope).
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot be found by their key alone",
    label = "`{Self}` has a default scope, and this call does not say which rows are in scope",
    note = "load the row by a query that decides the scope, and bind the patch with `.on_row(&row)`"
)]
pub trait FoundByKey: Model<Filter: InitialScope<Start: FullyScoped<Self>>> {}

#[diagnostic::do_not_recommend]
impl<M: Model<Filter: InitialScope<Start: FullyScoped<M>>>> FoundByKey for M {}

/// A row that is serialized like [`to_json`](ToJson::to_json), for a framework that needs `Serialize`. Its schema is
/// [`schema::row`](crate::wire::schema::row), with the features `utoipa` and `schemars`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonRow<M>(pub M);

impl<M: ToJson> Serialize for JsonRow<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.0.to_json().map_err(S::Error::custom)?.serialize(serializer)
    }
}
