//! Products, orders and payment methods.

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Text};
    use model_core::sql_types::Instant;

    /// Products.
    products (id) {
        /// The key.
        id -> BigInt,
        /// The name.
        name -> Text,
        /// The price, in cents.
        price_cents -> BigInt,
        /// How many are in stock.
        stock -> Integer,
        /// The version.
        version -> BigInt,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Orders.
    orders (id) {
        /// The key.
        id -> Uuid,
        /// The account that buys.
        account_id -> Uuid,
        /// The state.
        state -> Text,
        /// The total, in cents.
        total_cents -> BigInt,
        /// The payment method.
        method_id -> Nullable<BigInt>,
        /// The version.
        version -> Integer,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer};
    use model_core::sql_types::Uuid;

    /// Items of orders.
    order_items (order_id, product_id) {
        /// The order.
        order_id -> Uuid,
        /// The product.
        product_id -> BigInt,
        /// The quantity.
        quantity -> Integer,
        /// The price at the time of the order, in cents.
        price_cents -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Payment methods.
    payment_methods (id) {
        /// The key.
        id -> BigInt,
        /// The account.
        account_id -> Uuid,
        /// A name, unique among the live payment methods of the account.
        label -> Text,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// When the row was deleted.
        deleted_at -> Nullable<Instant>,
        /// Who deleted it.
        deleted_by -> Nullable<Text>,
        /// The deletion that deleted the row, or the restoration that restored it.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Text};

    /// Cards: more columns of a payment method.
    cards (id) {
        /// The key of the payment method.
        id -> BigInt,
        /// The last four digits of the number.
        last_four -> Text,
        /// The card network.
        network -> Text,
        /// The last day on which it can be used.
        expires_on -> Date,
        /// The token by which the payment provider knows the card.
        token -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};

    /// Bank transfers: more columns of a payment method.
    bank_transfers (id) {
        /// The key of the payment method.
        id -> BigInt,
        /// The IBAN.
        iban -> Text,
        /// The last four characters of the IBAN.
        last_four -> Text,
    }
}
