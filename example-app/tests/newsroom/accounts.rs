//! Accounts, and the secrets in them.

use crate::desk::Desk;
use diesel::prelude::*;
use model_core::prelude::*;
use newsroom::models::{Account, AccountScopes as _, NewAccount};

const GRACE: &str = "grace@readers.example";

#[test]
fn an_account_is_created_verified_and_used_to_sign_in() {
    let desk = Desk::with_two_articles();
    let out = desk.types(&["account", "sign-up", " Grace@Readers.Example"], &["correct horse"]).out;
    let (said, token) = out.trim_end().rsplit_once(' ').unwrap();
    assert_eq!(said, "Grace signed up; the verification token is", "the name is made of the address as it was given");
    let sign_in = ["account", "sign-in", GRACE];
    desk.refuses_typed(&sign_in, &["correct horse"], "the address of this account is not verified");
    desk.refuses(&["account", "verify", GRACE, "another"], "the address or the verification token is wrong");
    desk.refuses(
        &["account", "verify", "nobody@readers.example", token],
        "the address or the verification token is wrong",
    );
    assert_eq!(desk.runs(&["account", "verify", "GRACE@readers.example", token]), "the address of Grace is verified\n");
    desk.refuses(&["account", "verify", GRACE, token], "the address or the verification token is wrong");

    assert_eq!(desk.types(&sign_in, &["correct horse"]).out, "Grace is signed in\n");
    let wrong = "newsroom: the address or the password is wrong\n";
    for (email, password) in [(GRACE, "correct horse "), (GRACE, ""), ("nobody@readers.example", "correct horse")] {
        assert_eq!(
            desk.types(&["account", "sign-in", email], &[password]).err,
            wrong,
            "the message says nothing about who has an account"
        );
    }
    let password = ["account", "password", GRACE];
    desk.refuses_typed(&password, &["wrong horse", "battery staple"], "the address or the password is wrong");
    desk.refuses_typed(&password, &["correct horse", "short"], "a password must have 8 to 1024 characters");
    desk.refuses_typed(
        &password,
        &["correct horse"],
        "expected the new password on the standard input, but it is empty",
    );
    assert_eq!(desk.types(&password, &["correct horse", "battery staple"]).out, "changed the password of Grace\n");
    desk.refuses_typed(&sign_in, &["correct horse"], "the address or the password is wrong");
    assert_eq!(desk.types(&sign_in, &["battery staple"]).out, "Grace is signed in\n");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn an_invalid_account_is_refused() {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace", "--author", "ada"]);
    let long = format!("{}@readers.example", "x".repeat(200));
    for (arguments, words) in [
        (&["nobody"][..], "email: not a valid email"),
        (&[""], "email: "),
        (&[&long], "email: "),
        (&["GRACE@readers.example"], "an account with this address already exists"),
        (&["other@readers.example", "--author", "ada"], "an account for this author already exists"),
        (&["other@readers.example", "--author", "eve"], "there is no author eve"),
    ] {
        desk.refuses_typed(&[&["account", "sign-up"], arguments].concat(), &["correct horse"], words);
    }
    desk.refuses_typed(&["account", "sign-up", "other@readers.example"], &["1234567"], "8 to 1024 characters");
    desk.refuses(
        &["account", "sign-up", "other@readers.example"],
        "expected the password on the standard input, but it is empty",
    );
    desk.refuses(&["account", "deactivate", "other@readers.example"], "there is no account other@readers.example");
}

#[test]
fn the_address_of_a_deactivated_account_is_free() {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace"]);
    assert_eq!(desk.runs(&["account", "deactivate", GRACE]), "deactivated the account of Grace\n");
    desk.refuses_typed(&["account", "sign-in", GRACE], &["correct horse"], "the address or the password is wrong");
    desk.account(GRACE, &["--name", "Grace the second"]);
    desk.refuses(&["account", "reactivate", GRACE], "an account with this address already exists");
    desk.runs(&["account", "deactivate", GRACE]);
    let back = desk.runs(&["account", "reactivate", GRACE]);
    assert_eq!(back, "reactivated the account of Grace the second\n", "the one that was deactivated last");
    desk.refuses(&["account", "reactivate", "nobody@readers.example"], "there is no deactivated account");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn accounts_are_listed_by_scope() {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace"]);
    desk.types(&["account", "sign-up", "edsger@readers.example"], &["correct horse"]);
    assert!(desk.runs(&["account", "list"]).ends_with("\n2 accounts\n"));
    let verified = desk.runs(&["account", "list", "--verified"]);
    assert!(verified.contains(" Grace ") && verified.ends_with("\n1 account\n"), "{verified}");
    assert!(desk.runs(&["account", "list", "--joined", "1"]).ends_with("\n2 accounts\n"));
    assert!(desk.runs(&["account", "list", "--joined", "0"]).ends_with("\n0 accounts\n"));
    assert!(!verified.contains('@'), "an address got out");
    desk.runs(&["account", "deactivate", GRACE]);
    let conn = &mut desk.connect();
    let count = |query: Condition<Account>, conn: &mut _| -> i64 {
        Account::objects().with_deleted().narrow(query).count().get_result(conn).unwrap()
    };
    assert_eq!((count(Account::active(), conn), count(Account::verified(), conn)), (1, 1));
    let both: i64 = Account::objects().with_deleted().active().verified().count().get_result(conn).unwrap();
    assert_eq!(both, 0);
}

#[test]
fn case_19_a_password_hash_appears_nowhere() {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace"]);
    desk.types(&["account", "password", GRACE], &["correct horse", "battery staple"]);
    desk.runs(&["account", "deactivate", GRACE]);
    desk.runs(&["account", "reactivate", GRACE]);
    let conn = &mut desk.connect();
    let account: Account = Account::objects().with_address(GRACE).first(conn).unwrap();
    let mut shown = vec![format!("{account:?} {account:#?}")];
    let patch = account.patch().password(account.password.clone()).token(account.password.clone());
    shown.push(format!("{patch:?}"));
    let new = || NewAccount::builder().email(GRACE).password(account.password.clone()).build();
    shown.push(format!("{:?}", new()));
    let error = Account::create(new()).by(&Actor::system()).run(conn).unwrap_err();
    assert!(matches!(error, Error::UniqueViolation { field: Some("email"), .. }), "{error:?}");
    shown.push(format!("{error} {error:?}"));
    shown.extend(desk.trail().iter().map(|entry| format!("{entry:?}")));
    shown.push(desk.runs(&["audit", "list"]));
    for shown in &shown {
        for secret in ["$argon2", "horse", "staple", "m=19456"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
    let trail = desk.trail();
    let of_account = || trail.iter().filter(|entry| entry.content_type == "account");
    assert!(of_account().count() >= 6);
    assert!(of_account().all(|entry| !entry.changes.to_string().contains(GRACE)), "an address is in the trail");
    let masked = of_account().filter(|entry| entry.changes["password"]["masked"] == true);
    assert_eq!(masked.count(), 2, "the trail has both changes, without the values");
}
