#[path = "../house.rs"]
mod house;
use house::*;

#[derive(Model)]
#[model(table = houses, soft_delete, has_many(rooms = Room, on_delete = cascade))]
pub struct House {
    pub id: i64,
    #[model(belongs_to = Room)]
    pub room_id: Option<i64>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model)]
#[model(table = rooms, soft_delete, has_many(houses = House, on_delete = cascade))]
pub struct Room {
    pub id: i64,
    #[model(belongs_to = House)]
    pub house_id: i64,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

fn case(conn: &mut SqliteConnection, house: House) {
    house.delete().run(conn).unwrap();
}

fn main() {}
