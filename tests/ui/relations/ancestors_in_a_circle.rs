#[path = "../house.rs"]
mod house;
use house::*;

#[derive(Model)]
#[model(table = houses, soft_delete, has_many(rooms = Room, on_delete = keep))]
pub struct House {
    pub id: i64,
    #[model(belongs_to = Room)]
    pub room_id: Option<i64>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model)]
#[model(table = rooms, soft_delete)]
pub struct Room {
    pub id: i64,
    #[model(belongs_to = House)]
    pub house_id: i64,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

fn case(conn: &mut SqliteConnection, room: Deleted<Room>) {
    room.restore().with_ancestors().run(conn).unwrap();
}

fn main() {}
