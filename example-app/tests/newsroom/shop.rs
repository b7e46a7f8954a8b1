//! The shop, with one buyer and with eight at once.

use crate::desk::Desk;
use diesel::prelude::*;
use model_core::prelude::*;
use newsroom::events::Listeners;
use newsroom::models::{
    Account, AccountOwnedDefaultScope as _, AccountScopes as _, Order, OrderItem, OrderState, Product,
};
use newsroom::schema::{order_items, orders, products};
use newsroom::services::shop;
use std::collections::BTreeMap;
use std::sync::Barrier;

const GRACE: &str = "grace@readers.example";

fn desk() -> Desk {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace"]);
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "3"]);
    desk.runs(&["shop", "stock", "print", "--price", "5", "--count", "1"]);
    desk
}

/// How many there are of each product.
fn stocks(desk: &Desk) -> Vec<(String, i32)> {
    products::table.order(products::name).select((products::name, products::stock)).load(&mut desk.connect()).unwrap()
}

fn check_sums(desk: &Desk) {
    let conn = &mut desk.connect();
    for (order, items) in Order::objects().across_accounts().load_with::<OrderItem>(conn).unwrap() {
        let sum: i64 = items.iter().map(|item| item.price_cents * i64::from(item.quantity)).sum();
        assert_eq!(order.total_cents, sum, "{order:?} {items:?}");
        assert!(!items.is_empty());
    }
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn an_order_takes_from_the_stock_and_a_cancelled_one_gives_it_back() {
    let desk = desk();
    let out = desk.runs(&["shop", "buy", "Grace@Readers.example", "mug=2", "print"]);
    let id = out.split_whitespace().nth(2).unwrap();
    assert_eq!(out, format!("placed order {id} for Grace: 30.00\n"));
    assert_eq!(stocks(&desk), [("mug".to_owned(), 1), ("print".to_owned(), 0)]);
    desk.refuses(&["shop", "buy", GRACE, "mug=2"], "not enough of `mug` in stock: 1 left");
    desk.refuses(&["shop", "buy", GRACE, "mug", "print"], "not enough of `print` in stock: 0 left");
    assert_eq!(stocks(&desk), [("mug".to_owned(), 1), ("print".to_owned(), 0)], "all of it, or nothing");
    // Another price later does not change what was paid.
    desk.runs(&["shop", "stock", "mug", "--price", "99", "--count", "1"]);
    let listed = desk.runs(&["shop", "orders"]);
    assert!(listed.contains(" 2 mug and 1 print  30.00  placed\n"), "{listed}");
    check_sums(&desk);

    assert_eq!(desk.runs(&["shop", "cancel", id]), format!("cancelled order {id}\n"));
    assert_eq!(stocks(&desk), [("mug".to_owned(), 3), ("print".to_owned(), 1)]);
    desk.refuses(&["shop", "cancel", id], "is already cancelled");
    assert_eq!(stocks(&desk), [("mug".to_owned(), 3), ("print".to_owned(), 1)]);
    let conn = &mut desk.connect();
    let states: Vec<OrderState> = orders::table.select(orders::state).load(conn).unwrap();
    assert_eq!(states, [OrderState::Cancelled]);
    check_sums(&desk);
}

#[test]
fn all_prices_are_raised_in_one_write() {
    let desk = desk();
    assert_eq!(desk.runs(&["shop", "raise", "0.25"]), "raised the price of 2 products by 0.25\n");
    assert_eq!(desk.runs(&["shop", "raise", "0"]), "raised the price of 0 products by 0.00\n");
    let conn = &mut desk.connect();
    let prices: Vec<i64> = Product::objects().select(products::price_cents).load(conn).unwrap();
    assert_eq!(prices, [1275, 525]);
    let mug: Product = Product::objects().filter(products::name.eq("mug")).first(conn).unwrap();
    let step = Product::history(mug.id).load(conn).unwrap().pop().unwrap();
    assert_eq!(step.changes["price_cents"], serde_json::json!({"old": 1250, "new": 1275}));
    // A value is checked by the model, and what is computed by the database.
    let refused = mug.patch().price_cents(-1).by(&Actor::system()).run(conn).unwrap_err();
    assert!(matches!(refused, Error::Invalid { field: "price_cents", .. }), "{refused:?}");
    let refused = shop::raise(conn, -600, &Actor::system()).unwrap_err();
    assert!(matches!(refused, newsroom::Error::Model(Error::Check { .. })), "{refused:?}");
    let prices: Vec<i64> = Product::objects().select(products::price_cents).load(conn).unwrap();
    assert_eq!(prices, [1275, 525], "all of them, or none");
    check_sums(&desk);
}

#[test]
fn each_product_gets_a_price_of_its_own_in_one_write() {
    let desk = desk();
    assert_eq!(desk.runs(&["shop", "reprice", "mug=13.00", "print=5"]), "changed the price of 1 product\n");
    assert_eq!(desk.runs(&["shop", "reprice", "mug=14", "print=6"]), "changed the price of 2 products\n");
    desk.refuses(&["shop", "reprice", "mug=1", "hat=2"], "hat");
    let conn = &mut desk.connect();
    let prices: Vec<i64> = Product::objects().select(products::price_cents).load(conn).unwrap();
    assert_eq!(prices, [1400, 600]);
    check_sums(&desk);
}

#[test]
fn orders_are_those_of_one_account_or_of_all() {
    let desk = desk();
    desk.account("edsger@readers.example", &["--name", "Edsger"]);
    desk.runs(&["shop", "buy", GRACE, "mug"]);
    desk.runs(&["shop", "buy", "edsger@readers.example", "mug"]);
    assert!(desk.runs(&["shop", "orders"]).ends_with("\n2 orders\n"));
    let hers = desk.runs(&["shop", "orders", "--of", GRACE]);
    assert!(hers.contains(" Grace ") && !hers.contains("Edsger") && hers.ends_with("\n1 order\n"), "{hers}");
    desk.refuses(&["shop", "orders", "--of", "nobody@readers.example"], "there is no account nobody@readers.example");
    // A filter of one's own does not reach around it.
    let conn = &mut desk.connect();
    let grace: Account = Account::objects().with_address(GRACE).first(conn).unwrap();
    let hers = Order::objects().filter(orders::total_cents.gt(0)).or_filter(orders::total_cents.eq(0));
    assert_eq!(hers.of_account(grace.id).count().get_result(conn), Ok(1_i64));
}

#[test]
fn what_cannot_be_bought_is_refused() {
    let desk = desk();
    desk.refuses(&["shop", "buy", "nobody@readers.example", "mug"], "there is no account nobody@readers.example");
    desk.refuses(&["shop", "buy", GRACE, "cup"], "there is no product `cup`");
    desk.refuses(&["shop", "buy", GRACE, "mug=2147483647", "mug"], "the quantity is too large");
    desk.refuses(&["shop", "cancel", "00000000"], "there is no order `00000000`");
    desk.refuses(&["shop", "cancel", ""], "there is no order");
    desk.refuses(&["shop", "stock", " ", "--price", "1", "--count", "1"], "the name of a product must not be blank");
    let long = "x".repeat(51);
    desk.refuses(&["shop", "stock", &long, "--price", "1", "--count", "1"], "name: is 51 characters long");
    desk.runs(&["shop", "stock", "palace", "--price", "92233720368547758.07", "--count", "9"]);
    desk.refuses(&["shop", "buy", GRACE, "palace=2"], "the total of the order is too large");
    let wrong = [
        &["shop", "buy", GRACE][..],
        &["shop", "buy", GRACE, "mug=0"],
        &["shop", "buy", GRACE, "mug=-1"],
        &["shop", "stock", "mug", "--price", "-1", "--count", "1"],
        &["shop", "stock", "mug", "--price", "1.5", "--count", "1"],
        &["shop", "stock", "mug", "--price", "1", "--count", "-1"],
    ];
    for arguments in wrong {
        assert_eq!(desk.run(arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn the_stock_cannot_go_below_zero_by_any_way() {
    let desk = desk();
    let conn = &mut desk.connect();
    let mug: Product = Product::objects().filter(products::name.eq("mug")).first(conn).unwrap();
    let refused = mug.patch().stock(-1).by(&Actor::system()).run(conn).unwrap_err();
    assert!(matches!(refused, Error::Invalid { field: "stock", .. }), "{refused:?}");
    let around =
        diesel::update(products::table).set(products::stock.eq(products::stock - 4)).execute(conn).unwrap_err();
    assert!(matches!(Error::from(around), Error::Check { .. }));
    let held = mug.delete().by(&Actor::system()).run(conn);
    assert!(held.is_ok(), "nobody bought one");
    desk.runs(&["shop", "buy", GRACE, "print"]);
    let print: Product = Product::objects().filter(products::name.eq("print")).first(conn).unwrap();
    let held = print.delete().by(&Actor::system()).run(conn).unwrap_err();
    assert!(matches!(held, Error::Restricted { by: "OrderItem", count: 1 }), "{held:?}");
}

/// How many buy at once.
const BUYERS: usize = 8;
/// How many of each product there are: fewer than they want.
const STOCK: i32 = 25;

#[test]
fn eight_buyers_at_once_never_get_more_than_there_is() {
    let desk = Desk::with_two_articles();
    for name in ["mug", "print"] {
        desk.runs(&["shop", "stock", name, "--price", "1.25", "--count", &STOCK.to_string()]);
    }
    for buyer in 0..BUYERS {
        desk.account(&format!("buyer{buyer}@readers.example"), &[]);
    }
    let start = Barrier::new(BUYERS);
    let listeners = Listeners::outbox(desk.path().join("outbox"));
    let buy = |buyer: usize| {
        let conn = &mut desk.connect();
        let account: Account =
            Account::objects().with_address(&format!("buyer{buyer}@readers.example")).first(conn).unwrap();
        let mut bought = (0, 0);
        start.wait();
        for round in 0..8 {
            // Half of them begin with the mug and half with the print, and some take more than others.
            let (mugs, prints) = (1 + (buyer + round) as i32 % 2, i32::from(round % 2 == 0));
            let mut items = BTreeMap::from([("mug".to_owned(), mugs)]);
            if prints > 0 {
                items.insert("print".to_owned(), prints);
            }
            match shop::buy(conn, &account, &items, "test", &listeners) {
                // Every third one is brought back.
                Ok(order) if round % 3 == 2 => drop(shop::cancel(conn, order.id, &account.actor("test")).unwrap()),
                Ok(_) => bought = (bought.0 + mugs, bought.1 + prints),
                Err(newsroom::Error::SoldOut { left, .. }) => assert!(left >= 0),
                Err(error) => panic!("{error}"),
            }
        }
        bought
    };
    let sold = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..BUYERS).map(|buyer| scope.spawn(move || buy(buyer))).collect::<Vec<_>>();
        let bought = threads.into_iter().map(|thread| thread.join().unwrap());
        bought.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    });
    let left: BTreeMap<String, i32> = stocks(&desk).into_iter().collect();
    assert!(left.values().all(|left| *left >= 0), "{left:?}");
    assert_eq!(
        (sold.0 + left["mug"], sold.1 + left["print"]),
        (STOCK, STOCK),
        "the sold and the remaining items are the whole stock"
    );
    assert!(left["mug"] <= 1, "the buyers wanted more than the stock: {left:?}");

    // The same by the orders that are there, and by the trail.
    let conn = &mut desk.connect();
    let placed = order_items::table.inner_join(orders::table.on(orders::id.eq(order_items::order_id)));
    let placed = placed.filter(orders::state.eq(OrderState::Placed));
    let quantities: Vec<i32> = placed.select(order_items::quantity).load(conn).unwrap();
    assert_eq!(quantities.iter().sum::<i32>(), sold.0 + sold.1);
    for name in ["mug", "print"] {
        let product: Product = Product::objects().filter(products::name.eq(name)).first(conn).unwrap();
        let history = Product::history(product.id).field("stock").load(conn).unwrap();
        let steps: Vec<_> = history.iter().map(|entry| entry.changes["stock"].clone()).collect();
        assert!(steps.windows(2).all(|pair| pair[0]["new"] == pair[1]["old"]), "{steps:?}");
        assert!(steps.iter().all(|step| step["new"].as_i64() >= Some(0)), "{steps:?}");
        assert_eq!(steps.last().unwrap()["new"], left[name]);
        assert_eq!(product.version, steps.len() as i64, "each write counted once");
    }
    check_sums(&desk);

    // An order that was retried sends one mail, and one that was sold out sends none.
    let mails = std::fs::read_to_string(desk.path().join("outbox")).unwrap();
    let mut mailed: Vec<_> = mails.lines().filter_map(|mail| mail.split(" order ").nth(1)?.get(..8)).collect();
    let orders: Vec<Order> = Order::objects().across_accounts().load(conn).unwrap();
    let mut placed: Vec<_> = orders.iter().map(|order| order.id.short()).collect();
    mailed.sort_unstable();
    placed.sort_unstable();
    assert_eq!(mailed, placed);
}

#[test]
fn a_file_of_products_is_imported_line_by_line() {
    let desk = desk();
    desk.write("good.csv", "price, name ,stock\n13.00,mug,7\n2,pen,100\n5.00,print,1\n\"4.50\",\"tote, red\",0\n");
    assert_eq!(desk.runs(&["shop", "import", "good.csv"]), "imported good.csv: 2 new, 1 changed, 1 unchanged\n");
    assert_eq!(desk.runs(&["shop", "import", "good.csv"]), "imported good.csv: 0 new, 0 changed, 4 unchanged\n");
    let stocked = stocks(&desk);

    let long = "x".repeat(51);
    let lines = [
        "name,price,stock",
        "cup,3,5",
        ",1,1",
        "a,1.5,-1",
        &format!("{long},x,many"),
        "cup,3,5",
        "b,1",
        "d,1,99999999999",
    ];
    desk.write("bad.csv", lines.join("\n"));
    let told = [
        "line 3: name is empty",
        "line 4: price must be like 12.50; stock must not be negative",
        "line 5: price must be like 12.50; stock must be a number; name is 51 characters long, but at most 50 are allowed",
        "line 6: name is in line 2 already",
        "line 7: line has 2 values instead of 3",
        "line 8: stock must be",
    ];
    let run = desk.run(&["shop", "import", "bad.csv", "--all-or-nothing"]);
    assert_eq!((run.code, &*run.err), (Some(1), "newsroom: bad.csv: 6 lines refused\n"), "{}", run.out);
    assert_eq!(run.out.lines().count(), told.len(), "{}", run.out);
    for (line, told) in run.out.lines().zip(told) {
        assert!(line.starts_with(told), "{line}");
    }
    assert_eq!(stocks(&desk), stocked, "nothing was imported");
    let run = desk.run(&["shop", "import", "bad.csv"]);
    assert_eq!((run.code, &*run.err), (Some(1), "newsroom: bad.csv: 6 lines refused\n"));
    assert!(run.out.ends_with("imported bad.csv: 1 new, 0 changed, 0 unchanged\n"), "{}", run.out);
    assert_eq!(stocks(&desk).len(), stocked.len() + 1);

    desk.write("heads.csv", "name,cost\nmug,1\n");
    desk.refuses(&["shop", "import", "heads.csv"], "the first line must name the columns name, price, stock");
    desk.refuses(&["shop", "import", "none.csv"], "none.csv");
}

#[test]
fn what_somebody_changes_by_plain_sql_is_in_the_trail() {
    let desk = Desk::new();
    desk.runs(&["migrate"]);
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "3"]);
    let conn = &mut desk.connect();
    diesel::sql_query("UPDATE products SET price_cents = 1 WHERE name = 'mug'").execute(conn).unwrap();
    let mug: Product = Product::objects().first(conn).unwrap();
    desk.runs(&["shop", "raise", "0.25"]);
    diesel::sql_query("DELETE FROM products").execute(conn).unwrap();
    let history = Product::history(mug.id).load(conn).unwrap();
    let told: Vec<_> = history.iter().map(|entry| (&*entry.action, entry.actor_kind == "database")).collect();
    assert_eq!(told, [("create", false), ("patch", true), ("patch", false), ("hard_delete", true)]);
    assert_eq!(history[1].changes, serde_json::json!({"price_cents": {"old": 1250, "new": 1}}));
    assert_eq!(Product::verify_history(conn).unwrap(), []);
}
