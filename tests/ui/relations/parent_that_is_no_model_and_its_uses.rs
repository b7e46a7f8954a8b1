#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

pub struct Person;

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    pub id: i64,
    #[model(belongs_to(Person, name = writer))]
    pub writer_id: i64,
}

fn read(book: &Book, conn: &mut SqliteConnection) -> QueryResult<Vec<Book>> {
    let _ = book.writer().count().get_result::<i64>(conn)?;
    Book::objects().filter(books::writer_id.eq(book.writer_id)).load(conn)
}

fn write(book: &Book, conn: &mut SqliteConnection) -> Result<Book, Error> {
    let _ = Book::create(NewBook::builder().id(2).writer_id(7).build()).run(conn)?;
    book.patch().writer_id(8).run(conn)
}

fn main() {}
