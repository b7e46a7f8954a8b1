//! Rows that are read together with the JSON of their columns.

use crate::model::Model;
use crate::sql::on::RowOn;
use crate::trail::decode::Decode;
use crate::trail::snapshot::Snapshot;
use diesel::deserialize::{self, QueryableByName};
use diesel::row::NamedRow;
use std::marker::PhantomData;

/// A row and the JSON of its columns.
pub(crate) struct Recorded<Row> {
    pub(crate) row: Row,
    pub(crate) values: Snapshot,
}

impl<Row, DB> QueryableByName<DB> for Recorded<Row>
where
    DB: Decode,
    Row: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let values = Snapshot::read(<Row::Model as Model>::META.fields, row)?;
        Ok(Self { row: Row::build_from_row(row)?, values })
    }
}

impl<M: Model, DB: Decode> QueryableByName<DB> for Traced<M> {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self { values: Snapshot::read(M::META.fields, row)?, model: PhantomData })
    }
}

/// The JSON of the columns of a row. The columns that are not needed may be NULL, because the row itself is not read.
pub(crate) struct Traced<M> {
    pub(crate) values: Snapshot,
    model: PhantomData<fn() -> M>,
}
