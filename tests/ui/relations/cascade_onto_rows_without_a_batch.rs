#[path = "../house.rs"]
mod house;
use house::*;

#[derive(Model)]
#[model(table = houses, soft_delete, has_many(rooms = Room, on_delete = cascade))]
pub struct House {
    pub id: i64,
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
}

fn main() {}
