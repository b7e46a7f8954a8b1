#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

diesel::table! { tags (id) { id -> BigInt, name -> Text, } }

#[derive(Model, Debug, Clone)]
#[model(table = notes, soft_delete, hooks)]
pub struct Memo {
    pub id: i64,
    pub title: String,
    pub subtitle: Option<String>,
    pub deleted_at: Option<DateTime<Utc>>,
}

impl Hooks<SqliteConnection> for Memo {
    fn before_create(new: &mut Draft<'_, Self, Creating>, _: &mut Context<'_, SqliteConnection>) -> Result<(), Error> {
        new.set(notes::deleted_at, None);
        let _ = new.get(tags::name);
        new.set(notes::title, 7);
        new.set(notes::title, None::<String>);
        new.set(notes::subtitle, 7);
        Ok(())
    }

    fn before_patch(
        &self,
        patch: &mut Draft<'_, Self, Changing>,
        _: &mut Context<'_, SqliteConnection>,
    ) -> Result<(), Error> {
        patch.set(notes::id, 7);
        Ok(())
    }
}

fn main() {}
