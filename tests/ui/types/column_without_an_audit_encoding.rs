use model_core::prelude::*;

#[derive(diesel::sql_types::SqlType)]
#[diesel(sqlite_type(name = "Text"))]
pub struct Mood;

diesel::table! {
    use diesel::sql_types::*;
    use super::Mood;
    things (id) {
        id -> BigInt,
        mood -> Mood,
    }
}

#[derive(Model)]
#[model(table = things, audit)]
pub struct Thing {
    pub id: i64,
    pub mood: Feeling,
}

#[derive(Debug, diesel::deserialize::FromSqlRow, diesel::expression::AsExpression)]
#[diesel(sql_type = Mood)]
pub struct Feeling(String);

impl diesel::serialize::ToSql<Mood, diesel::sqlite::Sqlite> for Feeling {
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, diesel::sqlite::Sqlite>,
    ) -> diesel::serialize::Result {
        out.set_value(self.0.as_str());
        Ok(diesel::serialize::IsNull::No)
    }
}

impl diesel::deserialize::FromSql<Mood, diesel::sqlite::Sqlite> for Feeling {
    fn from_sql(value: diesel::sqlite::SqliteValue<'_, '_, '_>) -> diesel::deserialize::Result<Self> {
        diesel::deserialize::FromSql::<diesel::sql_types::Text, diesel::sqlite::Sqlite>::from_sql(value).map(Self)
    }
}

fn main() {}
