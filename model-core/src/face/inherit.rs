//! Multi-table inheritance: models that extend another model with columns in a second table.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::prelude::*;
//! # diesel::table! {
//! #     payment_methods (id) {
//! #         id -> BigInt, owner_id -> BigInt, label -> Text, created_at -> Timestamp, deleted_at -> Nullable<Timestamp>,
//! #     }
//! # }
//! # diesel::table! { cards (id) { id -> BigInt, last_four -> Text, network -> Text, } }
//! # diesel::table! { bank_transfers (id) { id -> BigInt, iban -> Text, } }
//! # diesel::allow_tables_to_appear_in_same_query!(payment_methods, cards, bank_transfers);
//! # use chrono::NaiveDateTime;
//!
//! #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
//! pub struct PaymentMethodId(i64);
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = payment_methods, timestamps, soft_delete, ordering = "-created_at")]
//! #[model(extended_by(Card, BankTransfer))]
//! pub struct PaymentMethod {
//!     pub id: PaymentMethodId,
//!     pub owner_id: i64,
//!     pub label: String,
//!     pub created_at: NaiveDateTime,
//!     pub deleted_at: Option<NaiveDateTime>,
//! }
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = cards, extends = PaymentMethod)]
//! pub struct Card {
//!     #[model(parent)]
//!     pub method: PaymentMethod,
//!     #[model(max_length = 4)]
//!     pub last_four: String,
//!     pub network: String,
//! }
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = bank_transfers, extends = PaymentMethod)]
//! pub struct BankTransfer {
//!     #[model(parent)]
//!     pub method: PaymentMethod,
//!     pub iban: String,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn at_the_desk(conn: &mut SqliteConnection) -> Result<(), Error> {
//! // One transaction, two rows with one key.
//! let method = NewPaymentMethod::builder().label("Travel").owner_id(7).build();
//! let card = Card::create(NewCard::builder().method(method).last_four("4242").network("visa").build()).run(conn)?;
//!
//! // One statement with one join: live rows in the order of the parent, and filters over both tables.
//! let cards: Vec<Card> = Card::objects()
//!     .filter(cards::network.eq("visa"))
//!     .filter(payment_methods::owner_id.eq(7))
//!     .load(conn)?;
//!
//! // Only the tables with a change are written.
//! let card = card.patch().last_four("1881").method(PaymentMethodPatch::new().label("Home")).run(conn)?;
//! let gone: Deleted<Card> = card.delete().run(conn)?;
//! let card = gone.restore().run(conn)?;
//!
//! // Each row as its kind, in one statement.
//! for method in PaymentMethod::objects().kinds().load::<PaymentMethodKind>(conn)? {
//!     match method {
//!         PaymentMethodKind::Card(card) => println!("{} ending in {}", card.method.label, card.last_four),
//!         PaymentMethodKind::BankTransfer(transfer) => println!("{}", transfer.iban),
//!         PaymentMethodKind::PaymentMethod(plain) => println!("{}", plain.label),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The tables
//!
//! The child's table has the columns of the child and the key of the parent, which is its primary key and a foreign
//! key: `id BIGINT PRIMARY KEY REFERENCES payment_methods (id)`. It is the column `id`, or the one that
//! `#[diesel(column_name = ..)]` on the field of the parent names. The parent names the models that extend it in
//! `extended_by(..)`, so that the removal of a parent's row also removes the child's row. Both tables appear in one
//! query, so Diesel's `allow_tables_to_appear_in_same_query!` has to name them.
//!
//! The row of the parent is a row like any other. Its timestamps, its version, its soft deletion, its unique keys, its
//! relations and its trail apply to the whole: a deletion through `PaymentMethod` hides the card, because the live
//! scope of the child is that of the parent, and a row that refers to a card refers to its `PaymentMethod`. A child can
//! have unique fields, foreign keys, checks, defaults and bases of plain columns. A unique key of the child also covers
//! deleted rows, because the child's table does not mark them. If both are audited, each row has its entries under its
//! own content type, with one batch; an audited child needs an audited parent, because a removal of the parent has to
//! name an actor.
//!
//! A child cannot itself be extended, and rows cannot belong to a child: let them belong to the parent, whose key is
//! the same. A row of the parent cannot become a row of a child later: its kind is decided when it is created.
//! `Card::history(&id)` returns the entries of both rows, in one sequence.
//!
//! # What it costs
//!
//! | | statements, without `BEGIN` and `COMMIT` |
//! |---|---|
//! | `Card::objects()`, `count`, `exists`, `find` | one, with an inner join on the keys |
//! | `Card::create` | the insert of the parent, and that of the child |
//! | `Card::create_many` | the inserts of the parents, and those of the children, as few as the bind limit allows |
//! | `card.patch()` of the parent's columns | the parent's patch, and a read of the child |
//! | `card.patch()` of the child's columns | a read of the parent that locks it, the child's patch, and, when that changed something, an update of the columns that follow every write: `updated_at`, `updated_by`, the version (with an entry in the parent's trail) |
//! | `card.patch()` of both | the two patches |
//! | `card.delete()`, `gone.restore()` | the same for the parent, and a read of the child |
//! | `card.hard_delete()`, or `delete()` without soft deletion | a read of each, and the removal of the parent, which first reads and removes the rows of each child |
//! | `method.hard_delete()`, `purge` of a parent | those of every model, and for each child a read, and a removal if there are rows |
//! | `PaymentMethod::objects().kinds()` | one, with a left join for each child |
//! | `PaymentMethod::objects()` | one, as for every model |
//!
//! If a write to one row takes several statements (an audited one on SQLite and MySQL/MariaDB), so does each of these
//! writes. On SQLite, a statement that takes the write lock comes first.
//!
//! Every read makes a join, even if it only needs the child's columns. That is the cost of this form, so try the others
//! first:
//!
//! - Several models share columns, but no query spans these models: use a [base](crate::bases). There is one table for
//!   each model, and no join.
//! - Kinds differ in their behavior, but not in their columns: use a [`Proxy`](macro@crate::Proxy) for each. There is
//!   one table.
//! - Other rows refer to rows of several models that have nothing in common: use a [generic reference](crate::generic).
//! - The shared part is an entity that other rows refer to and that is listed and counted, and each kind adds columns
//!   that cannot be NULL: use inheritance.
//!
//! # Sets
//!
//! A set is written through the model that has the columns. A set of the parent is selected by the keys of the
//! children:
//!
//! ```text
//! let old: Vec<PaymentMethodId> = Card::objects().filter(cards::network.eq("maestro")).select(payment_methods::id).load(conn)?;
//! PaymentMethod::objects().filter(payment_methods::id.eq_any(old)).delete().by(&me).run(conn)?;
//! ```
//!
//! `Card::objects().delete()` does not compile, and there is no upsert of a child: no conflict target can say which of
//! the two rows to find.

pub use crate::query::child::Extends;
pub use crate::query::child::load::ChildObjects;
pub use crate::verbs::child::ChildVerbs;
pub use crate::verbs::child::delete::{DeleteChild, DeletedChild, HardDeleteChild, RestoreChild};
pub use crate::verbs::child::history::{ChildEntry, ChildHistory};
pub use crate::verbs::child::insert::{CreateChild, CreateChildren};
pub use crate::verbs::child::patch::{ApplyChildPatch, PatchesChild};
pub use crate::verbs::child::run::WritesChild;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use crate::verbs::child::{create_table, unique_indexes};
