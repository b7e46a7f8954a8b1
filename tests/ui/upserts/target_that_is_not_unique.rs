#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Model, Debug)]
#[model(table = articles, soft_delete, audit)]
pub struct Page {
    pub id: ArticleId,
    #[model(unique(with = [status]))]
    pub title: String,
    #[model(unique)]
    pub slug: String,
    #[model(default = Status::Draft)]
    pub status: Status,
    pub deleted_at: Option<DateTime<Utc>>,
}

fn new() -> NewPage {
    NewPage::builder().title("Hello").slug("hello").build()
}

fn write(me: &Actor, conn: &mut SqliteConnection) -> Result<Page, Error> {
    Ok(Page::upsert(new()).on(articles::status).by(me).run(conn)?.into_row())
}

fn main() {}
